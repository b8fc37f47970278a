import type { PortalConfig } from '../../core/portal/portal.ts'
import type { CookieNaming } from '../../core/privacy/cookie-naming.ts'
import { cookieNameOf } from '../../core/privacy/cookie-naming.ts'
import type { RegistryEntry } from '../../core/privacy/registry-entry.ts'

/** What the entries of a portal's own cookies depend on: its settings, and the host they are sent to. */
export interface EntryScope {
  readonly config: PortalConfig
  /** Who runs the platform; null when the portal's own publisher does. */
  readonly provider: string | null
  readonly naming: CookieNaming
  /** False only on development hosts without TLS (privacy.md G6). */
  readonly secure: boolean
}

type Own = Omit<
  RegistryEntry,
  'kind' | 'hosts' | 'provider' | 'party' | 'purposes' | 'attrs' | 'recipients' | 'transfers' | 'withdrawal'
> & { readonly httpOnly: boolean }

/** An entry of one of the portal's own cookies: first party, necessary, of one host, never seen by anyone else. */
export function ownCookie(scope: EntryScope, { httpOnly, name, ...own }: Own): RegistryEntry {
  const { config, provider, naming, secure } = scope
  return {
    ...own,
    kind: 'cookie',
    name: cookieNameOf(naming, name),
    hosts: ['self'],
    provider: { name: provider ?? config.legal.name, country: config.legal.country },
    party: 'first',
    purposes: ['necessary'],
    attrs: { httpOnly, secure, sameSite: 'Lax', path: '/', partitioned: false },
    recipients: [],
    transfers: [],
    withdrawal: 'server-clear',
  }
}
