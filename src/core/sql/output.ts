import type { BoundValue } from '../odsql/bound.ts'
import type { ValueType } from '../odsql/functions.ts'
import type { ColumnShape } from './compiled.ts'
import { type Fragment, param, sql } from './fragment.ts'
import { offsetSql } from './range.ts'
import type { Scope } from './scope.ts'

const SHAPES: Readonly<Record<ValueType, ColumnShape>> = {
  text: 'text',
  int: 'int',
  double: 'double',
  boolean: 'boolean',
  date: 'date',
  datetime: 'datetime',
  geo_point_2d: 'geo_point',
  geo_shape: 'geo_shape',
  json_blob: 'json',
  file: 'json',
}

/** How a value arrives and leaves. */
export const shapeOf = (value: BoundValue): ColumnShape =>
  value.kind === 'field' && value.list ? 'texts' : SHAPES[value.type]

/** Characters of a date shown at a precision. */
const LENGTHS = { year: 4, month: 7, day: 10 } as const

/** A compiled value in the form that answers have (explore-api §9.4): dates as ISO texts, points as pairs. */
export function outputSql(scope: Scope, value: BoundValue, compiled: Fragment): Fragment {
  switch (value.type) {
    case 'date':
      return dateSql(compiled, precisionOf(scope, value))
    case 'datetime':
      return datetimeSql(compiled, scope.timezone)
    case 'geo_point_2d': {
      const point = value.kind === 'field' ? scope.table.columns(value.field).point : undefined
      return point === undefined ? compiled : sql`tuple(${point.lon}, ${point.lat})`
    }
    default:
      return compiled
  }
}

const precisionOf = ({ table }: Scope, value: BoundValue): keyof typeof LENGTHS =>
  (value.kind === 'field' ? table.fields.fields[value.field]?.precision : undefined) ?? 'day'

/** `2019-03-26`, `1988-01`, `1978`. */
export const dateSql = (value: Fragment, precision: keyof typeof LENGTHS): Fragment =>
  sql`substring(toString(${value}), 1, ${param(String(LENGTHS[precision]), 'UInt64')})`

/** `2026-06-27T04:00:00+02:00`; six digits of a fraction when there is one. */
export function datetimeSql(value: Fragment, timezone: string): Fragment {
  const zone = param(timezone, 'String')
  const text = sql`toString(toDateTime64(${value}, 3), ${zone})`
  const whole = sql`replaceOne(substring(${text}, 1, 19), ' ', 'T')`
  const fraction = sql`if(endsWith(${text}, '.000'), '', concat(substring(${text}, 20), '000'))`
  const offset = timezone === 'UTC' ? sql`'+00:00'` : offsetSql(value, zone)
  return sql`concat(${whole}, ${fraction}, ${offset})`
}
