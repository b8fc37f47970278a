import type { StoredPortal } from '../../app/ports/catalog-store.ts'
import type { ConsentScope } from '../../core/privacy/consent-value.ts'
import type { CsrfScope } from '../../core/privacy/csrf-token.ts'
import { type KeyPurpose, portalKey } from '../../core/privacy/portal-key.ts'
import { isDevelopmentHost } from '../../core/settings/development-host.ts'
import type { Doors } from '../doors.ts'
import type { VisitPlace } from '../visit.ts'
import { type OwnEntries, ownEntries } from './registry.ts'

/** The cookies of a portal under one of its hosts, worked out once a configuration. */
export interface HostCookies {
  readonly entries: OwnEntries
  readonly names: readonly string[]
  /** Scopes of tokens that are bound so. */
  csrfKeys(binding: string): readonly [CsrfScope, ...CsrfScope[]]
  readonly consentScopes: readonly ConsentScope[]
}

const known = new WeakMap<StoredPortal, Map<string, HostCookies>>()

/** The cookies of the host that a request came in at. */
export function hostCookies(doors: Doors, { portal, host }: VisitPlace): HostCookies {
  const hosts = known.get(portal.stored) ?? new Map<string, HostCookies>()
  known.set(portal.stored, hosts)
  const naming = portal.naming.get(host) ?? 'plain'
  const name = `${naming} ${doors.secure} ${host}`
  const found = hosts.get(name)
  if (found !== undefined) return found
  const made = make(doors, { portal, host })
  hosts.set(name, made)
  return made
}

function make(doors: Doors, { portal, host }: VisitPlace): HostCookies {
  const entries = ownEntries({
    config: portal.stored.config,
    provider: doors.provider,
    naming: portal.naming.get(host) ?? 'plain',
    secure: doors.secure || !isDevelopmentHost(host),
  })
  const keysFor = (purpose: KeyPurpose): readonly [Uint8Array, ...Uint8Array[]] => {
    const [current, ...before] = doors.secrets
    const name = { purpose, portal: `p_${portal.stored.id}`, version: 1 }
    return [portalKey(current, name), ...before.map(secret => portalKey(secret, name))]
  }
  const [csrfKey, ...formerKeys] = keysFor('csrf')
  return {
    entries,
    names: Object.values(entries).map(({ name }) => name),
    csrfKeys: binding => [
      { key: csrfKey, host, binding },
      ...formerKeys.map(key => ({ key, host, binding })),
    ],
    consentScopes: keysFor('consent').map(key => ({ key, host })),
  }
}
