import { type Geometry, type GeometryParts, geometryParts, type Position } from '../odsql/geometry.ts'
import { type Fragment, param, sql } from './fragment.ts'

type Line = readonly Position[]

const shifted =
  (degrees: number) =>
  ([lon, lat]: Position): Position => [lon + degrees, lat]

const longitudes = (lines: readonly Line[]): readonly [west: number, east: number] => {
  let [west, east] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (const line of lines)
    for (const [lon] of line) {
      if (lon < west) west = lon
      if (lon > east) east = lon
    }
  return [west, east]
}

const AROUND = [0, -360, 360] as const

/**
 * What is drawn beyond ±180 degrees, also where it comes out on the other side: a ring that crosses the antimeridian is
 * one whose longitudes go on counting. A jump from 170 to -170 is the long way round, as in RFC 7946 §3.1.9.
 */
function repeated<T>(item: T, lines: readonly Line[], shift: (degrees: number) => T): readonly T[] {
  const [west, east] = longitudes(lines)
  if ((west >= -180 && east <= 180) || (west <= -180 && east >= 180)) return [item]
  return AROUND.filter(degrees => west + degrees <= 180 && east + degrees >= -180).map(shift)
}

const wrappedLongitude = (lon: number): number =>
  lon >= -180 && lon <= 180 ? lon : ((((lon + 180) % 360) + 360) % 360) - 180

/** The parts of a literal, on the globe of -180 to 180 degrees. */
function onGlobe(geometry: Geometry): GeometryParts {
  const { points, lines, polygons } = geometryParts(geometry)
  return {
    points: points.map(([lon, lat]) => [wrappedLongitude(lon), lat]),
    lines: lines.flatMap(line => repeated(line, [line], degrees => line.map(shifted(degrees)))),
    polygons: polygons.flatMap(rings =>
      repeated(rings, rings, degrees => rings.map(ring => ring.map(shifted(degrees)))),
    ),
  }
}

const lineText = (line: Line): string => `[${line.map(([lon, lat]) => `(${lon},${lat})`).join(',')}]`
const linesText = (lines: readonly Line[]): string => `[${lines.map(lineText).join(',')}]`
const polygonsText = (polygons: GeometryParts['polygons']): string => `[${polygons.map(linesText).join(',')}]`

/** A literal in SQL; null for kinds of parts that it has none of. */
export interface LiteralGeometry {
  /** `Array(Tuple(Float64, Float64))`. */
  readonly points: Fragment | null
  /** `MultiLineString`. */
  readonly lines: Fragment | null
  /** `MultiPolygon`. */
  readonly polygons: Fragment | null
  /** The polygons one by one, as rings, with the number of their corners. */
  readonly areas: readonly { readonly rings: Fragment; readonly corners: number }[]
  /** Every side of its lines and rings: `Array((start, end))`; null without any. */
  readonly sides: Fragment | null
  readonly box: {
    readonly west: number
    readonly south: number
    readonly east: number
    readonly north: number
  }
}

const LINES = 'Array(Array(Tuple(Float64, Float64)))'

/** A literal geometry as values for the engine. */
export function literalGeometry(geometry: Geometry): LiteralGeometry {
  const { points, lines, polygons } = onGlobe(geometry)
  const outlines = [...lines, ...polygons.flat()]
  const outline = param(linesText(outlines), LINES)
  const all = [points, ...outlines]
  const lats = longitudes(all.map(line => line.map(([lon, lat]): Position => [lat, lon])))
  const [west, east] = longitudes(all)
  return {
    points: points.length === 0 ? null : param(lineText(points), 'Array(Tuple(Float64, Float64))'),
    lines: lines.length === 0 ? null : sql`CAST(${param(linesText(lines), LINES)}, 'MultiLineString')`,
    polygons:
      polygons.length === 0
        ? null
        : sql`CAST(${param(polygonsText(polygons), 'Array(Array(Array(Tuple(Float64, Float64))))')}, 'MultiPolygon')`,
    areas: polygons.map(rings => ({ rings: param(linesText(rings), LINES), corners: rings.flat().length })),
    sides: outlines.length === 0 ? null : sql`arrayFlatten(arrayMap(o -> ${sidesSql(sql`o`)}, ${outline}))`,
    box: { west, south: lats[0], east, north: lats[1] },
  }
}

/** The sides of a line: each position with the next one. */
export const sidesSql = (line: Fragment): Fragment =>
  sql`arrayZip(arrayPopBack(${line}), arrayPopFront(${line}))`
