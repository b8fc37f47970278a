import { type Fragment, identifier, join, numeral, param, sql } from './fragment.ts'

/** Codes of the types (OGC 06-103r4 §8.2.8); a thousand more with heights. */
const CODES = {
  Point: 1,
  LineString: 2,
  Polygon: 3,
  MultiPoint: 4,
  MultiLineString: 5,
  MultiPolygon: 6,
  GeometryCollection: 7,
} as const

/** Collections within collections that are written; deeper ones are said to be empty, and nobody makes them. */
const DEPTH = 2

/** The WKB of a longitude and a latitude; null when one of them is. */
export const pointWkb = ({ lon, lat }: { readonly lon: Fragment; readonly lat: Fragment }): Fragment =>
  sql`if(isNull(${lon}) OR isNull(${lat}), NULL, concat(unhex('0101000000'), reinterpretAsFixedString(ifNull(${lon}, 0.)), reinterpretAsFixedString(ifNull(${lat}, 0.))))`

/** The WKB of a text of GeoJSON geometry, little-endian, as ISO has heights; null for null. */
export const shapeWkb = (geometry: Fragment): Fragment =>
  sql`if(isNull(${geometry}), NULL, ${geometryWkb(sql`ifNull(${geometry}, '')`, DEPTH)})`

/** Whether any position of a GeoJSON text has a third coordinate. */
export const hasHeights = (text: Fragment): Fragment => sql`match(${text}, ${POSITION_WITH_HEIGHT})`

type Write = (value: Fragment) => Fragment

const count: Write = list => sql`reinterpretAsFixedString(toUInt32(length(${list})))`

/** What `write` makes of each element, behind their number. */
const counted =
  (name: string, write: Write): Write =>
  list => {
    const element = identifier(name)
    return sql`concat(${count(list)}, arrayStringConcat(arrayMap(${element} -> ${write(element)}, ${list})))`
  }

function geometryWkb(text: Fragment, depth: number): Fragment {
  const suffix = String(depth)
  const bytes = identifier(`b${suffix}`)
  const size = identifier(`d${suffix}`)
  const position: Write = at =>
    sql`arrayStringConcat(arrayMap(${bytes} -> concat(reinterpretAsFixedString(${bytes}), ''), arrayResize(${at}, ${size}, 0.)))`
  const line = counted(`p${suffix}`, position)
  const polygon = counted(`l${suffix}`, line)
  const head = (type: keyof typeof CODES): Fragment =>
    sql`char(1), reinterpretAsFixedString(toUInt32(${numeral(CODES[type])} + if(${size} = 3, 1000, 0)))`
  const headed =
    (type: keyof typeof CODES, write: Write): Write =>
    value =>
      sql`concat(${head(type)}, ${write(value)})`
  const coordinates = (nesting: Fragment): Fragment => sql`JSONExtract(${text}, 'coordinates', ${nesting})`
  const parts = sql`JSONExtractArrayRaw(${text}, 'geometries')`
  const part = identifier(`g${suffix}`)
  const collection =
    depth === 0
      ? sql`concat(${head('GeometryCollection')}, unhex('00000000'))`
      : sql`concat(${head('GeometryCollection')}, ${count(parts)}, arrayStringConcat(arrayMap(${part} -> ${geometryWkb(part, depth - 1)}, ${parts})))`
  const [one, two, three, four] = NESTINGS.map(coordinates)
  if (one === undefined || two === undefined || three === undefined || four === undefined) return collection
  const cases: readonly (readonly [Fragment, Fragment])[] = [
    [sql`'Point'`, headed('Point', position)(one)],
    [sql`'LineString'`, headed('LineString', line)(two)],
    [sql`'Polygon'`, headed('Polygon', polygon)(three)],
    [sql`'MultiPoint'`, headed('MultiPoint', counted(`m${suffix}`, headed('Point', position)))(two)],
    [
      sql`'MultiLineString'`,
      headed('MultiLineString', counted(`m${suffix}`, headed('LineString', line)))(three),
    ],
    [sql`'MultiPolygon'`, headed('MultiPolygon', counted(`m${suffix}`, headed('Polygon', polygon)))(four)],
  ]
  const type = sql`JSONExtractString(${text}, 'type')`
  const choices = cases.map(([name, written]) => sql`${type} = ${name}, ${written}`)
  const sizes = sql`[if(${hasHeights(text)}, 3, 2)]`
  // an argument of a lambda, so that it is found once a shape and not once a position
  return sql`arrayMap(${size} -> multiIf(${join(choices, ', ')}, ${collection}), ${sizes})[1]`
}

/** `[1, 2, 3`, the start of a position with a height. */
const POSITION_WITH_HEIGHT = param(String.raw`\[\s*[0-9.eE+-]+\s*,\s*[0-9.eE+-]+\s*,\s*[0-9.eE+-]`, 'String')

const NESTINGS = [
  sql`'Array(Float64)'`,
  sql`'Array(Array(Float64))'`,
  sql`'Array(Array(Array(Float64)))'`,
  sql`'Array(Array(Array(Array(Float64))))'`,
]
