import type { Log } from '../../app/ports/log.ts'
import { Control } from './control.ts'
import type { Engine } from './engine.ts'
import { CODE, EngineError, engineError } from './engine-error.ts'
import { FILED, fileStream } from './file-stream.ts'
import { demandFreeSpace } from './free-space.ts'
import { Lane } from './lane.ts'
import { engineFolder, type HostOptions } from './options.ts'
import { type HostRequest, setParams } from './request.ts'
import { type EngineSession, SessionPool } from './sessions.ts'
import { needsSpace, parseInsert } from './sql-text.ts'
import { wholeLines } from './whole-lines.ts'

/**
 * Bytes of one raw insert, 4 to 32 MiB by the memory there is: each makes a part, and merging parts costs more
 * than making them (3 M rows: 8 MiB 15.9 s of processor time with the final merge, 32 MiB 8.1 s without one).
 */
const insertBytes = (memoryBytes: number): number => Math.min(32 << 20, Math.max(4 << 20, memoryBytes / 64))

/** Formats whose chunks, each a document of its own, make one document when joined (engine.md §1). */
const STREAMED = new Set([
  'CSV',
  'TSV',
  'TSVRaw',
  'TabSeparated',
  'TabSeparatedRaw',
  'JSONEachRow',
  'JSONCompactEachRow',
])

/** Runs requests on the engine: a place in a lane, a session of the right settings, a kill when the caller leaves. */
export class Executor {
  readonly #options: HostOptions
  readonly #pool: SessionPool
  readonly #control: Control
  readonly #lanes: { readonly answers: Lane; readonly streams: Lane; readonly inserts: Lane }
  readonly #stopping = new AbortController()

  constructor(engine: Engine, options: HostOptions, { log, giveUp }: { log: Log; giveUp: () => void }) {
    const { answers, streams, inserts, waiting } = options.lanes
    this.#options = options
    this.#pool = new SessionPool(engine.open, 2 * (answers + streams + inserts))
    this.#control = new Control(engine.open, { log, patienceMs: options.patienceMs, giveUp })
    this.#lanes = {
      answers: new Lane(answers, waiting),
      streams: new Lane(streams, waiting),
      inserts: new Lane(inserts, waiting),
    }
  }

  /** The whole answer of a statement. */
  answer(request: HostRequest, sql: string, signal: AbortSignal): Promise<Uint8Array> {
    return this.#run(this.#lanes.answers, { request, sql, signal }, async session => {
      const set = setParams(request.params)
      const text = set === '' ? sql : `${set}; ${sql}`
      const result = await session.chdb.queryAsync(text, { format: request.format })
      return result.bytes()
    })
  }

  /**
   * Hands the chunks of a statement to `write`, the first of which is there before it is called, so that a
   * failure up to then can still have a status. The engine is asked for the next chunk when one was taken.
   */
  stream(
    request: HostRequest,
    sql: string,
    { signal, write }: { signal: AbortSignal; write: (chunks: AsyncIterable<Uint8Array>) => Promise<void> },
  ): Promise<void> {
    return this.#run(this.#lanes.streams, { request, sql, signal }, async session => {
      const { format } = request
      if (!STREAMED.has(format) && !FILED.has(format)) {
        throw new EngineError(CODE.unknownFormat, `${format} cannot be streamed`)
      }
      const set = setParams(request.params)
      if (set !== '') await session.chdb.queryAsync(set)
      signal.throwIfAborted()
      const bytes = FILED.has(format)
        ? fileStream(session.chdb, sql, { folder: this.#options.home, format })
        : rawChunks(session.chdb.queryStream(sql, { format }))
      const chunks = bytes[Symbol.asyncIterator]()
      const first = await chunks.next()
      await write(rest(first, chunks))
    })
  }

  /** Loads a body of TSV lines in blocks; what was written before a failure stays. */
  insert(request: HostRequest, body: AsyncIterable<Uint8Array>, signal: AbortSignal): Promise<void> {
    const sql = request.query
    return this.#run(this.#lanes.inserts, { request, sql, signal }, async session => {
      const target = parseInsert(sql)
      if (target === null)
        throw new EngineError(CODE.badQuery, 'INSERT must be db.table (columns) FORMAT TabSeparated')
      let running: Promise<unknown> = Promise.resolve()
      try {
        for await (const values of wholeLines(body, insertBytes(this.#options.memoryBytes))) {
          await running
          signal.throwIfAborted()
          await this.#demandSpace(sql)
          running = session.chdb.insert({ ...target, values, format: 'TSV' })
          running.catch(() => {})
        }
      } finally {
        await running
      }
    })
  }

  /** Refuses what comes, kills what runs. */
  stop(): void {
    this.#stopping.abort(new EngineError(CODE.stopping, 'The engine host is stopping'))
  }

  /** Ends the idle sessions; call when nothing runs any more. */
  close(): void {
    this.#pool.closeIdle()
    this.#control.close()
  }

  async #run<T>(
    lane: Lane,
    { request, sql, signal: left }: { request: HostRequest; sql: string; signal: AbortSignal },
    work: (session: EngineSession) => Promise<T>,
  ): Promise<T> {
    const signal = AbortSignal.any([left, this.#stopping.signal])
    await lane.enter(signal)
    try {
      await this.#demandSpace(sql)
      const session = await this.#pool.take(request.settings)
      return await this.#use(session, { request, sql, signal }, work)
    } finally {
      lane.leave()
    }
  }

  async #use<T>(
    session: EngineSession,
    { request, sql, signal }: { request: HostRequest; sql: string; signal: AbortSignal },
    work: (session: EngineSession) => Promise<T>,
  ): Promise<T> {
    const kill = () => this.#control.kill(session.tag)
    signal.addEventListener('abort', kill, { once: true })
    let clean = false
    try {
      signal.throwIfAborted()
      rememberParams(session, request, sql)
      const result = await work(session)
      clean = !signal.aborted
      return result
    } catch (thrown) {
      throw signal.aborted ? engineError(signal.reason) : engineError(thrown)
    } finally {
      signal.removeEventListener('abort', kill)
      this.#control.spare(session.tag)
      if (clean) this.#pool.keep(session)
      else this.#pool.discard(session)
    }
  }

  async #demandSpace(sql: string): Promise<void> {
    if (needsSpace(sql)) await demandFreeSpace(engineFolder(this.#options.home), this.#options.freeSpace)
  }
}

/** Parameters persist in a session: one that only an earlier request gave must be as good as not given. */
function rememberParams(session: EngineSession, { params }: HostRequest, sql: string): void {
  for (const name of session.params) {
    if (!params.has(name) && sql.includes(`{${name}:`)) {
      throw new EngineError(CODE.parameterMissing, `Substitution ${name} is not set`)
    }
  }
  for (const name of params.keys()) session.params.add(name)
}

async function* rawChunks(results: AsyncIterable<{ raw(): Uint8Array }>): AsyncGenerator<Uint8Array> {
  for await (const result of results) yield result.raw()
}

async function* rest(
  first: IteratorResult<Uint8Array>,
  chunks: AsyncIterator<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  try {
    for (let next = first; next.done !== true; next = await chunks.next()) yield next.value
  } finally {
    await chunks.return?.()
  }
}
