import type { ConsentOffer } from '../../../core/privacy/consent-state.ts'
import type { Widening } from '../../../core/privacy/material-revision.ts'
import { type PolicyWords, policyWords } from '../../../core/privacy/policy/entry-words.ts'
import type { Purpose } from '../../../core/privacy/registry-entry.ts'
import { grantOf, type Service } from '../../../core/privacy/services/service.ts'

/** A service as the banner names it. */
export interface AskedService {
  readonly id: string
  readonly name: string
  readonly purpose: string
  /** What reaches further since the revision before, in sentences; for those who decided before. */
  readonly changes: readonly string[]
}

/** What the banner asks for, by purpose. */
export interface AskedPurpose {
  readonly purpose: Exclude<Purpose, 'necessary'>
  readonly services: readonly AskedService[]
}

/** What the banner of a portal says in one language: the same for everyone (privacy.md B21). */
export interface ConsentView {
  readonly purposes: readonly AskedPurpose[]
}

const views = new WeakMap<ConsentOffer, Map<string, ConsentView>>()

const PURPOSES = ['embed', 'statistics', 'comfort', 'marketing'] as const

/** The banner of an offer; null where nothing needs consent. */
export function consentView(offer: ConsentOffer, language: string, fallback: string): ConsentView | null {
  if (offer.asked.length === 0) return null
  const known = views.get(offer) ?? new Map<string, ConsentView>()
  views.set(offer, known)
  const view = known.get(language) ?? makeView(offer, policyWords(language, fallback))
  known.set(language, view)
  return view
}

const makeView = (offer: ConsentOffer, words: PolicyWords): ConsentView => ({
  purposes: PURPOSES.map(purpose => ({
    purpose,
    services: offer.asked
      .filter(service => strictest(service) === purpose)
      .map(service => askedService(service, offer, words)),
  })).filter(({ services }) => services.length > 0),
})

/** Of several purposes, the one that the visitor should know of first. */
const strictest = ({ purposes }: Service): Purpose | undefined =>
  PURPOSES.toReversed().find(purpose => purposes.includes(purpose))

function askedService(service: Service, offer: ConsentOffer, words: PolicyWords): AskedService {
  const grant = grantOf(service)
  const widened = offer.material.widenings.filter(widening => widening.grant === grant)
  return {
    id: service.id,
    name: service.name,
    purpose: words.text(service.purposeText).text,
    changes: [...new Set(widened.map(widening => changeText(widening, words)))],
  }
}

/** What became wider, in a sentence (privacy.md B11). */
function changeText({ what, added = [], to }: Widening, { t, list, country, formats }: PolicyWords): string {
  switch (what) {
    case 'lifetime':
      return t('consent.change.lifetime', {
        to: to == null ? t('consent.change.until_cleared') : formats.duration(to),
      })
    case 'countries':
      return t('consent.change.countries', { added: list(added.map(country)) })
    case 'recipients':
      return t('consent.change.recipients', { added: list(added) })
    case 'hosts':
      return t('consent.change.hosts', { added: list(added) })
    default:
      return t(`consent.change.${what}`)
  }
}
