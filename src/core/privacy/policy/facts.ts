import type { LanguageMap } from '../../i18n/language-map.ts'
import type { LegalIdentity, PortalConfig } from '../../portal/portal.ts'
import {
  type AudienceMeasurement,
  NO_MEASUREMENT,
  needsConsent,
  type RegistryEntry,
} from '../registry-entry.ts'

/** All that a portal's cookie policy says, in no language: page, JSON and versions are made from it (privacy.md §0). */
export interface PolicyFacts {
  /** `https://host`, the canonical address. */
  readonly origin: string
  /** Other hosts of the portal. */
  readonly aliases: readonly string[]
  /** Whether cookies are called otherwise at some of its hosts (privacy.md I3). */
  readonly namesDiffer: boolean
  /** Languages of the portal, the default one first. */
  readonly languages: readonly [string, ...string[]]
  readonly controller: LegalIdentity
  /** Who runs the platform: the deployment's operator, else the controller. */
  readonly provider: string
  /** Null where no audience is measured. */
  readonly measurement: AudienceMeasurement | null
  readonly entries: readonly RegistryEntry[]
  /** The owner's own words before and after what is generated, Markdown; never inside (privacy.md §3.2). */
  readonly before: LanguageMap
  readonly after: LanguageMap
}

/** What the facts of a portal follow from. */
export interface PolicySources {
  readonly config: PortalConfig
  readonly origin: string
  /** Who runs the platform; null when the portal's own publisher does. */
  readonly provider: string | null
  readonly measurement: AudienceMeasurement | null
  readonly entries: readonly RegistryEntry[]
  /** Whether cookies are called otherwise at some of its hosts; they are not when it is not said. */
  readonly namesDiffer?: boolean
}

export const policyFacts = (sources: PolicySources): PolicyFacts => {
  const { config, origin, provider, measurement, entries, namesDiffer = false } = sources
  return {
    ...{ origin, measurement, entries, namesDiffer },
    aliases: config.hosts.slice(1),
    languages: config.languages,
    controller: config.legal,
    provider: provider ?? config.legal.name,
    before: config.texts?.['cookies-before'] ?? {},
    after: config.texts?.['cookies-after'] ?? {},
  }
}

/** Whether an entry waits for the visitor under the measurement of these facts. */
export const asksConsent = (
  entry: RegistryEntry,
  { measurement }: Pick<PolicyFacts, 'measurement'>,
): boolean => needsConsent(entry, measurement ?? NO_MEASUREMENT)

/** Whether anything of the portal needs consent: then there is a banner and a choice (privacy.md §2.2). */
export const consentRequired = (facts: PolicyFacts): boolean =>
  facts.entries.some(entry => asksConsent(entry, facts))

/** The four kinds of the founding policies (privacy.md §0). */
export const POLICY_KINDS = ['necessary', 'statistical', 'internal', 'third'] as const
export type PolicyKind = (typeof POLICY_KINDS)[number]

/** Which of the four kinds an entry is: purpose and party in the founding policies' words (privacy.md §2.1). */
export function kindOf({ party, purposes }: RegistryEntry): PolicyKind {
  if (party === 'third') return 'third'
  if (purposes.includes('statistics')) return 'statistical'
  return purposes.every(purpose => purpose === 'necessary') ? 'necessary' : 'internal'
}

/** How many things of each kind are kept in a browser; contacts that store nothing are none. */
export function countKinds(entries: readonly RegistryEntry[]): Readonly<Record<PolicyKind, number>> {
  const counts = { necessary: 0, statistical: 0, internal: 0, third: 0 }
  for (const entry of entries) if (entry.kind !== 'request') counts[kindOf(entry)]++
  return counts
}
