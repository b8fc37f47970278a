import { createHmac, timingSafeEqual } from 'node:crypto'

/** Bytes of a ticket's nonce. */
export const TICKET_NONCE_BYTES = 16
/** How long a ticket is good for, in milliseconds (privacy.md §2.6). */
export const TICKET_MS = 60_000
const MAC_BYTES = 16

/** What a ticket opens: one piece of one service, on one host of a portal. */
export interface TicketScope {
  /** `portalKey` for `embed`. */
  readonly key: Uint8Array
  readonly host: string
  readonly service: string
  readonly reference: string
}

/** A ticket that holds; `nonce` is what whoever takes it has to remember until `until`, so that it is taken once. */
export interface Ticket {
  readonly nonce: string
  /** Unix milliseconds. */
  readonly until: number
}

/** A ticket for *load once*: `until.nonce.mac`. */
export function embedTicket(
  scope: TicketScope,
  { nonce, until }: { nonce: Uint8Array; until: number },
): string {
  const signed = `${until.toString(36)}.${Buffer.from(nonce).toString('base64url')}`
  return `${signed}.${macOf(scope, signed).toString('base64url')}`
}

const macOf = ({ key, host, service, reference }: TicketScope, signed: string): Buffer =>
  createHmac('sha256', key)
    .update(`ticket/1\n${host}\n${service}\n${reference}\n${signed}`)
    .digest()
    .subarray(0, MAC_BYTES)

const TICKET = /^(([0-9a-z]{1,10})\.([\w-]{22}))\.([\w-]{22})$/

/** Reads a ticket; null for one of another place, one that is over or not yet begun, and for what is none. */
export function readTicket(scope: TicketScope, text: string, now: number): Ticket | null {
  const [, signed, ends, nonce, mac] = TICKET.exec(text) ?? []
  if (signed === undefined || ends === undefined || nonce === undefined || mac === undefined) return null
  const said = Buffer.from(mac, 'base64url')
  if (said.byteLength !== MAC_BYTES || !timingSafeEqual(said, macOf(scope, signed))) return null
  const until = Number.parseInt(ends, 36)
  return until > now && until <= now + TICKET_MS ? { nonce, until } : null
}
