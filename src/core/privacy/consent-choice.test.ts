import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Choice, decide } from './consent-choice.ts'
import { consentOffer, consentState, mayLoad } from './consent-state.ts'
import type { ConsentDecision } from './consent-value.ts'
import { materialOf, NO_MATERIAL, nextMaterial } from './material-revision.ts'
import type { Service } from './services/service.ts'
import { servicesOf } from './services/services-of.ts'

const NOW = Date.UTC(2026, 10, 20)
const services = (...known: string[]) => servicesOf({ languages: ['en'], services: { known } })
const one = nextMaterial(NO_MATERIAL, materialOf(services('youtube')))
const two = nextMaterial(one, materialOf(services('youtube', 'vimeo')))
const offer = consentOffer(services('youtube', 'vimeo'), two)
const NOTHING = consentOffer([], NO_MATERIAL)
const made = (more: Partial<ConsentDecision> = {}): ConsentDecision => ({
  ...{ revision: 2, week: 350, grants: [], via: 'custom', uncounted: false },
  ...more,
})
const act = (
  choice: Choice,
  named: readonly string[] = [],
  decision: ConsentDecision | null = null,
  objects = false,
) => decide({ offer, decision, objects, now: NOW }, { choice, services: named })
const state = (decision: ConsentDecision | null, objects = false) => consentState(offer, decision, objects)

test('B01: without a decision nothing is granted, and the banner asks', () => {
  assert.deepEqual(state(null), { granted: new Set(), ask: 'first', lapsed: [], refusedBySignal: false })
  for (const service of offer.asked) assert.equal(mayLoad(service, state(null)), false)
})

test('a portal that asks for nothing never asks', () => {
  assert.equal(consentState(NOTHING, null, false).ask, 'no')
  assert.equal(consentState(NOTHING, made({ grants: ['e:youtube'] }), false).granted.size, 0)
})

test('B13, B15, P32: a signal of the browser is a refusal without a banner', () => {
  assert.deepEqual(state(null, true), {
    granted: new Set(),
    ask: 'no',
    lapsed: [],
    refusedBySignal: true,
  })
})

test('B14, P34: an explicit choice beats the signal in both directions', () => {
  assert.deepEqual([...state(made({ grants: ['e:youtube'] }), true).granted], ['e:youtube'])
  assert.deepEqual([...state(made(), false).granted], [])
  const always = act('always', ['youtube'], null, true)
  assert.deepEqual([...state(always.decision, true).granted], ['e:youtube'])
})

test('B11: what was widened since is asked again, what was not stays as it was decided', () => {
  const old = made({ revision: 1, grants: ['e:youtube', 'e:vimeo'] })
  const now = state(old)
  assert.equal(now.ask, 'again')
  assert.deepEqual(now.lapsed, ['vimeo'])
  assert.deepEqual([...now.granted], ['e:youtube'])
  assert.equal(state(old, true).ask, 'no', 'the signal refuses what is new')
})

test('B11: answering about what is new leaves the rest alone', () => {
  const old = made({ revision: 1, grants: ['e:youtube'] })
  assert.deepEqual(act('accept-new', [], old).after, ['e:vimeo', 'e:youtube'])
  const refused = act('reject-new', [], old)
  assert.deepEqual([refused.after, refused.isRefusal, refused.action], [['e:youtube'], true, null])
  const refusedBefore = made({ revision: 1 })
  assert.deepEqual(act('accept-new', [], refusedBefore).after, ['e:vimeo'])
  assert.equal(state(refused.decision).ask, 'no')
})

test('B12: a refusal is remembered as long as an acceptance', () => {
  for (const choice of ['accept', 'reject'] as const) {
    const { decision } = act(choice)
    assert.equal(decision?.week, 359)
    assert.equal(decision?.revision, 2)
    assert.equal(state(decision).ask, 'no')
  }
})

test('P25: always one service leaves the others closed', () => {
  const { decision, action, after } = act('always', ['youtube'])
  assert.equal(action, 'service_always')
  assert.deepEqual(after, ['e:youtube'])
  assert.equal(decision?.via, 'placeholder')
  assert.deepEqual(
    offer.asked.map((service: Service) => mayLoad(service, state(decision))),
    [false, true],
  )
})

test('only what is on offer can be granted', () => {
  assert.deepEqual(act('custom', ['dailymotion', 'e:youtube', '', 'youtube']).after, ['e:youtube'])
  assert.deepEqual(act('always', ['dailymotion']).action, null)
})

type Row = readonly [Choice, readonly string[], ConsentDecision | null, string | null, boolean]
const both = made({ grants: ['e:vimeo', 'e:youtube'] })
const RECORDED: readonly Row[] = [
  ['accept', [], null, 'accept_all', false],
  ['reject', [], null, null, true],
  ['custom', [], null, null, true],
  ['custom', ['vimeo'], null, 'custom', false],
  ['custom', ['vimeo'], both, 'custom', false],
  ['custom', [], both, 'withdraw', false],
  ['reject', [], both, 'withdraw', false],
  ['withdraw', [], both, 'withdraw', false],
  ['withdraw', ['vimeo'], both, 'withdraw', false],
  ['always', ['vimeo'], null, 'service_always', false],
  ['object', [], null, 'object_statistics', false],
  ['count', [], made({ uncounted: true }), null, false],
  ['reset', [], both, 'withdraw', false],
  ['reset', [], made(), null, false],
]
for (const [choice, named, decision, action, isRefusal] of RECORDED)
  test(`the ledger of ${choice} ${named.join()} after ${decision?.grants.join() ?? 'nothing'}`, () => {
    const decided = act(choice, named, decision)
    assert.deepEqual([decided.action, decided.isRefusal], [action, isRefusal])
  })

test('P26: a withdrawal says what is no longer granted', () => {
  assert.deepEqual(act('withdraw', ['vimeo'], both).withdrawn, ['e:vimeo'])
  assert.deepEqual(act('reject', [], both).withdrawn, ['e:vimeo', 'e:youtube'])
  assert.deepEqual(act('accept', [], both).withdrawn, [])
})

test('an objection to being counted keeps every other choice, its week and its revision', () => {
  const { decision } = act('object', [], made({ revision: 1, grants: ['e:youtube'] }))
  assert.deepEqual(decision, made({ revision: 1, grants: ['e:youtube'], uncounted: true }))
  assert.equal(act('accept', [], decision).decision?.uncounted, true)
  assert.equal(act('count', [], decision).decision?.uncounted, false)
})

test('an objection before any choice answers nothing else', () => {
  const { decision } = act('object')
  assert.equal(decision?.uncounted, true)
  assert.equal(state(decision).ask, 'first')
})
