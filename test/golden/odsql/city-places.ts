import type { Field } from '../../../src/core/dataset/field.ts'

const field = (name: string, type: Field['type']): Field => ({
  ...{ name, type, annotations: {}, label: { en: name }, description: null },
})

/** Places of every kind of geometry. */
export const PLACE_FIELDS: readonly Field[] = [
  field('name', 'text'),
  field('spot', 'geo_point_2d'),
  field('shape', 'geo_shape'),
]

export interface Place {
  readonly name: string
  readonly spot: readonly [lon: number, lat: number] | null
  readonly shape: object | null
}

const square = (west: number, south: number, size: number) => [
  [west, south],
  [west + size, south],
  [west + size, south + size],
  [west, south + size],
  [west, south],
]

const geometry = (type: string, coordinates: unknown): object => ({ type, coordinates })

export const PLACES: readonly Place[] = [
  { name: 'nowhere', spot: null, shape: null },
  { name: 'park', spot: [5, 5], shape: geometry('Polygon', [square(0, 0, 10)]) },
  { name: 'ring road', spot: [20, 0], shape: geometry('Polygon', [square(20, 0, 10), square(22, 2, 6)]) },
  { name: 'islet', spot: [25, 5], shape: geometry('Polygon', [square(24, 4, 2)]) },
  {
    name: 'twins',
    spot: [2, 20],
    shape: geometry('MultiPolygon', [[square(0, 20, 4)], [square(6, 20, 4)]]),
  },
  {
    name: 'river',
    spot: [-5, 5],
    shape: geometry('LineString', [
      [-5, 5],
      [5, 5],
      [5, 15],
    ]),
  },
  {
    name: 'edge path',
    spot: [0, 0],
    shape: geometry('LineString', [
      [0, 0],
      [10, 0],
    ]),
  },
  {
    name: 'trams',
    spot: [25, 25],
    shape: geometry('MultiLineString', [
      [
        [21, 21],
        [29, 29],
      ],
      [
        [21, 29],
        [29, 21],
      ],
    ]),
  },
  { name: 'fountain', spot: [10, 5], shape: geometry('Point', [10, 5, 31]) },
  {
    name: 'benches',
    spot: [25, 1],
    shape: geometry('MultiPoint', [
      [25, 1],
      [25, 5],
    ]),
  },
  {
    name: 'campus',
    spot: [40, 40],
    shape: {
      type: 'GeometryCollection',
      geometries: [
        geometry('Point', [40, 40]),
        {
          type: 'GeometryCollection',
          geometries: [
            geometry('Polygon', [square(42, 42, 2)]),
            geometry('LineString', [
              [40, 40],
              [42, 42],
            ]),
          ],
        },
      ],
    },
  },
  {
    name: 'fiji',
    spot: [179.5, -17],
    shape: geometry('MultiPolygon', [
      [
        [
          [179, -18],
          [180, -18],
          [180, -16],
          [179, -16],
          [179, -18],
        ],
      ],
      [
        [
          [-180, -18],
          [-179, -18],
          [-179, -16],
          [-180, -16],
          [-180, -18],
        ],
      ],
    ]),
  },
  { name: 'samoa', spot: [-179.5, -17], shape: geometry('Point', [-179.5, -17]) },
]

/** The places as the table of a revision takes them (`core/sql/table.ts`); centres of shapes are not asked about. */
export const placesTsv = (places: readonly Place[] = PLACES): string =>
  places
    .map(({ name, spot, shape }, index) =>
      [
        index,
        name,
        ...(spot ?? ['\\N', '\\N']),
        shape === null ? '\\N' : JSON.stringify(shape),
        ...['\\N', '\\N'],
        name,
      ].join('\t'),
    )
    .join('\n')
