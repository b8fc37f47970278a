import type { ReadProfile } from '../../app/ports/record-store.ts'

/** Settings of a request, in the order they are sent: a fixed order lets the host find a session by them. */
export type Settings = Readonly<Record<string, string>>

/** Which limits a request runs under: what a reader asked, or our own writing. */
export type Profile = ReadProfile | 'write' | 'meta'

/** How values are written; the same for every profile (engine.md §9 and §10). */
const SHAPE: Settings = {
  enable_extended_results_for_datetime_functions: '1',
  date_time_output_format: 'iso',
  output_format_json_quote_64bit_integers: '1',
  output_format_json_quote_decimals: '1',
  aggregate_functions_null_for_empty: '1',
  join_use_nulls: '1',
  prefer_column_name_to_alias: '1',
  count_distinct_implementation: 'uniqExact',
  session_timezone: 'UTC',
  // with it (26.7) a page ordered by one column and showing others lost rows when few were left
  use_top_k_dynamic_filtering: '0',
  // with it (26.7) `isNull` beside a text search above an ARRAY JOIN names a column that is not there
  optimize_functions_to_subcolumns: '0',
  // without it one decimal in ten is read as the double beside its own
  precise_float_parsing: '1',
  // a ring that crosses itself is no failure of the engine
  validate_polygons: '0',
}

/** Longest statement of a reader, in bytes. */
export const LONGEST_QUERY = 1 << 20

/** Bounds of any read, whatever its length. */
const READ: Settings = {
  ...SHAPE,
  max_threads: '2',
  max_memory_usage: '1000000000',
  result_overflow_mode: 'throw',
  max_query_size: String(LONGEST_QUERY),
  max_parser_depth: '500',
  max_ast_depth: '500',
  max_ast_elements: '20000',
  // the engine's own default: a dozen searches in texts beside shapes are beyond a fifth of it
  max_expanded_ast_elements: '500000',
  max_rows_in_join: '5000000',
  max_bytes_in_join: '300000000',
  function_range_max_elements_in_block: '1000000',
  max_bytes_before_external_sort: '300000000',
  max_bytes_before_external_group_by: '300000000',
  max_temporary_data_on_disk_size_for_query: '2000000000',
  allow_introspection_functions: '0',
  log_queries: '0',
  log_processors_profiles: '0',
}

/** Seconds that a reader's question may take; what an operator may set. */
export interface Deadlines {
  readonly page: number
  readonly export: number
}

export const DEADLINES: Deadlines = { page: 10, export: 600 }

/** Settings of each profile; `readonly` is always the last. */
export const profiles = (deadlines: Deadlines): Readonly<Record<Profile, Settings>> => ({
  page: {
    ...READ,
    max_execution_time: String(deadlines.page),
    max_result_rows: '100000',
    max_result_bytes: '104857600',
    readonly: '1',
  },
  export: { ...READ, max_execution_time: String(deadlines.export), readonly: '1' },
  write: { ...SHAPE, max_execution_time: '3600', log_queries: '0', log_processors_profiles: '0' },
  meta: { ...SHAPE, max_execution_time: '10', log_queries: '0', readonly: '1' },
})

/** Seconds after which the client leaves, when the engine should have ended by itself long before. */
export const deadlineSeconds = (settings: Settings): number => Number(settings.max_execution_time) + 10

/** Added for loads of many columns: a block of the usual rows would take gigabytes (engine.md §4, wide table). */
export const WIDE_LOAD: Settings = {
  max_insert_block_size: '65536',
  min_insert_block_size_rows: '65536',
  max_block_size: '8192',
}

/** Columns from which a load counts as wide. */
export const WIDE_COLUMNS = 200

/**
 * How Parquet files are written: row groups small enough that memory stays flat, without the indexes whose places the
 * rewritten foot would not tell.
 */
export const parquetSettings = (compression: 'snappy' | 'zstd'): Settings => ({
  output_format_parquet_compression_method: compression,
  output_format_parquet_row_group_size: '100000',
  output_format_parquet_row_group_size_bytes: '67108864',
  output_format_parquet_write_page_index: '0',
  output_format_parquet_write_bloom_filter: '0',
})
