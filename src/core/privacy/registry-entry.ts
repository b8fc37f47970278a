import type { MessageKey } from '../i18n/catalogues.ts'
import type { LanguageMap } from '../i18n/language-map.ts'

/** Ways to keep something in a browser, and contact with another host (privacy.md §3.1). */
export const STORAGE_KINDS = [
  'cookie',
  'localStorage',
  'sessionStorage',
  'indexedDB',
  'cacheStorage',
  'serviceWorker',
  'request',
] as const
export type StorageKind = (typeof STORAGE_KINDS)[number]

/** What something is for (privacy.md §2.1). */
export type Purpose = 'necessary' | 'statistics' | 'embed' | 'comfort' | 'marketing'

/** Why what is necessary needs no consent (privacy.md §1.1, §3.1). */
export type Exemption =
  | 'transmission'
  | 'authentication'
  | 'security'
  | 'choice-record'
  | 'requested-preference'
  | 'anonymous-audience'

/** Where it happens: pages for readers, pages behind a sign-in, the API, documents made for other sites. */
export type Location = 'front' | 'back' | 'api' | 'embed'

/** A sentence of ours by its key, or one that the portal's owner wrote, by language. */
export type EntryText = MessageKey | LanguageMap

/**
 * How long it stays. A session's cookie may be kept for `keptSeconds` when the visitor asks for it, and what it stands
 * for ends after `idleSeconds` without use (privacy.md P05); what browsers keep without an end, such as localStorage,
 * stays until it is cleared.
 */
export type Lifetime =
  | { readonly type: 'session'; readonly keptSeconds?: number; readonly idleSeconds?: number }
  | { readonly type: 'fixed'; readonly seconds: number; readonly renewed: boolean }
  | { readonly type: 'until-cleared' }

/** Attributes of a cookie. There is no `domain`: every cookie is of one host (privacy.md G4). */
export interface CookieAttributes {
  readonly httpOnly: boolean
  readonly secure: boolean
  readonly sameSite: 'Lax' | 'Strict' | 'None'
  readonly path: '/'
  readonly partitioned: boolean
}

/** How a host of somebody else is reached (privacy.md §2.1): by us, after a click, or straight from the page. */
export type HostMode = 'proxy' | 'gate' | 'open'

/**
 * One thing that a portal may leave in a browser, or one host that it may bring a browser to. What may leave, what the
 * policy says, what needs consent, the content security policy and the audit all follow from these (privacy.md §3.1).
 */
export interface RegistryEntry {
  /** `session`, `csrf`, `language`, `preferences`, `svc.<service>.<name>`. Stable for ever. */
  readonly id: string
  readonly kind: StorageKind
  /** Exact; of third parties only, a pattern that ends in `*`. */
  readonly name: string
  /** `self`, or hosts of somebody else. */
  readonly hosts: readonly string[]
  /** For hosts of somebody else. */
  readonly mode?: HostMode
  readonly provider: { readonly name: string; readonly url?: string; readonly country: string }
  readonly party: 'first' | 'third'
  readonly purposes: readonly Purpose[]
  readonly exemption?: Exemption
  readonly functionText: EntryText
  readonly locations: readonly Location[]
  readonly purposeText: EntryText
  readonly setWhen: EntryText
  /** What is inside, in plain words. */
  readonly valueText: EntryText
  readonly identifies: 'nobody' | 'browser' | 'account'
  readonly lifetime: Lifetime
  /** Of cookies. */
  readonly attrs?: CookieAttributes
  readonly recipients: readonly string[]
  /** Countries outside the European Economic Area that it reaches, ISO 3166-1 alpha-2. */
  readonly transfers: readonly string[]
  readonly withdrawal: 'server-clear' | 'reload' | 'third-party'
  /** Version of Vitrine, or of the service's description, that introduced it. */
  readonly since: string
  /** Source file that may emit it; `portal` for what an owner declared. */
  readonly owner: string
}

/** What statistics are in the running configuration; without any, there is none to declare. */
export interface AudienceMeasurement {
  readonly firstParty: boolean
  /** Whether every item of privacy.md §4.1 holds in the running configuration. */
  readonly anonymous: boolean
}

/** No statistics at all. */
export const NO_MEASUREMENT: AudienceMeasurement = { firstParty: true, anonymous: true }

/**
 * Whether an entry needs the visitor's consent: the one place where that is decided. Of several purposes the strictest
 * counts (privacy.md §2.1).
 */
export function needsConsent(
  { purposes, exemption, party }: Pick<RegistryEntry, 'purposes' | 'exemption' | 'party'>,
  measurement: AudienceMeasurement = NO_MEASUREMENT,
): boolean {
  if (purposes.length === 0) return true
  return purposes.some(purpose => {
    if (purpose === 'necessary') return exemption === undefined
    if (purpose === 'statistics')
      return party === 'third' || !measurement.firstParty || !measurement.anonymous
    return true
  })
}
