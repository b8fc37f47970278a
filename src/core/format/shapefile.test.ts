import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import JSZip from 'jszip'
import { readDamaged, readEverything, refusalOf } from '../../../test/format/reading.ts'
import type { RawValue } from './reader.ts'
import { shapefile } from './shapefile.ts'
import { polygonsOf } from './shapefile-rings.ts'

type Positions = readonly (readonly number[])[]
type Shape = { readonly type: number; readonly parts: readonly Positions[] } | null

const int = (value: number) => {
  const bytes = Buffer.alloc(4)
  bytes.writeInt32LE(value)
  return bytes
}
const doubles = (values: readonly number[]) => Buffer.from(new Float64Array(values).buffer)

/** The content of a record, after the ESRI description. */
const record = (shape: Shape) => {
  if (shape === null) return int(0)
  const points = shape.parts.flat()
  const xy = doubles(points.flatMap(([x = 0, y = 0]) => [x, y]))
  const z = shape.type > 10 ? doubles(points.map(([, , height = 0]) => height)) : Buffer.alloc(0)
  if (shape.type % 10 === 1)
    return Buffer.concat([int(shape.type), xy, z, shape.type > 10 ? doubles([0]) : z])
  const range = shape.type > 10 ? doubles([0, 0]) : Buffer.alloc(0)
  const box = Buffer.alloc(32)
  if (shape.type % 10 === 8) return Buffer.concat([int(shape.type), box, int(points.length), xy, range, z])
  const starts = shape.parts.map((_, at) => int(shape.parts.slice(0, at).flat().length))
  return Buffer.concat([
    int(shape.type),
    box,
    int(starts.length),
    int(points.length),
    ...starts,
    xy,
    range,
    z,
  ])
}

const shp = (type: number, shapes: readonly Shape[]) => {
  const header = Buffer.alloc(100)
  header.writeInt32BE(9994, 0)
  header.writeInt32LE(1000, 28)
  header.writeInt32LE(type, 32)
  const records = shapes.flatMap((shape, at) => {
    const content = record(shape)
    const head = Buffer.alloc(8)
    head.writeInt32BE(at + 1, 0)
    head.writeInt32BE(content.length / 2, 4)
    return [head, content]
  })
  return Buffer.concat([header, ...records])
}

type Field = readonly [name: string, type: string, length: number]

const dbf = (
  fields: readonly Field[],
  rows: readonly (readonly string[])[],
  { language = 0, encoding = 'latin1' as BufferEncoding } = {},
) => {
  const header = Buffer.alloc(32 + fields.length * 32 + 1)
  header.writeUInt8(3, 0)
  header.writeUInt32LE(rows.length, 4)
  header.writeUInt16LE(header.length, 8)
  header.writeUInt16LE(1 + fields.reduce((sum, [, , length]) => sum + length, 0), 10)
  header.writeUInt8(language, 29)
  fields.forEach(([name, type, length], at) => {
    header.write(name, 32 + at * 32, encoding)
    header.write(type, 32 + at * 32 + 11, 'latin1')
    header.writeUInt8(length, 32 + at * 32 + 16)
  })
  header.writeUInt8(0x0d, header.length - 1)
  const cell = (text: string, length: number) => {
    const bytes = Buffer.alloc(length, ' ')
    Buffer.from(text, encoding).copy(bytes)
    return bytes
  }
  const records = rows.map(([mark = ' ', ...values]) =>
    Buffer.concat([Buffer.from(mark), ...fields.map(([, , length], at) => cell(values[at] ?? '', length))]),
  )
  return Buffer.concat([header, ...records, Buffer.from([0x1a])])
}

const zipped = (files: Readonly<Record<string, string | Uint8Array>>) => {
  const zip = new JSZip()
  for (const [name, content] of Object.entries(files)) zip.file(name, content)
  return zip.generateAsync({ type: 'uint8array' })
}

const geometry = (type: string, coordinates: unknown): RawValue => ({
  kind: 'geometry',
  geometry: { type, coordinates },
})
const NAME: readonly Field[] = [['NAME', 'C', 10]]

test('every type of field', async () => {
  const fields: readonly Field[] = [
    ['NAME', 'C', 10],
    ['N', 'N', 19],
    ['F', 'F', 20],
    ['D', 'D', 8],
    ['L', 'L', 1],
    ['name', 'C', 4],
  ]
  const content = await zipped({
    'a.shp': shp(1, [{ type: 1, parts: [[[1, 2]]] }, null, { type: 1, parts: [[[3, 4]]] }]),
    'a.dbf': dbf(fields, [
      [' ', 'Été', '9007199254740993', '1.50', '20240229', 'T', 'x'],
      [' ', '', '*******************', '', '', '?', ''],
      [' ', ' y', '-12', '2.000', '00000000', 'n', ''],
    ]),
    'a.cpg': 'ISO-8859-1',
  })
  const { columns, rows, lines } = await readEverything(shapefile, content)
  assert.deepEqual(columns, ['NAME', 'N', 'F', 'D', 'L', 'name', 'geo_point_2d'])
  assert.deepEqual(rows, [
    [
      'Été',
      9007199254740993n,
      1.5,
      { kind: 'date', iso: '2024-02-29' },
      true,
      'x',
      geometry('Point', [1, 2]),
    ],
    [null, null, null, null, null, null, null],
    [' y', -12, '2.000', null, false, null, geometry('Point', [3, 4])],
  ])
  assert.deepEqual(lines, [1, 2, 3])
})

test('every type of shape, with altitudes', async () => {
  const line: Positions = [
    [0, 0, 1],
    [1, 1, 2],
  ]
  const flat = line.map(([x, y]) => [x, y])
  const shapeOf = async (shape: NonNullable<Shape>) =>
    (await readEverything(shapefile, await zipped({ 'a.shp': shp(shape.type, [shape]) }))).rows[0]
  assert.deepEqual(await shapeOf({ type: 11, parts: [[[1, 2, 3]]] }), [geometry('Point', [1, 2, 3])])
  assert.deepEqual(await shapeOf({ type: 8, parts: [line] }), [geometry('MultiPoint', flat)])
  assert.deepEqual(await shapeOf({ type: 18, parts: [line] }), [geometry('MultiPoint', line)])
  assert.deepEqual(await shapeOf({ type: 3, parts: [line] }), [geometry('LineString', flat)])
  assert.deepEqual(await shapeOf({ type: 13, parts: [line, line] }), [
    geometry('MultiLineString', [line, line]),
  ])
  const ring: Positions = [
    [0, 0, 5],
    [0, 4, 5],
    [4, 4, 5],
    [0, 0, 5],
  ]
  assert.deepEqual(await shapeOf({ type: 15, parts: [ring] }), [geometry('Polygon', [ring])])
})

test('holes go to the ring around them, islands in lakes are polygons', () => {
  const box = (x: number, size: number, clockwise: boolean): Positions => {
    const ring = [
      [x, x],
      [x, x + size],
      [x + size, x + size],
      [x + size, x],
      [x, x],
    ]
    return clockwise ? ring : ring.reverse()
  }
  const [land, lake, island, far, pond] = [
    box(0, 10, true),
    box(1, 8, false),
    box(2, 6, true),
    box(20, 5, true),
    box(3, 2, false),
  ]
  assert.deepEqual(polygonsOf([land, far, lake, island, pond]), [[land, lake], [far], [island, pond]])
  assert.deepEqual(polygonsOf([lake]), [[lake]])
})

test('encodings: declared, by language, or what all bytes are', async () => {
  const names = async (table: Buffer, more: Readonly<Record<string, string>> = {}) => {
    const content = await zipped({ 'a.shp': shp(1, [null]), 'a.dbf': table, ...more })
    const { rows, evidence } = await readEverything(shapefile, content)
    return [rows[0]?.[0], evidence[1]?.decision, evidence[1]?.because]
  }
  assert.deepEqual(await names(dbf(NAME, [[' ', 'Été']], { encoding: 'utf8' })), [
    'Été',
    'utf-8',
    'shapefile_all_utf8',
  ])
  assert.deepEqual(await names(dbf(NAME, [[' ', 'Été']])), ['Été', 'windows-1252', 'shapefile_not_utf8'])
  assert.deepEqual(await names(dbf(NAME, [[' ', '\xcf']], { language: 201 })), [
    'П',
    'windows-1251',
    'shapefile_language',
  ])
  assert.deepEqual(await names(dbf(NAME, [[' ', '\x80']]), { 'a.CPG': '1252' }), [
    '€',
    'cp1252',
    'shapefile_cpg',
  ])
})

test('deleted records are left out and told; a layer can be named', async () => {
  const points: readonly Shape[] = [
    { type: 1, parts: [[[1, 2]]] },
    { type: 1, parts: [[[3, 4]]] },
  ]
  const content = await zipped({
    'in/towns.shp': shp(1, points),
    'in/towns.dbf': dbf(NAME, [
      ['*', 'gone'],
      [' ', 'kept'],
    ]),
    'in/none.shp': shp(3, []),
    '__MACOSX/in/._towns.shp': 'x',
  })
  const { rows, lines, warnings, evidence } = await readEverything(shapefile, content)
  assert.deepEqual([rows, lines], [[['kept', geometry('Point', [3, 4])]], [2]])
  assert.deepEqual(warnings, [{ code: 'shapefile_deleted', params: { count: 1 } }])
  assert.deepEqual(evidence[0], {
    about: 'member',
    decision: 'in/towns',
    because: 'shapefile_largest',
    params: { others: 'in/none' },
  })
  assert.deepEqual((await readEverything(shapefile, content, { member: 'none' })).rows, [])
  assert.deepEqual(await refusalOf(shapefile, content, { member: 'x' }), {
    code: 'source_member_unknown',
    member: 'x',
    available: 'in/towns, in/none',
  })
})

test('damaged shapefiles never do worse than be refused', async () => {
  const ring: Positions = [
    [0, 0],
    [0, 4],
    [4, 4],
    [0, 0],
  ]
  const files = {
    'a.shp': shp(5, [{ type: 5, parts: [ring, ring] }]),
    'a.dbf': dbf(NAME, [[' ', 'x']]),
    'a.prj': 'GEOGCS["WGS 84"]',
  }
  await readDamaged(shapefile, await zipped(files), 11)
  for (let at = 0; at < files['a.shp'].length; at += 3) {
    const changed = Buffer.from(files['a.shp'])
    changed[at] = (changed[at] ?? 0) ^ 0x81
    await readDamaged(shapefile, await zipped({ ...files, 'a.shp': changed }), 1e9)
  }
})

const REAL = new URL('../../../../shared/data/smartbump/nyc-borough-boundaries/nybb_16a.zip', import.meta.url)

test('New York from US feet to degrees', {
  skip: existsSync(REAL) ? false : '../shared is not there',
}, async () => {
  const { columns, rows, evidence } = await readEverything(shapefile, readFileSync(REAL), {}, 65536)
  assert.deepEqual(columns, ['BoroCode', 'BoroName', 'Shape_Leng', 'Shape_Area', 'geo_shape'])
  assert.equal(rows.length, 5)
  assert.equal(evidence[2]?.decision, 'reprojected')
  for (const row of rows) {
    const value = row[4]
    assert.ok(typeof value === 'object' && value?.kind === 'geometry')
    const positions = (value.geometry.coordinates as number[][][][]).flat(2)
    assert.ok(
      positions.every(([x = 0, y = 0]) => x > -74.3 && x < -73.6 && y > 40.4 && y < 41),
      String(row[1]),
    )
  }
})
