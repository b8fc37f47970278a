import type { LivePortal } from '../../app/portal/live-portals.ts'
import { VitrineError } from '../../core/errors.ts'
import { languageOfPrefix } from '../../core/i18n/negotiate.ts'
import { legalDocument } from '../../core/legal/legal-document.ts'
import type { LegalText } from '../../core/legal/templates.ts'
import { STATEMENTS, type Statement } from '../../core/portal/statement.ts'
import { changesFeed } from '../../core/privacy/policy/changes-feed.ts'
import schema from '../../core/privacy/policy/cookie-policy.schema.json' with { type: 'json' }
import { consentRequired, type PolicyFacts, policyFacts } from '../../core/privacy/policy/facts.ts'
import { type PolicyJson, policyJson, policyTag } from '../../core/privacy/policy/policy-json.ts'
import { tcfDisclosures } from '../../core/privacy/policy/tcf-disclosures.ts'
import { policyDocument } from '../../core/privacy/policy/write-document.ts'
import type { RequestContext } from '../context.ts'
import { tagOf } from '../entity-tag.ts'
import { html, json, type Reply, text } from '../reply.ts'
import type { Route } from '../route.ts'
import { ARCHIVE_STYLES_1 } from './archive-styles.ts'
import { portalView } from './load-context.ts'
import type { CookiesModel, LegalModel } from './models/statement-models.ts'
import type { StatementServices } from './statement-services.ts'
import {
  archiveStylesUrl,
  changesFeedUrl,
  POLICY_JSON_URL,
  POLICY_SCHEMA_URL,
  preferencesUrl,
  versionUrl,
} from './urls.ts'

/** What `/{lang}/cookies/` shows. */
export async function loadCookies(
  services: StatementServices,
  portal: LivePortal,
  { language, origin }: { readonly language: string; readonly origin: string },
): Promise<CookiesModel> {
  const [versions, lastAudit] = await Promise.all([
    services.live.published(portal),
    services.lastAudit(portal),
  ])
  const facts = policyFacts(services.live.sources(portal, origin))
  return {
    document: policyDocument(facts, language),
    versions: versions.get('cookies') ?? [],
    lastAudit,
    choiceHref: consentRequired(facts) ? preferencesUrl(language) : null,
  }
}

/** What the page of a legal text shows. */
export async function loadLegal(
  services: StatementServices,
  portal: LivePortal,
  asked: { readonly statement: LegalText; readonly language: string },
): Promise<LegalModel> {
  const versions = await services.live.published(portal)
  return {
    document: legalDocument(asked.statement, services.live.sources(portal), asked.language),
    versions: versions.get(asked.statement) ?? [],
  }
}

/** What a portal says of itself is for everyone, those who may not enter it among them, and the same for all. */
const PUBLIC = { anyone: true, sessionless: true } as const

/** Rows of what is published about a portal beside its pages: kept versions, the feed, the form for programs. */
export const statementRoutes = (services: StatementServices): readonly Route[] => [
  ...STATEMENTS.map(statement => versionRoute(services, statement)),
  {
    name: 'web.policy_feed',
    path: changesFeedUrl(':lang'),
    surface: 'page',
    ...PUBLIC,
    handle: context => feed(services, context),
  },
  ...[POLICY_JSON_URL, '/api/cookies'].map(
    (path): Route => ({
      name: path === POLICY_JSON_URL ? 'policy.json' : 'policy.json_alias',
      path,
      surface: 'data',
      free: true,
      ...PUBLIC,
      handle: context => machineReadable(services, context),
    }),
  ),
  {
    name: 'policy.schema',
    path: POLICY_SCHEMA_URL,
    surface: 'data',
    free: true,
    ...PUBLIC,
    handle: () => published(schema, 'application/schema+json; charset=utf-8'),
  },
  {
    name: 'web.archive_styles',
    path: archiveStylesUrl(),
    surface: 'page',
    ...PUBLIC,
    handle: () => text(ARCHIVE_STYLES_1, { type: 'text/css; charset=utf-8', caching: 'immutable' }),
  },
]

const languageOf = ({ params, portal }: RequestContext): string => {
  const language = languageOfPrefix(params.lang, portal.stored.config.languages)
  if (language === undefined) throw new VitrineError('uri_unknown')
  return language
}

/** A kept version: the bytes that were written when it was published (privacy.md P49). */
const versionRoute = (services: StatementServices, statement: Statement): Route => ({
  name: `web.${statement}_version`,
  path: versionUrl(':lang', statement, ':version'),
  surface: 'page',
  ...PUBLIC,
  handle: async context => {
    const { params, portal } = context
    const language = languageOf(context)
    const body = await services.document({
      ...{ portalId: portal.stored.id, statement, language },
      name: params.version ?? '',
    })
    if (body === null) throw new VitrineError('uri_unknown')
    return html(body, { language, tag: tagOf(body) })
  },
})

async function feed(services: StatementServices, context: RequestContext): Promise<Reply> {
  const { portal } = context
  const language = languageOf(context)
  const versions = await services.live.published(portal)
  const body = changesFeed({
    origin: services.live.sources(portal).origin,
    portal: portalView(portal, language).title.text,
    language,
    fallback: portal.stored.config.languages[0],
    versions: versions.get('cookies') ?? [],
  })
  return text(body, {
    type: 'application/atom+xml; charset=utf-8',
    caching: 'volatile',
    tag: tagOf(body),
    language,
  })
}

/** `/.well-known/cookie-policy.json` (privacy.md §3.3), or another form of the same. */
async function machineReadable(services: StatementServices, context: RequestContext): Promise<Reply> {
  const { portal, query, origin } = context
  const facts = policyFacts(services.live.sources(portal, origin))
  if (query.get('format') === 'tcf-disclosures') return published(tcfDisclosures(facts))
  return published(services.sign(portal, await policyOf(services, portal, facts)))
}

async function policyOf(
  services: StatementServices,
  portal: LivePortal,
  facts: PolicyFacts,
): Promise<PolicyJson> {
  const [versions, ledgerHead, lastAudit] = await Promise.all([
    services.live.published(portal),
    services.ledgerHead(portal),
    services.lastAudit(portal),
  ])
  const [version] = versions.get('cookies') ?? []
  if (version === undefined) throw new VitrineError('catalog_unavailable')
  return policyJson(facts, { version, materialRevision: portal.consent.revision, ledgerHead, lastAudit })
}

/** The same for everyone and for an hour, readable by any page of any site. */
const published = (value: object, type = 'application/json; charset=utf-8'): Reply =>
  json(value, {
    type,
    caching: 'hour',
    tag: policyTag(value),
    headers: { 'access-control-allow-origin': '*', 'access-control-expose-headers': 'ETag' },
  })
