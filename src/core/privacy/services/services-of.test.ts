import assert from 'node:assert/strict'
import { test } from 'node:test'
import portalSchema from '../../portal/portal.schema.json' with { type: 'json' }
import { needsConsent } from '../registry-entry.ts'
import { HOSTED_SERVICES, KNOWN_SERVICES } from './catalogue.ts'
import { grantOf, SERVICE_ID } from './service.ts'
import { entriesOf, serviceNeedsConsent } from './service-entries.ts'
import type { OwnService, ServiceSettings } from './service-settings.ts'
import { missingTexts } from './service-texts.ts'
import { servicesOf } from './services-of.ts'

const LANGUAGES = ['en', 'fr', 'nl', 'de', 'ar'] as const
const own: OwnService = {
  name: 'Weather',
  provider: { name: 'Weather office', country: 'DE' },
  hosts: ['maps.weather.example'],
  function: { en: 'Weather map' },
  purpose: { en: 'To show the weather' },
  discloses: { en: 'Your address' },
  frame: 'https://maps.weather.example/embed/{reference}',
  storage: [
    {
      kind: 'cookie',
      name: 'w*',
      purpose: { en: 'Zoom' },
      value: { en: 'A number' },
      identifies: 'nobody',
      seconds: 60,
    },
  ],
}
const idsOf = (services: ServiceSettings, languages: readonly [string, ...string[]] = ['en']) =>
  servicesOf({ services, languages }).map(({ id }) => id)

test('nothing is on by itself', () => {
  assert.deepEqual(servicesOf({ languages: ['en'] }), [])
  assert.deepEqual(idsOf({}), [])
})

test('services of the catalogue, of a named server and of the portal, in the order of their identifiers', () => {
  const hosted = {
    tube: {
      like: 'peertube',
      host: 'tube.town.example',
      provider: { name: 'Town', country: 'BE' },
    },
  } as const
  assert.deepEqual(idsOf({ known: ['youtube', 'vimeo', 'nothing'], hosted, own: { a: own } }), [
    'a',
    'tube',
    'vimeo',
    'youtube',
  ])
})

test('B18, P14: a service that lacks a text in one language of the portal is not published', () => {
  assert.deepEqual(idsOf({ own: { a: own } }, ['en']), ['a'])
  assert.deepEqual(idsOf({ known: ['youtube'], own: { a: own } }, ['en', 'fr']), ['youtube'])
})

test('every service of the catalogue has every text in every language of the interface', () => {
  for (const service of [...KNOWN_SERVICES, ...HOSTED_SERVICES])
    assert.deepEqual(missingTexts(service, LANGUAGES), [], service.id)
})

test('the settings file offers what the catalogue has', () => {
  const { known, hosted } = portalSchema.properties.services.properties
  assert.deepEqual(
    known.items.enum,
    KNOWN_SERVICES.map(({ id }) => id),
  )
  assert.deepEqual(
    hosted.additionalProperties.properties.like.enum,
    HOSTED_SERVICES.map(({ id }) => id),
  )
})

test('identifiers fit the value of decisions, and none is there twice', () => {
  const ids = [...KNOWN_SERVICES, ...HOSTED_SERVICES].map(({ id }) => id)
  assert.equal(new Set(ids).size, ids.length)
  for (const id of ids) assert.match(id, SERVICE_ID)
})

test('every row of a service behind a click needs consent, no other does', () => {
  const services = servicesOf({
    languages: ['en'],
    services: {
      known: ['youtube', 'datawrapper'],
      own: { a: own, b: { ...own, mode: 'proxy', storage: [] }, c: { ...own, mode: 'open', storage: [] } },
    },
  })
  for (const service of services) {
    assert.equal(serviceNeedsConsent(service), service.mode === 'gate', service.id)
    for (const entry of entriesOf([service]))
      assert.equal(needsConsent(entry), service.mode === 'gate', entry.id)
  }
})

test('rows: one for the contact, one for each thing stored, none twice', () => {
  const entries = entriesOf(
    servicesOf({
      languages: ['en'],
      services: { known: KNOWN_SERVICES.map(({ id }) => id), own: { a: own } },
    }),
  )
  const ids = entries.map(({ id }) => id)
  assert.equal(new Set(ids).size, ids.length)
  assert.deepEqual(
    entries.filter(({ id }) => id.startsWith('svc.a.')).map(({ id, kind, name }) => [id, kind, name]),
    [
      ['svc.a.request', 'request', 'maps.weather.example'],
      ['svc.a.w*', 'cookie', 'w*'],
    ],
  )
  for (const { party, hosts, id } of entries) {
    assert.equal(party, 'third', id)
    assert.ok(!hosts.includes('self'), id)
  }
})

test('what a decision has to hold', () => {
  assert.equal(grantOf({ id: 'youtube', purposes: ['embed'] }), 'e:youtube')
  assert.equal(grantOf({ id: 'size', purposes: ['comfort'] }), 'c:size')
  assert.equal(grantOf({ id: 'counter', purposes: ['statistics'] }), 's')
  assert.equal(grantOf({ id: 'counter', purposes: ['statistics', 'embed'] }), 'e:counter')
})
