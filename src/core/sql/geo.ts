import type { BoundCondition, BoundValue } from '../odsql/bound.ts'
import type { Geometry } from '../odsql/geometry.ts'
import { type Fragment, join, param, sql } from './fragment.ts'
import { metresToShape } from './geo-distance.ts'
import { type LiteralGeometry, literalGeometry } from './literal-geometry.ts'
import type { FieldColumns } from './query-table.ts'
import type { Scope } from './scope.ts'
import { shapeWithin } from './shape-within.ts'
import { areasOf, pathsOf, type StoredShape, storedShape } from './stored-shape.ts'

type Of<K extends BoundCondition['kind']> = BoundCondition & { readonly kind: K }

const NULL = sql`NULL`
const NEVER = sql`false`
const METRES_PER_DEGREE = 110_574

const columnsOf = (scope: Scope, subject: BoundValue): FieldColumns =>
  subject.kind === 'field' ? scope.table.columns(subject.field) : { value: NULL }

const degrees = (value: number): Fragment => param(String(value), 'Float64')
const any = (conditions: readonly Fragment[]): Fragment =>
  conditions.length === 0 ? NEVER : sql`(${join(conditions, ' OR ')})`

/** Corner to corner, inclusive; of a shape, any part of it. */
export function boxSql(scope: Scope, { subject, ...box }: Of<'box'>): Fragment {
  const { point, value } = columnsOf(scope, subject)
  if (subject.type === 'geo_shape') return touches(storedShape(value), literalGeometry(boxGeometry(box)))
  return point === undefined ? NEVER : inBox(point, box)
}

type Box = Pick<Of<'box'>, 'south' | 'west' | 'north' | 'east'>

const inBox = ({ lon, lat }: Point, { south, west, north, east }: Box): Fragment =>
  sql`(${lat} >= ${degrees(south)} AND ${lat} <= ${degrees(north)} AND ${lon} >= ${degrees(west)} AND ${lon} <= ${degrees(east)})`

/** A box without width or height is a line or a point. */
export function boxGeometry({ south, west, north, east }: Box): Geometry {
  const corners = [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
    [west, south],
  ]
  if (south === north && west === east) return { type: 'Point', coordinates: [west, south] }
  if (south === north || west === east)
    return { type: 'LineString', coordinates: [corners[0] ?? [], corners[2] ?? []] }
  return { type: 'Polygon', coordinates: [corners] }
}

/** Within so many metres; the parallels around the circle are compared first, for that is cheap. */
export function nearSql(scope: Scope, { subject, at, metres }: Of<'near'>): Fragment {
  const { point, value } = columnsOf(scope, subject)
  const [x, y] = at
  if (subject.type === 'geo_shape')
    return sql`(isNotNull(${value}) AND ${metresToShape(storedShape(value), at)} <= ${degrees(metres)})`
  if (point === undefined) return NEVER
  const reach = metres / METRES_PER_DEGREE + 1e-6
  const band = sql`${point.lat} >= ${degrees(y - reach)} AND ${point.lat} <= ${degrees(y + reach)}`
  return sql`(${band} AND geoDistance(${point.lon}, ${point.lat}, ${degrees(x)}, ${degrees(y)}) <= ${degrees(metres)})`
}

/** A field against a geometry (explore-api §10.9). Borders belong to their areas; no place is never a match. */
export function inGeometrySql(scope: Scope, { subject, mode, geometry }: Of<'geometry'>): Fragment {
  const { point, value } = columnsOf(scope, subject)
  const literal = literalGeometry(geometry)
  if (subject.type !== 'geo_shape') {
    if (point === undefined) return NEVER
    const inside = pointTouches(point, literal)
    return mode === 'disjoint' ? sql`(isNotNull(${point.lon}) AND NOT ${inside})` : inside
  }
  const shape = storedShape(value)
  if (mode === 'within') return sql`(isNotNull(${value}) AND ${shapeWithin(shape, literal)})`
  const shared = touches(shape, literal)
  return mode === 'disjoint' ? sql`(isNotNull(${value}) AND NOT ${shared})` : shared
}

type Point = NonNullable<FieldColumns['point']>

/** Corners up to which a point on the very border is told apart; beyond them it may count or not. */
const EXACT_CORNERS = 100

function pointTouches({ lon, lat }: Point, literal: LiteralGeometry): Fragment {
  const [x, y] = [sql`ifNull(${lon}, 0)`, sql`ifNull(${lat}, 0)`]
  const touching = (geometry: Fragment): Fragment =>
    sql`geometryIntersectCartesian(CAST((${x}, ${y}), 'Point'), ${geometry})`
  const areas = literal.areas.map(({ rings, corners }) =>
    corners <= EXACT_CORNERS
      ? touching(sql`CAST(${rings}, 'Polygon')`)
      : sql`pointInPolygon((${x}, ${y}), ${rings})`,
  )
  const same = literal.points === null ? [] : [sql`has(${literal.points}, (${x}, ${y}))`]
  const lines = literal.lines === null ? [] : [touching(literal.lines)]
  return sql`ifNull(${inBox({ lon, lat }, literal.box)} AND ${any([...areas, ...lines, ...same])}, false)`
}

/** Whether a shape and a literal share at least a point. */
function touches(shape: StoredShape, literal: LiteralGeometry): Fragment {
  const known = [literal.polygons, literal.lines].filter(one => one !== null)
  const each = known.map(one => shapeTouches(shape, one))
  const spots =
    literal.points === null
      ? []
      : [sql`arrayExists(k -> ${shapeTouches(shape, sql`CAST(k, 'Point')`)}, ${literal.points})`]
  return any([...each, ...spots])
}

/** Whether a shape shares a point with one geometry of the engine's own types. */
const shapeTouches = (shape: StoredShape, geometry: Fragment): Fragment =>
  any([
    sql`geometryIntersectCartesian(${areasOf(shape)}, ${geometry})`,
    sql`geometryIntersectCartesian(${pathsOf(shape)}, ${geometry})`,
    sql`arrayExists(s -> geometryIntersectCartesian(CAST(s, 'Point'), ${geometry}), ${shape.points})`,
  ])
