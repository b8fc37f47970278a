import type { Field } from '../dataset/field.ts'
import { partedSql } from './typography.ts'

/**
 * Physical layout of record tables, version {@link LAYOUT}. Field `i` (0-based) of a schema owns the columns
 * `c{i+1}` and those derived from it:
 *
 * | type | columns |
 * |---|---|
 * | text | `cN Nullable(String)` |
 * | text + multivalued | `cN Array(String)` (empty for null) |
 * | int / double / boolean | `cN Nullable(Int64 / Float64 / Bool)` |
 * | date | `cN Nullable(DateTime64(0, 'UTC'))`, midnight UTC: Date32 clamps before 1900 (engine.md §4) |
 * | datetime | `cN Nullable(DateTime64(3, 'UTC'))` |
 * | geo_point_2d | `cN_lon`, `cN_lat Nullable(Float64)` |
 * | geo_shape | `cN Nullable(String)`: GeoJSON geometry text; `cN_lon`, `cN_lat`: centre of its bounding box |
 * | json_blob, file | `cN Nullable(String)`: JSON text |
 *
 * before them `_id UInt64`, the number of the record in source order from 0; after them `_text`, every text-like value
 * joined by a space, which is not stored but for its folded words: `_search String`, under the text index; and
 * `_record String`, the 40 hexadecimal digits that identify the record (explore-api §7.3), stored because computing
 * them for a million records takes 0.2 s.
 */
export const LAYOUT = 3

export interface ColumnDefinition {
  readonly name: string
  /** Type, with default and codec. */
  readonly type: string
  /** Made by the engine from other columns, not loaded. */
  readonly computed?: boolean
}

/** A table to create: database and name, columns in load order, and the rest of its DDL. */
export interface TableDefinition {
  readonly database: 'ds' | 'live'
  readonly name: string
  readonly columns: readonly ColumnDefinition[]
  /** `INDEX … , INDEX …` clauses. */
  readonly indexes: readonly string[]
  /** `ENGINE = …` to the end of the statement. */
  readonly engine: string
}

/** `ds.d_12`: the name that is kept and that statements use; nothing in it needs quoting. */
export const qualifiedName = ({ database, name }: Pick<TableDefinition, 'database' | 'name'>): string =>
  `${database}.${name}`

const column = (name: string, type: string): ColumnDefinition => ({ name, type })

/** Physical columns of the field at `index` of its schema, in load order. */
export function fieldColumns(field: Field, index: number): readonly ColumnDefinition[] {
  const name = `c${index + 1}`
  const point = [column(`${name}_lon`, 'Nullable(Float64)'), column(`${name}_lat`, 'Nullable(Float64)')]
  switch (field.type) {
    case 'text':
      return [
        column(name, field.annotations.multivalued === undefined ? 'Nullable(String)' : 'Array(String)'),
      ]
    case 'int':
      return [column(name, 'Nullable(Int64)')]
    case 'double':
      return [column(name, 'Nullable(Float64)')]
    case 'boolean':
      return [column(name, 'Nullable(Bool)')]
    case 'date':
      return [column(name, "Nullable(DateTime64(0, 'UTC'))")]
    case 'datetime':
      return [column(name, "Nullable(DateTime64(3, 'UTC'))")]
    case 'geo_point_2d':
      return point
    case 'geo_shape':
      return [column(name, 'Nullable(String)'), ...point]
    case 'json_blob':
    case 'file':
      return [column(name, 'Nullable(String)')]
  }
}

/** The folding of texts that are searched and of every needle (engine.md §8). */
export const foldSql = (expression: string): string =>
  partedSql(`removeDiacriticsUTF8(caseFoldUTF8(${expression}))`)

/**
 * What full text stands on: a text as it is loaded and its words without case, accents and typography as they are kept.
 * Folded in the column and not by the index alone, the same words are found whether or not the engine asks the index.
 */
export const SEARCH_COLUMNS: readonly ColumnDefinition[] = [
  { name: '_text', type: 'String EPHEMERAL' },
  { name: '_search', type: `String DEFAULT ${foldSql('_text')}`, computed: true },
]
export const TEXT_INDEX = 'INDEX fts _search TYPE text(tokenizer = splitByNonAlpha)'

/** Half a byte a digit after compression; one granule in a hundred is read in vain. */
const RECORD = column('_record', 'String CODEC(ZSTD(1))')
const RECORD_INDEX = 'INDEX rid _record TYPE bloom_filter(0.01) GRANULARITY 1'

/** The table of a revision, `ds.d_<revision>`. */
export function revisionTable(revisionId: number, fields: readonly Field[]): TableDefinition {
  return {
    database: 'ds',
    name: `d_${revisionId}`,
    columns: [column('_id', 'UInt64'), ...fields.flatMap(fieldColumns), ...SEARCH_COLUMNS, RECORD],
    indexes: [TEXT_INDEX, RECORD_INDEX],
    engine: 'ENGINE = MergeTree ORDER BY _id SETTINGS min_bytes_for_wide_part = 33554432',
  }
}

/**
 * Holds for the records of a loaded table that a later one replaces: those that share all the values of the fields
 * which identify a record (explore-api §7.3). A record without any of these values is nobody's. Null when no field
 * is declared so.
 */
export function replacedRecords(table: TableDefinition, fields: readonly Field[]): string | null {
  const absent = fields.flatMap((field, index) =>
    field.annotations.id === true ? fieldColumns(field, index).map(isAbsent) : [],
  )
  if (absent.length === 0) return null
  const declared = `NOT (${absent.join(' AND ')})`
  const shared = (what: string): string =>
    `(SELECT ${what} FROM ${qualifiedName(table)} WHERE ${declared} GROUP BY _record HAVING count() > 1)`
  return `${declared} AND _record IN ${shared('_record')} AND _id NOT IN ${shared('max(_id)')}`
}

const isAbsent = ({ name, type }: ColumnDefinition): string =>
  type.startsWith('Array') ? `empty(${name})` : `isNull(${name})`

/** Numbers of the fields whose values identify a record; none when all of them do. */
export const identifyingFields = (fields: readonly Field[]): readonly number[] =>
  fields.flatMap(({ annotations }, index) => (annotations.id === true ? [index] : []))
