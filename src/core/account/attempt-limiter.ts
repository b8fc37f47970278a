import { LRUCache } from 'lru-cache'

/** How failures slow down: the first `free` cost nothing, each further one doubles the wait. Milliseconds. */
export interface AttemptPace {
  readonly free: number
  readonly firstWait: number
  readonly longestWait: number
  /** After so long without an attempt everything is forgotten. */
  readonly forgetAfter: number
}

interface Attempts {
  readonly count: number
  readonly last: number
}

/** Names that are told apart; of more, those that were silent longest start anew. */
const MOST_NAMES = 100_000

/**
 * Slows down who tries again and again. An attempt counts when it begins, so that many at once are not all the first;
 * one that turns out right is forgiven. Time is handed in, Unix milliseconds; a clock set back only makes waits longer.
 */
export class AttemptLimiter {
  readonly #pace: AttemptPace
  readonly #attempts: LRUCache<string, Attempts>

  constructor(pace: AttemptPace, most = MOST_NAMES) {
    this.#pace = pace
    this.#attempts = new LRUCache({ max: most })
  }

  /** Milliseconds until the next attempt is due: 0 when it may be made now, and then it counts. */
  attempt(name: string, now: number): number {
    const wait = this.waitFor(name, now)
    if (wait === 0) this.#attempts.set(name, { count: this.#known(name, now).count + 1, last: now })
    return wait
  }

  /** Milliseconds until the next attempt is due; nothing is counted. */
  waitFor(name: string, now: number): number {
    const { count, last } = this.#known(name, now)
    const over = count - this.#pace.free
    if (over < 0) return 0
    const wait = Math.min(this.#pace.longestWait, this.#pace.firstWait * 2 ** Math.min(over, 40))
    return Math.max(0, last + wait - now)
  }

  forgive(name: string): void {
    this.#attempts.delete(name)
  }

  #known(name: string, now: number): Attempts {
    const known = this.#attempts.get(name)
    return known === undefined || now - known.last > this.#pace.forgetAfter ? { count: 0, last: now } : known
  }
}
