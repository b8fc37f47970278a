import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readDamaged, readEverything, refusalOf } from '../../../test/format/reading.ts'
import { kml } from './kml.ts'
import type { RawValue } from './reader.ts'

const document = (inside: string) =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<kml xmlns="http://www.opengis.net/kml/2.2" xmlns:gx="x"><Document><name>All</name>${inside}</Document></kml>`
const shape = (type: string, coordinates: unknown): RawValue => ({
  kind: 'geometry',
  geometry: { type, coordinates },
})

const TOWNS = document(`
  <Style id="s"><LineStyle/></Style>
  <Folder><name>North</name>
    <Placemark id="p1"><name>Été &amp; co</name><description><![CDATA[<b>x</b>]]></description>
      <TimeStamp><when>2024-01-02</when></TimeStamp>
      <ExtendedData><Data name="pop"><displayName>P</displayName><value>12</value></Data>
        <SchemaData schemaUrl="#a"><SimpleData name="name">inner</SimpleData></SchemaData></ExtendedData>
      <Point><coordinates> 2.5,48.5,35 </coordinates></Point></Placemark>
    <Folder><name>Deep</name><Placemark><name>b</name><Point><coordinates>1,2</coordinates></Point></Placemark></Folder>
  </Folder>
  <Placemark><TimeSpan><begin>2023</begin><end>2024</end></TimeSpan></Placemark>
  <GroundOverlay><name>picture</name></GroundOverlay>`)

test('Placemarks with their folders, times, extended data and points', async () => {
  const { columns, rows, lines, warnings } = await readEverything(kml, TOWNS, {}, 5)
  assert.deepEqual(columns, [
    'id',
    'name',
    'folder',
    'description',
    'when',
    'begin',
    'end',
    'pop',
    'name_2',
    'geo_point_2d',
  ])
  assert.deepEqual(rows, [
    [
      'p1',
      'Été & co',
      'North',
      '<b>x</b>',
      '2024-01-02',
      null,
      null,
      '12',
      'inner',
      shape('Point', [2.5, 48.5, 35]),
    ],
    [null, 'b', 'North/Deep', null, null, null, null, null, null, shape('Point', [1, 2])],
    [null, null, null, null, null, '2023', '2024', null, null, null],
  ])
  assert.deepEqual(lines, [1, 2, 3])
  assert.deepEqual(warnings, [{ code: 'kml_not_placemarks', params: { count: 1 } }])
})

test('one folder can be asked for', async () => {
  assert.deepEqual((await readEverything(kml, TOWNS, { member: 'North' })).rows.length, 2)
  assert.deepEqual((await readEverything(kml, TOWNS, { member: 'North/Deep' })).columns, [
    'name',
    'folder',
    'geo_point_2d',
  ])
  const refused = await refusalOf(kml, TOWNS, { member: 'South' })
  assert.deepEqual(refused, {
    code: 'source_member_unknown',
    member: 'South',
    available: 'North, North/Deep, ',
  })
})

const geometry = async (inside: string) =>
  (await readEverything(kml, document(`<Placemark>${inside}</Placemark>`))).rows[0]?.at(-1)

test('every geometry', async () => {
  const line = '<LineString><coordinates>0,0 1,1\n 2,2</coordinates></LineString>'
  const ring = (text: string) => `<LinearRing><coordinates>${text}</coordinates></LinearRing>`
  const square = `<Polygon><outerBoundaryIs>${ring('0,0 4,0 4,4 0,0')}</outerBoundaryIs><innerBoundaryIs>${ring('1,1 2,1 2,2 1,1')}</innerBoundaryIs></Polygon>`
  const polygon = [
    [
      [0, 0],
      [4, 0],
      [4, 4],
      [0, 0],
    ],
    [
      [1, 1],
      [2, 1],
      [2, 2],
      [1, 1],
    ],
  ]
  assert.deepEqual(
    await geometry(line),
    shape('LineString', [
      [0, 0],
      [1, 1],
      [2, 2],
    ]),
  )
  assert.deepEqual(await geometry(square), shape('Polygon', polygon))
  assert.deepEqual(
    await geometry(`<MultiGeometry>${line}${line}</MultiGeometry>`),
    shape('MultiLineString', [
      [
        [0, 0],
        [1, 1],
        [2, 2],
      ],
      [
        [0, 0],
        [1, 1],
        [2, 2],
      ],
    ]),
  )
  assert.deepEqual(
    await geometry(`<MultiGeometry>${square}<MultiGeometry>${line}</MultiGeometry></MultiGeometry>`),
    {
      kind: 'geometry',
      geometry: {
        type: 'GeometryCollection',
        geometries: [
          { type: 'Polygon', coordinates: polygon },
          {
            type: 'LineString',
            coordinates: [
              [0, 0],
              [1, 1],
              [2, 2],
            ],
          },
        ],
      },
    },
  )
  assert.deepEqual(
    await geometry(
      '<gx:Track><when>2020</when><gx:coord>1 2 3</gx:coord><gx:coord>4 5 6</gx:coord></gx:Track>',
    ),
    shape('LineString', [
      [1, 2, 3],
      [4, 5, 6],
    ]),
  )
})

test('declared encodings, broken and empty documents', async () => {
  const latin = Buffer.from(
    document('<Placemark><name>Été</name></Placemark>').replace('UTF-8', 'ISO-8859-1'),
    'latin1',
  )
  assert.deepEqual((await readEverything(kml, latin)).rows, [['Été']])
  assert.deepEqual(
    (
      await readEverything(
        kml,
        Buffer.from(`\ufeff${document('<Placemark><name>Été</name></Placemark>')}`, 'utf16le'),
      )
    ).rows,
    [['Été']],
  )
  assert.deepEqual(await refusalOf(kml, document('')), { code: 'source_empty' })
  const { code, line } = await refusalOf(kml, document('<Placemark>\n</Folder>'))
  assert.deepEqual([code, line], ['source_malformed', 3])
})

test('damaged sources never do worse than be refused', async () => {
  await readDamaged(kml, new TextEncoder().encode(TOWNS), 7)
})
