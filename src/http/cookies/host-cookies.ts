import type { StoredPortal } from '../../app/ports/catalog-store.ts'
import type { ConsentScope } from '../../core/privacy/consent-value.ts'
import type { CsrfScope } from '../../core/privacy/csrf-token.ts'
import { isDevelopmentHost } from '../../core/settings/development-host.ts'
import type { Doors } from '../doors.ts'
import { portalKeys } from '../portal-keys.ts'
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
  const [csrfKey, ...formerKeys] = portalKeys(doors.secrets, 'csrf', portal.stored)
  return {
    entries,
    names: Object.values(entries).map(({ name }) => name),
    csrfKeys: binding => [
      { key: csrfKey, host, binding },
      ...formerKeys.map(key => ({ key, host, binding })),
    ],
    consentScopes: portalKeys(doors.secrets, 'consent', portal.stored).map(key => ({ key, host })),
  }
}
