import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { readDamaged, readEverything, refusalOf } from '../../../test/format/reading.ts'
import { geojson } from './geojson.ts'
import { topojson } from './topojson.ts'

/** Two squares that share an edge, quantised, one with an id; a point; an object of one geometry alone. */
const TOPOLOGY = {
  type: 'Topology',
  arcs: [
    [
      [1, 0],
      [0, 1],
    ],
    [
      [1, 1],
      [-1, 0],
      [0, -1],
      [1, 0],
    ],
    [
      [1, 0],
      [1, 0],
      [0, 1],
      [-1, 0],
    ],
  ],
  transform: { scale: [2, 2], translate: [10, 20] },
  objects: {
    capital: { type: 'Point', coordinates: [1, 1], properties: { name: 'x' } },
    towns: {
      type: 'GeometryCollection',
      geometries: [
        { type: 'Polygon', arcs: [[0, 1]], id: 'a', properties: { n: 'BIG', name: 'é' } },
        { type: 'Polygon', arcs: [[2, -1]], properties: { tags: ['x'] } },
        { type: null, properties: {} },
      ],
    },
  },
}
const TEXT = JSON.stringify(TOPOLOGY).replace('"BIG"', '12345678901234567890')

test('the largest object is taken, its arcs followed and its numbers kept; the others are told', async () => {
  const { columns, rows, evidence, lines } = await readEverything(topojson, TEXT)
  assert.deepEqual(columns, ['id', 'n', 'name', 'tags', 'geo_shape'])
  const left = {
    type: 'Polygon',
    coordinates: [
      [
        [12, 20],
        [12, 22],
        [10, 22],
        [10, 20],
        [12, 20],
      ],
    ],
  }
  const right = {
    type: 'Polygon',
    coordinates: [
      [
        [12, 20],
        [14, 20],
        [14, 22],
        [12, 22],
        [12, 20],
      ],
    ],
  }
  assert.deepEqual(rows, [
    ['a', 12345678901234567890n, 'é', null, { kind: 'geometry', geometry: left }],
    [null, null, null, { kind: 'list', items: ['x'] }, { kind: 'geometry', geometry: right }],
    [null, null, null, null, null],
  ])
  assert.deepEqual(lines, [1, 2, 3])
  assert.deepEqual(evidence[0], {
    about: 'member',
    decision: 'towns',
    because: 'topojson_largest',
    params: { records: 3, others: 'capital (1)' },
  })
})

test('an object can be named, also one that is no collection', async () => {
  const { columns, rows } = await readEverything(topojson, TEXT, { member: 'capital' }, 9)
  assert.deepEqual(columns, ['name', 'geo_point_2d'])
  assert.deepEqual(rows, [['x', { kind: 'geometry', geometry: { type: 'Point', coordinates: [12, 22] } }]])
  assert.deepEqual(await refusalOf(topojson, TEXT, { member: 'z' }), {
    code: 'source_member_unknown',
    member: 'z',
    available: 'capital, towns',
  })
})

test('arcs may stand after the objects, and arcs that are not there are a clear fault', async () => {
  const { arcs, transform, ...rest } = TOPOLOGY
  const last = JSON.stringify({ ...rest, transform, arcs }, null, 1)
  assert.equal((await readEverything(topojson, last)).rows.length, 3)
  assert.deepEqual(await refusalOf(topojson, JSON.stringify(rest)), {
    code: 'source_damaged',
    format: 'topojson',
  })
  assert.deepEqual(await refusalOf(topojson, '{"type":"Topology","objects":{},"arcs":[]}'), {
    code: 'source_empty',
  })
})

test('damaged sources never do worse than be refused', async () => {
  await readDamaged(topojson, new TextEncoder().encode(TEXT), 3)
})

const REAL = new URL('../../../../shared/data/odwb/communes-belges/', import.meta.url)

test('the municipalities of Belgium are those that another conversion gave', {
  skip: existsSync(REAL) ? false : '../shared is not there',
}, async () => {
  const mine = await readEverything(topojson, readFileSync(new URL('belgium.json', REAL)), {}, 65536)
  const theirs = await readEverything(
    geojson,
    readFileSync(new URL('derived-belgium-municipalities.geojson', REAL)),
    {},
    65536,
  )
  assert.deepEqual(mine.columns, theirs.columns)
  assert.deepEqual(mine.rows, theirs.rows)
})
