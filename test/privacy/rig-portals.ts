import type { LivePortal } from '../../src/app/portal/live-portals.ts'
import { NOTHING_ASKED } from '../../src/app/privacy/take-material.ts'
import { OPEN_VIEW } from '../../src/core/permission/portal-view.ts'
import type { PortalConfig } from '../../src/core/portal/portal.ts'
import { cookieNamings } from '../../src/core/privacy/cookie-naming.ts'

/** Hosts of one setting; the first of the town is its canonical one. */
export interface RigHosts {
  readonly town: string
  /** The town's other host. */
  readonly alias: string
  /** Another portal, on a domain of its own. */
  readonly other: string
  /** Two portals that share a domain. */
  readonly shared: readonly [string, string]
}

export const HOSTS = {
  tls: {
    town: 'data.example.org',
    alias: 'daten.example.net',
    other: 'trees.example.com',
    shared: ['a.portals.example', 'b.portals.example'],
  },
  plain: {
    town: 'town.localhost',
    alias: 'stadt.localhost',
    other: 'trees.localhost',
    shared: ['a.localhost', 'b.localhost'],
  },
} as const satisfies Record<string, RigHosts>

/** Identifier of the town's portal: that of the known answers in privacy.md §1.7. */
export const TOWN_ID = 7

const config = (slug: string, hosts: PortalConfig['hosts']): PortalConfig => ({
  ...{ slug, hosts, title: { en: slug }, description: {}, languages: ['en', 'fr', 'nl'], brand: '#0b5d5e' },
  legal: { name: slug, address: '', email: '', country: 'BE' },
})

/** The portals of a rig: the town, another one, and two that share a domain. */
export function rigPortals({ town, alias, other, shared }: RigHosts): readonly LivePortal[] {
  const configs = [
    config('town', [town, alias]),
    config('trees', [other]),
    config('a', [shared[0]]),
    config('b', [shared[1]]),
  ]
  const naming = cookieNamings(configs, [])
  return configs.map((one, at) => ({
    stored: { id: TOWN_ID + at, configVersion: 1, catalogVersion: 1, keyVersion: 1, config: one },
    ...{ version: 1, rules: new Map(), naming, view: OPEN_VIEW, quotas: null },
    ...{ datasetQuotas: new Map(), consent: NOTHING_ASKED },
  }))
}
