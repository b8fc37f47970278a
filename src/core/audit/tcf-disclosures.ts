import type { StorageKind } from '../privacy/registry-entry.ts'
import type { EntryFile } from './read-declaration.ts'

/** What `web` storage may be. */
const WEB_STORAGE: readonly StorageKind[] = [
  'localStorage',
  'sessionStorage',
  'indexedDB',
  'cacheStorage',
  'serviceWorker',
]

/**
 * Entries of a vendor's device storage disclosures (IAB Transparency and Consent Framework): `identifier`, `type`
 * (cookie, web, app), `maxAgeSeconds`, `domain` or `domains`, `purposes`. What has a purpose there needs consent.
 */
export const disclosedEntries = (disclosures: readonly unknown[]): readonly EntryFile[] =>
  disclosures.flatMap(disclosure => {
    const read = (name: string): unknown => Reflect.get(Object(disclosure), name)
    const type = read('type')
    const name = String(read('identifier') ?? '')
    const kinds: readonly StorageKind[] = type === 'cookie' ? ['cookie'] : type === 'web' ? WEB_STORAGE : []
    return kinds.map(kind => ({
      id: `${String(type)} ${name}`,
      kind,
      name,
      hosts: domainsOf(read('domains') ?? read('domain')),
      consent: listOf(read('purposes')).length > 0,
      ...lifetime(kind, read('maxAgeSeconds')),
    }))
  })

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])

/** `*` is any site that the vendor is on: ours. */
function domainsOf(value: unknown): readonly string[] {
  const domains = (Array.isArray(value) ? value : [value]).filter(domain => typeof domain === 'string')
  const hosts = domains.map(domain => domain.toLowerCase().replace(/^\./, '*.'))
  return hosts.length === 0 ? ['self'] : hosts.map(host => (host === '*' ? 'self' : host))
}

function lifetime(kind: StorageKind, seconds: unknown): Pick<EntryFile, 'lifetime'> {
  if (kind !== 'cookie' || typeof seconds !== 'number' || !Number.isFinite(seconds)) return {}
  return { lifetime: seconds > 0 ? { type: 'fixed', seconds: Math.round(seconds) } : { type: 'session' } }
}
