import type {
  CookieAttributes,
  Exemption,
  Lifetime,
  Location,
  StorageKind,
} from '../privacy/registry-entry.ts'

/** One thing that a site says it leaves in a browser, or one host that it says it brings a browser to. */
export interface DeclaredEntry {
  readonly id: string
  readonly kind: StorageKind
  /** Exact, or a beginning that ends in `*`; of hosts that are only contacted, any text. */
  readonly name: string
  /** `self`, names of hosts, or `*.example.org` for a domain with everything below it. */
  readonly hosts: readonly string[]
  /** Whether it may only be there after the visitor agreed. */
  readonly consent: boolean
  readonly exemption: Exemption | null
  /** Empty: not said. */
  readonly locations: readonly Location[]
  /** Null: not said. */
  readonly lifetime: Lifetime | null
  /** Null: not said. */
  readonly attributes: Partial<CookieAttributes> | null
}

/** What a site says of itself: the half of an audit that is compared with what a browser saw. */
export interface Declaration {
  /** Host names that are the site itself: its own one and its aliases. */
  readonly selves: readonly string[]
  readonly entries: readonly DeclaredEntry[]
  /** Languages of the site's pages with the path of the policy in each, as far as it says. */
  readonly languages: readonly string[]
}

/** Whether a name is the one of an entry: exact, or by its beginning. */
export const isNamed = (name: string, declared: string): boolean =>
  declared.endsWith('*') ? name.startsWith(declared.slice(0, -1)) : name === declared

const isBelow = (host: string, domain: string): boolean => host === domain || host.endsWith(`.${domain}`)

/** Whether a host is one that an entry names. */
export function isHostOf(host: string, { hosts }: Pick<DeclaredEntry, 'hosts'>, selves: readonly string[]) {
  return hosts.some(declared => {
    if (declared === 'self') return selves.includes(host)
    return declared.startsWith('*.') ? isBelow(host, declared.slice(2)) : host === declared
  })
}

/**
 * Whether a cookie of `domain` is of a host that an entry names. A cookie of a whole domain belongs to each host below
 * it, but our own are of one host only (privacy.md G4): a domain above ours is another host.
 */
export function isCookieHostOf(
  domain: string,
  entry: Pick<DeclaredEntry, 'hosts'>,
  selves: readonly string[],
): boolean {
  const bare = domain.replace(/^\./, '')
  if (isHostOf(bare, entry, selves)) return true
  const isOfDomain = domain.startsWith('.')
  return isOfDomain && entry.hosts.some(host => host !== 'self' && isBelow(host.replace(/^\*\./, ''), bare))
}
