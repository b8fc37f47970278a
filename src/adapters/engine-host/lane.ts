import { CODE, EngineError } from './engine-error.ts'

/** Lets `size` holders in at once and `waiting` more queue in order; refuses the next at once. */
export class Lane {
  readonly #size: number
  readonly #waiting: number
  readonly #queue = new Set<() => void>()
  #held = 0

  constructor(size: number, waiting: number) {
    this.#size = size
    this.#waiting = waiting
  }

  /** Resolves when there is room; the caller must {@link leave}. Rejects when full, or with the signal. */
  async enter(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted()
    if (this.#held < this.#size) {
      this.#held++
      return
    }
    if (this.#queue.size >= this.#waiting) throw new EngineError(CODE.tooManyQueries, 'Too many queries')
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    const abandon = () => {
      this.#queue.delete(resolve)
      reject(signal.reason)
    }
    this.#queue.add(resolve)
    signal.addEventListener('abort', abandon, { once: true })
    try {
      await promise
    } finally {
      signal.removeEventListener('abort', abandon)
    }
  }

  /** Hands the place to the first in the queue. */
  leave(): void {
    const next = this.#queue.values().next()
    if (next.done === true) {
      this.#held--
      return
    }
    this.#queue.delete(next.value)
    next.value()
  }
}
