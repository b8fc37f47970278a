import { TICKET_MS } from '../../core/privacy/embed-ticket.ts'

/** Most tickets that are remembered at a time. */
const MOST = 100_000

/**
 * Tickets that were taken, so that none is taken twice. They are kept until they are over, in this process: of a deployment
 * of several, each takes a ticket once within its minute, which opens no more than its holder has asked for. Nothing is
 * known of tickets from before this process, so none of those opens anything: whoever holds one asks again.
 */
export class TakenTickets {
  readonly #taken = new Map<string, number>()
  readonly #since: number

  /** `since`: when this process began to remember, Unix milliseconds. */
  constructor(since: number) {
    this.#since = since
  }

  /** Takes a ticket; false when it was taken before, may have been, and when there are more than can be remembered. */
  take({ nonce, until }: { readonly nonce: string; readonly until: number }, now: number): boolean {
    if (until - TICKET_MS < this.#since) return false
    if (this.#taken.size >= MOST) this.#forget(now)
    if (this.#taken.has(nonce) || this.#taken.size >= MOST) return false
    this.#taken.set(nonce, until)
    return true
  }

  #forget(now: number): void {
    for (const [nonce, until] of this.#taken) if (until <= now) this.#taken.delete(nonce)
  }
}
