import type { Diagnostic } from '../parsed.ts'
import type { PortalConfig } from '../portal/portal.ts'

/** Names of this machine alone, which browsers and we treat as development hosts. */
export const isDevelopmentHost = (host: string): boolean =>
  host === 'localhost' || host.endsWith('.localhost')

/** Whether a bind address is reached from this machine alone. */
export const isLoopback = (bind: string): boolean =>
  bind === 'localhost' || bind === '::1' || bind === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(bind)

/**
 * Faults of hosts that only show over all portals: a host claimed twice, and a development host behind a
 * public bind, where its plain cookie names would not be safe (design: `*.localhost` is loopback only).
 */
export function checkHosts(bind: string, portals: readonly PortalConfig[]): readonly Diagnostic[] {
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
    }
  return faults
}
