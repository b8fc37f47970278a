import assert from 'node:assert/strict'
import { after, before } from 'node:test'
import { findPortal } from '../../src/app/catalog/published-datasets.ts'
import type { NewUser, StoredUser } from '../../src/app/ports/account-store.ts'
import type { StoredPortal } from '../../src/app/ports/catalog-store.ts'
import type { IdentityProvider } from '../../src/core/account/identity-provider.ts'
import type { PortalConfig } from '../../src/core/portal/portal.ts'
import { type Opened, openPortals } from '../account/opened-portals.ts'
import type { Visitor } from '../account/visitor.ts'
import { freePort } from '../chaos/deployment.ts'
import { testPortal } from '../chaos/open-test-deployment.ts'
import { CLIENT, type IdentityServer, openIdentityServer } from './identity-server.ts'

// One deployment and one identity provider for every suite of this folder.

let portals: Opened | null = null
let identities: IdentityServer | null = null

export function opened(): Opened {
  assert.ok(portals !== null, 'not open')
  return portals
}

export function idp(): IdentityServer {
  assert.ok(identities !== null, 'not open')
  return identities
}

const providerOf = (issuer: string, more: Partial<IdentityProvider> = {}): IdentityProvider => ({
  ...{ id: 'town', title: { en: 'Riverside', fr: 'Riverside' }, issuer, clientId: CLIENT.id },
  ...{ secret: { env: 'OIDC_TEST_SECRET' }, scopes: ['groups'], domains: ['town.test'] },
  ...more,
})

const configs = (issuer: string): readonly PortalConfig[] => [
  {
    ...testPortal('open'),
    title: { en: 'Open Data', fr: 'Données ouvertes' },
    languages: ['en', 'fr', 'nl', 'de', 'ar'],
    accounts: { signUp: 'approval' },
    identityProviders: [
      providerOf(issuer, {
        newcomers: 'reader',
        groups: { claim: 'groups', map: { 'cn=north': 'north', 'cn=south': 'south' } },
      }),
      providerOf(issuer, { id: 'strict', title: { en: 'Strict' } }),
      providerOf('http://127.0.0.1:9', { id: 'broken', title: { en: 'Broken' } }),
    ],
  },
  { ...testPortal('other'), languages: ['en', 'fr'], identityProviders: [providerOf(issuer)] },
]

export function withOffice(): void {
  before(async () => {
    const port = await freePort()
    portals = await openPortals({
      portals: configs(`http://127.0.0.1:${port}`),
      env: { OIDC_TEST_SECRET: CLIENT.secret },
    })
    const redirect = (slug: string, id: string) =>
      `http://${slug}.localhost:${portals?.site.port}/account/oidc/${id}/callback`
    identities = await openIdentityServer(port, [
      ...['town', 'strict'].map(id => redirect('open', id)),
      redirect('other', 'town'),
    ])
  })
  after(async () => {
    await identities?.[Symbol.asyncDispose]()
    await portals?.[Symbol.asyncDispose]()
  })
}

export const portalOf = (slug = 'open'): Promise<StoredPortal> => findPortal(opened().deployment.ports, slug)

export interface Entered {
  readonly user: StoredUser
  readonly visitor: Visitor
}

/** Somebody who has just signed in with these roles. */
export async function enter(
  roles: NewUser['roles'],
  more: Partial<NewUser> & { readonly portal?: string } = {},
): Promise<Entered> {
  const user = await opened().user({ roles, ...more })
  return { user, visitor: await opened().signedIn(user, more.portal) }
}

let made = 0
/** An address of the provider's domain that nobody has yet. */
export const townAddress = (): string => `person${++made}@town.test`
