import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readDamaged, readEverything, refusalOf } from '../../../test/format/reading.ts'
import { geojson } from './geojson.ts'
import type { RawValue } from './reader.ts'

const point = (...coordinates: number[]) => ({ type: 'Point', coordinates })
const feature = (properties: unknown, geometry: unknown, more: object = {}) => ({
  type: 'Feature',
  ...more,
  properties,
  geometry,
})
const collection = (features: readonly unknown[], more: object = {}) =>
  JSON.stringify({ type: 'FeatureCollection', ...more, features })
const shape = (geometry: { readonly type: string; readonly coordinates?: unknown }): RawValue => ({
  kind: 'geometry',
  geometry,
})
const square = {
  type: 'Polygon',
  coordinates: [
    [
      [0, 0],
      [1, 0],
      [1, 1],
      [0, 0],
    ],
  ],
}

test('points become geo_point_2d, with their altitude; feature ids are a column', async () => {
  const text = collection([
    feature({ a: 1 }, point(1, 2, 30), { id: 7 }),
    feature({ b: ['x'] }, null, { id: 'z' }),
    feature(null, point(3, 4)),
  ])
  const { columns, rows, lines } = await readEverything(geojson, text)
  assert.deepEqual(columns, ['id', 'a', 'b', 'geo_point_2d'])
  assert.deepEqual(rows, [
    [7, 1, null, shape(point(1, 2, 30))],
    ['z', null, { kind: 'list', items: ['x'] }, null],
    [null, null, null, shape(point(3, 4))],
  ])
  assert.deepEqual(lines, [1, 2, 3])
})

test('other geometries become geo_shape; names already taken are kept apart', async () => {
  const text = collection([
    feature({ id: 'own', geo_shape: 'text' }, square, { id: 1, rank: 2 }),
    feature({}, point(1, 2)),
  ])
  const { columns, rows } = await readEverything(geojson, text)
  assert.deepEqual(columns, ['feature_id', 'rank', 'id', 'geo_shape', 'geo_shape_2'])
  assert.deepEqual(rows[0], [1, 2, 'own', 'text', shape(square)])
})

test('no geometry at all, empty collections, wrong elements', async () => {
  const bare = await readEverything(geojson, collection([feature({ a: 1 }, null), 'x']))
  assert.deepEqual([bare.columns, bare.rows], [['a'], [[1]]])
  assert.deepEqual(bare.faults, [{ line: 2, value: '"x"', reason: 'record_not_object' }])
  assert.deepEqual(await refusalOf(geojson, collection([])), { code: 'source_empty' })
})

test('one feature, a bare geometry, a collection of geometries', async () => {
  assert.deepEqual((await readEverything(geojson, JSON.stringify(feature({ a: 1 }, square)))).rows, [
    [1, shape(square)],
  ])
  const geometry = await readEverything(geojson, JSON.stringify(point(1, 2)))
  assert.deepEqual([geometry.columns, geometry.rows], [['geo_point_2d'], [[shape(point(1, 2))]]])
  const both = { type: 'GeometryCollection', geometries: [point(1, 2), square] }
  assert.deepEqual((await readEverything(geojson, JSON.stringify(both))).rows, [
    [{ kind: 'geometry', geometry: both }],
  ])
})

test('text sequences and features one a line', async () => {
  const features = [feature({ a: 1 }, point(1, 2)), feature({ a: 2 }, point(3, 4))].map(value =>
    JSON.stringify(value),
  )
  for (const text of [
    features.map(value => `\x1e${value}\n`).join(''),
    features.join('\n'),
    `${features.join('\n')}\n${collection([feature({ a: 3 }, point(5, 6))])}`,
  ]) {
    const { rows, lines } = await readEverything(geojson, text)
    assert.deepEqual(rows.slice(0, 2), [
      [1, shape(point(1, 2))],
      [2, shape(point(3, 4))],
    ])
    assert.deepEqual(
      lines,
      rows.map((_, at) => at + 1),
    )
  }
})

test('members of the collection before and after its features do not matter; members of geometries neither', async () => {
  const features = JSON.stringify(
    [feature({ a: 1 }, { bbox: [0, 0, 1, 1], ...square, coordinates: square.coordinates })],
    null,
    2,
  )
  const text = `{"@context":{"features":{"@id":"x"}},"features":${features},"metadata":{"a":[1]},"type":"FeatureCollection"}`
  const { rows } = await readEverything(geojson, text, {}, 7)
  assert.deepEqual(rows, [[1, { kind: 'geometry', geometry: { bbox: [0, 0, 1, 1], ...square } }]])
})

test('an old crs member is honoured, wherever it stands', async () => {
  const lambert = { crs: { type: 'name', properties: { name: 'urn:ogc:def:crs:EPSG::2154' } } }
  const eiffel = feature({}, { type: 'MultiPoint', coordinates: [[648237.3, 6862271.8, 12]] })
  const { rows, evidence } = await readEverything(geojson, collection([eiffel], lambert))
  const [value] = rows[0] ?? []
  assert.ok(typeof value === 'object' && value?.kind === 'geometry')
  const [[longitude, latitude, altitude]] = value.geometry.coordinates as [[number, number, number]]
  assert.ok(
    Math.abs(longitude - 2.2945) < 1e-4 && Math.abs(latitude - 48.8584) < 1e-4,
    `${longitude} ${latitude}`,
  )
  assert.equal(altitude, 12)
  assert.deepEqual(evidence[1], {
    about: 'crs',
    decision: 'reprojected',
    because: 'geojson_crs',
    params: { crs: 'urn:ogc:def:crs:EPSG::2154' },
  })
  for (const name of ['EPSG:4326', 'urn:ogc:def:crs:OGC:1.3:CRS84']) {
    const same = await readEverything(
      geojson,
      collection([feature({}, point(1, 2))], { crs: { type: 'name', properties: { name } } }),
    )
    assert.deepEqual(same.rows, [[shape(point(1, 2))]])
  }
  const unknown = collection([eiffel], { crs: { type: 'name', properties: { name: 'EPSG:999999' } } })
  assert.deepEqual(await refusalOf(geojson, unknown), { code: 'source_crs_unknown', crs: 'EPSG:999999' })
})

test('what is no geometry is kept as JSON', async () => {
  const { rows } = await readEverything(
    geojson,
    collection([feature({ a: 1 }, { type: 'Polygon', coordinates: 'x' })]),
  )
  assert.deepEqual(rows, [[1, { kind: 'json', text: '{"type":"Polygon","coordinates":"x"}' }]])
})

test('a trailing comma is read over and told', async () => {
  const { rows, warnings } = await readEverything(
    geojson,
    '{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"a":1},"geometry":{"type":"Point","coordinates":[1,2,]}},]}',
  )
  assert.deepEqual(rows, [[1, shape(point(1, 2))]])
  assert.deepEqual(warnings, [{ code: 'json_trailing_commas', params: { count: 2 } }])
})

test('damaged sources never do worse than be refused', async () => {
  const text = collection([feature({ a: 1 }, point(1, 2)), feature({ b: 'é' }, square, { id: 3 })])
  await readDamaged(geojson, new TextEncoder().encode(text), 1)
})
