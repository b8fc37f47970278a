import type { BoundValue } from '../odsql/bound.ts'
import type { ValueFunction } from '../odsql/functions.ts'
import { geometryParts } from '../odsql/geometry.ts'
import { dateFormatSql } from './date-format.ts'
import { type Fragment, numeral, param, sql } from './fragment.ts'
import { metresToShape } from './geo-distance.ts'
import type { Scope } from './scope.ts'
import { positionsOf, storedShape } from './stored-shape.ts'
import { V1_FUNCTION_SQL } from './v1-functions.ts'

/** A call with its arguments compiled. */
export interface SqlCall {
  readonly scope: Scope
  readonly call: BoundValue & { readonly kind: 'call' }
  readonly args: readonly Fragment[]
}

export type FunctionSql = (call: SqlCall) => Fragment

const NULL = sql`NULL`
const first = ({ args }: SqlCall): Fragment => args[0] ?? NULL
const second = ({ args }: SqlCall): Fragment => args[1] ?? NULL

/** Zone that the parts of a date are read in: dates never shift (explore-api §19.18). */
export const zoneOf = (scope: Scope, value: BoundValue | undefined): Fragment =>
  param(value?.type === 'date' ? 'UTC' : scope.timezone, 'String')

const datePart =
  (part: (value: Fragment, zone: Fragment) => Fragment): FunctionSql =>
  ({ scope, call, args }) =>
    part(args[0] ?? NULL, zoneOf(scope, call.args[0]))

/** Aggregates that are null over nothing. */
const aggregate =
  (of: (value: Fragment) => Fragment): FunctionSql =>
  call =>
    of(first(call))

function count(call: SqlCall): Fragment {
  const [counted] = call.call.args
  if (counted === undefined || counted.kind === 'star') return sql`count()`
  const value = first(call)
  const isList = counted.kind === 'field' && counted.list
  if (!call.call.distinct) return isList ? sql`countIf(notEmpty(${value}))` : sql`count(${value})`
  if (isList) return sql`ifNull(uniqExactArray(${value}), 0)`
  const point = counted.kind === 'field' ? call.scope.table.columns(counted.field).point : undefined
  if (point === undefined) return sql`ifNull(uniqExact(${value}), 0)`
  return sql`ifNull(uniqExactIf((${point.lon}, ${point.lat}), isNotNull(${point.lon})), 0)`
}

function percentile(call: SqlCall): Fragment {
  const level = call.call.args[1]
  const share = level?.kind === 'number' ? Number(level.text) / 100 : 0.5
  return sql`quantileExactInclusive(${param(String(share), 'Float64')})(${first(call)})`
}

/** Metres along the sphere; to a shape, to the nearest part of it. */
function distance({ scope, call, args }: SqlCall): Fragment {
  const [field, literal] = call.args
  const columns = field?.kind === 'field' ? scope.table.columns(field.field) : undefined
  const [at] = literal?.kind === 'geometry' ? geometryParts(literal.geometry).points : []
  if (columns?.point === undefined || at === undefined) return args[0] ?? NULL
  if (field?.type === 'geo_shape')
    return sql`if(isNull(${columns.value}), NULL, ${metresToShape(storedShape(columns.value), at)})`
  const [lon, lat] = at.map(part => param(String(part), 'Float64'))
  return sql`geoDistance(${columns.point.lon}, ${columns.point.lat}, ${lon ?? NULL}, ${lat ?? NULL})`
}

/** JSON text: the parsed text, else the fallback, else the text itself as a JSON string. */
function jsonFormat(call: SqlCall): Fragment {
  const fallback = call.call.args[1]
  const other =
    fallback === undefined
      ? sql`toJSONString(${first(call)})`
      : fallback.kind === 'null'
        ? NULL
        : sql`toJSONString(${second(call)})`
  return sql`if(isValidJSON(${first(call)}), ${first(call)}, ${other})`
}

/** Extreme coordinates as a GeoJSON polygon; null over nothing. */
function bbox({ scope, call }: SqlCall): Fragment {
  const [field] = call.args
  const columns = field?.kind === 'field' ? scope.table.columns(field.field) : undefined
  if (columns?.point === undefined) return NULL
  const { point, value } = columns
  const extreme =
    field?.type === 'geo_shape' ? shapeExtreme(positionsOf(storedShape(value))) : pointExtreme(point)
  const [w, e] = [sql`toString(${extreme('min', 1)})`, sql`toString(${extreme('max', 1)})`]
  const [s, n] = [sql`toString(${extreme('min', 2)})`, sql`toString(${extreme('max', 2)})`]
  return sql`concat('{"type":"Polygon","coordinates":[[[', ${w}, ',', ${s}, '],[', ${e}, ',', ${s}, '],[', ${e}, ',', ${n}, '],[', ${w}, ',', ${n}, '],[', ${w}, ',', ${s}, ']]]}')`
}

type Extreme = (which: 'min' | 'max', axis: 1 | 2) => Fragment

const pointExtreme =
  ({ lon, lat }: { readonly lon: Fragment; readonly lat: Fragment }): Extreme =>
  (which, axis) =>
    which === 'min' ? sql`min(${axis === 1 ? lon : lat})` : sql`max(${axis === 1 ? lon : lat})`

const shapeExtreme =
  (positions: Fragment): Extreme =>
  (which, axis) => {
    const all = sql`arrayMap(p -> p.${numeral(axis)}, ${positions})`
    const some = sql`notEmpty(${all})`
    return which === 'min' ? sql`minArrayIf(${all}, ${some})` : sql`maxArrayIf(${all}, ${some})`
  }

/** Convex hull as a GeoJSON polygon; null over nothing. */
function envelope({ scope, call }: SqlCall): Fragment {
  const [field] = call.args
  const point = field?.kind === 'field' ? scope.table.columns(field.field).point : undefined
  if (point === undefined) return NULL
  const points = sql`groupArrayIf((assumeNotNull(${point.lon}), assumeNotNull(${point.lat})), isNotNull(${point.lon}))`
  const hull = sql`polygonConvexHullCartesian([[${points}]])`
  const ring = sql`arrayMap(g -> concat('[', toString(g.1), ',', toString(g.2), ']'), ${hull}[1])`
  return sql`if(count(${point.lon}) = 0, NULL, concat('{"type":"Polygon","coordinates":[[', arrayStringConcat(${ring}, ','), ']]}'))`
}

/** Without the same type on both sides the engine makes a variant of two, which it neither adds nor orders. */
function ifNull(call: SqlCall): Fragment {
  if (call.call.type !== 'double') return sql`ifNull(${first(call)}, ${second(call)})`
  return sql`ifNull(toFloat64(${first(call)}), toFloat64(${second(call)}))`
}

/** Every function's SQL; one declared without it does not compile. */
export const FUNCTION_SQL = {
  length: call => sql`toInt64(lengthUTF8(${first(call)}))`,
  lower: call => sql`lowerUTF8(${first(call)})`,
  upper: call => sql`upperUTF8(${first(call)})`,
  year: datePart((value, zone) => sql`toYear(${value}, ${zone})`),
  month: datePart((value, zone) => sql`toMonth(${value}, ${zone})`),
  day: datePart((value, zone) => sql`toDayOfMonth(${value}, ${zone})`),
  hour: datePart((value, zone) => sql`toHour(${value}, ${zone})`),
  minute: datePart((value, zone) => sql`toMinute(${value}, ${zone})`),
  second: datePart((value, zone) => sql`toSecond(${value}, ${zone})`),
  date_format: call => {
    const pattern = call.call.args[1]
    const zone = zoneOf(call.scope, call.call.args[0])
    const text = pattern?.kind === 'text' ? pattern.value : ''
    return dateFormatSql({ value: first(call), zone }, text, call.scope.language)
  },
  ifnull: ifNull,
  json_format: jsonFormat,
  geometry_type: ({ scope, call, args }) => {
    const [field] = call.args
    const value = args[0] ?? NULL
    const isPoint = field?.kind === 'field' && scope.table.fields.fields[field.field]?.type === 'geo_point_2d'
    return isPoint
      ? sql`if(isNull(${value}), NULL, 'Point')`
      : sql`if(isNull(${value}), NULL, JSONExtractString(ifNull(${value}, ''), 'type'))`
  },
  distance,
  count,
  sum: call => sql`ifNull(sum(${first(call)}), 0)`,
  avg: aggregate(value => sql`avg(${value})`),
  min: aggregate(value => sql`min(${value})`),
  max: aggregate(value => sql`max(${value})`),
  median: aggregate(value => sql`quantileExactInclusive(0.5)(${value})`),
  percentile,
  envelope,
  bbox,
  ...V1_FUNCTION_SQL,
} satisfies Record<ValueFunction, FunctionSql>
