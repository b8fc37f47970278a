import type { Lifetime, RegistryEntry, StorageKind } from '../registry-entry.ts'
import { asksConsent, type PolicyFacts } from './facts.ts'

/** How the disclosures of the IAB call a kind of storage: cookies, and what else a page keeps. */
const TYPES: Readonly<Record<Exclude<StorageKind, 'request'>, 'cookie' | 'web'>> = {
  cookie: 'cookie',
  localStorage: 'web',
  sessionStorage: 'web',
  indexedDB: 'web',
  cacheStorage: 'web',
  serviceWorker: 'web',
}

/** Purposes of the framework: 1 is storing on a device, 8 measuring content. What needs no consent has none. */
const purposeIds = ({ purposes }: RegistryEntry, asked: boolean): readonly number[] =>
  asked ? [1, ...(purposes.includes('statistics') ? [8] : [])] : []

/** A session's storage is written as 0, what has no end as null. */
function maxAge(lifetime: Lifetime): number | null {
  if (lifetime.type === 'until-cleared') return null
  return lifetime.type === 'session' ? (lifetime.keptSeconds ?? 0) : lifetime.seconds
}

/**
 * What is kept in browsers in the form of the IAB's vendor storage disclosures, for programs that read those. Contacts
 * that store nothing have no place in it.
 */
export function tcfDisclosures(facts: PolicyFacts): object {
  const own = new URL(facts.origin).hostname
  return {
    disclosures: facts.entries.flatMap(entry => {
      const { kind, lifetime, name, hosts } = entry
      if (kind === 'request') return []
      const asked = asksConsent(entry, facts)
      return [
        {
          identifier: name,
          type: TYPES[kind],
          maxAgeSeconds: maxAge(lifetime),
          cookieRefresh: lifetime.type === 'fixed' && lifetime.renewed,
          domains: hosts.map(host => (host === 'self' ? own : host)),
          purposes: purposeIds(entry, asked),
          optOut: false,
        },
      ]
    }),
  }
}
