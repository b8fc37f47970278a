import type { ExportColumn } from '../export/rows.ts'
import type { BoundValue } from '../odsql/bound.ts'
import type { PlannedQuery } from '../odsql/plan.ts'
import { addressOf, finite } from './export.ts'
import { type CompiledRows, kindOf } from './export-rows.ts'
import { addressed } from './file-address.ts'
import { type Fragment, identifier, join, render, sql } from './fragment.ts'
import { groupedParts } from './grouped.ts'
import type { QueryTable } from './query-table.ts'
import { flatParts } from './records.ts'
import { meaning } from './scan.ts'
import type { Scope } from './scope.ts'
import { pointWkb, shapeWkb } from './well-known-binary.ts'

/**
 * An export that the engine writes as Parquet. Columns are `p_1`, `p_2` …: their names, and that dates are dates and
 * places bytes, is said in the foot of the file (`core/export/parquet-foot.ts`).
 */
export function compileParquet(planned: PlannedQuery, table: QueryTable): CompiledRows {
  const parts = planned.groupBy === null ? flatParts(planned, table) : groupedParts(planned, table)
  const { opening, items, scope, tail } = parts
  const meanings = items.map(({ item }) => meaning(planned, item.value))
  const columns = items.map(({ item }, index): ExportColumn => {
    const value = meanings[index]
    return { key: item.key, kind: value === undefined ? 'text' : kindOf(value) }
  })
  const values = items.map(({ sql: value }, index) => {
    const written = columnSql(scope, meanings[index] ?? { kind: 'null', type: 'text' }, value)
    return sql`${written} AS ${identifier(`p_${index + 1}`)}`
  })
  return { ...render(sql`${opening}SELECT ${join(values, ', ')}${tail}`), columns }
}

/** A value in the type of its column. */
function columnSql(scope: Scope, value: BoundValue, compiled: Fragment): Fragment {
  switch (kindOf(value)) {
    case 'texts':
      return compiled
    case 'int':
      return sql`CAST(${compiled} AS Nullable(Int64))`
    case 'double':
      return sql`CAST(${finite(value, compiled)} AS Nullable(Float64))`
    case 'boolean':
      return sql`CAST(${compiled} AS Nullable(Bool))`
    case 'date':
      return sql`CAST(intDiv(toUnixTimestamp64Milli(CAST(${compiled} AS Nullable(DateTime64(3, 'UTC')))), 86400000) AS Nullable(Int32))`
    case 'datetime':
      return sql`CAST(${compiled} AS Nullable(DateTime64(3, 'UTC')))`
    case 'geo_point_2d': {
      const point = value.kind === 'field' ? scope.table.columns(value.field).point : undefined
      return point === undefined ? sql`CAST(NULL AS Nullable(String))` : pointWkb(point)
    }
    case 'geo_shape':
      return shapeWkb(compiled)
    case 'file':
      return addressOf(addressed(scope.table, compiled))
    default:
      return sql`CAST(${compiled} AS Nullable(String))`
  }
}
