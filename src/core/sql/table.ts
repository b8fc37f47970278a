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
 * before them `_id UInt64`, the dense number of the record in source order from 0; after them
 * `_search String`, every text-like value joined by a space, under the folding text index.
 */
export const LAYOUT = 1

export interface ColumnDefinition {
  readonly name: string
  readonly type: string
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

/** The folding of the text index and of every needle sent to it (engine.md §8). */
export const foldSql = (expression: string): string =>
  partedSql(`removeDiacriticsUTF8(caseFoldUTF8(${expression}))`)

/** The index that full text stands on: words without case, accents and typography. */
export const TEXT_INDEX = `INDEX fts _search TYPE text(tokenizer = splitByNonAlpha, preprocessor = ${foldSql('_search')})`

/** The table of a revision, `ds.d_<revision>`. */
export function revisionTable(revisionId: number, fields: readonly Field[]): TableDefinition {
  return {
    database: 'ds',
    name: `d_${revisionId}`,
    columns: [column('_id', 'UInt64'), ...fields.flatMap(fieldColumns), column('_search', 'String')],
    indexes: [TEXT_INDEX],
    engine: 'ENGINE = MergeTree ORDER BY _id SETTINGS min_bytes_for_wide_part = 33554432',
  }
}
