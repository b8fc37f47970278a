import assert from 'node:assert/strict'
import { test } from 'node:test'
import { VectorTile } from '@mapbox/vector-tile'
import { PbfReader } from 'pbf'
import { queryString, refuses, send } from './ask-city.ts'
import { DATASET, ROOT } from './city.ts'
import { TREES } from './trees.ts'

const WORLD = `${DATASET}/tiles/0/0/0.mvt`

/** Vector tiles: an addition of ours to the API. */
export function tileRows(): void {
  test('tiles: the records of the filters, by the real wire', async () => {
    const parameters = { select: 'tree_id, age', where: 'age >= 100', refine: 'remarkable:true' }
    const { status, headers, bytes } = await send(`${WORLD}${queryString(parameters)}`)
    assert.equal(status, 200)
    assert.equal(headers['content-type'], 'application/vnd.mapbox-vector-tile')
    const layer = new VectorTile(new PbfReader(bytes)).layers.records
    assert.ok(layer !== undefined)
    const found = Array.from({ length: layer.length }, (_, index) => layer.feature(index).properties)
    const expected = TREES.filter(
      ({ age, remarkable, position, crown }) =>
        remarkable === true && (age ?? 0) >= 100 && (position ?? crown) !== null,
    )
    assert.deepEqual(
      new Map(found.map(({ tree_id, age }) => [tree_id, age])),
      new Map(expected.map(({ tree_id, age }) => [tree_id, age])),
    )
    assert.equal(headers['x-tile-records'], String(expected.length))
    assert.equal(headers['x-tile-shown'], String(expected.length))
  })

  test('tiles: a version known costs nothing; an empty square has no bytes', async () => {
    const first = await send(WORLD)
    const again = await send(WORLD, { headers: { 'if-none-match': String(first.headers.etag) } })
    assert.deepEqual([first.status, again.status, again.bytes.length], [200, 304, 0])
    const empty = await send(`${DATASET}/tiles/10/0/0.mvt`)
    assert.deepEqual([empty.status, empty.bytes.length, empty.headers['x-tile-records']], [200, 0, '0'])
  })

  test('tiles: no such square, no place to draw, no aggregate', async () => {
    const square = 'a square z/x/y of the map, z from 0 to 24, x and y below 2^z'
    for (const asked of ['0/1/0', '25/0/0', '3/0/8', 'a/0/0'])
      await refuses(`${DATASET}/tiles/${asked}.mvt`, {}, [
        400,
        'InvalidRESTParameterError',
        `Invalid value for tile API parameter: ${asked} was found but ${square} is expected.`,
      ])
    assert.equal((await send(`${DATASET}/tiles/0/0/0.png`)).status, 404)
    assert.equal((await send(`${ROOT}/catalog/datasets/bike-counts/tiles/0/0/0.mvt`)).status, 400)
    assert.equal((await send(`${WORLD}?select=count(*)`)).status, 400)
    assert.equal((await send(`${WORLD}?where=nope=1`)).status, 400)
  })
}
