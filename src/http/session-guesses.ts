import { LRUCache } from 'lru-cache'
import { RateLimiter, UNKNOWN_SESSIONS } from '../core/account/rate-limiter.ts'
import { secretDigest } from '../core/account/session-id.ts'
import { networkOf } from '../core/quota/network.ts'

/** Sessions found lately that are remembered: whoever has one is not held up by a neighbour who guesses. */
const MOST_FOUND = 50_000

/** For how long an identifier that opens nothing is one and the same event: a page comes with many requests. */
const SAME_EVENT_MS = 60_000
const MOST_TOLD = 10_000

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
  readonly #told = new LRUCache<string, { readonly reason: string; readonly at: number }>({ max: MOST_TOLD })

  /** Seconds until an identifier is looked up again; 0 when it is now. `now`: Unix milliseconds. */
  waitFor(sent: SentSession, now: number): number {
    const wait = this.#rate.waitFor(nameOf(sent), now)
    return wait === 0 || this.#found.has(secretDigest(sent.id)) ? 0 : Math.ceil(wait / 1000)
  }

  /**
   * Whether it is news that an identifier opens nothing for this reason: once a minute, and no more after the session that
   * it opened was ended for a better one.
   */
  isNews(sent: SentSession, reason: string, now: number): boolean {
    const digest = secretDigest(sent.id)
    const told = this.#told.get(digest)
    const isSame = told !== undefined && now - told.at < SAME_EVENT_MS
    if (isSame && (told.reason === reason || reason === 'unknown')) return false
    this.#told.set(digest, { reason, at: now })
    return true
  }

  /** Says what came of it. */
  tell(sent: SentSession, opened: boolean, now: number): void {
    if (opened) this.#found.set(secretDigest(sent.id), true)
    else this.#rate.take(nameOf(sent), now)
  }
}

const nameOf = ({ portalId, address }: SentSession): string => `${portalId}\n${networkOf(address)}`
