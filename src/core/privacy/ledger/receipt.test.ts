import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type LedgerContent, NO_LEDGER, nextRow } from './ledger-row.ts'
import { receiptDocument } from './receipt.ts'

const content = (more: Partial<LedgerContent>): LedgerContent => ({
  ...{ hour: '2026-11-20T14', action: 'accept_all', grantsBefore: [], grantsAfter: [], materialRevision: 1 },
  ...{ pageVersion: null, noticeHash: '', surface: 'panel', language: 'en', gpc: false, receiptHash: null },
  ...more,
})
const facts = {
  ...{ code: 'c', origin: 'https://data.example.org', notice: 'https://data.example.org/en/cookies/' },
  ...{ controller: { name: 'n', address: 'a', email: 'e', country: 'FR' }, services: [] },
}
const eventOf = (more: Partial<LedgerContent>) =>
  receiptDocument(nextRow(1, NO_LEDGER, content(more)), facts)?.event.event_type

test('P41: a receipt says of a choice what it was', () => {
  assert.equal(eventOf({ grantsAfter: ['e:a'] }), 'explicit consent given')
  assert.equal(
    eventOf({ action: 'custom', grantsBefore: ['e:a'], grantsAfter: ['e:b'] }),
    'explicit consent given',
  )
  assert.equal(
    eventOf({ action: 'custom', grantsBefore: ['e:a', 'e:b'], grantsAfter: ['e:a'] }),
    'consent withdrawn',
  )
  assert.equal(eventOf({ action: 'withdraw', grantsBefore: ['e:a'] }), 'consent withdrawn')
  assert.equal(eventOf({ action: 'object_statistics' }), 'objection to statistics')
})
