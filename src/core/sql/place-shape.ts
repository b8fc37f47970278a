import { type Fragment, numeral, param, sql } from './fragment.ts'
import type { SqlCall } from './functions.ts'
import type { FieldColumns } from './query-table.ts'
import { type StoredShape, storedShape } from './stored-shape.ts'

type Point = NonNullable<FieldColumns['point']>

const TILE = 256
/** Decimals that are as good as all of them. */
const MOST_DECIMALS = 9

/** Half a pixel of the zoom, in degrees of longitude: fewer metres, the further from the equator. */
const stepOf = (zoom: number): number => 360 / (TILE * 2 ** (zoom + 1))

/** Decimals of a degree that a tenth of a step is told by. */
const decimalsOf = (zoom: number): number =>
  Math.min(MOST_DECIMALS, Math.max(0, Math.ceil(1 - Math.log10(stepOf(zoom)))))

/** A position as whole numbers of steps, and as degrees again. */
const counted = (position: Fragment, zoom: number): Fragment => {
  const step = param(String(stepOf(zoom)), 'Float64')
  return sql`(toInt64(round(${position}.1 / ${step})), toInt64(round(${position}.2 / ${step})))`
}
const degrees = (path: Fragment, zoom: number): Fragment => {
  const [step, decimals] = [param(String(stepOf(zoom)), 'Float64'), numeral(decimalsOf(zoom))]
  return sql`arrayMap(g_d -> (round(g_d.1 * ${step}, ${decimals}), round(g_d.2 * ${step}, ${decimals})), ${path})`
}

interface Place {
  readonly value: Fragment
  readonly point: Point | undefined
  readonly isShape: boolean
}

function placeOf({ scope, call }: SqlCall): Place {
  const [field] = call.args
  const columns: FieldColumns =
    field?.kind === 'field' ? scope.table.columns(field.field) : { value: sql`NULL` }
  return { value: columns.value, point: columns.point, isShape: field?.type === 'geo_shape' }
}

/** The same text for the same place; null for none. */
export function placeDigest(call: SqlCall): Fragment {
  const { value, point, isShape } = placeOf(call)
  if (isShape) return sql`if(isNull(${value}), NULL, toString(sipHash64(ifNull(${value}, ''))))`
  if (point === undefined) return sql`NULL`
  const parts = sql`ifNull(${point.lon}, 0), ifNull(${point.lat}, 0)`
  return sql`if(isNull(${point.lon}), NULL, toString(sipHash64(${parts})))`
}

/** A place as GeoJSON; shapes on the grid of a zoom, without the corners that it takes from them, unless it is null. */
export const placeShape = (call: SqlCall, zoom: number | null): Fragment => shapeOf(placeOf(call), zoom)

/** The same of a group whose records have one place: its shape is made once, not for every record. */
export function groupShape(call: SqlCall, zoom: number | null): Fragment {
  const { value, point, isShape } = placeOf(call)
  const any = (part: Fragment): Fragment => sql`any(${part})`
  const one = point === undefined ? undefined : { lon: any(point.lon), lat: any(point.lat) }
  return shapeOf({ value: any(value), point: one, isShape }, zoom)
}

function shapeOf({ value, point, isShape }: Place, zoom: number | null): Fragment {
  const spot = point === undefined ? sql`NULL` : spotText(point, zoom)
  if (!isShape) return spot
  return zoom === null ? value : sql`if(isNull(${value}), NULL, ${onGrid(value, zoom, spot)})`
}

function spotText({ lon, lat }: Point, zoom: number | null): Fragment {
  const near = (part: Fragment): Fragment =>
    zoom === null ? part : sql`round(${part}, ${numeral(decimalsOf(zoom))})`
  return sql`if(isNull(${lon}), NULL, concat('{"type":"Point","coordinates":[', toString(${near(lon)}), ',', toString(${near(lat)}), ']}'))`
}

/**
 * Corners as whole numbers of the grid, each once; then those between which a line turns. Neighbours are arrays beside
 * each other: an array that a lambda takes from outside is copied for every element.
 */
function cornersOf(path: Fragment, zoom: number): Fragment {
  const near = sql`arrayCompact(arrayMap(g_p -> ${counted(sql`g_p`, zoom)}, ${path}))`
  const into = (axis: Fragment): Fragment => sql`(g_p.${axis} - g_b.${axis})`
  const out = (axis: Fragment): Fragment => sql`(g_n.${axis} - g_p.${axis})`
  const [x, y] = [numeral(1), numeral(2)]
  const turns = sql`${into(x)} * ${out(y)} != ${into(y)} * ${out(x)}`
  const returns = sql`${into(x)} * ${out(x)} + ${into(y)} * ${out(y)} <= 0`
  const between = (from: number): Fragment =>
    sql`arraySlice(g_q, ${numeral(from)}, greatest(toInt64(length(g_q)) - 2, 0))`
  const kept = sql`arrayFilter((g_p, g_b, g_n) -> ${turns} OR ${returns}, ${between(2)}, ${between(1)}, ${between(3)})`
  return sql`arrayMap(g_q -> if(length(g_q) < 3, g_q, arrayConcat([g_q[1]], ${kept}, [g_q[-1]])), [${near}])[1]`
}

/** The parts of a shape that are larger than a pixel; points and lines that lie on each other are one. */
function partsOnGrid({ polygons, lines, points }: StoredShape, zoom: number): StoredShape {
  const rings = sql`arrayMap(g_a -> arrayMap(g_r -> ${cornersOf(sql`g_r`, zoom)}, g_a), ${polygons})`
  const areas = sql`arrayFilter(g_a -> length(g_a[1]) > 3, ${rings})`
  const whole = sql`arrayMap(g_a -> arrayFilter(g_r -> length(g_r) > 3, g_a), ${areas})`
  const paths = sql`arrayFilter(g_r -> length(g_r) > 1, arrayMap(g_r -> ${cornersOf(sql`g_r`, zoom)}, ${lines}))`
  const spots = sql`arrayDistinct(arrayMap(g_s -> ${counted(sql`g_s`, zoom)}, ${points}))`
  return {
    polygons: sql`arrayMap(g_a -> arrayMap(g_r -> ${degrees(sql`g_r`, zoom)}, g_a), ${whole})`,
    lines: sql`arrayMap(g_r -> ${degrees(sql`g_r`, zoom)}, ${paths})`,
    points: degrees(spots, zoom),
  }
}

/** One geometry of a kind: a single part by itself. */
const geometryOf = (parts: Fragment, one: Fragment, many: Fragment): Fragment =>
  sql`multiIf(empty(${parts}), [], length(${parts}) = 1, [concat('{"type":"', ${one}, '","coordinates":', toJSONString(${parts}[1]), '}')], [concat('{"type":"', ${many}, '","coordinates":', toJSONString(${parts}), '}')])`

/** A shape smaller than a pixel is its middle. */
function onGrid(column: Fragment, zoom: number, spot: Fragment): Fragment {
  const { polygons, lines, points } = partsOnGrid(storedShape(column), zoom)
  const [areas, paths, spots] = [
    geometryOf(sql`g_polygons`, sql`'Polygon'`, sql`'MultiPolygon'`),
    geometryOf(sql`g_lines`, sql`'LineString'`, sql`'MultiLineString'`),
    geometryOf(sql`g_points`, sql`'Point'`, sql`'MultiPoint'`),
  ]
  const all = sql`arrayMap((g_polygons, g_lines, g_points) -> arrayConcat(${areas}, ${paths}, ${spots}), [${polygons}], [${lines}], [${points}])[1]`
  const collection = sql`concat('{"type":"GeometryCollection","geometries":[', arrayStringConcat(g_all, ','), ']}')`
  return sql`arrayMap(g_all -> multiIf(empty(g_all), ${spot}, length(g_all) = 1, g_all[1], ${collection}), [${all}])[1]`
}
