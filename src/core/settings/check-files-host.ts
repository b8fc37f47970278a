import { getDomain } from 'tldts'
import type { Diagnostic } from '../parsed.ts'
import type { PortalConfig } from '../portal/portal.ts'
import type { Settings } from '../settings.ts'
import { isDevelopmentHost } from './development-host.ts'

/** The name of a host without its port. */
const nameOf = (host: string): string => host.replace(/:\d+$/, '').toLowerCase()

const HOST = /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:\d{1,5})?$/i

/**
 * Faults of the host of files: it must be a domain that no portal has, so that what a publisher gave can reach no cookie of
 * a portal whatever a browser makes of it (privacy.md I6).
 */
export function checkFilesHost(
  { filesHost }: Pick<Settings, 'filesHost'>,
  portals: readonly Pick<PortalConfig, 'slug' | 'hosts'>[],
): readonly Diagnostic[] {
  if (filesHost === null) return []
  const place = 'VITRINE_FILES_HOST'
  if (!HOST.test(filesHost)) return [{ code: 'files_host_malformed', place, params: { host: filesHost } }]
  const name = nameOf(filesHost)
  return portals.flatMap(({ hosts }) =>
    hosts
      .filter(host => sharesDomain(name, host))
      .map(host => ({
        code: 'files_host_shared' as const,
        place,
        params: { host: filesHost, portal: host },
      })),
  )
}

/** Names of this machine have no domain of their own: there a host of its own is enough. */
function sharesDomain(name: string, host: string): boolean {
  if (name === host) return true
  if (isDevelopmentHost(name) || isDevelopmentHost(host)) return false
  const domain = getDomain(name, { allowPrivateDomains: true })
  return domain !== null && domain === getDomain(host, { allowPrivateDomains: true })
}
