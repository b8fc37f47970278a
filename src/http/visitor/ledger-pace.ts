import { RateLimiter } from '../../core/account/rate-limiter.ts'
import { VitrineError } from '../../core/errors.ts'
import type { Decided } from '../../core/privacy/consent-choice.ts'
import { networkOf } from '../../core/quota/network.ts'

/** Rows of the ledger that one network may cause in an hour: so many that allow something, so many that do not. */
const RATE = { burst: 60, perMs: 3_600_000 }

/**
 * Keeps the ledger from being filled. An acceptance that cannot be noted is none, so who accepts all the time is told
 * to come back; refusing, withdrawing and objecting always work, and beyond the pace leave no row, since the same
 * signed cookie can be taken back again and again.
 */
export class LedgerPace {
  readonly #widening = new RateLimiter(RATE)
  readonly #narrowing = new RateLimiter(RATE)

  /** The decision as it is to be noted. Rejects with `too_many_attempts`. */
  admit(address: string, decided: Decided, now: number): Decided {
    const { action, before, after } = decided
    if (action === null) return decided
    const network = networkOf(address)
    const isWider = after.some(grant => !before.includes(grant))
    const limiter = isWider ? this.#widening : this.#narrowing
    if (limiter.take(network, now)) return decided
    if (!isWider) return { ...decided, action: null }
    throw new VitrineError('too_many_attempts', {
      seconds: Math.ceil(limiter.waitFor(network, now) / 1000),
    })
  }
}
