import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type ConsentDecision, consentValue, consentWeek, type Grant, readConsent } from './consent-value.ts'
import { portalKey } from './portal-key.ts'

const MASTER = Uint8Array.from({ length: 32 }, (_, at) => at)
const keyOf = (portal: string): Uint8Array => portalKey(MASTER, { purpose: 'consent', portal, version: 1 })
const scope = { key: keyOf('p_7'), host: 'data.example.org' }
/** An instant of week 359. */
const NOW = Date.UTC(2026, 10, 20)
const WEEK_MS = 7 * 86_400_000
const refused: ConsentDecision = { revision: 3, week: 359, grants: [], via: 'reject', uncounted: false }

const KNOWN: readonly (readonly [value: string, decision: ConsentDecision])[] = [
  ['1.3.9z.0.r.Qzlcdk8Cchg', refused],
  ['1.3.9z.e:youtube_s.c.y-LVvP8m-Gg', { ...refused, via: 'custom', grants: ['e:youtube', 's'] }],
  ['1.3.9z.0.cx.-7CwUk9PY6I', { ...refused, via: 'custom', uncounted: true }],
]
for (const [value, decision] of KNOWN)
  test(`known answer ${value}`, () => {
    assert.equal(consentValue(scope, decision), value)
    assert.deepEqual(readConsent(scope, value, NOW), decision)
  })

test('the key and the week of the known answers', () => {
  assert.equal(
    Buffer.from(scope.key).toString('hex'),
    '1b7a66a0a528655cbefc4fd980118fce45b8585b42bba7085c0b6fdb3113ac05',
  )
  assert.equal(consentWeek(NOW), 359)
  assert.equal(consentWeek(Date.UTC(2020, 0, 7, 23, 59)), 0)
  assert.equal(consentWeek(Date.UTC(2020, 0, 8)), 1)
})

test('P27: a forged value that grants everything is no decision', () => {
  for (const mac of ['AAAAAAAAAAA', 'Qzlcdk8Cchg', ''])
    assert.equal(readConsent(scope, `1.3.9z.e:youtube_s.a.${mac}`, NOW), null)
})

test('P28: a value of another portal or host is no decision', () => {
  const value = consentValue(scope, refused)
  assert.equal(readConsent({ ...scope, key: keyOf('p_8') }, value, NOW), null)
  assert.equal(readConsent({ ...scope, host: 'open.example.org' }, value, NOW), null)
})

test('P29: a value lapses after 26 weeks, and none comes from the future', () => {
  const value = consentValue(scope, refused)
  assert.notEqual(readConsent(scope, value, NOW + 26 * WEEK_MS), null)
  assert.equal(readConsent(scope, value, NOW + 27 * WEEK_MS), null)
  assert.equal(readConsent(scope, value, NOW - WEEK_MS), null)
})

const MANGLED = [
  '',
  '1',
  '9.3.9z.0.r.Qzlcdk8Cchg',
  '1.3.9Z.0.r.Qzlcdk8Cchg',
  '1.!.9z.0.r.Qzlcdk8Cchg',
  '🍪',
  'x'.repeat(10_000),
]
for (const value of MANGLED)
  test(`P30: ${JSON.stringify(value.slice(0, 30))} is no decision`, () =>
    assert.equal(readConsent(scope, value, NOW), null))

const service = fc.stringMatching(/^[a-z0-9-]{1,20}$/)
const grant = fc.oneof(
  fc.constant<Grant>('s'),
  service.map((id): Grant => `e:${id}`),
  service.map((id): Grant => `c:${id}`),
)
const anyDecision: fc.Arbitrary<ConsentDecision> = fc.record({
  revision: fc.nat(40_000),
  week: fc.constantFrom(340, 350, 359),
  grants: fc.uniqueArray(grant, { maxLength: 4 }),
  via: fc.constantFrom('accept', 'reject', 'custom', 'placeholder'),
  uncounted: fc.boolean(),
})

test('what is written is read, whatever was decided', () =>
  fc.assert(
    fc.property(anyDecision, decision => {
      const read = readConsent(scope, consentValue(scope, decision), NOW)
      assert.deepEqual(read, { ...decision, grants: [...decision.grants].sort() })
    }),
  ))

test('P31: who decides the same in the same week has the same value, in whatever order', () =>
  fc.assert(
    fc.property(anyDecision, decision => {
      const turned = { ...decision, grants: decision.grants.toReversed() }
      assert.equal(consentValue(scope, turned), consentValue(scope, decision))
    }),
  ))

test('any text is read as a decision or none, never as a fault', () =>
  fc.assert(fc.property(fc.string(), text => assert.equal(readConsent(scope, text, NOW), null))))

test('G5, P25: a choice of every service that a portal can have at once is remembered', () => {
  const grants = Array.from({ length: 12 + 20 + 50 }, (_, at): Grant => `e:${String(at).padStart(20, '0')}`)
  const decision: ConsentDecision = { ...refused, via: 'accept', grants }
  const value = consentValue(scope, decision)
  assert.ok(value.length < 4000)
  assert.deepEqual(readConsent(scope, value, NOW), decision)
  const usual = consentValue(scope, { ...decision, grants: ['e:openstreetmap', 'e:youtube', 's'] })
  assert.ok(usual.length <= 64, String(usual.length))
})
