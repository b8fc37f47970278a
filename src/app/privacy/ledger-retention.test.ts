import assert from 'node:assert/strict'
import { test } from 'node:test'
import { forgetOldLedger, ledgerKeptFrom } from './ledger-retention.ts'

test('a row is kept for five years after its choice has expired', () => {
  assert.equal(ledgerKeptFrom(new Date('2026-11-20T14:30:00Z')), '2021-05-24T14')
})

test('what is older is removed', async () => {
  const asked: string[] = []
  const consent = {
    dropLedgerBefore: (hour: string) => {
      asked.push(hour)
      return Promise.resolve(3)
    },
  }
  const clock = { now: () => new Date('2026-11-20T14:30:00Z') }
  assert.equal(await forgetOldLedger({ consent, clock }), 3)
  assert.deepEqual(asked, ['2021-05-24T14'])
})
