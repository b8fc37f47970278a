import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  canonicalJson,
  type Material,
  type MaterialEntry,
  materialHash,
  materialOf,
  NO_MATERIAL,
  nextMaterial,
  wideningsOf,
} from './material-revision.ts'
import type { OwnService, ServiceSettings } from './services/service-settings.ts'
import { servicesOf } from './services/services-of.ts'

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
      name: 'w',
      purpose: { en: 'Zoom' },
      value: { en: 'A number' },
      identifies: 'nobody',
      seconds: 180 * 86_400,
    },
  ],
}
const material = (services: ServiceSettings) => materialOf(servicesOf({ services, languages: ['en'] }))
const withOwn = (changed: Partial<OwnService> = {}) => material({ own: { weather: { ...own, ...changed } } })
const stored = (changed: object) => ({ storage: (own.storage ?? []).map(one => ({ ...one, ...changed })) })

const first = nextMaterial(NO_MATERIAL, withOwn())

test('P17: the first service makes the first revision, another one the next', () => {
  assert.equal(first.revision, 1)
  assert.deepEqual(first.widenedAt, { 'e:weather': 1 })
  const second = nextMaterial(first, material({ known: ['youtube'], own: { weather: own } }))
  assert.equal(second.revision, 2)
  assert.deepEqual(second.widenedAt, { 'e:weather': 1, 'e:youtube': 2 })
  assert.ok(second.widenings.every(({ grant, what }) => grant === 'e:youtube' && what === 'entry'))
})

test('P18: taking a service away asks nobody again; bringing it back does', () => {
  const both = nextMaterial(first, material({ known: ['youtube'], own: { weather: own } }))
  const one = nextMaterial(both, withOwn())
  assert.equal(one.revision, both.revision)
  assert.deepEqual(one.widenedAt, { 'e:weather': 1 })
  const none = nextMaterial(one, {})
  assert.equal(none.revision, both.revision)
  assert.deepEqual(none.material, {})
  assert.deepEqual(nextMaterial(none, withOwn()).widenedAt, { 'e:weather': 3 })
})

test('P19: a longer lifetime is the next revision, of this service only', () => {
  const both = nextMaterial(first, material({ known: ['youtube'], own: { weather: own } }))
  const longer = nextMaterial(
    both,
    material({ known: ['youtube'], own: { weather: { ...own, ...stored({ seconds: 395 * 86_400 }) } } }),
  )
  assert.equal(longer.revision, 3)
  assert.deepEqual(longer.widenedAt, { 'e:weather': 3, 'e:youtube': 2 })
  assert.deepEqual(longer.widenings, [
    {
      grant: 'e:weather',
      entry: 'svc.weather.w',
      what: 'lifetime',
      from: 180 * 86_400,
      to: 395 * 86_400,
    },
  ])
})

test('P20: wording, translation and order are no change', () => {
  for (const changed of [
    { purpose: { en: 'To show the weather of today', fr: 'Météo' } },
    { function: { en: 'Map' } },
    { name: 'The weather' },
    { page: 'https://maps.weather.example/{reference}' },
    stored({ purpose: { en: 'Another word' } }),
  ])
    assert.equal(nextMaterial(first, withOwn(changed)), first)
  const listed = (recipients: readonly string[]) => withOwn({ recipients })
  assert.equal(materialHash(listed(['A', 'B'])), materialHash(listed(['B', 'A'])))
})

const WIDER: readonly (readonly [what: string, changed: Partial<OwnService>])[] = [
  ['recipients', { recipients: ['Advertiser'] }],
  ['recipients', { provider: { name: 'Another office', country: 'DE' } }],
  ['countries', { transfers: ['US'] }],
  ['countries', { provider: { name: 'Weather office', country: 'FR' } }],
  ['hosts', { hosts: ['maps.weather.example', 'ads.example'] }],
  ['purposes', { purposes: ['embed', 'marketing'] }],
  ['lifetime', stored({ seconds: null })],
  ['storage', stored({ kind: 'localStorage' })],
  [
    'entry',
    {
      storage: [...(own.storage ?? []), ...stored({ name: 'v' }).storage],
    },
  ],
]
for (const [what, changed] of WIDER)
  test(`a wider service is the next revision: ${what} ${JSON.stringify(changed).slice(0, 60)}`, () => {
    const next = nextMaterial(first, withOwn(changed))
    assert.equal(next.revision, 2)
    assert.ok(next.widenings.some(widening => widening.what === what))
    const back = nextMaterial(next, withOwn())
    const isSwap = what === 'storage' || changed.provider !== undefined
    assert.equal(back.revision, isSwap ? 3 : 2, 'back again is narrower')
  })

test('what is not behind a click is no matter of consent', () => {
  assert.deepEqual(withOwn({ mode: 'open', storage: [] }), {})
  const gated = nextMaterial(first, withOwn({ mode: 'open', storage: [] }))
  assert.equal(gated.revision, 1)
})

test('canonical JSON has one text for equal values', () => {
  assert.equal(
    canonicalJson({ b: [1, { d: null, c: 'é' }], a: undefined, A: 2 }),
    '{"A":2,"b":[1,{"c":"é","d":null}]}',
  )
})

const words = fc.uniqueArray(fc.constantFrom('A', 'B', 'C', 'D'), { maxLength: 3 }).map(list => list.sort())
const entry: fc.Arbitrary<MaterialEntry> = fc.record({
  id: fc.constantFrom('svc.a.request', 'svc.a.x', 'svc.a.y'),
  purposes: fc.uniqueArray(fc.constantFrom('embed' as const, 'marketing' as const), { minLength: 1 }),
  party: fc.constantFrom('first', 'third'),
  recipients: words,
  countries: words,
  lifetime: fc.constantFrom(0, 60, 120, null),
  storage: fc.constantFrom('cookie', 'localStorage'),
  hosts: words,
})
const anyMaterial: fc.Arbitrary<Material> = fc
  .record({
    'e:a': fc.uniqueArray(entry, { selector: one => one.id, minLength: 1 }),
    s: fc.uniqueArray(entry, { selector: one => one.id, minLength: 1 }),
  })
  .chain(both => fc.constantFrom<Material>({}, both, { 'e:a': both['e:a'] }))

test('a revision rises exactly when something is wider, and never falls', () => {
  fc.assert(
    fc.property(fc.array(anyMaterial, { minLength: 2, maxLength: 6 }), steps => {
      let now = NO_MATERIAL
      for (const step of steps) {
        const next = nextMaterial(now, step)
        const wider = wideningsOf(now.material, step)
        assert.equal(next.revision, now.revision + (wider.length > 0 ? 1 : 0))
        assert.deepEqual(Object.keys(next.widenedAt).sort(), Object.keys(step).sort())
        for (const { grant } of wider) assert.equal(next.widenedAt[grant], next.revision)
        assert.equal(nextMaterial(next, step), next, 'the same again changes nothing')
        now = next
      }
    }),
  )
})
