import type { Statement } from '../../core/sql/compiled.ts'
import type { TableDefinition } from '../../core/sql/table.ts'

/** One row of a result: JSON values in column order. 64-bit integers arrive as strings. */
export type Row = readonly unknown[]

/** Which limits a statement runs under (`adapters/clickhouse/profiles.ts`): a page in seconds, an export in minutes. */
export type ReadProfile = 'page' | 'export'

/** Formats of streams. Lines may be cut anywhere; a Parquet file is one document. */
export type StreamFormat = 'JSONCompactEachRow' | 'JSONEachRow' | 'CSV' | 'TSV' | 'TSVRaw' | 'Parquet'

/** How a stream is asked for. */
export interface StreamAs {
  readonly format: StreamFormat
  readonly profile: ReadProfile
  /** Of the columns of a Parquet file; `snappy` when absent. */
  readonly compression?: 'snappy' | 'zstd'
}

/** What the connected engine can do; asked once, never by name (style.md §2.7). */
export interface RecordStoreTraits {
  readonly engine: 'embedded' | 'server'
  readonly version: string
  readonly parallelQueries: number
  /** Whether several processes may use it at once without us owning it. */
  readonly shared: boolean
}

/**
 * The records engine. Every method takes an `AbortSignal`; leaving stops the query inside the engine.
 * Failures are `VitrineError`s of the closed catalogue (`engine_busy`, `engine_unavailable`, `query_timeout`,
 * `query_too_large`, `disk_full`, `table_missing`, `aborted`, `bug`): engine text goes to the log only.
 */
export interface RecordStore {
  traits(): Promise<RecordStoreTraits>
  /** Whole answer in memory; for pages. */
  query(statement: Statement, profile: ReadProfile, signal: AbortSignal): Promise<readonly Row[]>
  /** Bytes of `format` as the engine makes them; a failure in mid-stream rejects the iteration. */
  stream(statement: Statement, as: StreamAs, signal: AbortSignal): AsyncIterable<Uint8Array>
  /** Creates an empty table, dropping a half-loaded one of the same name first. */
  createTable(table: TableDefinition, signal: AbortSignal): Promise<void>
  /** Creates a table that stays, when there is none. */
  ensureTable(table: TableDefinition, signal: AbortSignal): Promise<void>
  /** Loads TSV (`\N` for null) in the order of `table.columns`; all durable when it resolves. */
  load(table: TableDefinition, tsv: AsyncIterable<Uint8Array>, signal: AbortSignal): Promise<void>
  /**
   * Removes the rows of a loaded table, not yet read by anybody, that a condition of ours holds for; says how many.
   */
  removeRows(table: TableDefinition, condition: string, signal: AbortSignal): Promise<number>
  /** Merges parts and syncs a loaded table before it is published. */
  seal(table: TableDefinition, signal: AbortSignal): Promise<void>
  /** `table` is qualified here and below: `ds.d_12`. */
  countRows(table: string, signal: AbortSignal): Promise<number>
  dropTable(table: string, signal: AbortSignal): Promise<void>
  listTables(signal: AbortSignal): Promise<readonly string[]>
  /** Rejects when the engine does not answer. */
  health(signal: AbortSignal): Promise<void>
}
