import assert from 'node:assert/strict'
import { test } from 'node:test'
import { VitrineError } from '../../core/errors.ts'
import type { Decided } from '../../core/privacy/consent-choice.ts'
import { LedgerPace } from './ledger-pace.ts'

const decided = (more: Partial<Decided>): Decided => ({
  decision: { revision: 2, week: 359, grants: [], via: 'custom', uncounted: false },
  ...{ before: [], after: [], withdrawn: [], action: null, isRefusal: false },
  ...more,
})
const ACCEPTED = decided({ after: ['e:youtube'], action: 'accept_all' })
const WITHDRAWN = decided({ before: ['e:youtube'], withdrawn: ['e:youtube'], action: 'withdraw' })
const OBJECTED = decided({ action: 'object_statistics' })
const REFUSED = decided({ isRefusal: true })
const tooMany = (thrown: unknown) => thrown instanceof VitrineError && thrown.code === 'too_many_attempts'

test('the same cookie taken back again and again fills no ledger, and every withdrawal holds', () => {
  const pace = new LedgerPace()
  const noted = Array.from({ length: 500 }, () => pace.admit('192.0.2.1', WITHDRAWN, 0))
  assert.equal(noted.filter(({ action }) => action === 'withdraw').length, 60)
  assert.ok(noted.every(({ decision, withdrawn }) => decision !== null && withdrawn.length === 1))
  assert.equal(pace.admit('192.0.2.2', WITHDRAWN, 0).action, 'withdraw')
})

test('who accepts all the time is told to come back; refusing and objecting are never refused', () => {
  const pace = new LedgerPace()
  for (let i = 0; i < 60; i++) pace.admit('192.0.2.1', ACCEPTED, 0)
  assert.throws(() => pace.admit('192.0.2.1', ACCEPTED, 0), tooMany)
  assert.equal(pace.admit('192.0.2.1', WITHDRAWN, 0).action, 'withdraw')
  for (let i = 0; i < 100; i++) {
    pace.admit('192.0.2.1', OBJECTED, 0)
    pace.admit('192.0.2.1', REFUSED, 0)
  }
  assert.equal(pace.admit('192.0.2.1', ACCEPTED, 60_000).action, 'accept_all')
})

test('a network of IPv6 is one, however many addresses it has', () => {
  const pace = new LedgerPace()
  for (let i = 0; i < 60; i++) pace.admit(`2001:db8::${i.toString(16)}`, ACCEPTED, 0)
  assert.throws(() => pace.admit('2001:db8::ffff', ACCEPTED, 0), tooMany)
})
