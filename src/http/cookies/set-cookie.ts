import { stringifySetCookie } from 'cookie'
import type { RegistryEntry } from '../../core/privacy/registry-entry.ts'
import type { CookieOrder } from './order.ts'
import type { OwnEntries } from './registry.ts'

/** Seconds that the browser keeps it; none for a browser session. */
function maxAgeOf({ lifetime }: RegistryEntry, { value, keptSeconds }: CookieOrder): number | undefined {
  if (value === null) return 0
  if (lifetime.type === 'fixed') return lifetime.seconds
  return keptSeconds
}

/** An order as a `Set-Cookie` value: name and attributes are the registry's (privacy.md §3.4). */
export function setCookie(entries: OwnEntries, order: CookieOrder): string {
  const entry = entries[order.cookie]
  const maxAge = maxAgeOf(entry, order)
  return stringifySetCookie({
    name: entry.name,
    value: order.value ?? '',
    path: '/',
    ...(maxAge === undefined ? {} : { maxAge }),
    ...(entry.attrs?.httpOnly === true ? { httpOnly: true } : {}),
    ...(entry.attrs?.secure === true ? { secure: true } : {}),
    sameSite: 'lax',
  })
}
