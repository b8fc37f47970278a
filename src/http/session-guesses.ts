import { LRUCache } from 'lru-cache'
import { RateLimiter, UNKNOWN_SESSIONS } from '../core/account/rate-limiter.ts'
import { secretDigest } from '../core/account/session-id.ts'
import { networkOf } from '../core/quota/network.ts'

/** Sessions found lately that are remembered: whoever has one is not held up by a neighbour who guesses. */
const MOST_FOUND = 50_000

/** An identifier that somebody sent. */
export interface SentSession {
  readonly portalId: number
  /** Address of the visitor; only its network is looked at. */
  readonly address: string
  readonly id: string
}

/** Holds up networks that send identifiers which open nothing, before they cost a query each (privacy.md S40). */
export class SessionGuesses {
  readonly #rate = new RateLimiter(UNKNOWN_SESSIONS)
  readonly #found = new LRUCache<string, true>({ max: MOST_FOUND })

  /** Seconds until an identifier is looked up again; 0 when it is now. `now`: Unix milliseconds. */
  waitFor(sent: SentSession, now: number): number {
    const wait = this.#rate.waitFor(nameOf(sent), now)
    return wait === 0 || this.#found.has(secretDigest(sent.id)) ? 0 : Math.ceil(wait / 1000)
  }

  /** Says what came of it. */
  tell(sent: SentSession, opened: boolean, now: number): void {
    if (opened) this.#found.set(secretDigest(sent.id), true)
    else this.#rate.take(nameOf(sent), now)
  }
}

const nameOf = ({ portalId, address }: SentSession): string => `${portalId}\n${networkOf(address)}`
