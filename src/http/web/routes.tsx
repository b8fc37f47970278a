import type { VNode } from 'preact'
import type { LivePortal } from '../../app/portal/live-portals.ts'
import type { AuditStore } from '../../app/ports/audit-store.ts'
import type { PublishedDataset } from '../../app/ports/catalog-store.ts'
import { VitrineError } from '../../core/errors.ts'
import { type LanguageChoice, languageOfPrefix, negotiateLanguage } from '../../core/i18n/negotiate.ts'
import { LEGAL_TEXTS } from '../../core/legal/templates.ts'
import type { ExploreServices } from '../api/explore/routes.ts'
import type { RequestContext } from '../context.ts'
import { NO_LANGUAGE } from '../cookies/language-cookie.ts'
import { tagOf } from '../entity-tag.ts'
import { html, type Reply, redirect } from '../reply.ts'
import type { Route } from '../route.ts'
import type { Assets } from './assets.ts'
import { ApiPage } from './front/api-page.tsx'
import { CatalogPage } from './front/catalog-page.tsx'
import { CookiesPage } from './front/cookies-page.tsx'
import { DatasetApiPage } from './front/dataset-api-page.tsx'
import { DatasetExportPage } from './front/dataset-export-page.tsx'
import { DatasetOverviewPage } from './front/dataset-overview-page.tsx'
import { DatasetTablePage } from './front/dataset-table-page.tsx'
import { HomePage } from './front/home-page.tsx'
import { LegalPage } from './front/legal-page.tsx'
import { PreferencesPage } from './front/preferences-page.tsx'
import { loadApi } from './load-api.ts'
import { AUDIT_PAGE, auditJsonRoute, auditPage } from './load-audit.tsx'
import { type CatalogSources, loadCatalog, loadHome } from './load-catalog.ts'
import { loadConsole } from './load-console.ts'
import { loadContext } from './load-context.ts'
import { type DatasetPage, loadExports, loadOverview, loadTable, tabOf } from './load-dataset.ts'
import { loadPreferences, type PreferencesSources } from './load-preferences.ts'
import type { PageContext, Section } from './models/page-context.ts'
import { renderPage } from './render.ts'
import { robotsTxt, sitemapXml } from './sitemap.ts'
import { loadCookies, loadLegal, statementRoutes } from './statement-routes.tsx'
import type { StatementServices } from './statement-services.ts'
import { type DatasetTab, datasetUrl, readCatalogParams, readTableParams } from './urls.ts'

/** What the pages are made from. */
export interface WebServices extends CatalogSources, ExploreServices, PreferencesSources {
  readonly assets: Assets
  /** Published datasets of a portal that its caller may see, for the sitemap. */
  readonly listPublished: (portal: LivePortal) => Promise<readonly PublishedDataset[]>
  readonly statements: StatementServices
  /** An audit of a portal by the name of its page. */
  readonly findAudit: AuditStore['find']
}

type Page = (ctx: PageContext, context: RequestContext) => Promise<VNode | Reply> | VNode | Reply

const isReply = (page: VNode | Reply): page is Reply => 'caching' in page

/** A page of the portal in the language of its path; the same bytes for everyone. */
const page =
  (services: WebServices, section: Section, make: Page) =>
  async (context: RequestContext): Promise<Reply> => {
    const language = languageOfPrefix(context.params.lang, context.portal.stored.config.languages)
    if (language === undefined) throw new VitrineError('uri_unknown')
    const ctx = loadContext(context, language, section, services.assets)
    const made = await make(ctx, context)
    if (isReply(made)) return made
    const body = renderPage(made)
    return html(body, { language, tag: tagOf(body), ...(section === 'statement' && { caching: 'volatile' }) })
  }

/** The visitor's language among those of the portal; nothing is remembered of it (privacy.md §1.4). */
function languageOf({ portal, acceptLanguage, visitor, signedIn, origin }: RequestContext): LanguageChoice {
  const { languages, cookies } = portal.stored.config
  return negotiateLanguage({
    enabled: languages,
    cookie: visitor.language,
    profile: signedIn?.user.language ?? undefined,
    hostDefault: cookies?.hostLanguages?.[new URL(origin).hostname],
    acceptLanguage,
  })
}

/** An address in the visitor's language; a remembered one that the portal has no more is forgotten. */
function toOwnLanguage(context: RequestContext, pathIn: (language: string) => string): Reply {
  const { language, clearCookie } = languageOf(context)
  return {
    ...redirect(pathIn(language), 302),
    language,
    ...(clearCookie ? { cookies: [NO_LANGUAGE] } : {}),
  }
}

/** Bare addresses go to the visitor's language (privacy.md L20). */
const toLanguage = (context: RequestContext): Reply => {
  const query = context.query.size === 0 ? '' : `?${context.query}`
  const path = context.path.replaceAll(/\/{2,}/g, '/')
  return toOwnLanguage(context, language => `/${language}${path}${query}`)
}

async function datasetPage(
  services: WebServices,
  ctx: PageContext,
  context: RequestContext,
): Promise<VNode | Reply> {
  const tab = tabOf(context.params.tab)
  if (tab === undefined) throw new VitrineError('uri_unknown')
  const params = readTableParams(context.query)
  const opened = await services.opener.open(context.portal, context.params.dataset ?? '')
  if (opened.kind === 'renamed') return redirect(datasetUrl(ctx.language, opened.datasetId, tab, params), 301)
  const asked = {
    ...{ ctx, params, portal: context.portal.stored },
    ...{ published: opened.published, signal: context.signal },
  }
  return datasetTab(services, tab, asked, context)
}

async function datasetTab(
  services: WebServices,
  tab: DatasetTab,
  asked: DatasetPage,
  context: RequestContext,
): Promise<VNode> {
  const { ctx } = asked
  switch (tab) {
    case 'overview':
      return <DatasetOverviewPage ctx={ctx} model={await loadOverview(services, asked)} />
    case 'table':
      return <DatasetTablePage ctx={ctx} model={await loadTable(services, asked)} />
    case 'export':
      return <DatasetExportPage ctx={ctx} model={await loadExports(services, asked)} />
    case 'api':
      return <DatasetApiPage ctx={ctx} model={await loadConsole(services, asked, context)} />
  }
}

const legalPage =
  (services: WebServices, statement: (typeof LEGAL_TEXTS)[number]): Page =>
  async (ctx, { portal }) => {
    const legal = await loadLegal(services.statements, portal, { statement, language: ctx.language })
    return (
      <LegalPage ctx={ctx} model={{ ...legal, foreign: services.foreign(portal.stored, ctx.language) }} />
    )
  }

/** Rows of the front office. */
export function webRoutes(services: WebServices): readonly Route[] {
  const row = (name: string, path: string, section: Section, make: Page): Route => ({
    name: `web.${name}`,
    path,
    surface: 'page',
    ...(section === 'statement' && { anyone: true }),
    handle: page(services, section, make),
  })
  const bare = (name: string, path: string): Route => ({
    name: `web.${name}`,
    path,
    surface: 'page',
    negotiatesLanguage: true,
    handle: toLanguage,
  })
  const toReference = (name: string, path: string): Route => ({
    ...bare(name, path),
    handle: context => toOwnLanguage(context, language => `/${language}/api/`),
  })
  const dataset: Page = (ctx, context) => datasetPage(services, ctx, context)
  const pages = [
    row('home', '/:lang/', 'home', async (ctx, { portal, signal }) => (
      <HomePage ctx={ctx} model={await loadHome(services, portal, ctx, signal)} />
    )),
    row('catalog', '/:lang/explore/', 'explore', async (ctx, { portal, query, signal }) => (
      <CatalogPage
        ctx={ctx}
        model={await loadCatalog(services, portal, ctx, readCatalogParams(query), signal)}
      />
    )),
    row('dataset', '/:lang/explore/dataset/:dataset/', 'explore', dataset),
    row('dataset_tab', '/:lang/explore/dataset/:dataset/:tab/', 'explore', dataset),
    row('cookies', '/:lang/cookies/', 'statement', async (ctx, { portal }) => (
      <CookiesPage ctx={ctx} model={await loadCookies(services.statements, portal, ctx)} />
    )),
    ...LEGAL_TEXTS.map(statement =>
      row(statement, `/:lang/${statement}/`, 'statement', legalPage(services, statement)),
    ),
    row('audit', AUDIT_PAGE, 'statement', (ctx, context) => auditPage(services, ctx, context)),
    {
      ...row('preferences', '/:lang/cookies/preferences/', 'none', async (ctx, context) => (
        <PreferencesPage ctx={ctx} model={await loadPreferences(services, context, ctx.language)} />
      )),
      anyone: true,
    },
    row('api', '/:lang/api/', 'api', async (ctx, { portal, signal }) => (
      <ApiPage ctx={ctx} model={await loadApi(services, portal, ctx, signal)} />
    )),
  ]
  return [
    ...pages,
    ...pages.map(({ name, path, anyone = false }) => ({
      ...bare(name.replace('web.', 'entry_'), path.replace('/:lang', '')),
      anyone,
    })),
    ...statementRoutes(services.statements),
    toReference('console', '/api/explore/v2.1/console'),
    toReference('console_alias', '/api-console/explore/v2.1/'),
    auditJsonRoute(services),
    {
      name: 'web.robots',
      path: '/robots.txt',
      surface: 'page',
      handle: ({ origin }) => robotsTxt(origin),
    },
    {
      name: 'web.sitemap',
      path: '/sitemap.xml',
      surface: 'page',
      handle: async ({ origin, portal }) =>
        sitemapXml(origin, portal.stored.config.languages, await services.listPublished(portal)),
    },
  ]
}
