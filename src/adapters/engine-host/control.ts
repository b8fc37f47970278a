import type { Session } from 'chdb'
import type { Log } from '../../app/ports/log.ts'

const AGAIN_MS = 250

/**
 * The control session: kills what runs under a tag, again and again until it has gone, for a kill may come
 * between two statements. What outlives its kill by the host's patience cannot be stopped from inside
 * (engine.md §1: not interruptible inside one function call): then `giveUp` is called.
 */
export class Control {
  readonly #open: () => Session
  readonly #log: Log
  readonly #patienceMs: number
  readonly #giveUp: () => void
  /** Time of the first kill by tag. */
  readonly #doomed = new Map<string, number>()
  #session: Session
  #timer: NodeJS.Timeout | null = null
  #busy = false
  #again = false

  constructor(
    open: () => Session,
    { log, patienceMs, giveUp }: { log: Log; patienceMs: number; giveUp: () => void },
  ) {
    this.#open = open
    this.#log = log
    this.#patienceMs = patienceMs
    this.#giveUp = giveUp
    this.#session = open()
  }

  /** Kills the query of `tag`, until {@link spare} is called for it. */
  kill(tag: string): void {
    if (!this.#doomed.has(tag)) this.#doomed.set(tag, performance.now())
    this.#timer ??= setInterval(() => this.#sweep(), AGAIN_MS)
    void this.#killAll()
  }

  /** The query of `tag` has ended. */
  spare(tag: string): void {
    this.#doomed.delete(tag)
    if (this.#doomed.size > 0 || this.#timer === null) return
    clearInterval(this.#timer)
    this.#timer = null
  }

  close(): void {
    this.#session.close()
  }

  #sweep(): void {
    const now = performance.now()
    for (const [tag, since] of this.#doomed) {
      if (now - since < this.#patienceMs) continue
      this.#log.error('engine_query_immortal', { tag })
      this.#giveUp()
    }
    void this.#killAll()
  }

  async #killAll(): Promise<void> {
    if (this.#doomed.size === 0) return
    if (this.#busy) {
      this.#again = true
      return
    }
    this.#busy = true
    this.#again = false
    const tags = Array.from(this.#doomed.keys(), tag => `'${tag}'`).join(', ')
    try {
      await this.#session.queryAsync(`KILL QUERY WHERE Settings['log_comment'] IN (${tags}) ASYNC`)
    } catch (thrown) {
      this.#log.error('engine_kill_failed', {}, thrown)
      this.#session.close()
      this.#session = this.#open()
    } finally {
      this.#busy = false
    }
    if (this.#again) await this.#killAll()
  }
}
