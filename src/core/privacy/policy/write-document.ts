import { HARDENED_PREFIX } from '../cookie-naming.ts'
import type { PolicyDocument, PolicyFact } from './document.ts'
import { entryRow, serviceRow, services } from './entry-rows.ts'
import { type PolicyWords, policyWords } from './entry-words.ts'
import {
  consentRequired,
  countKinds,
  kindOf,
  POLICY_KINDS,
  type PolicyFacts,
  type PolicyKind,
} from './facts.ts'

/** The members that authorities keep a list of themselves under. */
const AUTHORITIES = 'https://www.edpb.europa.eu/about-edpb/about-edpb/members_en'

/**
 * The policy of a portal in one language: every fact of the founding policies in their order and in our words, then
 * what they leave out (privacy.md §3.2).
 */
export function policyDocument(facts: PolicyFacts, language: string): PolicyDocument {
  const words = policyWords(language, facts.languages[0])
  const { t } = words
  const rows = (kind: PolicyKind) =>
    facts.entries.filter(entry => kindOf(entry) === kind).map(entry => entryRow(entry, facts, words))
  const internal = rows('internal')
  return {
    language,
    title: t('policy.title'),
    purpose: purposeText(facts, words),
    before: words.own(facts.before),
    cookie: {
      heading: t('policy.what.title'),
      paragraphs: [t('policy.what.cookie'), t('policy.what.more')],
    },
    kinds: kindTexts(facts, words),
    used: {
      heading: t('policy.used.title', { origin: words.code(facts.origin) }),
      paragraphs: aliasTexts(facts, words),
    },
    columns: [
      t('policy.column.provider'),
      t('policy.column.function'),
      t('policy.column.name'),
      t('policy.column.purpose'),
      t('policy.column.lifetime'),
      t('policy.column.consent'),
    ],
    necessary: { heading: t('policy.necessary.title'), rows: rows('necessary') },
    further: internal.length === 0 ? null : { heading: t('policy.further.title'), rows: internal },
    statistics: {
      heading: t('policy.statistics.title'),
      paragraphs: statisticsTexts(facts, words),
      rows: rows('statistical'),
    },
    others: others(facts, words),
    rest: { heading: t('policy.rest.title'), paragraphs: [t('policy.rest.sentence')] },
    choice: {
      heading: t('policy.choice.title'),
      paragraphs: [
        t(consentRequired(facts) ? 'policy.choice.needed' : 'policy.choice.none'),
        t('policy.choice.signals'),
        t('policy.choice.delete'),
      ],
    },
    after: words.own(facts.after),
    contact: { heading: t('policy.contact.title'), facts: contactFacts(facts, words) },
  }
}

function aliasTexts(
  { aliases, namesDiffer }: PolicyFacts,
  { t, list, code }: PolicyWords,
): readonly string[] {
  if (aliases.length === 0) return []
  return [
    t('policy.used.aliases', { hosts: list(aliases.map(code)) }),
    ...(namesDiffer ? [t('policy.used.names', { prefix: code(HARDENED_PREFIX) })] : []),
  ]
}

function purposeText({ measurement }: PolicyFacts, { t }: PolicyWords): string {
  const analytics =
    measurement === null
      ? []
      : [
          t(
            measurement.anonymous && measurement.firstParty
              ? 'policy.purpose.anonymous'
              : 'policy.purpose.external',
          ),
        ]
  return [t('policy.purpose.work'), ...analytics, t('policy.purpose.acts')].join(' ')
}

function kindTexts({ entries }: PolicyFacts, { t }: PolicyWords): PolicyDocument['kinds'] {
  const counts = countKinds(entries)
  return {
    heading: t('policy.kinds.title'),
    kinds: POLICY_KINDS.map(kind => ({
      kind,
      name: t(`policy.kind.${kind}.name`),
      text: t(`policy.kind.${kind}.text`),
      consent: t(`policy.kind.${kind}.consent`),
      count: t('policy.kind.count', { count: counts[kind] }),
    })),
  }
}

function statisticsTexts({ measurement }: PolicyFacts, { t }: PolicyWords): readonly string[] {
  if (measurement === null) return [t('policy.statistics.none')]
  if (!measurement.anonymous || !measurement.firstParty) return [t('policy.statistics.external')]
  return [
    t('policy.statistics.anonymous.method'),
    t('policy.statistics.anonymous.kept'),
    t('policy.statistics.anonymous.objection'),
  ]
}

function others(facts: PolicyFacts, words: PolicyWords): PolicyDocument['others'] {
  const { t } = words
  const third = facts.entries.filter(({ party }) => party === 'third')
  return {
    heading: t('policy.others.title'),
    paragraphs: [t(third.length === 0 ? 'policy.others.none' : 'policy.others.lead')],
    columns: [
      t('policy.others.service'),
      t('policy.others.disclosed'),
      t('policy.others.stored'),
      t('policy.others.country'),
      t('policy.others.way'),
    ],
    nothing: t('policy.others.nothing'),
    services: services(third).flatMap(entries => serviceRow(entries, facts, words)),
  }
}

function contactFacts({ controller, provider }: PolicyFacts, words: PolicyWords): readonly PolicyFact[] {
  const { t, language, country } = words
  const { name, address, email, dataProtectionOfficer: dpo, authority } = controller
  const said = (text: string) => ({ text, lang: '' })
  return [
    { term: t('policy.contact.controller'), value: said(name) },
    { term: t('policy.contact.address'), value: said(`${address}, ${country(controller.country)}`) },
    { term: t('policy.contact.email'), value: said(email), href: `mailto:${email}` },
    ...(dpo === undefined
      ? []
      : [{ term: t('policy.contact.dpo'), value: said(dpo), href: `mailto:${dpo}` }]),
    { term: t('policy.contact.platform'), value: said(provider) },
    {
      term: t('policy.contact.authority'),
      value:
        authority === undefined
          ? { text: t('policy.contact.authority.any'), lang: language }
          : said(authority.name),
      href: authority?.url ?? AUTHORITIES,
    },
  ]
}
