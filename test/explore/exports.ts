import assert from 'node:assert/strict'
import { test } from 'node:test'
import { gunzipSync } from 'node:zlib'
import { exported, type Members, type Parameters, queryString, records, send } from './ask-city.ts'
import { DATASET } from './city.ts'
import { wireOf } from './records.ts'
import { HARD_SPECIES, TREE_COUNT, TREES, type Tree } from './trees.ts'

const BOM = '\uFEFF'
const FORMATS = ['csv', 'json', 'geojson', 'jsonl'] as const

const MEDIA = {
  csv: ['text/csv; charset=utf-8', 'csv'],
  json: ['application/json; charset=utf-8', 'json'],
  geojson: ['application/geo+json', 'geojson'],
  jsonl: ['application/jsonl; charset=utf-8', 'jsonl'],
} as const

const csvOf = (parameters: Parameters): Promise<string> =>
  exported('csv', { with_bom: 'false', ...parameters })
const jsonOf = async (parameters: Parameters): Promise<Members[]> =>
  JSON.parse(await exported('json', parameters))

/** A cell of §8.3, quoted only when it must be, by a hand of its own. */
function cell(value: unknown, delimiter: string): string {
  if (value === null) return ''
  const text = Array.isArray(value) ? value.join(',') : String(value)
  return text.includes(delimiter) || /["\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/** Coordinates first, a space after commas and colons. */
const spaced = (shape: object | null): string | null => {
  if (shape === null) return null
  const { type, coordinates } = shape as { type: string; coordinates: unknown }
  return `{"coordinates": ${JSON.stringify(coordinates).replaceAll(',', ', ')}, "type": "${type}"}`
}

function line(tree: Tree, delimiter: string): string {
  const { position, crown, photo, survey, ...plain } = tree
  const values = [
    ...Object.values({ ...plain, last_visit: wireOf(tree).last_visit }),
    position === null ? null : `${position.lat}, ${position.lon}`,
    spaced(crown),
    photo === null ? null : (photo as { url: string }).url,
    survey === null ? null : JSON.stringify(survey),
  ]
  return values.map(value => cell(value, delimiter)).join(delimiter)
}

interface Feature {
  readonly type: string
  readonly geometry: object | null
  readonly properties: Members
}

const featuresOf = async (parameters: Parameters): Promise<readonly Feature[]> => {
  const { type, features } = JSON.parse(await exported('geojson', parameters))
  assert.equal(type, 'FeatureCollection')
  return features
}

/** §8: downloads. */
export function exportRows(): void {
  csvRows()
  jsonRows()
  geoJsonRows()
  downloadRows()
}

function csvRows(): void {
  for (const delimiter of [';', ',', '\t', '|'])
    test(`§8.3 CSV with ${JSON.stringify(delimiter)}: every byte`, async () => {
      const names = Object.keys(TREES[0] ?? {}).join(delimiter)
      const lines = TREES.map(tree => line(tree, delimiter))
      assert.equal(await exported('csv', { delimiter }), `${BOM}${[names, ...lines].join('\r\n')}\r\n`)
    })

  test('§8.3 byte order mark by default, none when not wanted', async () => {
    assert.ok((await exported('csv', { limit: 1 })).startsWith(`${BOM}tree_id;`))
    assert.ok((await exported('csv', { limit: 1, with_bom: 'false' })).startsWith('tree_id;'))
  })

  test('§8.3 null is empty, also of lists, points and numbers', async () => {
    for (const name of [
      'species',
      'taxonomy',
      'tags',
      'height',
      'age',
      'remarkable',
      'planted_on',
      'position',
      'photo',
    ])
      assert.equal(
        await csvOf({
          select: `tree_id as a, ${name} as b, tree_id as c`,
          where: `${name} is null`,
          limit: 1,
        }),
        `a;b;c\r\n${firstOf(name)};;${firstOf(name)}\r\n`,
      )
  })

  test('§8.3 quoting only when needed; line ends within stay as they are', async () => {
    const where = `species=${JSON.stringify(HARD_SPECIES)}`
    assert.equal(
      await csvOf({ select: 'species, taxonomy', where, limit: 1 }),
      'species;taxonomy\r\n"a ""b""; c, d|e\tf\ng";plant/fagaceae/fagus\r\n',
    )
    assert.equal(
      await csvOf({ select: 'taxonomy, position', delimiter: ',', limit: 1 }),
      'taxonomy,position\r\nplant/fagaceae/quercus,"48, 2"\r\n',
    )
  })

  test('§8.3 quote_all quotes every text, nothing else', async () => {
    assert.equal(
      await csvOf({
        select: 'tree_id, tags, age, height, remarkable, planted_on, position',
        quote_all: 'true',
        limit: 1,
      }),
      '"tree_id";"tags";"age";"height";"remarkable";"planted_on";"position"\r\n"T-001";"old,listed";0;-1;true;1850-01-01;48, 2\r\n',
    )
  })

  test('§8.3 list_separator; a separator that is the delimiter is quoted', async () => {
    assert.equal(await csvOf({ select: 'tags', list_separator: ' | ', limit: 1 }), 'tags\r\nold | listed\r\n')
    assert.equal(await csvOf({ select: 'tags', list_separator: ';', limit: 1 }), 'tags\r\n"old;listed"\r\n')
  })

  test('§8.1 use_labels in the header, in a language; aliases stay; a label is quoted too', async () => {
    assert.equal(
      await csvOf({ select: 'tree_id, height, age, age as a', use_labels: 'true', limit: 0 }),
      'Tree;"Height; m";age;a\r\n',
    )
    assert.equal(
      await csvOf({ select: 'tree_id, species', use_labels: 'True', lang: 'fr', limit: 0 }),
      'Arbre;Espèce\r\n',
    )
    assert.equal(await csvOf({ select: 'tree_id', use_labels_for_header: 'true', limit: 0 }), 'Tree\r\n')
    assert.equal(await csvOf({ select: 'age as species', use_labels: 'true', limit: 0 }), 'species\r\n')
  })

  test('§8.3 grouped: keys and items, labels of the keys', async () => {
    const question = { group_by: 'remarkable, species', select: 'count(*) as n', where: 'tree_id="T-001"' }
    assert.equal(await csvOf(question), 'remarkable;species;n\r\ntrue;oak;1\r\n')
    assert.equal(await csvOf({ ...question, use_labels: 'true' }), 'remarkable;Species;n\r\ntrue;oak;1\r\n')
  })

  test('§8.3 instants in the zone, dates as they are', async () => {
    assert.equal(
      await csvOf({ select: 'last_visit, planted_on', limit: 1, timezone: 'Europe/Paris' }),
      'last_visit;planted_on\r\n2020-04-01T00:30:00.250000+02:00;1850-01-01\r\n',
    )
  })

  test('§8.3 nothing found: the header alone', async () => {
    assert.equal(await csvOf({ select: 'age', where: 'age=-9' }), 'age\r\n')
  })
}

/** Identifier of the first tree without a value. */
function firstOf(name: string): string | undefined {
  return TREES.find(tree => Reflect.get(tree, name) === null)?.tree_id
}

function jsonRows(): void {
  test('§8.4 json: one array of the records, with their values', async () => {
    assert.deepEqual(await jsonOf({}), TREES.map(wireOf))
    assert.equal(await exported('json', { where: 'age=-9' }), '[]\n')
  })

  test('§8.4 jsonl: a record a line, LF', async () => {
    const lines = (await exported('jsonl')).split('\n')
    assert.equal(lines.pop(), '')
    assert.deepEqual(
      lines.map(one => JSON.parse(one)),
      TREES.map(wireOf),
    )
    assert.equal(await exported('jsonl', { where: 'age=-9' }), '')
  })

  test('§8.1 select, where, order_by, refine, exclude: the same records as a list', async () => {
    const question = {
      ...{ select: 'tree_id, height*2 as h, length(species)', where: 'age>150', order_by: 'species, -age' },
      ...{ refine: 'taxonomy:plant', exclude: 'species:ash', limit: 50 },
    }
    assert.deepEqual(await jsonOf(question), (await records(question)).results)
  })

  test('§8.1 grouped: a row a group', async () => {
    const question = { group_by: 'species', select: 'count(*) as n, max(planted_on) as last' }
    assert.deepEqual(await jsonOf(question), (await records(question)).results)
    const first = { group_by: 'tags', select: 'count(*) as n', order_by: 'n desc', limit: 2 }
    assert.deepEqual(await jsonOf(first), (await records(first)).results)
  })

  test('§8.1 labels as keys; no label hides another value', async () => {
    const question = { select: 'tree_id, age as `Tree`, species', use_labels: 'true', limit: 1 }
    assert.deepEqual(await jsonOf(question), [{ tree_id: 'T-001', Tree: 0, Species: 'oak' }])
  })
}

function geoJsonRows(): void {
  test('§8.4 geojson: the shape, else the point, else none; points stay in the properties', async () => {
    const features = await featuresOf({})
    assert.deepEqual(
      features,
      TREES.map(tree => {
        const { crown: _, ...properties } = wireOf(tree)
        const point = tree.position && { type: 'Point', coordinates: [tree.position.lon, tree.position.lat] }
        return { type: 'Feature', geometry: tree.crown ?? point, properties }
      }),
    )
  })

  test('§8.4 geojson of a selection: without a place no geometry, labels as properties', async () => {
    const selected = { select: 'tree_id, tags', limit: 1 }
    assert.deepEqual(await featuresOf(selected), [
      { type: 'Feature', geometry: null, properties: { tree_id: 'T-001', tags: ['old', 'listed'] } },
    ])
    const [labelled] = await featuresOf({ select: 'species, position', use_labels: 'true', limit: 1 })
    assert.deepEqual(labelled, {
      ...{ type: 'Feature', geometry: { type: 'Point', coordinates: [2, 48] } },
      properties: { Species: 'oak', position: { lon: 2, lat: 48 } },
    })
    assert.deepEqual(await featuresOf({ where: 'age=-9' }), [])
  })
}

function downloadRows(): void {
  for (const format of FORMATS) {
    const path = (parameters: Parameters) => `${DATASET}/exports/${format}${queryString(parameters)}`
    const [type, extension] = MEDIA[format]

    test(`§8.1 §8.2 ${format}: media type, name of the file`, async () => {
      const { headers } = await send(path({ limit: 1 }))
      assert.equal(headers['content-type'], type)
      assert.equal(headers['content-disposition'], `attachment; filename="city-trees.${extension}"`)
    })

    test(`§8.1 ${format} compressed: the same bytes in gzip, named so`, async () => {
      const plain = await send(path({}))
      const { bytes, headers } = await send(path({ compressed: 'true' }), {
        headers: { 'accept-encoding': 'gzip' },
      })
      assert.ok(gunzipSync(bytes).equals(plain.bytes))
      assert.equal(headers['content-type'], 'application/gzip')
      assert.equal(headers['content-encoding'], undefined, 'not twice')
      assert.equal(headers['content-disposition'], `attachment; filename="city-trees.${extension}.gzip"`)
    })

    test(`§8.1 ${format}: faults before the first byte are faults, also when compressed`, async () => {
      for (const parameters of [{ where: 'nope=1' }, { where: 'nope=1', compressed: 'true' }])
        assert.equal((await send(path(parameters))).status, 400)
    })
  }

  test('§8.1 options of other formats are ignored', async () => {
    const foreign = {
      delimiter: 'x',
      quote_all: '7',
      with_bom: 'no',
      list_separator: ';',
      parquet_compression: 'lz',
      epsg: 'x',
    }
    assert.deepEqual(await jsonOf({ ...foreign, select: 'age', limit: 2 }), [{ age: 0 }, { age: 1 }])
    assert.equal(
      await csvOf({ select: 'age', limit: 1, parquet_compression: 'lz', epsg: 'x', use_extension: 'q' }),
      'age\r\n0\r\n',
    )
  })

  test('§8.1 the address that portals write for scripts', async () => {
    const text = await exported('csv', {
      ...{
        lang: 'fr',
        timezone: 'Europe/Berlin',
        use_labels: 'true',
        delimiter: ';',
        refine: 'species:"oak"',
      },
    })
    assert.ok(text.startsWith(`${BOM}Arbre;Espèce;taxonomy`))
    assert.equal(text.split('\r\n').length, TREE_COUNT / 8 + 2)
  })
}
