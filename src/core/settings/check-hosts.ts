import type { Diagnostic } from '../parsed.ts'
import type { PortalConfig } from '../portal/portal.ts'
import { sharesDomain } from '../privacy/cookie-naming.ts'
import type { Settings } from '../settings.ts'
import { isDevelopmentHost } from './development-host.ts'

/** Whether a bind address is reached from this machine alone. */
export const isLoopback = (bind: string): boolean =>
  bind === 'localhost' || bind === '::1' || bind === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(bind)

/**
 * Faults of hosts that only show over all portals: a host claimed twice, a development host behind a public bind,
 * where its plain cookie names would not be safe (design: `*.localhost` is loopback only), and plain names asked for
 * where another portal could plant its own cookies (privacy.md T05).
 */
export function checkHosts(
  bind: string,
  portals: readonly PortalConfig[],
  suffixes: readonly string[] = [],
): readonly Diagnostic[] {
  const faults: Diagnostic[] = []
  const owners = new Map<string, string>()
  for (const portal of portals)
    for (const host of portal.hosts) {
      const place = `${portal.slug}/portal.json: hosts`
      const owner = owners.get(host)
      if (owner !== undefined) faults.push({ code: 'host_taken', place, params: { host, portal: owner } })
      owners.set(host, portal.slug)
      if (isDevelopmentHost(host) && !isLoopback(bind))
        faults.push({ code: 'host_needs_loopback', place, params: { host, bind } })
      if (portal.cookies?.names === 'plain' && sharesDomain(host, portal.slug, { portals, suffixes }))
        faults.push({ code: 'cookie_names_unsafe', place, params: { host } })
    }
  return faults
}

/** Domains that the operator says are shared by owners who do not know each other. */
export const suffixesOf = ({ sharedSuffixes }: Pick<Settings, 'sharedSuffixes'>): readonly string[] =>
  (sharedSuffixes ?? '').split(',').flatMap(part => (part.trim() === '' ? [] : [part.trim().toLowerCase()]))
