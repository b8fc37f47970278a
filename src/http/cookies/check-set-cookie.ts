import { parseSetCookie } from 'cookie'
import type { RegistryEntry } from '../../core/privacy/registry-entry.ts'

/** What is wrong with a `Set-Cookie` that is about to leave. */
export type CookieFault =
  | 'undeclared'
  | 'domain'
  | 'path'
  | 'http_only'
  | 'secure'
  | 'same_site'
  | 'partitioned'
  | 'lifetime'
  | 'expires'
  | 'surplus'

/** Attributes that any cookie of ours may have; what else is there was not written by us. */
const KNOWN = new Set([
  'path',
  'max-age',
  'httponly',
  'secure',
  'samesite',
  'domain',
  'expires',
  'partitioned',
])

/**
 * What a `Set-Cookie` value does otherwise than declared; null when it may leave (privacy.md §3.4, P06–P08). The value
 * is read again from its text, whoever wrote it.
 */
export function cookieFault(setCookie: string, declared: readonly RegistryEntry[]): CookieFault | null {
  const sent = parseSetCookie(setCookie)
  const entry = declared.find(({ kind, name }) => kind === 'cookie' && name === sent.name)
  if (entry?.attrs === undefined) return 'undeclared'
  const { attrs } = entry
  if (sent.domain !== undefined) return 'domain'
  if (sent.path !== attrs.path) return 'path'
  if ((sent.httpOnly ?? false) !== attrs.httpOnly) return 'http_only'
  if ((sent.secure ?? false) !== attrs.secure) return 'secure'
  if (String(sent.sameSite).toLowerCase() !== attrs.sameSite.toLowerCase()) return 'same_site'
  if ((sent.partitioned ?? false) !== attrs.partitioned) return 'partitioned'
  if (sent.expires !== undefined) return 'expires'
  if (!fitsLifetime(sent.maxAge, sent.value ?? '', entry)) return 'lifetime'
  const names = setCookie
    .split(';')
    .slice(1)
    .map(part => part.split('=', 1)[0]?.trim().toLowerCase() ?? '')
  return names.every(name => KNOWN.has(name)) && new Set(names).size === names.length ? null : 'surplus'
}

function fitsLifetime(maxAge: number | undefined, value: string, { lifetime }: RegistryEntry): boolean {
  if (maxAge === 0) return value === ''
  if (lifetime.type === 'fixed') return maxAge === lifetime.seconds
  if (lifetime.type !== 'session') return false
  return maxAge === undefined || (maxAge > 0 && maxAge <= (lifetime.keptSeconds ?? 0))
}
