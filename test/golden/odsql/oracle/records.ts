import type { World } from './answer.ts'
import type { Geometry, OracleField, Row, Value } from './tree.ts'

/** Names as towns and trees have them: accents, case, marks, other scripts, doubles. */
const NAMES = [
  ...['Chêne des bois', 'chene', 'CHÊNE', 'Oak Tree', 'oak tree', 'Old oak', "l'été à Paris", 'Saint-Étienne'],
  ...['São Paulo', 'Zürich', 'Ångström', 'naïve café', 'Café', 'cafe crème', 'łódź', 'Œuvre', 'straße'],
  ...['東京', 'Αθήνα', 'Москва', 'القاهرة', 'tree 🌳 park', 'say "hi"', 'back\\slash', 'tab\tbed', 'two\nlines'],
  ...['100% sure_thing', "it's", 'book of secrets', 'THE BOOK OF SECRETS', 'a', 'ab', 'z', 'forest road 12'],
] as const
const KINDS = ['oak', 'Oak', 'ash', 'élm', 'elm', 'beech', 'BEECH', 'lime tree'] as const
const GROUPS = ['A', 'B', 'C', 'Ünder', 'under'] as const
const CODES = ['7', '007', '12', '12.5', '-3', 'x12', '1e3'] as const
const PATHS = [
  ...['plant', 'plant/fagaceae', 'plant/fagaceae/quercus', 'plant/fagaceae/fagus', 'plant/oleaceae/fraxinus'],
  ...['animal', 'animal/bird', 'animal/bird/owl', 'plantation/palm'],
] as const
const TAGS = ['old', 'Old', 'listed', 'ill', "l'été", 'a/b', 'très vieux', 'new'] as const
const NOTES = ['{"state": "good"}', '[1, 2]', 'not json', '"text"', '12', '{"a": null}'] as const

/** Instants around changes of clocks, in centuries that differ, and at the ends of days. */
const MOMENTS = [
  ...['2020-03-29T00:59:59.999Z', '2020-03-29T01:00:00.000Z', '2020-10-25T00:30:00.000Z', '2020-10-25T01:30:00.000Z'],
  ...['2020-03-08T06:59:59.000Z', '2020-03-08T07:00:00.000Z', '2020-11-01T05:30:00.000Z', '2020-11-01T06:30:00.000Z'],
  ...['2018-11-04T02:59:59.000Z', '2018-11-04T03:00:00.000Z', '2018-02-18T01:59:59.000Z', '2018-02-18T02:00:00.000Z'],
  ...['1899-12-31T23:59:59.000Z', '1900-01-01T00:00:00.000Z', '1850-05-05T12:00:00.000Z', '1891-03-15T00:00:00.000Z'],
  ...['1969-12-31T23:59:59.500Z', '1970-01-01T00:00:00.000Z', '2000-02-29T23:30:00.000Z', '2019-12-31T23:30:00.250Z'],
  ...['2020-01-01T00:00:00.000Z', '1950-06-15T23:30:00.000Z', '1936-01-01T12:00:00.000Z', '2020-12-31T18:30:00.000Z', '2021-01-03T23:59:59.000Z', '2038-01-19T03:14:08.000Z'],
] as const
const DAYS = [
  ...['1850-05-05', '1899-12-31', '1900-01-01', '1969-12-31', '1970-01-01', '2000-02-29', '2016-02-29', '2017-12-31'],
  ...['2018-01-01', '2018-02-18', '2019-12-30', '2020-03-01', '2020-03-29', '2020-03-31', '2020-11-01', '2021-01-03'],
] as const

/** Numbers from 0 up to one, always the same. */
function sequence(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state ^ (state >>> 15), 2_246_822_519) + 3_266_489_917) | 0
    state ^= state >>> 13
    return (state >>> 0) / 4_294_967_296
  }
}

export const FIELDS: readonly OracleField[] = [
  { name: 'id', type: 'text' },
  { name: 'name', type: 'text' },
  { name: 'kind', type: 'text', facet: true, disjunctive: true },
  { name: 'group_name', type: 'text', facet: true },
  { name: 'code', type: 'text' },
  { name: 'path', type: 'text', facet: true, path: '/' },
  { name: 'tags', type: 'text', facet: true, isList: true },
  { name: 'n', type: 'int' },
  { name: 'rank', type: 'int', facet: true },
  { name: 'big', type: 'int' },
  { name: 'x', type: 'double' },
  { name: 'y', type: 'double' },
  { name: 'ok', type: 'boolean', facet: true },
  { name: 'since', type: 'date', facet: true },
  { name: 'at', type: 'datetime', facet: true },
  { name: 'place', type: 'geo_point_2d' },
  { name: 'area', type: 'geo_shape' },
  { name: 'note', type: 'text' },
  { name: 'year', type: 'int' },
]

const YEAR_MS = 31_556_952_000
const round = (value: number, digits: number): number => Number(value.toFixed(digits))

function areaAt(lon: number, lat: number, kind: number): Geometry {
  const at = (dx: number, dy: number): readonly [number, number] => [round(lon + dx, 4), round(lat + dy, 4)]
  if (kind === 0) return { type: 'Point', coordinates: at(0, 0) }
  if (kind === 1) return { type: 'LineString', coordinates: [at(0, 0), at(0.31, 0.12), at(0.41, 0.52)] }
  const outer = [at(0, 0), at(0.6, 0.05), at(0.55, 0.61), at(0.3, 0.2), at(0.02, 0.57), at(0, 0)]
  const hole = [at(0.1, 0.05), at(0.2, 0.06), at(0.15, 0.15), at(0.1, 0.05)]
  if (kind === 2) return { type: 'Polygon', coordinates: [outer] }
  if (kind === 3) return { type: 'Polygon', coordinates: [outer, hole] }
  return { type: 'MultiPolygon', coordinates: [[outer, hole], [[at(1, 1), at(1.3, 1), at(1.2, 1.4), at(1, 1)]]] }
}

function recordAt(i: number, random: () => number): Row {
  const of = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)] as T
  const maybe = <T>(share: number, value: T): T | null => (random() < share ? null : value)
  const moment = random() < 0.4 ? Date.parse(of(MOMENTS)) : Math.floor((random() * 12 + 44) * YEAR_MS)
  const day = random() < 0.4 ? Date.parse(of(DAYS)) : Math.floor((random() * 12 + 44) * 365.2425) * 86_400_000
  const [lon, lat] = [round(random() * 4 + 1, 4), round(random() * 4 + 46, 4)]
  const far = random() < 0.1
  const tags = TAGS.filter(() => random() < 0.2)
  const values: Readonly<Record<string, Value>> = {
    id: `R-${String(i + 1).padStart(3, '0')}`,
    name: maybe(0.1, of(NAMES)),
    kind: maybe(0.12, of(KINDS)),
    group_name: maybe(0.1, of(GROUPS)),
    code: maybe(0.2, of(CODES)),
    path: maybe(0.1, of(PATHS)),
    tags: random() < 0.1 && tags.length > 0 ? [...tags, tags[0] ?? ''] : tags,
    n: maybe(0.1, BigInt(Math.floor(random() * 120) - 30)),
    rank: maybe(0.05, BigInt(Math.floor(random() * 8) - 2)),
    big: maybe(0.1, BigInt(Math.floor((random() - 0.5) * 3e16)) + of([0n, 1n, 3n])),
    x: maybe(0.1, (Math.floor(random() * 200) - 60) / 4),
    y: maybe(0.1, round(random() * 40 - 15, 1)),
    ok: of([true, false, null]),
    since: maybe(0.1, { day }),
    at: maybe(0.1, { instant: moment }),
    place: maybe(0.1, far ? { lon: round(random() * 358 - 179, 3), lat: round(random() * 170 - 85, 3) } : { lon, lat }),
    area: maybe(0.3, areaAt(lon, lat, i % 5)),
    note: maybe(0.3, of(NOTES)),
    year: maybe(0.1, BigInt(2000 + Math.floor(random() * 25))),
  }
  return new Map(Object.entries(values))
}

const random = sequence(20_260_103)

/** A few hundred records of every type, nulls among them. */
export const WORLD: World = {
  fields: FIELDS,
  rows: Array.from({ length: 300 }, (_, i) => recordAt(i, random)),
  now: Date.parse('2021-05-06T12:34:55.450Z'),
}
