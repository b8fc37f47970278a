/** A `Host` value in its parts; null when it is not one (RFC 9110 §7.2). */
export function readHost(value: string | undefined): { readonly name: string; readonly port: string } | null {
  const match = /^(\[[0-9a-f:.]+\]|[a-z0-9._-]+)(?::([0-9]{1,5}))?$/i.exec(value ?? '')
  if (match === null) return null
  return { name: (match[1] ?? '').toLowerCase(), port: match[2] ?? '' }
}

/** Port of a scheme's own, which browsers leave out. */
const DEFAULT_PORTS = { http: '80', https: '443' } as const

/** How a request reached us. */
export interface Reached {
  readonly scheme: keyof typeof DEFAULT_PORTS
  /** Port that its connection came in at. */
  readonly localPort: number | undefined
  /** Whether a trusted proxy passed it on: then its word counts. */
  readonly forwarded: boolean
}

/**
 * Whether a port is one that the portal is reached at: the scheme's own, ours, or a trusted proxy's. Origins, and with
 * them links in mails, are made of host and port, so a port that somebody made up must not pass (privacy.md §1.3, S37).
 */
export const isPortReached = (port: string, { scheme, localPort, forwarded }: Reached): boolean =>
  port === '' || forwarded || port === DEFAULT_PORTS[scheme] || port === String(localPort)

const LOOPBACK_NAMES = new Set(['localhost', '127.0.0.1', '[::1]'])

/** Whether a host name means this machine itself, and no portal. */
export const isLoopbackName = (name: string): boolean => LOOPBACK_NAMES.has(name)

/** Whether an address of the socket is this machine. */
export const isLoopbackAddress = (address: string): boolean =>
  address === '::1' || address.startsWith('127.') || address.startsWith('::ffff:127.')
