/** A record that is hard to export, as it is meant. */
export interface Plot {
  readonly plot_id: string
  readonly note: string | null
  readonly tags: readonly string[] | null
  readonly stock: bigint | null
  readonly ratio: number | null
  readonly open: boolean | null
  /** `YYYY-MM-DD`. */
  readonly founded: string | null
  /** Instant, ISO 8601 with `Z`. */
  readonly seen: string | null
  readonly place: { readonly lon: number; readonly lat: number } | null
  readonly area: Shape | null
  readonly an_uncommonly_long_name: string | null
  readonly an_uncommonly_long_nickname: number | null
  readonly sheet: object | null
  readonly photo: { readonly filename: string; readonly url: string } | null
}

export interface Shape {
  readonly type: string
  readonly coordinates?: unknown
  readonly geometries?: readonly Shape[]
}

const LONG = 'long text, '.repeat(500).trimEnd()

/** Texts that formats trip over. */
const NOTES = [
  'plain',
  'a "quoted" text; with, all | delimiters\tand a tab',
  'two\nlines\n\nand more',
  '🌳🌲 é ß 中文 a\u0301',
  'مرحبا بالعالم \u202Eabc',
  '<b>&amp; ]]> </Document>',
  '=1+1',
  '@SUM(A1)',
  "-2+3+cmd|' /C calc'!A0",
  LONG,
  `${'é'.repeat(200)}🌳`,
  '\\N',
  'null',
  '_x0041_',
  null,
] as const

const SQUARE = [
  [0, 0],
  [4, 0],
  [4, 4],
  [0, 4],
  [0, 0],
]
const HOLE = [
  [1, 1],
  [1, 2],
  [2, 2],
  [2, 1],
  [1, 1],
]
const FAR = SQUARE.map(([x = 0, y = 0]) => [x + 10, y + 10])

const AREAS: readonly (Shape | null)[] = [
  null,
  { type: 'Polygon', coordinates: [SQUARE, HOLE] },
  {
    type: 'LineString',
    coordinates: [
      [0.5, 0.25],
      [1, 1],
      [2, 0],
    ],
  },
  { type: 'MultiPolygon', coordinates: [[SQUARE], [FAR]] },
  {
    type: 'MultiPoint',
    coordinates: [
      [3, 3],
      [5, 5],
    ],
  },
  {
    type: 'MultiLineString',
    coordinates: [
      [
        [0, 0],
        [1, 1],
      ],
      [
        [2, 2],
        [3, 3],
      ],
    ],
  },
  { type: 'Point', coordinates: [7.5, 8.25] },
  {
    type: 'GeometryCollection',
    geometries: [
      { type: 'Point', coordinates: [6, 6] },
      {
        type: 'LineString',
        coordinates: [
          [6, 6],
          [7, 7],
        ],
      },
    ],
  },
]

const STOCKS = [0n, -1n, 9007199254740993n, 9223372036854775807n, -9223372036854775807n, null, 42n]
const RATIOS = [0, -0.5, 0.1 + 0.2, 1e-7, 123456789.125, 1e21, null]
const DAYS = ['1850-01-01', '1899-12-31', '1970-01-01', '2024-02-29', null]
const SEEN = ['1850-06-01T10:00:00.250Z', '1969-12-31T23:59:59.000Z', '2024-03-31T01:30:00.000Z', null]
const TAGS = [['old', 'listed'], ["l'été"], null, ['a/b', 'c;d', 'é🌳']]

const of = <T>(values: readonly T[], index: number): T => values[index % values.length] as T

export const PLOTS: readonly Plot[] = Array.from({ length: 120 }, (_, i) => ({
  plot_id: `P-${String(i).padStart(3, '0')}`,
  note: of(NOTES, i),
  tags: of(TAGS, i),
  stock: of(STOCKS, i),
  ratio: of(RATIOS, i),
  open: of([true, false, null], i),
  founded: of(DAYS, i),
  seen: of(SEEN, i),
  place: i % 13 === 12 ? null : { lon: (i % 17) / 4 - 2, lat: 40 + i / 8 },
  area: of(AREAS, i),
  an_uncommonly_long_name: of(['x', 'y', null], i),
  an_uncommonly_long_nickname: of([1.5, null], i),
  sheet: i % 9 === 0 ? { marks: [i, 1.5], state: 'good "so"' } : null,
  photo: i % 20 === 0 ? { filename: `${i}.jpg`, url: `https://data.example.org/files/${i}?a=1&b=2` } : null,
}))

export const PLOT_FIELDS = {
  plot_id: { type: 'text', label: { en: 'Plot' }, annotations: { id: true } },
  note: { type: 'text', label: { en: 'Note (free)' } },
  tags: { type: 'text', annotations: { multivalued: '|' } },
  stock: { type: 'int' },
  ratio: { type: 'double' },
  open: { type: 'boolean' },
  founded: { type: 'date' },
  seen: { type: 'datetime' },
  place: { type: 'geo_point_2d' },
  area: { type: 'geo_shape' },
  an_uncommonly_long_name: { type: 'text' },
  an_uncommonly_long_nickname: { type: 'double' },
  sheet: { type: 'json_blob' },
  photo: { type: 'file' },
} as const

function cell(value: Plot[keyof Plot]): string {
  if (value === null) return ''
  const text = Array.isArray(value)
    ? value.join('|')
    : typeof value !== 'object'
      ? String(value)
      : 'lat' in value
        ? `${value.lat}, ${value.lon}`
        : JSON.stringify(value)
  return `"${text.replaceAll('"', '""')}"`
}

/** The plots as a publisher's file. */
export function plotsCsv(plots: readonly Plot[] = PLOTS): string {
  const names = Object.keys(PLOT_FIELDS) as (keyof Plot)[]
  const lines = plots.map(plot => names.map(name => cell(plot[name])).join(','))
  return `${[names.join(','), ...lines].join('\n')}\n`
}
