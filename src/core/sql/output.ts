import type { BoundValue } from '../odsql/bound.ts'
import type { ValueType } from '../odsql/functions.ts'
import type { ColumnShape } from './compiled.ts'
import { addressed } from './file-address.ts'
import { type Fragment, numeral, param, paramList, sql } from './fragment.ts'
import type { Scope } from './scope.ts'
import { offsetSeconds } from './zone-offset.ts'

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

/** A date shown at a precision. */
const DATES = { year: sql`'%Y'`, month: sql`'%Y-%m'`, day: sql`'%F'` } as const

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
    case 'file':
      return addressed(scope.table, compiled)
    default:
      return compiled
  }
}

const precisionOf = ({ table }: Scope, value: BoundValue): keyof typeof DATES =>
  (value.kind === 'field' ? table.fields.fields[value.field]?.precision : undefined) ?? 'day'

/** `2019-03-26`, `1988-01`, `1978`. */
export const dateSql = (value: Fragment, precision: keyof typeof DATES): Fragment =>
  sql`formatDateTime(${value}, ${DATES[precision]})`

const QUARTER = 900
const FURTHEST = 56

/** `-14:00` to `+14:00` by quarters of an hour. */
const OFFSETS = Array.from({ length: 2 * FURTHEST + 1 }, (_, index) => {
  const minutes = Math.abs(index - FURTHEST) * 15
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60].map(part => String(part).padStart(2, '0'))
  return `${index < FURTHEST ? '-' : '+'}${hours}:${rest}`
})
const OFFSET_LIST = paramList(OFFSETS, 'String')

/**
 * `2026-06-27T04:00:00+02:00`; six digits of a fraction when there is one. Offsets are whole quarters of an
 * hour: a local mean time of old is shown at the nearest one, so that the text still names the exact instant.
 */
export function datetimeSql(value: Fragment, timezone: string): Fragment {
  const milliseconds = sql`toUnixTimestamp64Milli(${value}) % 1000`
  const digits = sql`concat('.', leftPad(toString((${milliseconds} + 1000) % 1000), 3, '0'), '000')`
  const fraction = sql`if(${milliseconds} = 0, '', ${digits})`
  const face = (moment: Fragment): Fragment => sql`formatDateTime(${moment}, '%Y-%m-%dT%H:%i:%S', 'UTC')`
  if (timezone === 'UTC') return sql`concat(${face(value)}, ${fraction}, '+00:00')`
  const zone = param(timezone, 'String')
  const quarters = sql`intDiv(${offsetSeconds(value, zone)}, ${numeral(QUARTER)})`
  const shifted = sql`${value} + toIntervalSecond(${quarters} * ${numeral(QUARTER)})`
  const offset = sql`${OFFSET_LIST}[${quarters} + ${numeral(FURTHEST + 1)}]`
  return sql`concat(${face(shifted)}, ${fraction}, ${offset})`
}
