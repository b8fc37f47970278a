import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { needsConsent, type Purpose } from './registry-entry.ts'

const ANONYMOUS = { firstParty: true, anonymous: true }
const first = { party: 'first' } as const

test('what is necessary needs no consent once its ground is named', () => {
  assert.equal(needsConsent({ ...first, purposes: ['necessary'], exemption: 'security' }), false)
  assert.equal(needsConsent({ ...first, purposes: ['necessary'] }), true)
})

test('P17: what comes from another site needs consent', () => {
  for (const purpose of ['embed', 'comfort', 'marketing'] as const)
    assert.equal(needsConsent({ ...first, purposes: [purpose], exemption: 'security' }), true, purpose)
})

test('statistics need none only while they are anonymous and our own', () => {
  const statistics = { ...first, purposes: ['statistics'] as const }
  assert.equal(needsConsent(statistics, ANONYMOUS), false)
  assert.equal(needsConsent(statistics, { ...ANONYMOUS, anonymous: false }), true)
  assert.equal(needsConsent(statistics, { ...ANONYMOUS, firstParty: false }), true)
  assert.equal(needsConsent({ ...statistics, party: 'third' }, ANONYMOUS), true)
})

const purpose = fc.constantFrom<Purpose>('necessary', 'statistics', 'embed', 'comfort', 'marketing')

test('one more purpose never takes the need of consent away', () =>
  fc.assert(
    fc.property(fc.array(purpose, { minLength: 1 }), purpose, (purposes, more) => {
      const entry = { ...first, exemption: 'security' as const, purposes }
      if (needsConsent(entry)) assert.ok(needsConsent({ ...entry, purposes: [...purposes, more] }))
    }),
  ))

test('what is for nothing needs consent', () => assert.equal(needsConsent({ ...first, purposes: [] }), true))
