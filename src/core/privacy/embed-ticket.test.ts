import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { embedTicket, readTicket, TICKET_MS, type TicketScope } from './embed-ticket.ts'
import { portalKey } from './portal-key.ts'

const MASTER = Uint8Array.from({ length: 32 }, (_, at) => at)
const scope: TicketScope = {
  key: portalKey(MASTER, { purpose: 'embed', portal: 'p_7', version: 1 }),
  host: 'data.example.org',
  service: 'youtube',
  reference: 'dQw4w9WgXcQ',
}
const NOW = Date.UTC(2026, 10, 20)
const nonce = Uint8Array.from({ length: 16 }, (_, at) => 0xa0 + at)
const ticket = embedTicket(scope, { nonce, until: NOW + TICKET_MS })

test('P24: a ticket opens its piece until its minute is over', () => {
  assert.deepEqual(readTicket(scope, ticket, NOW), {
    nonce: 'oKGio6SlpqeoqaqrrK2urw',
    until: NOW + TICKET_MS,
  })
  assert.notEqual(readTicket(scope, ticket, NOW + TICKET_MS - 1), null)
  assert.equal(readTicket(scope, ticket, NOW + TICKET_MS), null)
  assert.equal(readTicket(scope, ticket, NOW - 1), null)
})

const ELSEWHERE: Readonly<Record<string, Partial<TicketScope>>> = {
  'another portal': { key: portalKey(MASTER, { purpose: 'embed', portal: 'p_8', version: 1 }) },
  'another host': { host: 'open.example.org' },
  'another service': { service: 'vimeo' },
  'another piece': { reference: 'dQw4w9WgXcR' },
  'parts that join to the same': { service: 'youtube\ndQw4w9WgXcQ', reference: '' },
}
for (const [place, other] of Object.entries(ELSEWHERE))
  test(`P24: a ticket does not open ${place}`, () =>
    assert.equal(readTicket({ ...scope, ...other }, ticket, NOW), null))

test('P24: a ticket with anything changed, and any other text, is none', () =>
  fc.assert(
    fc.property(fc.nat(ticket.length - 2), fc.string(), (at, text) => {
      const swapped = ticket[at] === 'x' ? 'y' : 'x'
      assert.equal(readTicket(scope, ticket.slice(0, at) + swapped + ticket.slice(at + 1), NOW), null)
      assert.equal(readTicket(scope, text, NOW), null)
    }),
  ))
