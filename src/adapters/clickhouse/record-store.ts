import { availableParallelism } from 'node:os'
import type { Log } from '../../app/ports/log.ts'
import type {
  ReadProfile,
  RecordStore,
  RecordStoreTraits,
  Row,
  StreamAs,
} from '../../app/ports/record-store.ts'
import { VitrineError } from '../../core/errors.ts'
import type { Statement } from '../../core/sql/compiled.ts'
import { qualifiedName, type TableDefinition } from '../../core/sql/table.ts'
import { createTableSql, insertSql, tableSql } from './ddl.ts'
import { wireParams } from './parameters.ts'
import { probeEngine, readVersion } from './probe.ts'
import {
  DEADLINES,
  type Deadlines,
  LONGEST_QUERY,
  parquetSettings,
  WIDE_COLUMNS,
  WIDE_LOAD,
} from './profiles.ts'
import { type Address, Transport } from './transport.ts'

/** Parts from which a loaded table is merged before it is published (engine.md §8). */
const MANY_PARTS = 8

/** Where the records engine is: our own host's socket, or a ClickHouse server. */
export type RecordStoreLocation =
  | { readonly socketPath: string }
  /** `http(s)://user:password@host:port`. */
  | { readonly url: string }

export interface RecordStoreOptions {
  readonly log: Log
  readonly signal: AbortSignal
  readonly deadlines?: Deadlines
}

/** A record store that holds connections. */
export interface OpenRecordStore extends RecordStore {
  /** Drops the connections; statements under way reject. */
  close(): Promise<void>
}

/**
 * Connects to the records engine: one client for the embedded host and for servers. A server is probed for
 * what we use (`engine_unsupported` names what is missing) and gets our databases.
 */
export async function openRecordStore(
  location: RecordStoreLocation,
  { log, signal, deadlines = DEADLINES }: RecordStoreOptions,
): Promise<OpenRecordStore> {
  const embedded = 'socketPath' in location
  const transport = embedded
    ? new Transport({ origin: 'http://engine', socketPath: location.socketPath }, log, { deadlines })
    : new Transport(addressOf(location.url), log, {
        deadlines,
        extra: { cancel_http_readonly_queries_on_client_close: '1' },
      })
  try {
    const version = await readVersion(transport, signal)
    if (!embedded) await probeEngine(transport, version, signal)
    const traits: RecordStoreTraits = {
      engine: embedded ? 'embedded' : 'server',
      version,
      parallelQueries: embedded ? 2 * availableParallelism() : 64,
      shared: !embedded,
    }
    return new ClickHouseRecordStore(transport, traits)
  } catch (thrown) {
    await transport.close()
    throw thrown
  }
}

function addressOf(url: string): Address {
  const { origin, username, password } = new URL(url)
  return {
    origin,
    ...(username === '' ? {} : { user: decodeURIComponent(username) }),
    ...(password === '' ? {} : { password: decodeURIComponent(password) }),
  }
}

class ClickHouseRecordStore implements OpenRecordStore {
  readonly #transport: Transport
  readonly #traits: RecordStoreTraits

  constructor(transport: Transport, traits: RecordStoreTraits) {
    this.#transport = transport
    this.#traits = traits
  }

  async traits(): Promise<RecordStoreTraits> {
    return this.#traits
  }

  async query(statement: Statement, profile: ReadProfile, signal: AbortSignal): Promise<readonly Row[]> {
    const text = await this.#transport.text({
      ...readCall(statement, profile, signal),
      format: 'JSONCompactEachRow',
    })
    return parseRows(text)
  }

  stream(
    statement: Statement,
    { format, profile, compression = 'snappy' }: StreamAs,
    signal: AbortSignal,
  ): AsyncIterable<Uint8Array> {
    const settings = format === 'Parquet' ? parquetSettings(compression) : {}
    return this.#transport.bytes({ ...readCall(statement, profile, signal), format, settings })
  }

  async createTable(table: TableDefinition, signal: AbortSignal): Promise<void> {
    await this.dropTable(qualifiedName(table), signal)
    await this.#write(createTableSql(table), signal)
  }

  ensureTable(table: TableDefinition, signal: AbortSignal): Promise<void> {
    return this.#write(createTableSql(table, 'IF NOT EXISTS '), signal)
  }

  async load(table: TableDefinition, tsv: AsyncIterable<Uint8Array>, signal: AbortSignal): Promise<void> {
    const source = new Watched(tsv)
    try {
      await this.#transport.text({
        profile: 'write',
        sql: insertSql(table),
        data: source,
        settings: table.columns.length > WIDE_COLUMNS ? WIDE_LOAD : {},
        table: qualifiedName(table),
        signal,
      })
    } catch (thrown) {
      throw source.failed ? source.failure : thrown
    }
  }

  async removeRows(table: TableDefinition, condition: string, signal: AbortSignal): Promise<number> {
    const name = tableSql(qualifiedName(table))
    const settings = 'max_bytes_before_external_group_by = 300000000'
    const text = await this.#transport.text({
      ...{ profile: 'write', signal, format: 'TabSeparated' },
      sql: `SELECT count() FROM ${name} WHERE ${condition} SETTINGS ${settings}`,
    })
    const rows = Number(text)
    if (rows > 0)
      await this.#write(
        `ALTER TABLE ${name} DELETE WHERE ${condition} SETTINGS mutations_sync = 2, ${settings}`,
        signal,
      )
    return rows
  }

  async seal(table: TableDefinition, signal: AbortSignal): Promise<void> {
    const parts = await this.#count(
      {
        sql: `SELECT count() FROM system.parts WHERE active AND database = '${table.database}' AND table = {table:String}`,
        params: { table: table.name },
      },
      signal,
    )
    if (parts > MANY_PARTS)
      await this.#write(`OPTIMIZE TABLE ${tableSql(qualifiedName(table))} FINAL`, signal)
  }

  countRows(table: string, signal: AbortSignal): Promise<number> {
    return this.#count({ sql: `SELECT count() FROM ${tableSql(table)}`, params: {} }, signal, table)
  }

  dropTable(table: string, signal: AbortSignal): Promise<void> {
    return this.#write(`DROP TABLE IF EXISTS ${tableSql(table)}`, signal)
  }

  async listTables(signal: AbortSignal): Promise<readonly string[]> {
    const sql = `SELECT concat(database, '.', name) FROM system.tables WHERE database IN ('ds', 'live') ORDER BY 1`
    const text = await this.#transport.text({ profile: 'meta', sql, format: 'JSONCompactEachRow', signal })
    return parseRows(text).map(([name]) => String(name))
  }

  health(signal: AbortSignal): Promise<void> {
    return this.#transport.ping(signal)
  }

  close(): Promise<void> {
    return this.#transport.close()
  }

  async #write(sql: string, signal: AbortSignal): Promise<void> {
    await this.#transport.text({ profile: 'write', sql, signal })
  }

  async #count(statement: Statement, signal: AbortSignal, table = ''): Promise<number> {
    const text = await this.#transport.text({
      profile: 'meta',
      sql: statement.sql,
      params: wireParams(statement),
      format: 'TabSeparated',
      table,
      signal,
    })
    return Number(text)
  }
}

/** Rejects with `query_too_large` what the engine would not read to its end. */
function readCall(statement: Statement, profile: ReadProfile, signal: AbortSignal) {
  if (Buffer.byteLength(statement.sql) > LONGEST_QUERY) throw new VitrineError('query_too_large')
  const table = /\bFROM\s+((?:ds|live)\.\w+)/.exec(statement.sql.replaceAll('`', ''))?.[1] ?? ''
  return { profile, sql: statement.sql, params: wireParams(statement), table, signal }
}

/** Lines of JSON arrays; a newline inside a string is escaped, so every raw one ends a row. */
function parseRows(text: string): readonly Row[] {
  return JSON.parse(`[${text.trimEnd().replaceAll('\n', ',')}]`) as readonly Row[]
}

/**
 * A source that remembers its own failure, which would else come back as a broken connection. A failure of
 * the connection, thrown into it where it waits for its reader, is not one.
 */
class Watched implements AsyncIterable<Uint8Array> {
  readonly #source: AsyncIterable<Uint8Array>
  failed = false
  failure: unknown

  constructor(source: AsyncIterable<Uint8Array>) {
    this.#source = source
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
    const chunks = this.#source[Symbol.asyncIterator]()
    try {
      for (let next = await this.#next(chunks); next.done !== true; next = await this.#next(chunks))
        yield next.value
    } finally {
      if (!this.failed) await chunks.return?.()
    }
  }

  async #next(chunks: AsyncIterator<Uint8Array>): Promise<IteratorResult<Uint8Array>> {
    try {
      return await chunks.next()
    } catch (thrown) {
      this.failed = true
      this.failure = thrown
      throw thrown
    }
  }
}
