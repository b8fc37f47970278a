/** A `Host` value in its parts; null when it is not one (RFC 9110 §7.2). */
export function readHost(value: string | undefined): { readonly name: string; readonly port: string } | null {
  const match = /^(\[[0-9a-f:.]+\]|[a-z0-9._-]+)(?::([0-9]{1,5}))?$/i.exec(value ?? '')
  if (match === null) return null
  return { name: (match[1] ?? '').toLowerCase(), port: match[2] ?? '' }
}

const LOOPBACK_NAMES = new Set(['localhost', '127.0.0.1', '[::1]'])

/** Whether a host name means this machine itself, and no portal. */
export const isLoopbackName = (name: string): boolean => LOOPBACK_NAMES.has(name)

/** Whether an address of the socket is this machine. */
export const isLoopbackAddress = (address: string): boolean =>
  address === '::1' || address.startsWith('127.') || address.startsWith('::ffff:127.')
