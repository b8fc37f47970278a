import { getDomain } from 'tldts'
import type { PortalConfig } from '../portal/portal.ts'
import { isDevelopmentHost } from '../settings/development-host.ts'

/**
 * `plain`: the names of the founding policies. `hardened`: with the prefix `__Host-`, which browsers let nobody else
 * set: where portals of different owners share a domain, a neighbour could plant its cookies (privacy.md I3, T05).
 */
export type CookieNaming = 'plain' | 'hardened'

export const HARDENED_PREFIX = '__Host-'

/** Name of a cookie as it travels. */
export const cookieNameOf = (naming: CookieNaming, name: string): string =>
  naming === 'hardened' ? `${HARDENED_PREFIX}${name}` : name

/** A portal as far as its neighbours go. */
export type Neighbour = Pick<PortalConfig, 'slug' | 'hosts' | 'cookies'>

/** Domain that its owner registered: `example.org` of `data.example.org`; the host itself where there is none. */
const registered = (host: string): string => getDomain(host, { allowPrivateDomains: false }) ?? host

const isBelow = (host: string, suffix: string): boolean => host === suffix || host.endsWith(`.${suffix}`)

/** Whether cookies that somebody else sets could reach this host: another portal of the deployment has the same domain. */
export function sharesDomain(
  host: string,
  owner: string,
  { portals, suffixes }: { readonly portals: readonly Neighbour[]; readonly suffixes: readonly string[] },
): boolean {
  if (isDevelopmentHost(host)) return false
  if (suffixes.some(suffix => isBelow(host, suffix))) return true
  const domain = registered(host)
  return portals.some(
    ({ slug, hosts }) =>
      slug !== owner && hosts.some(other => !isDevelopmentHost(other) && registered(other) === domain),
  )
}

/** How the cookies of every host are called: hardened where neighbours share a domain, and where a portal wants it. */
export function cookieNamings(
  portals: readonly Neighbour[],
  suffixes: readonly string[],
): ReadonlyMap<string, CookieNaming> {
  const namingOf = ({ slug, cookies }: Neighbour, host: string): CookieNaming =>
    cookies?.names === 'hardened' || sharesDomain(host, slug, { portals, suffixes }) ? 'hardened' : 'plain'
  return new Map(portals.flatMap(portal => portal.hosts.map(host => [host, namingOf(portal, host)] as const)))
}
