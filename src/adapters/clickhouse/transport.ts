import { Readable } from 'node:stream'
import { Pool, errors as undici } from 'undici'
import type { Log } from '../../app/ports/log.ts'
import { VitrineError } from '../../core/errors.ts'
import { engineFault, type Intent } from './errors.ts'
import { type Deadlines, deadlineSeconds, type Profile, profiles, type Settings } from './profiles.ts'
import { withoutException } from './tail-exception.ts'

/** Connections to one engine; a request more than this is refused at once. */
const MAX_CONNECTIONS = 256

/** Where an engine answers and as whom. */
export interface Address {
  /** `http://host:port`, without credentials. */
  readonly origin: string
  readonly socketPath?: string
  readonly user?: string
  readonly password?: string
}

/** One request of ClickHouse's HTTP interface. */
export interface Call {
  readonly profile: Profile
  readonly sql: string
  /** Body of an INSERT, whose text then travels in the address. */
  readonly data?: AsyncIterable<Uint8Array>
  readonly params?: Iterable<readonly [name: string, value: string]>
  readonly format?: string
  readonly settings?: Settings
  /** Table named in a `table_missing`. */
  readonly table?: string
  readonly signal: AbortSignal
}

export interface TransportOptions {
  readonly deadlines: Deadlines
  /** Settings sent with every request. */
  readonly extra?: Settings
}

type Body = Awaited<ReturnType<Pool['request']>>['body']

/** ClickHouse's HTTP interface over kept connections; faults leave as {@link VitrineError}s. */
export class Transport {
  readonly #pool: Pool
  readonly #headers: Readonly<Record<string, string>>
  readonly #heads: Readonly<Record<Profile, string>>
  readonly #profiles: Readonly<Record<Profile, Settings>>
  readonly #log: Log
  #running = 0

  constructor(address: Address, log: Log, { deadlines, extra = {} }: TransportOptions) {
    const { origin, socketPath, user, password } = address
    this.#pool = new Pool(origin, {
      connections: MAX_CONNECTIONS,
      pipelining: 1,
      ...(socketPath === undefined ? {} : { socketPath }),
    })
    this.#headers = {
      ...(user === undefined ? {} : { 'X-ClickHouse-User': user }),
      ...(password === undefined ? {} : { 'X-ClickHouse-Key': password }),
    }
    this.#profiles = profiles(deadlines)
    const head = (profile: Profile) =>
      new URLSearchParams({ ...extra, ...this.#profiles[profile] }).toString()
    this.#heads = { page: head('page'), export: head('export'), write: head('write'), meta: head('meta') }
    this.#log = log
  }

  /** The whole answer as text. */
  async text(call: Call): Promise<string> {
    const { body } = await this.#send(call, '&wait_end_of_query=1')
    try {
      return await body.text()
    } catch (thrown) {
      throw connectionFault(thrown, call.signal)
    }
  }

  /** The answer as the engine makes it; a failure in the middle rejects. */
  async *bytes(call: Call): AsyncGenerator<Uint8Array> {
    const { body, tag } = await this.#send(call, '')
    try {
      yield* tag === null ? body : withoutException(body, tag, text => this.#told(call, text))
    } catch (thrown) {
      throw thrown instanceof VitrineError ? thrown : connectionFault(thrown, call.signal)
    } finally {
      body.destroy()
    }
  }

  async ping(signal: AbortSignal): Promise<void> {
    try {
      const { statusCode, body } = await this.#pool.request({ path: '/ping', method: 'GET', signal })
      await body.dump()
      if (statusCode !== 200) throw new VitrineError('engine_unavailable')
    } catch (thrown) {
      throw connectionFault(thrown, signal)
    }
  }

  close(): Promise<void> {
    return this.#pool.destroy()
  }

  async #send(call: Call, options: string): Promise<{ body: Body; tag: string | null }> {
    const { signal } = call
    if (signal.aborted) throw new VitrineError('aborted', {}, signal.reason)
    if (this.#running >= MAX_CONNECTIONS) throw new VitrineError('engine_busy')
    const deadline = deadlineSeconds(this.#profiles[call.profile]) * 1000
    this.#running++
    try {
      const { statusCode, headers, body } = await this.#pool.request({
        path: this.#path(call, options),
        method: 'POST',
        headers: this.#headers,
        body: call.data === undefined ? call.sql : Readable.from(call.data, { objectMode: false }),
        signal,
        headersTimeout: deadline,
        bodyTimeout: deadline,
      })
      if (statusCode === 200) return { body, tag: only(headers['x-clickhouse-exception-tag']) }
      throw this.#fault(call, Number(headers['x-clickhouse-exception-code'] ?? 0), await body.text())
    } catch (thrown) {
      throw connectionFault(thrown, signal)
    } finally {
      this.#running--
    }
  }

  #path({ profile, params = [], format, settings = {}, data, sql }: Call, options: string): string {
    const rest = new URLSearchParams(settings)
    for (const [name, value] of params) rest.append(`param_${name}`, value)
    if (format !== undefined) rest.append('default_format', format)
    if (data !== undefined) rest.append('query', sql)
    return `/?${this.#heads[profile]}${options}&${rest}`
  }

  /** The fault of an exception told in the middle of an answer. */
  #told(call: Call, text: string): VitrineError {
    return this.#fault(call, Number(/Code: (\d+)\./.exec(text)?.[1] ?? 0), text)
  }

  #fault(call: Call, engineCode: number, text: string): VitrineError {
    const intent: Intent = call.profile === 'page' || call.profile === 'export' ? 'read' : 'write'
    return engineFault({ engineCode, text, table: call.table ?? '' }, intent, this.#log)
  }
}

const only = (header: string | string[] | undefined): string | null =>
  typeof header === 'string' ? header : null

/** What a broken connection means: the caller left, the deadline passed, or the engine is not there. */
function connectionFault(thrown: unknown, signal: AbortSignal): VitrineError {
  if (thrown instanceof VitrineError) return thrown
  if (signal.aborted) return new VitrineError('aborted', {}, thrown)
  if (thrown instanceof undici.HeadersTimeoutError || thrown instanceof undici.BodyTimeoutError) {
    return new VitrineError('query_timeout', {}, thrown)
  }
  return new VitrineError('engine_unavailable', {}, thrown)
}
