import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { gunzipSync } from 'node:zlib'
import { EXPORT_FORMATS, type ExportFormat } from '../../src/core/export/formats.ts'
import { exported, get, land, MANY, open } from './plot-land.ts'
import { queryParquet, readFeatures, readWorkbook, WITHOUT_GDAL, withFile } from './readers.ts'

const FORMATS = Object.keys(EXPORT_FORMATS) as ExportFormat[]

/** Memory of the main process, in megabytes: now, and at its highest. */
function memory(): { readonly now: number; readonly peak: number } {
  const status = readFileSync(`/proc/${land().main()?.pid}/status`, 'utf8')
  const of = (name: string): number => Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1]) / 1024
  return { now: of('VmRSS'), peak: of('VmHWM') }
}

/** Bytes of an answer, read and thrown away. */
async function drained(path: string): Promise<number> {
  let length = 0
  for await (const chunk of await open(path)) length += (chunk as Buffer).length
  return length
}

const MEDIA: Readonly<Record<ExportFormat, readonly [type: string, file: string]>> = {
  csv: ['text/csv; charset=utf-8', 'plots.csv'],
  json: ['application/json; charset=utf-8', 'plots.json'],
  fgb: ['application/octet-stream', 'plots.fgb'],
  geojson: ['application/geo+json', 'plots.geojson'],
  gpx: ['application/gpx+xml', 'plots.gpx'],
  jsonl: ['application/jsonl; charset=utf-8', 'plots.jsonl'],
  kml: ['application/vnd.google-earth.kml+xml', 'plots.kml'],
  parquet: ['application/vnd.apache.parquet', 'plots.parquet'],
  rdfxml: ['application/rdf+xml', 'plots.rdf'],
  jsonld: ['application/ld+json', 'plots.jsonld'],
  turtle: ['text/turtle', 'plots.ttl'],
  n3: ['text/n3', 'plots.n3'],
  shp: ['application/zip', 'plots.zip'],
  xlsx: ['application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', 'plots.xlsx'],
}

export function flowRows(): void {
  for (const format of FORMATS)
    test(`§8.2 ${format}: media type, name, gzip, faults before the first byte`, async () => {
      const answer = await open(`plots/exports/${format}`, { limit: '3' })
      answer.resume()
      const [type, file] = MEDIA[format]
      assert.equal(answer.headers['content-type'], type)
      assert.equal(answer.headers['content-disposition'], `attachment; filename="${file}"`)
      const [plain, zipped] = [
        await exported('plots', format, { limit: '3' }),
        await exported('plots', format, { limit: '3', compressed: 'true' }),
      ]
      assert.ok(gunzipSync(zipped).equals(plain), 'the same bytes each time')
      assert.equal((await get(`plots/exports/${format}`, { where: 'nope = 1' })).status, 400)
    })

  test('§8.4 json_format() is honoured in JSON alone', async () => {
    const question = { select: 'json_format(note) as j', where: 'plot_id="P-000"' }
    const text = async (format: string): Promise<string> =>
      (await exported('plots', format, question)).toString()
    assert.deepEqual(JSON.parse(await text('json')), [{ j: 'plain' }])
    const wrapped = { select: 'json_format(an_uncommonly_long_name) as j, stock', limit: '1' }
    assert.deepEqual(JSON.parse((await exported('plots', 'jsonl', wrapped)).toString()), { j: 'x', stock: 0 })
    assert.match(await text('csv'), /^\uFEFFj\r\nplain\r\n$/)
  })

  test('exports of many records hold all of them', async () => {
    const rows = async (format: string): Promise<Buffer> => exported('many', format)
    const [sheet] = await readWorkbook(await exported('many', 'xlsx', { select: 'number' }))
    assert.equal(sheet?.[1].length, MANY + 1)
    await withFile('many.parquet', await rows('parquet'), async path => {
      assert.deepEqual(
        await queryParquet(path, 'select count(*), sum(number)::bigint, count(distinct words) from $file'),
        [[String(MANY), String((MANY * (MANY - 1)) / 2), String(MANY)]],
      )
    })
    assert.equal((await rows('jsonl')).toString().split('\n').length, MANY + 1)
    assert.equal((await rows('n3')).toString().match(/\/number> /g)?.length, MANY)
  })

  for (const [format, path] of [
    ['kml', 'many.kml'],
    ['fgb', 'many.fgb'],
    ['shp', 'many.zip'],
  ] as const)
    test(`exports of many records as ${format}, counted by GDAL`, { skip: WITHOUT_GDAL }, async () => {
      const bytes = await exported('many', format, { select: 'number, spot' })
      await withFile(path, bytes, async file => {
        const name = format === 'shp' ? `/vsizip/${file}` : file
        assert.equal(readFeatures(name, 'many').length, MANY)
      })
    })

  test('memory stays flat, whatever the format', { timeout: 120_000 }, async () => {
    const before = memory()
    let bytes = 0
    for (const format of FORMATS) bytes += await drained(`many/exports/${format}`)
    const after = memory()
    assert.ok(bytes > 300e6, `${bytes} bytes`)
    assert.ok(after.peak - before.now < 220, `${before.now} MB, then up to ${after.peak} MB`)
  })

  test('a reader who leaves stops the engine, in every format', { timeout: 120_000 }, async () => {
    for (const format of FORMATS) (await open(`many/exports/${format}`)).destroy()
    const started = performance.now()
    await exported('plots', 'parquet')
    assert.ok(performance.now() - started < 5000, 'a place was free')
    const left = readdirSync(join(land().home, 'data'), { recursive: true }).map(String)
    assert.deepEqual(
      left.filter(name => name.endsWith('.pipe')),
      [],
    )
  })
}
