import assert from 'node:assert/strict'
import { test } from 'node:test'
import { TICKET_MS } from '../../core/privacy/embed-ticket.ts'
import { TakenTickets } from './taken-tickets.ts'

test('P24: a ticket is taken once', () => {
  const tickets = new TakenTickets(60 - TICKET_MS)
  assert.equal(tickets.take({ nonce: 'a', until: 60 }, 0), true)
  assert.equal(tickets.take({ nonce: 'a', until: 60 }, 1), false)
  assert.equal(tickets.take({ nonce: 'b', until: 60 }, 1), true)
})

test('what is remembered is bounded, and fails closed', () => {
  const tickets = new TakenTickets(60 - TICKET_MS)
  for (let at = 0; at < 100_000; at++) assert.equal(tickets.take({ nonce: String(at), until: 60 }, 0), true)
  assert.equal(tickets.take({ nonce: 'more', until: 60 }, 0), false)
  assert.equal(tickets.take({ nonce: 'more', until: 120 }, 61), true)
  assert.equal(tickets.take({ nonce: 'more', until: 120 }, 61), false)
})

test('a ticket from before a restart opens nothing: it may have been taken', () => {
  const [given, restarted] = [1_000_000, 1_000_500]
  const until = given + TICKET_MS
  const before = new TakenTickets(0)
  assert.equal(before.take({ nonce: 'a', until }, given + 1), true)
  const after = new TakenTickets(restarted)
  assert.equal(after.take({ nonce: 'a', until }, restarted + 1), false)
  assert.equal(after.take({ nonce: 'b', until: restarted + 1 + TICKET_MS }, restarted + 2), true)
})
