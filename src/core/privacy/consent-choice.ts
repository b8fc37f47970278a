import { type ConsentOffer, consentState } from './consent-state.ts'
import { type ConsentDecision, consentWeek, type Grant } from './consent-value.ts'
import { grantOf } from './services/service.ts'

/** What a visitor can do about cookies: the values of the field `choice`. */
export const CHOICES = [
  'accept',
  'reject',
  'accept-new',
  'reject-new',
  'custom',
  'always',
  'withdraw',
  'object',
  'count',
  'reset',
] as const
export type Choice = (typeof CHOICES)[number]

/** A choice with the services that it names, by identifier. */
export interface Chosen {
  readonly choice: Choice
  readonly services: readonly string[]
}

/** What the ledger says of a choice (privacy.md §2.7); refusals are counted by day, not kept. */
export type LedgerAction = 'accept_all' | 'custom' | 'service_always' | 'withdraw' | 'object_statistics'

/** What follows from a choice. */
export interface Decided {
  /** What is written down in the visitor's browser; null forgets it. */
  readonly decision: ConsentDecision | null
  readonly before: readonly Grant[]
  readonly after: readonly Grant[]
  /** Row of the ledger; null for what leaves none. */
  readonly action: LedgerAction | null
  readonly isRefusal: boolean
  /** Grants that were in force and are not any more. */
  readonly withdrawn: readonly Grant[]
}

interface Present {
  readonly offer: ConsentOffer
  readonly decision: ConsentDecision | null
  readonly objects: boolean
  /** Unix milliseconds. */
  readonly now: number
}

/** What a choice makes of the present decision. */
export function decide(present: Present, chosen: Chosen): Decided {
  const before = sorted(consentState(present.offer, present.decision, present.objects).granted)
  if (chosen.choice === 'reset')
    return {
      ...{ decision: null, before, after: [], withdrawn: before, isRefusal: false },
      action: before.length > 0 ? 'withdraw' : null,
    }
  const after = sorted(grantsAfter(present, chosen, before))
  const withdrawn = before.filter(grant => !after.includes(grant))
  const uncounted = uncountedAfter(present.decision, chosen.choice)
  const week = consentWeek(present.now)
  const decision: ConsentDecision = {
    revision: revisionAfter(present, chosen.choice),
    week: isOnlyCounting(chosen.choice) ? (present.decision?.week ?? week) : week,
    grants: after,
    via: viaOf(chosen.choice),
    uncounted,
  }
  return { decision, before, after, withdrawn, ...recorded(chosen.choice, { before, after, withdrawn }) }
}

const sorted = (grants: Iterable<Grant>): readonly Grant[] => [...new Set(grants)].sort()

function grantsAfter({ offer, decision, objects }: Present, chosen: Chosen, before: readonly Grant[]) {
  const all = offer.asked.map(grantOf)
  const named = offer.asked.filter(({ id }) => chosen.services.includes(id)).map(grantOf)
  switch (chosen.choice) {
    case 'accept':
      return all
    case 'reject':
    case 'withdraw':
      return chosen.choice === 'withdraw' && named.length > 0
        ? before.filter(grant => !named.includes(grant))
        : []
    case 'accept-new': {
      const { lapsed } = consentState(offer, decision, objects)
      return [...before, ...offer.asked.filter(({ id }) => lapsed.includes(id)).map(grantOf)]
    }
    case 'custom':
      return named
    case 'always':
      return [...before, ...named]
    default:
      return before
  }
}

/**
 * An objection to being counted says nothing of services: it keeps the week and the revision that the decision was made
 * at, 0 where there was none. Every other choice is about all that is on offer.
 */
const isOnlyCounting = (choice: Choice): boolean => choice === 'object' || choice === 'count'

const revisionAfter = ({ offer, decision }: Present, choice: Choice): number =>
  isOnlyCounting(choice) ? (decision?.revision ?? 0) : offer.revision

function uncountedAfter(decision: ConsentDecision | null, choice: Choice): boolean {
  if (choice === 'object') return true
  return choice === 'count' ? false : (decision?.uncounted ?? false)
}

function viaOf(choice: Choice): ConsentDecision['via'] {
  if (choice === 'accept') return 'accept'
  if (choice === 'reject') return 'reject'
  return choice === 'always' ? 'placeholder' : 'custom'
}

interface Change {
  readonly before: readonly Grant[]
  readonly after: readonly Grant[]
  readonly withdrawn: readonly Grant[]
}

/** Acceptances and withdrawals are rows, refusals a number of the day (privacy.md §2.7). */
function recorded(choice: Choice, { after, withdrawn }: Change): Pick<Decided, 'action' | 'isRefusal'> {
  const kept = (action: LedgerAction | null): Pick<Decided, 'action' | 'isRefusal'> => ({
    action,
    isRefusal: false,
  })
  if (choice === 'object') return kept('object_statistics')
  if (choice === 'count') return kept(null)
  if (choice === 'always') return kept(after.length > 0 ? 'service_always' : null)
  if (withdrawn.length > 0) return kept(choice === 'withdraw' || after.length === 0 ? 'withdraw' : 'custom')
  if (after.length === 0 || choice === 'reject-new') return { action: null, isRefusal: true }
  return kept(choice === 'accept' ? 'accept_all' : 'custom')
}
