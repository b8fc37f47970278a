import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ownEntries } from '../../http/cookies/registry.ts'
import type { PortalConfig } from '../portal/portal.ts'
import { needsConsent } from './registry-entry.ts'
import { assess, CRITERIA, isExempt } from './self-assessment.ts'
import { entriesOf } from './services/service-entries.ts'
import type { OwnService } from './services/service-settings.ts'
import { servicesOf } from './services/services-of.ts'

const CONFIG: PortalConfig = {
  ...{ slug: 'town', hosts: ['data.example.org'], title: { en: 'Town' }, description: {}, languages: ['en'] },
  ...{ brand: '#0b5d5e', legal: { name: 'Town', address: '', email: '', country: 'BE' } },
}

const MATOMO: OwnService = {
  name: 'Matomo',
  provider: { name: 'Somebody', country: 'FR' },
  hosts: ['stats.example.net'],
  purposes: ['statistics'],
  function: { en: 'Statistics' },
  purpose: { en: 'To count visits' },
  discloses: { en: 'Address and pages' },
}

const assessed = (own: Readonly<Record<string, OwnService>> = {}) => {
  const config = { ...CONFIG, services: { own } }
  const entries = [
    ...Object.values(ownEntries({ config, provider: null, naming: 'plain', secure: true })),
    ...entriesOf(servicesOf(config)),
  ]
  return assess({ portal: 'town', host: 'data.example.org', entries })
}

test('a portal by itself: every criterion holds or is about nothing, no consent is needed', () => {
  const whole = assessed()
  assert.deepEqual([whole.statistics, whole.consentRequired, isExempt(whole)], ['none', false, true])
  assert.deepEqual(
    whole.criteria.map(({ id }) => id),
    [...CRITERIA, 'session', 'csrf', 'language', 'preferences'].sort(
      (a, b) => whole.criteria.findIndex(c => c.id === a) - whole.criteria.findIndex(c => c.id === b),
    ),
  )
  assert.equal(
    whole.criteria.find(({ id }) => id === 'session')?.setting,
    'sessionid; authentication; session; HttpOnly; Secure; SameSite=Lax',
  )
})

for (const mode of ['gate', 'open', 'proxy'] as const)
  test(`A14: statistics of somebody else fail criteria and need consent, declared as ${mode}`, () => {
    const whole = assessed({ matomo: { ...MATOMO, mode } })
    assert.deepEqual([whole.statistics, whole.consentRequired, isExempt(whole)], ['external', true, false])
    const failing = whole.criteria.filter(({ verdict }) => verdict === 'fails').map(({ id }) => id)
    assert.ok(failing.includes('R2') && failing.includes('R16'), String(failing))
  })

test('a host that is asked straight away and says that it stores something waits for a click', () => {
  const storage: OwnService['storage'] = [
    {
      kind: 'cookie',
      name: '_x',
      purpose: { en: 'x' },
      value: { en: 'x' },
      identifies: 'browser',
      seconds: 60,
    },
  ]
  const { purposes: _, ...fonts } = MATOMO
  const services = (own: OwnService) => servicesOf({ ...CONFIG, services: { own: { fonts: own } } })
  assert.deepEqual(
    services({ ...fonts, mode: 'open', storage }).map(({ mode }) => mode),
    ['gate'],
  )
  assert.deepEqual(
    services({ ...fonts, mode: 'open' }).map(({ mode }) => mode),
    ['open'],
  )
  assert.ok(entriesOf(services({ ...fonts, mode: 'open', storage })).every(entry => needsConsent(entry)))
})
