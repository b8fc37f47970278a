import assert from 'node:assert/strict'
import { test } from 'node:test'
import { OPEN_RULES } from '../../core/dataset/rules.ts'
import { ANONYMOUS, type Caller } from '../../core/permission/caller.ts'
import type { Decided } from '../../core/permission/decide.ts'
import { portalView } from '../../core/permission/portal-view.ts'
import type { PortalQuotas } from '../../core/portal/portal.ts'
import type { LivePortal } from '../portal/live-portals.ts'
import type { KeyStore, KeyUse } from '../ports/key-store.ts'
import { NOTHING_ASKED } from '../privacy/take-material.ts'
import { type Call, CallMeter } from './call-meter.ts'
import { tellUse } from './tell-use.ts'

const NOON = Date.parse('2026-07-27T12:00:00Z')
const DAY = 86_400_000

const key = (id: number, callsPerDay: number | null = null): Caller => ({
  ...{ kind: 'key', id, callsPerDay, rights: `r${id}` },
  grants: [
    { permissions: ['portal.read', 'dataset.read', 'records.read'], dataset: '*', where: null, fields: null },
  ],
})

const hidden: Decided = {
  uid: 'da_00000b',
  rules: { ...OPEN_RULES, visibility: 'restricted', callsPerDay: 2 },
} as const
const busy = { uid: 'da_00000a', rules: { ...OPEN_RULES, callsPerDay: 2 } }

function portal(quotas: PortalQuotas | null, caller: Caller = ANONYMOUS): LivePortal {
  const datasets = new Map([busy, hidden].map(({ uid, rules }) => [uid, rules]))
  const stored = { id: 1, configVersion: 1, catalogVersion: 1, keyVersion: 1 } as LivePortal['stored']
  return {
    ...{ stored, version: 1, rules: new Map(), quotas, consent: NOTHING_ASKED },
    naming: new Map(),
    datasetQuotas: new Map([
      ['busy', busy],
      ['hidden', hidden],
    ]),
    view: portalView({ access: 'public', datasets }, caller),
  }
}

const call = (of: LivePortal, more: Partial<Call> = {}): Call => ({
  ...{ portal: of, address: () => '192.0.2.1', datasets: [], now: NOON },
  ...more,
})

test('an anonymous address has its calls of the day; another has its own; the next day starts anew', () => {
  const meter = new CallMeter(NOON)
  const open = portal({ anonymous: 3 })
  const left = (more: Partial<Call> = {}) => meter.charge(call(open, more)).caller?.remaining
  assert.deepEqual([left(), left(), left()], [2, 1, 0])
  const { refused } = meter.charge(call(open))
  assert.equal(refused?.quota, 'anonymous')
  assert.deepEqual(refused.balance, { limit: 3, remaining: 0, reset: Date.parse('2026-07-28T00:00:00Z') })
  assert.equal(left({ address: () => '192.0.2.2' }), 2)
  assert.equal(left({ now: NOON + DAY / 2 - 1 }), 0)
  assert.equal(left({ now: NOON + DAY / 2 }), 2)
})

test('a key has its own limit, else the portal’s; the portal counts everyone', () => {
  const meter = new CallMeter(NOON)
  const quotas = { anonymous: 1, key: 2, portal: 5 }
  const ask = (caller: Caller) => meter.charge(call(portal(quotas, caller))).refused?.quota ?? 'answered'
  assert.deepEqual([ask(key(1)), ask(key(1)), ask(key(1))], ['answered', 'answered', 'key'])
  assert.deepEqual([ask(key(2, 1)), ask(key(2, 1))], ['answered', 'key'])
  assert.deepEqual([ask(ANONYMOUS), ask(ANONYMOUS)], ['answered', 'anonymous'])
  assert.deepEqual([ask(key(3, 100)), ask(key(3, 100))], ['answered', 'portal'])
})

test('a refused call counts nowhere', () => {
  const meter = new CallMeter(NOON)
  const open = portal({ anonymous: 1, portal: 3 })
  for (let i = 0; i < 10; i++) meter.charge(call(open))
  for (const address of ['a', 'b'])
    assert.equal(meter.charge(call(open, { address: () => address })).refused, null)
  assert.equal(meter.charge(call(open, { address: () => 'c' })).refused?.quota, 'portal')
})

test('a dataset counts the calls that name it, and says so only to who may see it', () => {
  const meter = new CallMeter(NOON)
  const ask = (dataset: string, caller: Caller = ANONYMOUS) =>
    meter.charge(call(portal(null, caller), { datasets: [dataset] }))
  assert.equal(ask('busy').dataset?.remaining, 1)
  assert.equal(ask('busy', key(1)).dataset?.remaining, 0)
  assert.equal(ask('busy').refused?.quota, 'dataset')
  assert.equal(ask('other').refused, null)
  assert.deepEqual(ask('hidden'), ask('nothing'))
  assert.equal(ask('hidden', key(1)).dataset?.remaining, 1)
})

test('a call about several datasets counts at each of them, once, and says what the scarcest has left', () => {
  const meter = new CallMeter(NOON)
  const open = portal(null, key(1))
  const ask = (...datasets: string[]) => meter.charge(call(open, { datasets }))
  ask('hidden')
  assert.equal(ask('busy', 'other', 'hidden', 'busy').dataset?.remaining, 0)
  assert.equal(ask('hidden', 'busy').refused?.quota, 'dataset')
  assert.equal(ask('busy').dataset?.remaining, 0, 'what was refused counted nowhere')
})

test('where nothing is limited nothing is looked at', () => {
  const meter = new CallMeter(NOON)
  const free: LivePortal = { ...portal(null), datasetQuotas: new Map() }
  const address = (): string => assert.fail('the address was asked for')
  assert.deepEqual(meter.charge(call(free, { address })), { caller: null, dataset: null, refused: null })
})

test('a million addresses take bounded memory, and none of them is held', () => {
  const meter = new CallMeter(NOON)
  const open = portal({ anonymous: 10 })
  const before = process.memoryUsage().heapUsed
  for (let i = 0; i < 300_000; i++) meter.charge(call(open, { address: () => `198.51.${i >> 8}.${i & 255}` }))
  const grown = (process.memoryUsage().heapUsed - before) / 1024 ** 2
  assert.ok(grown < 120, `${grown} MiB`)
})

test('use of keys is told once, given back when it could not be, and that of others is learnt', async () => {
  const meter = new CallMeter(NOON)
  const limited = portal({ key: 100 }, key(7))
  const told: KeyUse[] = []
  let fails = true
  const keys = {
    addUse: async (uses: readonly KeyUse[]) => {
      if (fails) throw new Error('gone')
      told.push(...uses)
      return new Map(uses.map(({ keyId }) => [keyId, 50]))
    },
  } as unknown as KeyStore
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined }
  meter.charge(call(limited))
  await tellUse({ keys, log }, meter)
  meter.charge(call(limited))
  fails = false
  await tellUse({ keys, log }, meter)
  await tellUse({ keys, log }, meter)
  assert.deepEqual(told, [{ keyId: 7, day: '2026-07-27', calls: 2 }])
  assert.equal(meter.charge(call(limited)).caller?.remaining, 49)
})
