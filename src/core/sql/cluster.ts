import type { BoundValue } from '../odsql/bound.ts'
import { type Fragment, identifier, join, numeral, param, sql } from './fragment.ts'
import type { Scope } from './scope.ts'

export type ClusterValue = BoundValue & { readonly kind: 'cluster' }

/** Cells beyond which they are the clusters themselves: merging costs their square. */
const MOST_MERGED = 2500
const TILE = 256

/** The clusters of the points of a question, to be joined to its rows. */
export interface Clusters {
  /** Follows the table: ` INNER JOIN (…) AS … ON …`; records without a place are left out. */
  readonly join: Fragment
  /** The cluster of a row, to group by: {@link clusterText} shows it. */
  readonly value: Fragment
}

/** Where the rows of a question come from. */
export interface ClusteredRows {
  /** Position of the key in `group_by`. */
  readonly index: number
  /** The table. */
  readonly from: Fragment
  /** ` WHERE …`, or nothing. */
  readonly where: Fragment
}

/**
 * `geo_cluster(field, zoom, radius)` in two passes: points are counted by the cells of a grid on the map, as wide as the
 * radius; then the cells, the fullest first, each join the first cluster whose own cell has its centre nearer than the
 * radius, or begin one.
 */
export function clustersSql(
  scope: Scope,
  { subject, zoom, radius }: ClusterValue,
  { index, from, where }: ClusteredRows,
): Clusters {
  const point = subject.kind === 'field' ? scope.table.columns(subject.field).point : undefined
  if (point === undefined) return { join: sql``, value: sql`NULL` }
  const name = identifier(`geo_${index + 1}`)
  const pixels = pixelsOf(point, zoom)
  const width = numeral(radius)
  const cell = sql`(toInt64(floor(${pixels.x} / ${width})), toInt64(floor(${pixels.y} / ${width})))`
  const [lon, lat] = [sql`assumeNotNull(${point.lon})`, sql`assumeNotNull(${point.lat})`]
  const parts = [
    ...[sql`avg(${pixels.x})`, sql`avg(${pixels.y})`, sql`sum(${lon})`, sql`sum(${lat})`],
    ...[sql`min(${lon})`, sql`min(${lat})`, sql`max(${lon})`, sql`max(${lat})`],
  ].map(part => sql`assumeNotNull(${part})`)
  const known = sql`${where}${where.parts.length === 0 ? sql` WHERE` : sql` AND`} isNotNull(${point.lon})`
  const cells = sql`SELECT (${cell}, count(), ${join(parts, ', ')}) AS g FROM ${from}${known} GROUP BY ${cell}`
  const list = sql`SELECT arraySort(c -> (-toInt64(c.2), c.1), groupArray(g)) AS g_list FROM (${cells})`
  const pairs = sql`SELECT arrayJoin(arrayZip(g_list, ${mergedSql(radius)})) AS g_pair FROM (${list})`
  const merged = sql`SELECT 1 AS g_known, g_pair.1.1 AS g_cell, ${keySql()} AS g_key FROM (${pairs}) WINDOW g_all AS (PARTITION BY g_pair.2)`
  return {
    join: sql` INNER JOIN (${merged}) AS ${name} ON if(isNull(${point.lon}), NULL, ${numeral(1)}) = ${name}.g_known AND ${cell} = ${name}.g_cell`,
    value: sql`${name}.g_key`,
  }
}

interface Point {
  readonly lon: Fragment
  readonly lat: Fragment
}

/** Where a point is on the square map of the zoom (Web Mercator), in pixels from its corner in the north-west. */
function pixelsOf({ lon, lat }: Point, zoom: number): { readonly x: Fragment; readonly y: Fragment } {
  const world = param(String(TILE * 2 ** zoom), 'Float64')
  const bounded = sql`least(greatest(assumeNotNull(${lat}), -85.06), 85.06)`
  return {
    x: sql`((assumeNotNull(${lon}) + 180) / 360 * ${world})`,
    y: sql`((1 - asinh(tan(radians(${bounded}))) / pi()) / 2 * ${world})`,
  }
}

/** For each cell of `g_list` the number of its cluster. */
function mergedSql(radius: number): Fragment {
  const reach = numeral(radius * radius)
  const near = sql`arrayFirstIndex(s -> (s.1 - c.3) * (s.1 - c.3) + (s.2 - c.4) * (s.2 - c.4) < ${reach}, acc.1)`
  const joins = sql`(acc.1, arrayPushBack(acc.2, toUInt32(${near})))`
  const begins = sql`(arrayPushBack(acc.1, (c.3, c.4)), arrayPushBack(acc.2, toUInt32(length(acc.1) + 1)))`
  const none = sql`(CAST([], 'Array(Tuple(Float64, Float64))'), CAST([], 'Array(UInt32)'))`
  const fold = sql`arrayFold((acc, c) -> if(${near} = 0, ${begins}, ${joins}), if(length(g_list) > ${numeral(MOST_MERGED)}, [], g_list), ${none}).2`
  return sql`if(length(g_list) > ${numeral(MOST_MERGED)}, arrayEnumerate(g_list), ${fold})`
}

/** Centroid and extent over all the cells of a cluster, to group by: lon, lat, west, south, east, north. */
function keySql(): Fragment {
  const over = (aggregate: Fragment, part: number): Fragment =>
    sql`assumeNotNull(${aggregate}(g_pair.1.${numeral(part)}) OVER g_all)`
  const [sum, min, max] = [sql`sum`, sql`min`, sql`max`]
  const centre = [5, 6].map(part => sql`${over(sum, part)} / ${over(sum, 2)}`)
  const sides = [over(min, 7), over(min, 8), over(max, 9), over(max, 10)]
  return sql`(${join([...centre, ...sides], ', ')})`
}

/** A cluster's key as the JSON text that answers have (explore-api §10.12); one of a single place is a point. */
export function clusterText(key: Fragment): Fragment {
  const part = (index: number): Fragment => sql`toString(${key}.${numeral(index)})`
  const [w, s, e, n] = [part(3), part(4), part(5), part(6)]
  const spot = sql`concat('{"type":"Point","coordinates":[', ${w}, ',', ${s}, ']}')`
  const box = sql`concat('{"type":"Polygon","coordinates":[[[', ${w}, ',', ${s}, '],[', ${e}, ',', ${s}, '],[', ${e}, ',', ${n}, '],[', ${w}, ',', ${n}, '],[', ${w}, ',', ${s}, ']]]}')`
  const geometry = sql`if(${w} = ${e} AND ${s} = ${n}, ${spot}, ${box})`
  return sql`concat('{"cluster":{"type":"Feature","geometry":', ${geometry}, ',"properties":{}},"cluster_centroid":{"lon":', ${part(1)}, ',"lat":', ${part(2)}, '}}')`
}
