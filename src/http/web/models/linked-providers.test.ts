import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { IdentityProvider } from '../../../core/account/identity-provider.ts'
import { providersIn } from './linked-providers.ts'

const provider = (id: string, issuer: string): IdentityProvider => ({
  ...{ id, issuer, title: { en: `Name of ${id}` }, clientId: 'portal', domains: ['town.test'] },
})

test('providers are those that know somebody and those that could, one issuer once', () => {
  const config = {
    languages: ['en'] as const,
    identityProviders: [
      provider('town', 'https://town.test'),
      provider('strict', 'https://town.test'),
      provider('county', 'https://county.test'),
    ],
  }
  const linkedAt = '2026-07-01T12:00:00.000Z'
  const identity = { issuer: 'https://town.test', subject: 's', provider: 'town', linkedAt }
  const gone = { issuer: 'https://gone.test', subject: 's', provider: 'gone', linkedAt }
  const { linked, linkable } = providersIn(config, 'en', [identity, gone])
  assert.deepEqual(
    linked.map(({ issuer, title }) => [issuer, title]),
    [
      ['https://town.test', 'Name of town'],
      ['https://gone.test', 'gone'],
    ],
  )
  assert.deepEqual(linkable, [{ id: 'county', title: 'Name of county', action: '/en/account/oidc/county/' }])
  assert.deepEqual(providersIn({ languages: ['en'] }, 'en', []), { linked: [], linkable: [] })
})
