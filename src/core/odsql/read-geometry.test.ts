import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { readGeometry } from './read-geometry.ts'

const CASES: readonly (readonly [string, unknown])[] = [
  ['POINT(2.35 48.85)', { type: 'Point', coordinates: [2.35, 48.85] }],
  [' point ( -2.35   -48.85 ) ', { type: 'Point', coordinates: [-2.35, -48.85] }],
  ['POINT Z (1 2 3)', { type: 'Point', coordinates: [1, 2] }],
  ['POINT(1e2 -1.5E-1)', { type: 'Point', coordinates: [100, -0.15] }],
  [
    'LINESTRING(1 2, 3 4)',
    {
      type: 'LineString',
      coordinates: [
        [1, 2],
        [3, 4],
      ],
    },
  ],
  [
    'MULTIPOINT((1 2),(3 4))',
    {
      type: 'MultiPoint',
      coordinates: [
        [1, 2],
        [3, 4],
      ],
    },
  ],
  [
    'MULTIPOINT(1 2, 3 4)',
    {
      type: 'MultiPoint',
      coordinates: [
        [1, 2],
        [3, 4],
      ],
    },
  ],
  [
    'POLYGON((0 0,1 0,1 1,0 0))',
    {
      type: 'Polygon',
      coordinates: [
        [
          [0, 0],
          [1, 0],
          [1, 1],
          [0, 0],
        ],
      ],
    },
  ],
  [
    'POLYGON((0 0,1 0,1 1))',
    {
      type: 'Polygon',
      coordinates: [
        [
          [0, 0],
          [1, 0],
          [1, 1],
          [0, 0],
        ],
      ],
    },
  ],
  [
    'MULTIPOLYGON(((0 0,1 0,1 1)),((5 5,6 5,6 6,5 5)))',
    {
      type: 'MultiPolygon',
      coordinates: [
        [
          [
            [0, 0],
            [1, 0],
            [1, 1],
            [0, 0],
          ],
        ],
        [
          [
            [5, 5],
            [6, 5],
            [6, 6],
            [5, 5],
          ],
        ],
      ],
    },
  ],
  ['{"type":"point","coordinates":[1,2]}', { type: 'Point', coordinates: [1, 2] }],
  ['{"type":"Point","coordinates":[1,2,3]}', { type: 'Point', coordinates: [1, 2] }],
  [
    '{"type":"Feature","properties":null,"geometry":{"type":"Point","coordinates":[1,2]}}',
    { type: 'Point', coordinates: [1, 2] },
  ],
  ['POINTZ(1 2 3)', { type: 'Point', coordinates: [1, 2] }],
  ['POINT ZM (1 2 3 4)', { type: 'Point', coordinates: [1, 2] }],
  [
    'GEOMETRYCOLLECTION(POINT(1 2), GEOMETRYCOLLECTION(LINESTRING(.5 +1, 3 4)))',
    {
      type: 'GeometryCollection',
      geometries: [
        { type: 'Point', coordinates: [1, 2] },
        {
          type: 'GeometryCollection',
          geometries: [
            {
              type: 'LineString',
              coordinates: [
                [0.5, 1],
                [3, 4],
              ],
            },
          ],
        },
      ],
    },
  ],
  // the point (2, 4) in both byte orders, as PostGIS writes it
  ['000000000140000000000000004010000000000000', { type: 'Point', coordinates: [2, 4] }],
  ['010100000000000000000000400000000000001040', { type: 'Point', coordinates: [2, 4] }],
  // with a height: as an extended flag, and as an ISO type
  ['01010000800000000000000040000000000000104000000000000014C0', { type: 'Point', coordinates: [2, 4] }],
  ['01E90300000000000000000040000000000000104000000000000014C0', { type: 'Point', coordinates: [2, 4] }],
  [
    `0104000000020000000101000000${hexOf(1, 2)}0101000000${hexOf(3, 4)}`,
    {
      type: 'MultiPoint',
      coordinates: [
        [1, 2],
        [3, 4],
      ],
    },
  ],
  [
    `01030000000100000003000000${hexOf(0, 0, 1, 0, 1, 1)}`,
    {
      type: 'Polygon',
      coordinates: [
        [
          [0, 0],
          [1, 0],
          [1, 1],
          [0, 0],
        ],
      ],
    },
  ],
]

/** Doubles, least significant byte first. */
function hexOf(...numbers: readonly number[]): string {
  return Buffer.from(new Float64Array(numbers).buffer).toString('hex')
}

for (const [text, geometry] of CASES)
  test(`geometry: ${text}`, () => assert.deepEqual(readGeometry(text), geometry))

const WRONG = [
  '',
  'POINT',
  'POINT()',
  'POINT(1)',
  'POINT(a b)',
  'POINT(1 2',
  'CIRCLE(1 2)',
  'POLYGON(0 0, 1 1)',
  'POLYGON EMPTY',
  '{}',
  '{"type":"Point"}',
  '{"type":"Point","coordinates":["1",2]}',
  '{"type":"Polygon","coordinates":[1,2]}',
  'SRID=4326;POINT(1 2)',
  '0101000020E610000000000000000000400000000000001040',
  '0101000000000000000000004000000000000010',
  '01010000000000000000000040000000000000104000',
  '0104000000FFFFFFFF',
  '01010000000000000000000040000000000000F07F',
  'POINT(1e999 2)',
  'POINT(1 2, 3 4)',
  'LINESTRING(1 2)',
  'POLYGON((0 0, 1 1))',
  'GEOMETRYCOLLECTION()',
  '{"type":"Feature","geometry":null}',
  '{"type":"FeatureCollection","features":[]}',
  'POINT(1 2); DROP',
  '[1,2]',
  'null',
]

for (const text of WRONG) test(`no geometry: ${text}`, () => assert.equal(readGeometry(text), null))

test('no text throws', () => {
  const text = fc.oneof(
    fc.string(),
    fc
      .array(
        fc.constantFrom(
          'POLYGON',
          '(',
          ')',
          ',',
          ' ',
          '1',
          '-',
          '.',
          'e',
          '{"type":"Polygon","coordinates":',
          '[',
          ']',
          '}',
        ),
      )
      .map(parts => parts.join('')),
  )
  fc.assert(
    fc.property(text, input => void readGeometry(input)),
    { numRuns: 2000 },
  )
})
