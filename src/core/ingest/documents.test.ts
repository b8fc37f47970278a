import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { memorySource } from '../format/containers-memory.ts'
import { analyse } from './analyse.ts'
import { encodeRecords } from './encode-records.ts'

const { signal } = new AbortController()

/** No identifiers: each row ends with an empty cell. */
const NAMELESS = { fields: [], digest: () => '' }

/** Types by field, and the rows of the load without their escapes. */
async function load(name: string, text: string) {
  const analysis = await analyse(memorySource(name, Buffer.from(text)), {}, { signal })
  const types = Object.fromEntries(analysis.fields.map(field => [field.name, field.type]))
  const lists = analysis.fields.filter(field => field.annotations.multivalued).map(field => field.name)
  let tsv = ''
  let quarantined = 0
  for await (const chunk of encodeRecords(analysis, NAMELESS, signal)) {
    tsv += Buffer.from(chunk.tsv).toString().replaceAll('\t\n', '\n')
    quarantined += chunk.quarantined.length
  }
  return { types, lists, rows: tsv.split('\n').slice(0, -1), quarantined }
}

const collection = (geometries: readonly unknown[]): string =>
  JSON.stringify({
    type: 'FeatureCollection',
    features: geometries.map((geometry, n) => ({ type: 'Feature', properties: { n }, geometry })),
  })

const point = (...coordinates: number[]) => ({ type: 'Point', coordinates })

describe('geometries', () => {
  test('points all of them are a point field, longitude then latitude', async () => {
    const { types, rows } = await load('a.geojson', collection([point(2.5, 48), null, point(-180, 90, 12)]))
    assert.deepEqual(types, { n: 'int', geo_point_2d: 'geo_point_2d' })
    assert.deepEqual(rows, ['0\t0\t2.5\t48\t0', '1\t1\t\\N\t\\N\t1', '2\t2\t-180\t90\t2'])
  })

  test('points that are not of the globe are shapes, and none is lost', async () => {
    const { types, rows, quarantined } = await load(
      'sky.geojson',
      collection([point(12, 5), point(270, -60)]),
    )
    assert.deepEqual(types, { n: 'int', geo_point_2d: 'geo_shape' })
    assert.equal(rows.length, 2)
    assert.equal(quarantined, 0)
  })

  test('lines are shapes; one without a position is none', async () => {
    const line = {
      type: 'LineString',
      coordinates: [
        [1, 2],
        [3, 4],
      ],
    }
    const { types, rows } = await load(
      'a.geojson',
      collection([line, { type: 'Point', coordinates: [] }, line]),
    )
    assert.deepEqual(types, { n: 'int', geo_shape: 'geo_shape' })
    assert.equal(rows[0], `0\t0\t${JSON.stringify(line)}\t2\t3\t0`)
    assert.equal(rows[1], '1\t1\t\\N\t\\N\t\\N\t1')
  })

  test('a geometry that is none goes to quarantine when it is one in many', async () => {
    const line = {
      type: 'LineString',
      coordinates: [
        [1, 2],
        [3, 4],
      ],
    }
    const bad = {
      type: 'LineString',
      coordinates: [
        ['1', '2'],
        ['3', '4'],
      ],
    }
    const { types, quarantined } = await load(
      'a.geojson',
      collection([...Array.from({ length: 200 }, () => line), bad]),
    )
    assert.equal(types.geo_shape, 'geo_shape')
    assert.equal(quarantined, 1)
  })
})

describe('documents are kept on one line, as exports write them', () => {
  const pretty = JSON.stringify(
    { a: [1, 2], 'b c': { d: ' x  y ', e: 'two\nlines', f: 'a "quote" \\' } },
    null,
    2,
  )
  const compact = JSON.stringify(JSON.parse(pretty))

  test('in cells of a table', async () => {
    const cell = `"${pretty.replaceAll('"', '""')}"`
    const { types, rows } = await load('a.csv', `k,doc\n1,${cell}\n2,"[ 1.50,\n9007199254740993 ]"\n`)
    assert.equal(types.doc, 'json_blob')
    assert.equal(rows[0], `0\t1\t${compact.replaceAll('\\', '\\\\')}\t1`)
    assert.equal(rows[1], '1\t2\t[1.50,9007199254740993]\t2')
  })

  test('shapes in cells of a table', async () => {
    const shape = {
      type: 'LineString',
      coordinates: [
        [1, 2],
        [3, 4],
      ],
    }
    const cell = JSON.stringify(shape, null, 2).replaceAll('"', '""')
    const { types, rows } = await load('a.csv', `k,shape\n1,"${cell}"\n`)
    assert.equal(types.shape, 'geo_shape')
    assert.equal(rows[0], `0\t1\t${JSON.stringify(shape)}\t2\t3\t1`)
  })

  test('members of records', async () => {
    const { types, lists, rows } = await load(
      'a.json',
      `[{"k":1,"doc":${pretty},"at":[ 4.5,\n -7 ],"tags":["x", "y"]},{"k":2,"doc":{},"at":[1,2],"tags":[]}]`,
    )
    assert.deepEqual(types, { k: 'int', doc: 'json_blob', at: 'json_blob', tags: 'text' })
    assert.deepEqual(lists, ['tags'])
    assert.equal(rows[0], `0\t1\t${compact.replaceAll('\\', '\\\\')}\t[4.5,-7]\t['x','y']\t1 x y`)
  })
})

test('texts, numbers and days are searched, as they are shown; the rest is not', async () => {
  const { rows } = await load(
    'a.csv',
    'name,n,x,day,at,flag,place\nOak,12,3.5,31/01/2024,2024-01-31 10:20:30,true,"48.5, 2.5"\nElm,,,25/02/2024,,false,\n',
  )
  assert.equal(rows[0]?.split('\t').at(-1), 'Oak 12 3.5 2024-01-31 2024-01-31 10:20:30')
  assert.equal(rows[1]?.split('\t').at(-1), 'Elm 2024-02-25')
})
