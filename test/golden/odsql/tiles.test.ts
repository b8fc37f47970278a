import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { VectorTile, type VectorTileFeature } from '@mapbox/vector-tile'
import fc from 'fast-check'
import { PbfReader } from 'pbf'
import { wireError } from '../../../src/core/odsql/faults.ts'
import type { ClauseTexts } from '../../../src/core/odsql/parser.ts'
import { type TileSquare, tileBox } from '../../../src/core/odsql/tile-square.ts'
import { prepareQuery } from '../../../src/core/sql/prepare.ts'
import type { QueryTable } from '../../../src/core/sql/query-table.ts'
import { recordTable } from '../../../src/core/sql/record-table.ts'
import { revisionTable } from '../../../src/core/sql/table.ts'
import { compileTile, TILE_RECORDS } from '../../../src/core/sql/tile.ts'
import { PLACE_FIELDS, PLACES, placesTsv } from './city-places.ts'
import { createSql, engineWith, type TestEngine } from './engine.ts'

const CONTEXT = { datasetId: 'places', publishedAt: '2026-01-02T03:04:05Z' }
const PLACES_TABLE = recordTable('d_8', PLACE_FIELDS, CONTEXT)
const SPOT_FIELDS = PLACE_FIELDS.filter(({ name }) => name !== 'shape')
const SPOTS_TABLE = recordTable('d_9', SPOT_FIELDS, CONTEXT)
const SPOTS = 30_000

let engine: TestEngine
before(async () => {
  engine = await engineWith(revisionTable(8, PLACE_FIELDS), placesTsv())
  await engine.run(createSql(revisionTable(9, SPOT_FIELDS)))
  // a lattice of 300 by 100 points over western Europe; every hundredth record has no place
  await engine.run(
    `INSERT INTO ds.d_9 (_id, c1, c2_lon, c2_lat) SELECT number, toString(number % 7), if(number % 100 = 99, NULL, number % 300 / 30), if(number % 100 = 99, NULL, 42 + intDiv(number, 300) / 20) FROM numbers(${SPOTS})`,
  )
})
after(() => engine.close())

interface Read {
  readonly features: readonly VectorTileFeature[]
  readonly bytes: number
  readonly total: number
  readonly shown: number
}

function compiled(table: QueryTable, square: TileSquare, clauses: ClauseTexts): ReturnType<typeof compileTile> {
  const prepared = prepareQuery({
    clauses: { select: 'name', ...clauses },
    fields: table.fields,
    options: { timezone: 'UTC', language: 'en', now: 0, limit: null, offset: 0, door: 'tile' },
  })
  if (!prepared.ok) throw new Error(wireError(prepared.diagnostics).message)
  return compileTile(prepared.value.planned, table, square)
}

async function readTile(table: QueryTable, square: TileSquare, clauses: ClauseTexts = {}): Promise<Read> {
  const [row = []] = await engine.rows(compiled(table, square, clauses))
  const bytes = Buffer.from(String(row[0]), 'base64')
  const layer = new VectorTile(new PbfReader(bytes)).layers.records
  const features = Array.from({ length: layer?.length ?? 0 }, (_, index) => layer?.feature(index))
  return {
    features: features.filter(feature => feature !== undefined),
    ...{ bytes: bytes.byteLength, total: Number(row[1]), shown: Number(row[2]) },
  }
}

const idsOf = (features: readonly VectorTileFeature[]): readonly number[] =>
  [...new Set(features.map(({ id }) => id ?? -1))].sort((a, b) => a - b)

const spotAt = (id: number): readonly [lon: number, lat: number] | null =>
  id % 100 === 99 ? null : [(id % 300) / 30, 42 + Math.floor(id / 300) / 20]

test('a tile has the records of its box, each where it is', async () => {
  const square = fc.integer({ min: 7, max: 12 }).chain(z =>
    fc.record({
      z: fc.constant(z),
      x: fc.integer({ min: 2 ** (z - 1), max: Math.ceil(2 ** z * 0.528) }),
      y: fc.integer({ min: Math.floor(2 ** z * 0.355), max: Math.ceil(2 ** z * 0.373) }),
    }),
  )
  await fc.assert(
    fc.asyncProperty(square, async ({ z, x, y }) => {
      const { west, south, east, north } = tileBox({ z, x, y })
      const expected = Array.from({ length: SPOTS }, (_, id) => id).filter(id => {
        const [lon, lat] = spotAt(id) ?? [999, 999]
        return lon >= west && lon <= east && lat >= south && lat <= north
      })
      const { features, total, shown } = await readTile(SPOTS_TABLE, { z, x, y })
      assert.equal(total, expected.length)
      assert.equal(shown, idsOf(features).length)
      assert.deepEqual(idsOf(features), expected)
      const unit = 360 / 2 ** z / 4096
      for (const feature of features) {
        const at = feature.toGeoJSON(x, y, z).geometry
        const [lon, lat] = spotAt(feature.id ?? -1) ?? [999, 999]
        assert.ok(at.type === 'Point' && Math.abs((at.coordinates[0] ?? 999) - lon) <= unit)
        assert.ok(at.type === 'Point' && Math.abs((at.coordinates[1] ?? 999) - lat) <= unit)
        assert.deepEqual({ ...feature.properties }, { name: String((feature.id ?? 0) % 7) })
      }
    }),
    { numRuns: 25, seed: 3 },
  )
})

test('a tile of too many records shows some of every part, says so, and is the same each time', async () => {
  const world = { z: 3, x: 4, y: 2 }
  const first = await readTile(SPOTS_TABLE, world)
  assert.ok(first.total > TILE_RECORDS && first.shown < first.total && first.shown > 200)
  assert.equal(idsOf(first.features).length, first.shown)
  const again = await readTile(SPOTS_TABLE, world)
  assert.deepEqual(idsOf(again.features), idsOf(first.features))
  const lons = first.features.map(({ id }) => (spotAt(id ?? -1) ?? [0])[0])
  assert.ok(Math.min(...lons) < 0.3 && Math.max(...lons) > 9.6)
})

test('filters are those of any question', async () => {
  const square = { z: 6, x: 32, y: 23 }
  const all = await readTile(SPOTS_TABLE, square)
  const some = await readTile(SPOTS_TABLE, square, { where: ["name = '3'"] })
  const rest = await readTile(SPOTS_TABLE, square, { exclude: ['name:3'] })
  assert.ok(some.total > 0 && rest.total > 0)
  assert.equal(some.total + rest.total, all.total)
  assert.ok(some.features.every(({ properties }) => properties.name === '3'))
})

test('shapes are drawn whole, cut at the margin; each part of a collection', async () => {
  const { features, shown } = await readTile(PLACES_TABLE, { z: 0, x: 0, y: 0 })
  assert.equal(shown, PLACES.filter(({ shape }) => shape !== null).length)
  const kinds = features.map(({ id, type }) => `${PLACES[id ?? 0]?.name} ${type}`).sort()
  assert.deepEqual(
    kinds.filter(kind => kind.startsWith('campus') || kind.startsWith('benches')),
    ['benches 1', 'benches 1', 'campus 1', 'campus 2', 'campus 3'],
  )
  const near = await readTile(PLACES_TABLE, { z: 10, x: 540, y: 497 })
  assert.deepEqual(
    near.features.map(({ id, type }) => `${PLACES[id ?? 0]?.name} ${type}`),
    ['park 3', 'fountain 1'],
  )
  for (const { x, y } of near.features.flatMap(feature => feature.loadGeometry().flat()))
    assert.ok(x >= -65 && x <= 4161 && y >= -65 && y <= 4161, `${x} ${y}`)
  const hole = await readTile(PLACES_TABLE, { z: 8, x: 145, y: 124 })
  assert.deepEqual(hole.features.map(({ id }) => PLACES[id ?? 0]?.name).sort(), ['benches', 'islet'])
})

test('attributes: numbers, truths, texts, and names that tiles can have', async () => {
  const select = 'name, spot, 1 + 1 as `a b`, 2.5 as a_b, name = "x" as `é`, null as n'
  assert.throws(() => compiled(PLACES_TABLE, { z: 0, x: 0, y: 0 }, { select }))
  const { features } = await readTile(
    PLACES_TABLE,
    { z: 0, x: 0, y: 0 },
    { select: 'name, spot, 1 + 1 as `a b`, 2.5 as a_b, true as `é`, date\'2020\' as d', where: ["name = 'park'"] },
  )
  assert.deepEqual(features.map(({ properties }) => ({ ...properties })), [
    { name: 'park', a_b: 2, a_b_2: 2.5, _: true, d: '2020-01-01T00:00:00+00:00' },
  ])
})

test('nothing there is nothing sent', async () => {
  const { bytes, total } = await readTile(PLACES_TABLE, { z: 12, x: 0, y: 0 })
  assert.deepEqual([bytes, total], [0, 0])
})
