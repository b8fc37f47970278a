import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { readGeometry } from './geometry.ts'

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
]

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
