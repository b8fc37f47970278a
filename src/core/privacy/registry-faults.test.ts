import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { RegistryEntry } from './registry-entry.ts'
import { registryFaults } from './registry-faults.ts'

const ENTRY: RegistryEntry = {
  ...{ id: 'language', kind: 'cookie', name: 'django_language', hosts: ['self'], party: 'first' },
  provider: { name: 'Town', country: 'BE' },
  ...{ purposes: ['necessary'], exemption: 'requested-preference', locations: ['front'] },
  functionText: 'privacy.language.function',
  purposeText: 'privacy.language.purpose',
  setWhen: 'privacy.language.set_when',
  valueText: 'privacy.language.value',
  identifies: 'nobody',
  lifetime: { type: 'fixed', seconds: 180 * 86_400, renewed: false },
  attrs: { httpOnly: true, secure: true, sameSite: 'Lax', path: '/', partitioned: false },
  ...{ recipients: [], transfers: [], withdrawal: 'server-clear', since: '0.2.0', owner: 'a.ts' },
}

const KNOWN: Parameters<typeof registryFaults>[1] = { isSaid: () => true, declares: () => true }

const faults = (change: Partial<RegistryEntry>, known = KNOWN): readonly string[] =>
  registryFaults([{ ...ENTRY, ...change }], known).map(({ fault }) => fault)

test('an entry as it should be has no fault', () => assert.deepEqual(faults({}), []))

test('P13: what is necessary names its ground', () => {
  const { exemption: _, ...bare } = ENTRY
  assert.deepEqual(registryFaults([bare], KNOWN), [{ id: 'language', fault: 'no_ground' }])
  assert.deepEqual(faults({ purposes: ['necessary', 'marketing'] }), ['ground_without_need'])
  assert.deepEqual(faults({ purposes: [] }), ['no_purpose', 'ground_without_need'])
})

test('P14: every text is in the catalogues, in every language', () => {
  assert.deepEqual(faults({}, { ...KNOWN, isSaid: key => key !== 'privacy.language.value' }), [
    'text_unknown',
  ])
  assert.deepEqual(faults({ setWhen: { en: 'typed in' } }), ['text_unknown'])
})

test('P15, G5: nothing of our own stays longer than 180 days', () => {
  assert.deepEqual(faults({ lifetime: { type: 'fixed', seconds: 200 * 86_400, renewed: false } }), [
    'too_long',
  ])
  assert.deepEqual(faults({ lifetime: { type: 'session', keptSeconds: 181 * 86_400 } }), ['too_long'])
  assert.deepEqual(faults({ lifetime: { type: 'until-cleared' } }), ['too_long'])
})

test('P16: no two entries have one name, or one identifier', () => {
  const twice = (change: Partial<RegistryEntry>) =>
    registryFaults([ENTRY, { ...ENTRY, ...change }], KNOWN).map(({ fault }) => fault)
  assert.deepEqual(twice({ id: 'other' }), ['name_taken', 'name_taken'])
  assert.deepEqual(twice({ name: 'other' }), ['id_taken', 'id_taken'])
  assert.deepEqual(twice({ id: 'other', name: 'other' }), [])
})

test('a cookie says its attributes, a first party is its own host, an owner declares its entry', () => {
  const { attrs: _, ...bare } = ENTRY
  assert.deepEqual(
    registryFaults([bare], KNOWN).map(({ fault }) => fault),
    ['no_attributes'],
  )
  assert.deepEqual(faults({ kind: 'localStorage' }), ['no_attributes'])
  assert.deepEqual(faults({ hosts: ['evil.test'] }), ['other_site'])
  assert.deepEqual(faults({}, { ...KNOWN, declares: () => false }), ['owner_unknown'])
})
