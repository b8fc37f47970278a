import type { Session } from 'chdb'

/** A session with what it was opened for. It runs one query at a time. */
export interface EngineSession {
  readonly chdb: Session
  /** `log_comment` of everything it runs, by which control kills it. */
  readonly tag: string
  readonly settings: string
  /** Names of all parameters it was ever given: they persist. */
  readonly params: Set<string>
}

/**
 * Sessions by their settings. One that met an error, a kill or an abort is never given out again: what its
 * failed query had already written would come before the next answer (engine.md §3, contamination).
 */
export class SessionPool {
  readonly #open: () => Session
  readonly #maxIdle: number
  /** Idle sessions, longest idle first. */
  readonly #idle = new Set<EngineSession>()
  #opened = 0

  constructor(open: () => Session, maxIdle: number) {
    this.#open = open
    this.#maxIdle = maxIdle
  }

  /** An idle session with exactly these settings, or a new one. */
  async take(settings: string): Promise<EngineSession> {
    for (const session of this.#idle) {
      if (session.settings !== settings) continue
      this.#idle.delete(session)
      return session
    }
    return this.#create(settings)
  }

  /** Takes a session back after a query that ended well. */
  keep(session: EngineSession): void {
    this.#idle.add(session)
    if (this.#idle.size <= this.#maxIdle) return
    const [oldest] = this.#idle
    if (oldest === undefined) return
    this.#idle.delete(oldest)
    oldest.chdb.close()
  }

  /** Ends a session after anything else. */
  discard(session: EngineSession): void {
    session.chdb.close()
  }

  closeIdle(): void {
    for (const session of this.#idle) session.chdb.close()
    this.#idle.clear()
  }

  async #create(settings: string): Promise<EngineSession> {
    const tag = `s:${++this.#opened}`
    const session = { chdb: this.#open(), tag, settings, params: new Set<string>() }
    try {
      await session.chdb.queryAsync(`SET log_comment='${tag}'${settings === '' ? '' : `, ${settings}`}`)
    } catch (thrown) {
      session.chdb.close()
      throw thrown
    }
    return session
  }
}
