import { type Fragment, sql } from './fragment.ts'

/** What a stored shape is made of, as arrays; nothing at all where there is no shape. Nothing in them is empty. */
export interface StoredShape {
  /** `Array(Array(Array(Tuple(Float64, Float64))))`. */
  readonly polygons: Fragment
  /** `Array(Array(Tuple(Float64, Float64)))`. */
  readonly lines: Fragment
  /** `Array(Tuple(Float64, Float64))`. */
  readonly points: Fragment
}

/** Names and types of the two forms that parts of a kind are stored in. */
interface Kind {
  readonly one: Fragment
  readonly item: Fragment
  readonly many: Fragment
  readonly list: Fragment
}

const POINTS: Kind = {
  one: sql`'Point'`,
  item: sql`'Tuple(Float64, Float64)'`,
  many: sql`'MultiPoint'`,
  list: sql`'Array(Tuple(Float64, Float64))'`,
}
const LINES: Kind = {
  one: sql`'LineString'`,
  item: POINTS.list,
  many: sql`'MultiLineString'`,
  list: sql`'Array(Array(Tuple(Float64, Float64)))'`,
}
const POLYGONS: Kind = {
  one: sql`'Polygon'`,
  item: LINES.list,
  many: sql`'MultiPolygon'`,
  list: sql`'Array(Array(Array(Tuple(Float64, Float64))))'`,
}

const typeOf = (text: Fragment): Fragment => sql`JSONExtractString(${text}, 'type')`

/** Parts of one kind of a geometry that is no collection. */
const partsOf = (text: Fragment, { one, item, many, list }: Kind): readonly Fragment[] => [
  sql`${typeOf(text)} = ${one}, [JSONExtract(${text}, 'coordinates', ${item})]`,
  sql`${typeOf(text)} = ${many}, JSONExtract(${text}, 'coordinates', ${list})`,
]

/** Members of a collection, those of collections in it too, three deep (RFC 7946 §3.1.8 wants none at all). */
function membersOf(text: Fragment): Fragment {
  const opened = (members: Fragment): Fragment =>
    sql`arrayFlatten(arrayMap(m -> if(${typeOf(sql`m`)} = 'GeometryCollection', JSONExtractArrayRaw(m, 'geometries'), [m]), ${members}))`
  return opened(opened(sql`JSONExtractArrayRaw(${text}, 'geometries')`))
}

function allOf(text: Fragment, kind: Kind): Fragment {
  const [one, many] = partsOf(text, kind)
  const [memberOne, memberMany] = partsOf(sql`m`, kind)
  if (one === undefined || many === undefined || memberOne === undefined || memberMany === undefined)
    return sql`[]`
  const none = sql`CAST([], ${kind.list})`
  const members = sql`arrayMap(m -> multiIf(${memberOne}, ${memberMany}, ${none}), ${membersOf(text)})`
  const collected = sql`${typeOf(text)} = 'GeometryCollection', arrayReduce('groupArrayArray', ${members})`
  return sql`multiIf(${one}, ${many}, ${collected}, ${none})`
}

/** The parts of a column of GeoJSON texts. */
export function storedShape(column: Fragment): StoredShape {
  const text = sql`ifNull(${column}, '')`
  const rings = sql`arrayMap(q -> arrayFilter(r -> notEmpty(r), q), ${allOf(text, POLYGONS)})`
  return {
    polygons: sql`arrayFilter(q -> notEmpty(q), ${rings})`,
    lines: sql`arrayFilter(r -> notEmpty(r), ${allOf(text, LINES)})`,
    points: allOf(text, POINTS),
  }
}

/** What stands for no area and no line: one of each, far off every map. */
export const EMPTY_AREAS = sql`[[[(1e15, 1e15), (1e15, 2e15), (2e15, 2e15), (1e15, 1e15)]]]`
export const EMPTY_PATHS = sql`[[(1e15, 1e15), (2e15, 2e15)]]`

/**
 * Areas and lines in the types that the engine compares. An empty geometry would spoil the rows after it (chDB 26.7:
 * after several of them every answer is no), so one far off every map stands for it.
 */
export const areasOf = ({ polygons }: StoredShape): Fragment =>
  sql`CAST(if(empty(${polygons}), ${EMPTY_AREAS}, ${polygons}), 'MultiPolygon')`
export const pathsOf = ({ lines }: StoredShape): Fragment =>
  sql`CAST(if(empty(${lines}), ${EMPTY_PATHS}, ${lines}), 'MultiLineString')`

/** Lines and rings of a shape, `Array(Array(Tuple(Float64, Float64)))`. */
export const outlinesOf = ({ polygons, lines }: StoredShape): Fragment =>
  sql`arrayConcat(${lines}, arrayReduce('groupArrayArray', ${polygons}))`

/** Every position of a shape, `Array(Tuple(Float64, Float64))`. */
export const positionsOf = (shape: StoredShape): Fragment =>
  sql`arrayConcat(${shape.points}, arrayFlatten(${outlinesOf(shape)}))`
