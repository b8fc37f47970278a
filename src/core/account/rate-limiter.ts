import { LRUCache } from 'lru-cache'

/** So many in so many milliseconds: at most `burst` at once, then evenly. */
export interface Rate {
  readonly burst: number
  readonly perMs: number
}

/** Identifiers of sessions that open nothing, from one network: more are not looked up (privacy.md S40). */
export const UNKNOWN_SESSIONS: Rate = { burst: 100, perMs: 60_000 }

interface Bucket {
  readonly left: number
  readonly at: number
}

/** Names that are told apart; of more, those that were silent longest start anew. */
const MOST_NAMES = 100_000

/** Token buckets by name: who asks too often is told so. Time is handed in, Unix milliseconds. */
export class RateLimiter {
  readonly #rate: Rate
  readonly #buckets: LRUCache<string, Bucket>

  constructor(rate: Rate, most = MOST_NAMES) {
    this.#rate = rate
    this.#buckets = new LRUCache({ max: most })
  }

  /** Whether one more is within the rate; it counts when it is. */
  take(name: string, now: number): boolean {
    const left = this.#left(name, now)
    if (left < 1) return false
    this.#buckets.set(name, { left: left - 1, at: now })
    return true
  }

  /** Milliseconds until one more is within the rate. */
  waitFor(name: string, now: number): number {
    const { burst, perMs } = this.#rate
    return Math.ceil((Math.max(0, 1 - this.#left(name, now)) * perMs) / burst)
  }

  #left(name: string, now: number): number {
    const { burst, perMs } = this.#rate
    const known = this.#buckets.get(name)
    if (known === undefined) return burst
    return Math.min(burst, known.left + (Math.max(0, now - known.at) * burst) / perMs)
  }
}
