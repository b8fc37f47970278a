import type { BoundCondition, BoundValue } from '../odsql/bound.ts'
import type { Coordinates, Geometry } from '../odsql/geometry.ts'
import { type Fragment, join, param, sql } from './fragment.ts'
import type { Scope } from './scope.ts'

type Of<K extends BoundCondition['kind']> = BoundCondition & { readonly kind: K }

const NULL = sql`NULL`
const METRES_PER_DEGREE = 110_574

function pointOf(scope: Scope, subject: BoundValue): { readonly lon: Fragment; readonly lat: Fragment } {
  const point = subject.kind === 'field' ? scope.table.columns(subject.field).point : undefined
  return point ?? { lon: NULL, lat: NULL }
}

const degrees = (value: number): Fragment => param(String(value), 'Float64')

/** Corner to corner, inclusive. */
export function boxSql(scope: Scope, { subject, south, west, north, east }: Of<'box'>): Fragment {
  const { lon, lat } = pointOf(scope, subject)
  return sql`(${lat} >= ${degrees(south)} AND ${lat} <= ${degrees(north)} AND ${lon} >= ${degrees(west)} AND ${lon} <= ${degrees(east)})`
}

/** Within so many metres; the parallels around the circle are compared first, for that is cheap. */
export function nearSql(scope: Scope, { subject, at, metres }: Of<'near'>): Fragment {
  const { lon, lat } = pointOf(scope, subject)
  const [x = 0, y = 0] = at.coordinates as readonly number[]
  const reach = metres / METRES_PER_DEGREE + 1e-6
  const band = sql`${lat} >= ${degrees(y - reach)} AND ${lat} <= ${degrees(y + reach)}`
  return sql`(${band} AND geoDistance(${lon}, ${lat}, ${degrees(x)}, ${degrees(y)}) <= ${degrees(metres)})`
}

/** A point in, or not in, a geometry. Points without place never match. */
export function inGeometrySql(scope: Scope, { subject, mode, geometry }: Of<'geometry'>): Fragment {
  const { lon, lat } = pointOf(scope, subject)
  const inside = insideSql(lon, lat, geometry)
  return mode === 'disjoint' ? sql`(isNotNull(${lon}) AND NOT ${inside})` : inside
}

function insideSql(lon: Fragment, lat: Fragment, { type, coordinates }: Geometry): Fragment {
  if (type === 'Point') {
    const [x = 0, y = 0] = coordinates as readonly number[]
    return sql`ifNull(${lon} = ${degrees(x)} AND ${lat} = ${degrees(y)}, false)`
  }
  const polygons = (type === 'MultiPolygon' ? coordinates : [coordinates]) as readonly Coordinates[]
  const parts = polygons.map(polygon => {
    const rings = param(ringsText(polygon), 'Array(Array(Tuple(Float64, Float64)))')
    return sql`pointInPolygon((ifNull(${lon}, nan), ifNull(${lat}, nan)), ${rings})`
  })
  return sql`(${join(parts, ' OR ')})`
}

/** Rings as the engine writes them: `[[(x,y),…],…]`. */
const ringsText = (polygon: Coordinates): string => {
  const rings = polygon as readonly (readonly (readonly number[])[])[]
  return `[${rings.map(ring => `[${ring.map(([x, y]) => `(${x},${y})`).join(',')}]`).join(',')}]`
}
