import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { booleanIntersects, booleanPointInPolygon, distance } from '@turf/turf'
import fc from 'fast-check'
import { wireError } from '../../../src/core/odsql/faults.ts'
import { prepareQuery } from '../../../src/core/sql/prepare.ts'
import { recordTable } from '../../../src/core/sql/record-table.ts'
import { revisionTable } from '../../../src/core/sql/table.ts'
import { PLACE_FIELDS, type Place, placesTsv } from './city-places.ts'
import { engineWith, type TestEngine } from './engine.ts'

type Position = [number, number]
type Shape =
  | { type: 'Point'; coordinates: Position }
  | { type: 'LineString'; coordinates: Position[] }
  | { type: 'Polygon'; coordinates: Position[][] }

const coordinate = fc.integer({ min: 0, max: 12 })
const position: fc.Arbitrary<Position> = fc.tuple(coordinate, coordinate)

/** A ring without crossings: corners of a lattice around a centre, by their angle. */
const ring: fc.Arbitrary<Position[]> = fc
  .tuple(position, fc.uniqueArray(fc.integer({ min: 0, max: 7 }), { minLength: 3, maxLength: 8 }), fc.integer({ min: 1, max: 4 }))
  .map(([[x, y], turns, size]) => {
    const corners = [...turns]
      .sort((a, b) => a - b)
      .map((turn): Position => {
        const [dx, dy] = [Math.round(Math.cos((turn * Math.PI) / 4)), Math.round(Math.sin((turn * Math.PI) / 4))]
        return [x + dx * size, y + dy * size]
      })
    return [...corners, corners[0] ?? [x, y]]
  })

const flat = ([[ax, ay], [bx, by], [cx, cy]]: readonly Position[] | readonly [Position, Position, Position]): boolean =>
  (bx - ax) * (cy - ay) === (by - ay) * (cx - ax)

const shape: fc.Arbitrary<Shape> = fc.oneof(
  position.map((coordinates): Shape => ({ type: 'Point', coordinates })),
  fc
    .uniqueArray(position, { minLength: 2, maxLength: 4, selector: String })
    .map((coordinates): Shape => ({ type: 'LineString', coordinates })),
  ring
    .filter(([a, b, c, d]) => a !== undefined && b !== undefined && c !== undefined && (d !== a || !flat([a, b, c])))
    .map((corners): Shape => ({ type: 'Polygon', coordinates: [corners] })),
)

const shapes: readonly (Shape | null)[] = fc.sample(fc.option(shape, { freq: 6 }), { numRuns: 120, seed: 5 })
const places: readonly Place[] = shapes.map((one, index) => ({ name: String(index), spot: null, shape: one }))
const TABLE = recordTable('d_9', PLACE_FIELDS, { datasetId: 'places', publishedAt: '2026-01-02T03:04:05Z' })

let engine: TestEngine
before(async () => {
  engine = await engineWith(revisionTable(9, PLACE_FIELDS), placesTsv(places))
})
after(() => engine.close())

async function namesWhere(where: string): Promise<readonly number[]> {
  const prepared = prepareQuery({
    clauses: { select: 'name', where: [where] },
    fields: TABLE.fields,
    options: { timezone: 'UTC', language: 'en', now: 0, limit: null, offset: 0, door: 'records' },
  })
  if (!prepared.ok) throw new Error(wireError(prepared.diagnostics).message)
  const rows = await engine.rows(prepared.value.compile(TABLE).rows)
  return rows.map(([name]) => Number(name))
}

const numbersOf = (test: (one: Shape) => boolean): readonly number[] =>
  shapes.flatMap((one, index) => (one !== null && test(one) ? [index] : []))

test('intersects and disjoint are those of another library, borders included', async () => {
  await fc.assert(
    fc.asyncProperty(shape, async literal => {
      const text = JSON.stringify(literal)
      assert.deepEqual(
        await namesWhere(`intersects(shape, geom'${text}')`),
        numbersOf(one => booleanIntersects(one, literal)),
      )
      assert.deepEqual(
        await namesWhere(`disjoint(shape, geom'${text}')`),
        numbersOf(one => !booleanIntersects(one, literal)),
      )
    }),
    { numRuns: 40, seed: 11 },
  )
})

/** Positions along a shape, close enough on this lattice to leave any polygon that it does not lie in. */
function along(one: Shape): readonly Position[] {
  if (one.type === 'Point') return [one.coordinates]
  const line = one.type === 'LineString' ? one.coordinates : (one.coordinates[0] ?? [])
  return line.slice(1).flatMap(([x, y], index) => {
    const [fromX, fromY] = line[index] ?? [x, y]
    return Array.from({ length: 49 }, (_, step): Position => [
      fromX + ((x - fromX) * step) / 48,
      fromY + ((y - fromY) * step) / 48,
    ])
  })
}

test('within: all that a shape passes is in the polygon', async () => {
  await fc.assert(
    fc.asyncProperty(ring.filter(r => r.length > 4), async corners => {
      const literal = { type: 'Polygon' as const, coordinates: [corners] }
      const found = await namesWhere(`within(shape, geom'${JSON.stringify(literal)}')`)
      const nearly = (at: Position): boolean =>
        booleanPointInPolygon(at, literal) || fromLine(at, corners) < 1e-9
      assert.deepEqual(
        found,
        numbersOf(one => along(one).every(nearly)),
      )
    }),
    { numRuns: 40, seed: 12 },
  )
})

/** On the plane, as the predicates are. */
const fromLine = ([x, y]: Position, line: readonly Position[]): number =>
  Math.min(
    ...line.slice(1).map(([bx, by], index) => {
      const [ax, ay] = line[index] ?? [bx, by]
      const [rx, ry] = [bx - ax, by - ay]
      const share = Math.min(1, Math.max(0, ((x - ax) * rx + (y - ay) * ry) / (rx * rx + ry * ry)))
      return Math.hypot(x - ax - share * rx, y - ay - share * ry)
    }),
  )

test('within_distance: near what the shape passes', async () => {
  await fc.assert(
    fc.asyncProperty(position, fc.integer({ min: 20, max: 900 }), async ([x, y], kilometres) => {
      const [lon, lat] = [x + 0.37, y + 0.21]
      const found = new Set(await namesWhere(`within_distance(shape, geom'POINT(${lon} ${lat})', ${kilometres}km)`))
      for (const [index, one] of shapes.entries()) {
        if (one === null) continue
        const inside = one.type === 'Polygon' && booleanPointInPolygon([lon, lat], one)
        const nearest = inside ? 0 : Math.min(...along(one).map(at => distance(at, [lon, lat])))
        // the engine measures on the ellipsoid, the other library on a sphere, at steps
        if (Math.abs(nearest - kilometres) < 0.02 * kilometres + 10) continue
        assert.equal(found.has(index), nearest < kilometres, JSON.stringify({ one, lon, lat, kilometres, nearest }))
      }
    }),
    { numRuns: 20, seed: 13 },
  )
})

/** Shapes that no map has: too short, empty, crossing themselves, far off the globe, and of no sense at all. */
const HOSTILE = [
  '{"type":"Polygon","coordinates":[]}',
  '{"type":"Polygon","coordinates":[[]]}',
  '{"type":"Polygon","coordinates":[[[0,0]]]}',
  '{"type":"Polygon","coordinates":[[[0,0],[9,9],[9,0],[0,9],[0,0]]]}',
  '{"type":"Polygon","coordinates":[[[1e400,0],[1,1],[2,0]]]}',
  '{"type":"Polygon","coordinates":[[[1e308,-1e308],[1e308,1e308],[-1e308,0]]]}',
  '{"type":"Polygon","coordinates":"no"}',
  '{"type":"MultiPolygon","coordinates":[[],[[]],[[[0,0],[1,0],[1,1],[0,0]]]]}',
  '{"type":"MultiLineString","coordinates":[[],[[0,0]],[]]}',
  '{"type":"LineString","coordinates":[]}',
  '{"type":"LineString","coordinates":[[5,5],[5,5]]}',
  '{"type":"MultiPoint","coordinates":[]}',
  '{"type":"GeometryCollection","geometries":[]}',
  '{"type":"GeometryCollection","geometries":[{"type":"GeometryCollection","geometries":[]},7]}',
  '{"type":"Point","coordinates":["x"]}',
  '{"type":"Nothing"}',
  JSON.stringify({
    type: 'Polygon',
    coordinates: [Array.from({ length: 20_001 }, (_, i) => [Math.cos(i) * 9, Math.sin(i * 1.7) * 9])],
  }),
]
const LAST = '{"type":"Polygon","coordinates":[[[0,0],[2,0],[2,2],[0,2],[0,0]]]}'

test('no shape of a file spoils the answer for another one', async () => {
  const table = revisionTable(10, PLACE_FIELDS)
  const tsv = [...HOSTILE, ...HOSTILE, LAST]
    .map((text, index) => [index, index, '\\N', '\\N', text, '\\N', '\\N', ''].join('\t'))
    .join('\n')
  const own = await engineWith(table, tsv)
  const hostile = recordTable('d_10', PLACE_FIELDS, { datasetId: 'h', publishedAt: '2026-01-02T03:04:05Z' })
  const crossing = 'POLYGON((0 0, 9 9, 9 0, 0 9))'
  for (const where of [
    `intersects(shape, geom'POINT(1 1)')`,
    `within(shape, geom'POLYGON((-1 -1, 3 -1, 3 3, -1 3))')`,
    `not disjoint(shape, geom'LINESTRING(1 -5, 1 5)')`,
    `within_distance(shape, geom'POINT(2.01 1)', 5km)`,
    `in_bbox(shape, 1, 1, 1, 1)`,
    `intersects(shape, geom'${crossing}') and not within(shape, geom'${crossing}')`,
  ]) {
    const prepared = prepareQuery({
      clauses: { select: 'name', where: [where] },
      fields: hostile.fields,
      options: { timezone: 'UTC', language: 'en', now: 0, limit: null, offset: 0, door: 'records' },
    })
    assert.ok(prepared.ok)
    const rows = await own.rows(prepared.value.compile(hostile).rows)
    assert.ok(
      rows.some(([name]) => name === String(2 * HOSTILE.length)),
      where,
    )
  }
  await own.close()
})
