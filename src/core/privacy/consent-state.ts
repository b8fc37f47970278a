import type { ConsentDecision, Grant } from './consent-value.ts'
import type { MaterialRevision } from './material-revision.ts'
import { grantOf, type Service } from './services/service.ts'
import { serviceNeedsConsent } from './services/service-entries.ts'

/** What a portal asks its visitors for. */
export interface ConsentOffer {
  /** Material revision on offer (privacy.md §2.4). */
  readonly revision: number
  /** Every service that is on, those behind a click among them. */
  readonly services: readonly Service[]
  /** Services that need consent. */
  readonly asked: readonly Service[]
  readonly material: MaterialRevision
}

/** The offer of a portal's services. */
export const consentOffer = (services: readonly Service[], material: MaterialRevision): ConsentOffer => ({
  revision: material.revision,
  services,
  asked: services.filter(serviceNeedsConsent),
  material,
})

/** What holds for one request. */
export interface ConsentState {
  /** What may be loaded now. */
  readonly granted: ReadonlySet<Grant>
  /** Whether the banner asks: never, for the first time, or again for what reaches further than what was decided. */
  readonly ask: 'no' | 'first' | 'again'
  /** Services that are asked for again, by identifier. */
  readonly lapsed: readonly string[]
  /** Whether a signal of the browser stands for a refusal here (privacy.md B13, B15). */
  readonly refusedBySignal: boolean
}

/**
 * What a visitor has allowed on a portal. An explicit choice beats the browser's signal in both directions (B14); what
 * was widened since the choice is not covered by it, everything else is (B11).
 */
export function consentState(
  offer: ConsentOffer,
  decision: ConsentDecision | null,
  objects: boolean,
): ConsentState {
  const { asked, material } = offer
  if (decision === null)
    return {
      granted: new Set(),
      ask: asked.length === 0 || objects ? 'no' : 'first',
      lapsed: [],
      refusedBySignal: objects && asked.length > 0,
    }
  // an objection to being counted, made before anything else was decided, answers nothing else
  if (decision.revision === 0) return consentState(offer, null, objects)
  const isCovered = (grant: Grant): boolean => decision.revision >= (material.widenedAt[grant] ?? Infinity)
  const lapsed = asked.filter(service => !isCovered(grantOf(service)))
  return {
    granted: new Set(asked.map(grantOf).filter(grant => isCovered(grant) && decision.grants.includes(grant))),
    ask: lapsed.length === 0 || objects ? 'no' : 'again',
    lapsed: lapsed.map(({ id }) => id),
    refusedBySignal: objects && lapsed.length > 0,
  }
}

/** Whether a service may be loaded: what needs no consent always, the rest by what was granted. */
export const mayLoad = (service: Service, { granted }: Pick<ConsentState, 'granted'>): boolean =>
  !serviceNeedsConsent(service) || granted.has(grantOf(service))
