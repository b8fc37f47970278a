import assert from 'node:assert/strict'
import { test } from 'node:test'
import { exported } from './plot-land.ts'
import { PLOTS, type Plot, type Shape } from './plots.ts'
import { queryParquet, readWorkbook, withFile } from './readers.ts'

type Cells = readonly unknown[]

/** Whole numbers that spreadsheets would change are texts. */
const wholeCell = (value: bigint | null): unknown =>
  value === null ? null : value > 10n ** 15n || value < -(10n ** 15n) ? String(value) : Number(value)

const ratioCell = (value: number | null): unknown => (value === 1e21 ? '1e+21' : value)

const instant = (iso: string | null): string | null =>
  iso === null ? null : iso.replace(/\.(\d{3})Z$/, (_, ms) => `${ms === '000' ? '' : `.${ms}000`}+00:00`)

function sheetRow(plot: Plot): Cells {
  const { place } = plot
  return [
    ...[plot.plot_id, plot.note, plot.tags?.join(',') ?? null, wholeCell(plot.stock), ratioCell(plot.ratio)],
    ...[plot.open, plot.founded, instant(plot.seen), place === null ? null : `${place.lat}, ${place.lon}`],
    ...[
      plot.area && JSON.stringify(plot.area),
      plot.an_uncommonly_long_name,
      plot.an_uncommonly_long_nickname,
    ],
    ...[plot.sheet && JSON.stringify(plot.sheet), plot.photo?.url ?? null],
  ]
}

const firstSheet = async (parameters: Readonly<Record<string, string>> = {}): Promise<readonly Cells[]> => {
  const [sheet] = await readWorkbook(await exported('plots', 'xlsx', parameters))
  assert.equal(sheet?.[0], 'Sheet1')
  return sheet[1]
}

export function tableRows(): void {
  test('§8.2 xlsx: every cell, read by another library', async () => {
    const [header, ...rows] = await firstSheet()
    assert.deepEqual(header, Object.keys(PLOTS[0] ?? {}))
    assert.deepEqual(rows, PLOTS.map(sheetRow))
  })

  test('§8.1 xlsx: labels, groups, nothing found', async () => {
    const labels = await firstSheet({ use_labels: 'true', select: 'plot_id, note, stock as s', limit: '1' })
    assert.deepEqual(labels[0], ['Plot', 'Note (free)', 's'])
    assert.deepEqual(
      await firstSheet({ group_by: 'open', select: 'count(*) as n', where: 'open is not null' }),
      [
        ['open', 'n'],
        [false, 40],
        [true, 40],
      ],
    )
    assert.deepEqual(await firstSheet({ where: 'plot_id = "none"', select: 'ratio' }), [['ratio']])
  })

  for (const compression of ['snappy', 'zstd'])
    test(`§8.5 parquet in ${compression}: every value, read by DuckDB`, async () => {
      const bytes = await exported('plots', 'parquet', { parquet_compression: compression })
      await withFile('plots.parquet', bytes, async path => {
        const select = `plot_id, note, tags, stock::varchar, ratio, open, founded::varchar, epoch_ms(seen),
          an_uncommonly_long_name, an_uncommonly_long_nickname, sheet, photo`
        assert.deepEqual(
          await queryParquet(path, `select ${select} from $file`),
          PLOTS.map(plot => [
            ...[plot.plot_id, plot.note, plot.tags ?? [], plot.stock === null ? null : String(plot.stock)],
            ...[plot.ratio, plot.open, plot.founded, plot.seen && String(Date.parse(plot.seen))],
            ...[plot.an_uncommonly_long_name, plot.an_uncommonly_long_nickname],
            ...[plot.sheet && JSON.stringify(plot.sheet), plot.photo?.url ?? null],
          ]),
        )
        assert.deepEqual(
          await queryParquet(path, 'select distinct compression from parquet_metadata($file)'),
          [[compression.toUpperCase()]],
        )
      })
    })

  test('§8.5 parquet: places are geometries for who knows GeoParquet, WKB for others', async () => {
    await withFile('plots.parquet', await exported('plots', 'parquet'), async path => {
      const types = await queryParquet(path, 'describe select place, area, founded, seen, stock from $file')
      assert.deepEqual(
        types.map(([name, type]) => [name, type]),
        [
          ['place', "GEOMETRY('OGC:CRS84')"],
          ['area', "GEOMETRY('OGC:CRS84')"],
          ['founded', 'DATE'],
          ['seen', 'TIMESTAMP WITH TIME ZONE'],
          ['stock', 'BIGINT'],
        ],
      )
      const wkt = await queryParquet(path, 'select place::varchar, area::varchar from $file')
      assert.deepEqual(
        wkt,
        PLOTS.map(({ place, area }) => [
          place && wktOf({ type: 'Point', coordinates: [place.lon, place.lat] }),
          area && wktOf(area),
        ]),
      )
    })
  })

  test('§8.5 parquet: labels, names beyond ASCII, groups, nothing found', async () => {
    const read = async (parameters: Readonly<Record<string, string>>, query: string) =>
      withFile('p.parquet', await exported('plots', 'parquet', parameters), path => queryParquet(path, query))
    assert.deepEqual(
      await read(
        { use_labels: 'true', select: 'note, count(*) as `n é "x"`', limit: '1' },
        'select "Note (free)", "n é ""x""" from $file',
      ),
      [['plain', '120']],
    )
    assert.deepEqual(
      await read(
        { group_by: 'open', select: 'count(*) as n, avg(ratio) as r' },
        'select open, n from $file order by n, open',
      ),
      [
        [false, '40'],
        [true, '40'],
        [null, '40'],
      ],
    )
    assert.deepEqual(await read({ where: 'plot_id = "none"' }, 'select count(*) from $file'), [['0']])
  })
}

const position = (at: unknown): string => (at as readonly number[]).join(' ')
const list = (all: unknown, write: (one: unknown) => string): string =>
  `(${(all as readonly unknown[]).map(write).join(', ')})`

/** WKT as DuckDB writes it. */
function wktOf({ type, coordinates, geometries }: Shape): string {
  const name = type.toUpperCase()
  const line = (one: unknown): string => list(one, position)
  const area = (one: unknown): string => list(one, line)
  switch (type) {
    case 'Point':
      return `${name} (${position(coordinates)})`
    case 'LineString':
    case 'MultiPoint':
      return `${name} ${line(coordinates)}`
    case 'Polygon':
    case 'MultiLineString':
      return `${name} ${area(coordinates)}`
    case 'MultiPolygon':
      return `${name} ${list(coordinates, area)}`
    default:
      return `${name} (${(geometries ?? []).map(wktOf).join(', ')})`
  }
}
