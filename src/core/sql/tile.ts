import type { PlannedQuery } from '../odsql/plan.ts'
import { type TileSquare, tileBox } from '../odsql/tile-square.ts'
import type { CompiledQuery } from './compiled.ts'
import { type Fragment, join, numeral, render, sql } from './fragment.ts'
import type { QueryTable } from './query-table.ts'
import { scopeOf, whereSql } from './scan.ts'
import { type TileAttribute, tileAttributes } from './tile-attributes.ts'
import { cellSql, drawnFields, drawnSql, insideSql } from './tile-geometry.ts'

/** Records beyond which a tile shows at most one a cell of a grid of 128 by 128. */
export const TILE_RECORDS = 10_000

/** Whether the records of a table have a place to be drawn at. */
export function isDrawable(table: QueryTable): boolean {
  const { shape, point } = drawnFields(table)
  return shape !== null || point !== null
}

/**
 * A vector tile of the records of a plan, made by the engine (engine.md §10.14). One row: its bytes in base64, the number
 * of records in the square, and of those shown. Selected values are attributes, `_id` is the id of a feature.
 */
export function compileTile(planned: PlannedQuery, table: QueryTable, square: TileSquare): CompiledQuery {
  const scope = scopeOf(planned, table)
  const drawn = drawnFields(table)
  const inside = insideSql(scope, drawn, tileBox(square))
  const where = whereSql(scope, planned)
  const filter = where.parts.length === 0 ? sql` WHERE ${inside}` : sql`${where} AND ${inside}`
  const cell = sql`if(t_total <= ${numeral(TILE_RECORDS)}, (toInt64(${table.key}), toInt64(0)), ${cellSql(scope, drawn, square)})`
  const rows = sql`SELECT * FROM ${table.from}${filter} ORDER BY ${table.key} LIMIT 1 BY ${cell}`
  const features = featuresSql(table, {
    drawn: drawnSql(scope, drawn, square),
    rows,
    attributes: tileAttributes(scope, planned),
  })
  const total = sql`(SELECT count() FROM ${table.from}${filter})`
  const body = sql`WITH ${total} AS t_total SELECT base64Encode(ifNull(MVTEncode('records', 4096, '_id')(t_drawn, t_values), '')), t_total, uniqExact(t_key) FROM (${features}) WHERE isNotNull(t_drawn)`
  const columns = [
    { key: 'tile', shape: 'text' },
    { key: 'total', shape: 'int' },
    { key: 'shown', shape: 'int' },
  ] as const
  return { ...render(body), columns }
}

interface Features {
  readonly drawn: { readonly joins: Fragment; readonly geometry: Fragment }
  readonly rows: Fragment
  readonly attributes: readonly TileAttribute[]
}

/** A row a feature: the record it shows, its attributes as a named tuple, and what is drawn. */
function featuresSql({ key }: QueryTable, { drawn, rows, attributes }: Features): Fragment {
  const values = join([key, ...attributes.map(({ value }) => value)], ', ')
  const types = join([sql`_id UInt64`, ...attributes.map(({ name, type }) => sql`${name} ${type}`)], ', ')
  const named = sql`CAST(tuple(${values}) AS Tuple(${types})) AS t_values`
  return sql`SELECT ${key} AS t_key, ${named}, ${drawn.geometry} AS t_drawn FROM (${rows})${drawn.joins}`
}
