import type { LanguageMap } from '../../i18n/language-map.ts'
import { translator } from '../../i18n/translate.ts'
import type { EntryText, RegistryEntry } from '../registry-entry.ts'
import { contentHash } from './content-hash.ts'
import { asksConsent, consentRequired, type PolicyFacts } from './facts.ts'

/** The form of the document; another number is another form (privacy.md §3.3). */
export const POLICY_FORMAT = 'vitrine-cookie-policy/1'

/** A version as the world knows it. */
export interface PublishedVersion {
  /** `2026-11-21.1` */
  readonly name: string
  /** ISO 8601 instant. */
  readonly at: string
}

/** The newest row of the ledger of consent. */
export interface LedgerHead {
  /** `2026-11-20`, UTC. */
  readonly date: string
  readonly hash: string
}

/** What a browser found when it last went through the portal. */
export interface LastAudit {
  /** `2026-11-21`, UTC. */
  readonly date: string
  readonly pages: number
  readonly differences: number
  /** Path of the report on the portal. */
  readonly report: string
}

/** What the document says beside the facts. */
export interface PolicyState {
  readonly version: PublishedVersion
  readonly materialRevision: number
  readonly ledgerHead: LedgerHead | null
  readonly lastAudit: LastAudit | null
}

/** The policy for machines, without its signature. Members as in privacy.md §3.3; nothing in it is of a visitor. */
export const policyJson = (facts: PolicyFacts, state: PolicyState) => ({
  format: POLICY_FORMAT,
  portal: facts.origin,
  aliases: facts.aliases,
  pageVersion: state.version.name,
  materialRev: state.materialRevision,
  effective: state.version.at.slice(0, 10),
  languages: Object.fromEntries(facts.languages.map(tag => [tag, `/${tag}/cookies/`])),
  controller: {
    name: facts.controller.name,
    contact: facts.controller.email,
    dpo: facts.controller.dataProtectionOfficer ?? null,
  },
  consentRequired: consentRequired(facts),
  gpc: true,
  entries: facts.entries.map(entry => entryJson(entry, facts)),
  statistics: statisticsJson(facts),
  ledgerHead: state.ledgerHead,
  lastAudit: state.lastAudit,
})

export type PolicyJson = ReturnType<typeof policyJson>

function entryJson(entry: RegistryEntry, facts: PolicyFacts) {
  const text = (said: EntryText): LanguageMap => textByLanguage(said, facts.languages)
  return {
    id: entry.id,
    kind: entry.kind,
    name: entry.name,
    hosts: entry.hosts,
    ...(entry.mode !== undefined && { mode: entry.mode }),
    provider: entry.provider,
    party: entry.party,
    purposes: entry.purposes,
    ...(entry.exemption !== undefined && { exemption: entry.exemption }),
    consent: asksConsent(entry, facts),
    function: text(entry.functionText),
    locations: entry.locations,
    purpose: text(entry.purposeText),
    setWhen: text(entry.setWhen),
    value: text(entry.valueText),
    identifies: entry.identifies,
    lifetime: entry.lifetime,
    ...(entry.attrs !== undefined && { attrs: entry.attrs }),
    recipients: entry.recipients,
    transfers: entry.transfers,
    withdrawal: entry.withdrawal,
    since: entry.since,
  }
}

/** A sentence of ours in every language of the portal; an owner's in those that it was written in. */
const textByLanguage = (text: EntryText, languages: readonly string[]): LanguageMap =>
  typeof text === 'string' ? Object.fromEntries(languages.map(tag => [tag, translator(tag)(text)])) : text

/** Counting without identifiers as privacy.md §4 lays it down; null where nothing is counted, or not so. */
function statisticsJson({ measurement, languages }: PolicyFacts) {
  if (measurement?.anonymous !== true || !measurement.firstParty) return null
  return {
    method: 'vitrine-anonymous/1',
    identifierInBrowser: false,
    keyLifetimeHours: 24,
    retentionMonths: 25,
    threshold: 10,
    objection: `/${languages[0]}/cookies/#statistics`,
  }
}

/** Names a document by its content, for entity tags. */
export const policyTag = (document: object): string => contentHash(document)
