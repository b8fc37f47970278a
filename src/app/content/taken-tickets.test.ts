import assert from 'node:assert/strict'
import { test } from 'node:test'
import { TakenTickets } from './taken-tickets.ts'

test('P24: a ticket is taken once', () => {
  const tickets = new TakenTickets()
  assert.equal(tickets.take({ nonce: 'a', until: 60 }, 0), true)
  assert.equal(tickets.take({ nonce: 'a', until: 60 }, 1), false)
  assert.equal(tickets.take({ nonce: 'b', until: 60 }, 1), true)
})

test('what is remembered is bounded, and fails closed', () => {
  const tickets = new TakenTickets()
  for (let at = 0; at < 100_000; at++) assert.equal(tickets.take({ nonce: String(at), until: 60 }, 0), true)
  assert.equal(tickets.take({ nonce: 'more', until: 60 }, 0), false)
  assert.equal(tickets.take({ nonce: 'more', until: 120 }, 61), true)
  assert.equal(tickets.take({ nonce: 'more', until: 120 }, 61), false)
})
