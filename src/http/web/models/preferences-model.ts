import type { LivePortal } from '../../../app/portal/live-portals.ts'
import { type ConsentOffer, type ConsentState, consentState } from '../../../core/privacy/consent-state.ts'
import { type ConsentDecision, consentWeekStart } from '../../../core/privacy/consent-value.ts'
import type { LedgerRow } from '../../../core/privacy/ledger/ledger-row.ts'
import { lifetimeText, type PolicyWords, policyWords } from '../../../core/privacy/policy/entry-words.ts'
import type { Purpose } from '../../../core/privacy/registry-entry.ts'
import { grantOf, type Service } from '../../../core/privacy/services/service.ts'

/** A service that may be allowed, with everything that a visitor should know before. */
export interface OfferedService {
  readonly id: string
  readonly name: string
  readonly allowed: boolean
  readonly purpose: string
  readonly purposes: readonly Purpose[]
  readonly provider: string
  readonly learns: string
  /** What it keeps in browsers, each with how long. */
  readonly keeps: readonly string[]
  /** Names in a list; empty for none. */
  readonly recipients: string
  /** Names of countries in a list; empty for none. */
  readonly transfers: string
}

/** The note that a receipt's code stands for. */
export interface ShownReceipt {
  readonly code: string
  /** Null when no row belongs to the code. */
  readonly row: {
    readonly seq: number
    /** ISO 8601, to the hour. */
    readonly hour: string
    /** What was allowed, in a list; empty for nothing. */
    readonly names: string
  } | null
  /** Whether it was made by what the visitor has just done. */
  readonly isNew: boolean
}

/** The page of a visitor's own choices. */
export interface PreferencesModel {
  readonly state: ConsentState
  readonly services: readonly OfferedService[]
  /** Names of what is allowed, and of what has to be asked again, in lists; empty for nothing. */
  readonly allowed: string
  readonly lapsed: string
  /** First day of the week of the choice, ISO 8601; null without a choice. */
  readonly since: string | null
  readonly uncounted: boolean
  readonly signal: boolean
  readonly saved: boolean
  readonly receipt: ShownReceipt | null
}

/** What a visitor brought along. */
export interface PreferencesAsked {
  readonly portal: LivePortal
  readonly language: string
  readonly decision: ConsentDecision | null
  readonly objects: boolean
  readonly saved: boolean
  /** A code to look up, and its row. */
  readonly receipt: { readonly code: string; readonly row: LedgerRow | null } | null
}

export function preferencesModel(asked: PreferencesAsked): PreferencesModel {
  const { portal, decision, objects, saved, receipt } = asked
  const state = consentState(portal.consent, decision, objects)
  const words = policyWords(asked.language, portal.stored.config.languages[0])
  return {
    state,
    services: offeredServices(portal.consent, state, words),
    allowed: words.list(
      portal.consent.asked.filter(service => state.granted.has(grantOf(service))).map(({ name }) => name),
    ),
    lapsed: words.list(
      portal.consent.asked.filter(({ id }) => state.lapsed.includes(id)).map(({ name }) => name),
    ),
    since: decision === null || decision.revision === 0 ? null : consentWeekStart(decision.week),
    uncounted: decision?.uncounted ?? false,
    signal: objects,
    saved,
    receipt: receipt === null ? null : shownReceipt(receipt, asked, words),
  }
}

/** Services that need consent, with their facts in one language. */
export const offeredServices = (
  { asked }: ConsentOffer,
  state: Pick<ConsentState, 'granted'>,
  words: PolicyWords,
): readonly OfferedService[] => asked.map(service => offered(service, state, words))

const offered = (
  service: Service,
  { granted }: Pick<ConsentState, 'granted'>,
  words: PolicyWords,
): OfferedService => ({
  id: service.id,
  name: service.name,
  allowed: granted.has(grantOf(service)),
  purpose: words.text(service.purposeText).text,
  purposes: service.purposes,
  provider: `${service.provider.name} (${words.country(service.provider.country)})`,
  learns: words.text(service.disclosesText).text,
  keeps: service.storage.map(
    ({ name, purposeText, lifetime }) =>
      `${name}: ${words.text(purposeText).text}. ${lifetimeText(lifetime, words)}.`,
  ),
  recipients: words.list(service.recipients),
  transfers: words.list(service.transfers.map(words.country)),
})

function shownReceipt(
  { code, row }: NonNullable<PreferencesAsked['receipt']>,
  { portal, saved }: PreferencesAsked,
  { t, list }: PolicyWords,
): ShownReceipt {
  const content = row?.content ?? null
  if (row === null || content === null) return { code, row: null, isNew: false }
  const names = content.grantsAfter.map(grant =>
    grant === 's'
      ? t('consent.receipt.statistics')
      : (portal.consent.services.find(service => grantOf(service) === grant)?.name ?? grant.slice(2)),
  )
  return { code, isNew: saved, row: { seq: row.seq, hour: content.hour, names: list(names) } }
}
