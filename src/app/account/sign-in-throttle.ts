import { createHmac, randomBytes } from 'node:crypto'
import { LRUCache } from 'lru-cache'
import { AttemptLimiter, type AttemptPace } from '../../core/account/attempt-limiter.ts'

const SECOND = 1000
const MINUTE = 60 * SECOND

/** One account from one network: refused after five failures, for two seconds, four, … a quarter of an hour. */
const PAIR: AttemptPace = {
  ...{ free: 5, firstWait: 2 * SECOND, longestWait: 15 * MINUTE, forgetAfter: 60 * MINUTE },
}
/** One network, whatever the accounts: who tries one password on many. */
const NETWORK: AttemptPace = {
  ...{ free: 30, firstWait: 2 * SECOND, longestWait: 5 * MINUTE, forgetAfter: 15 * MINUTE },
}
/** One account from anywhere: slower answers, never a refusal. */
const ACCOUNT: AttemptPace = {
  ...{ free: 10, firstWait: SECOND / 4, longestWait: 4 * SECOND, forgetAfter: 60 * MINUTE },
}
/** Known-good pairs that are remembered. */
const MOST_GOOD = 50_000

/** Somebody who tries to prove that an account is theirs. */
export interface Attempt {
  readonly portalId: number
  /** Folded address, or the number of a person whose password was right. */
  readonly account: string
  /** Of `networkOf`. */
  readonly network: string
}

/** What an attempt has to bear. */
export interface Pace {
  /** Milliseconds to come back after; 0 for an attempt that may be made. */
  readonly refusedFor: number
  /** Milliseconds to hold the answer back. */
  readonly delay: number
}

/**
 * Slows guessing down without letting anybody lock somebody else out. What refuses is tied to the network that guesses:
 * one account from one network, or one network over many accounts. What counts guesses at an account from everywhere
 * only makes answers slower, four seconds at most, so a right password always gets in. A network from which an account
 * was signed in before bears neither the wait of its network nor the slowness. Unknown addresses bear the same. Nothing
 * is written down: names are keyed hashes in memory, of this process alone (with n processes, n times the guesses).
 */
export class SignInThrottle {
  readonly #salt = randomBytes(32)
  readonly #pairs = new AttemptLimiter(PAIR)
  readonly #networks = new AttemptLimiter(NETWORK)
  readonly #accounts = new AttemptLimiter(ACCOUNT)
  readonly #good = new LRUCache<string, true>({ max: MOST_GOOD })

  /** Counts an attempt, unless it has to come back later. */
  attempt(asked: Attempt, now: number): Pace {
    const { pair, network, account } = this.#names(asked)
    const isGood = this.#good.has(pair)
    const wait = Math.max(this.#pairs.waitFor(pair, now), isGood ? 0 : this.#networks.waitFor(network, now))
    if (wait > 0) return { refusedFor: wait, delay: 0 }
    this.#pairs.attempt(pair, now)
    if (isGood) return { refusedFor: 0, delay: 0 }
    this.#networks.attempt(network, now)
    const delay = this.#accounts.waitFor(account, now)
    this.#accounts.attempt(account, now)
    return { refusedFor: 0, delay }
  }

  /** The attempt was right. */
  succeeded(asked: Attempt): void {
    const { pair } = this.#names(asked)
    this.#pairs.forgive(pair)
    this.#good.set(pair, true)
  }

  #names({ portalId, account, network }: Attempt) {
    const name = (text: string): string => createHmac('sha256', this.#salt).update(text).digest('base64url')
    return {
      pair: name(`pair\n${portalId}\n${network}\n${account}`),
      network: name(`network\n${portalId}\n${network}`),
      account: name(`account\n${portalId}\n${account}`),
    }
  }
}
