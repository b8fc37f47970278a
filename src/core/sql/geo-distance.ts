import type { Position } from '../odsql/geometry.ts'
import { type Fragment, param, sql } from './fragment.ts'
import { sidesSql } from './literal-geometry.ts'
import { areasOf, outlinesOf, type StoredShape } from './stored-shape.ts'

const degrees = (value: number): Fragment => param(String(value), 'Float64')

/** Metres from a point to a position, an SQL pair. */
const metresTo = ([lon, lat]: Position, position: Fragment): Fragment =>
  sql`geoDistance(${position}.1, ${position}.2, ${degrees(lon)}, ${degrees(lat)})`

/**
 * Metres from a point to the nearest part of a shape: none inside an area, infinite where there is no shape. Sides are
 * straight in longitude and latitude; their nearest position is looked for on the plane that touches the globe there.
 */
export function metresToShape(shape: StoredShape, at: Position): Fragment {
  const spots = sql`arrayMap(s -> ${metresTo(at, sql`s`)}, ${shape.points})`
  const sides = sql`arrayFlatten(arrayMap(w -> ${sidesSql(sql`w`)}, ${outlinesOf(shape)}))`
  const paths = sql`arrayMap(s -> ${metresTo(at, nearestOfSide(at))}, ${sides})`
  const place = sql`CAST((${degrees(at[0])}, ${degrees(at[1])}), 'Point')`
  const outside = sql`arrayMin(arrayConcat([inf], ${spots}, ${paths}))`
  return sql`if(geometryIntersectCartesian(${areasOf(shape)}, ${place}), 0, ${outside})`
}

/** The position of the side `s` that is nearest to a point. */
function nearestOfSide([lon, lat]: Position): Fragment {
  const narrowing = degrees(Math.cos((lat * Math.PI) / 180))
  const fromLon = sql`(positiveModulo(s.1.1 - ${degrees(lon)} + 180, 360) - 180) * ${narrowing}`
  const fromLat = sql`(s.1.2 - ${degrees(lat)})`
  const [x, y] = [sql`(s.2.1 - s.1.1) * ${narrowing}`, sql`(s.2.2 - s.1.2)`]
  const share = sql`-(${fromLon} * ${x} + ${fromLat} * ${y}) / (${x} * ${x} + ${y} * ${y})`
  const within = sql`least(greatest(ifNotFinite(${share}, 0), 0), 1)`
  return sql`tuple(s.1.1 + ${within} * (s.2.1 - s.1.1), s.1.2 + ${within} * (s.2.2 - s.1.2))`
}
