import type { PortalConfig } from '../portal/portal.ts'

/** Life of the code that takes somebody from one host of a portal to another (privacy.md I7). */
export const MOVE_MS = 30_000

/** How long the other host waits for its visitor to say that it is them. */
export const ARRIVAL_MS = 120_000

/** Hosts of a portal beside the one that was asked for. */
export const otherHosts = ({ hosts }: Pick<PortalConfig, 'hosts'>, host: string): readonly string[] =>
  hosts.filter(other => other !== host)

/** The origin that another host of the same deployment has: scheme and port are those of `origin`. */
export function originUnder(origin: string, host: string): string {
  const url = new URL(origin)
  url.hostname = host
  return url.origin
}
