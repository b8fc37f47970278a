import assert from 'node:assert/strict'
import { createReadStream, existsSync, statSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { basename } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import type { ByteSource } from '../../src/core/format/byte-source.ts'
import { openContainer } from '../../src/core/format/containers.ts'
import { detect } from '../../src/core/format/detect.ts'

const DATA = new URL('../../../shared/data/', import.meta.url)
const signal = new AbortController().signal

/** Records and columns of real files, and the format each is found to be. */
const FILES: readonly (readonly [path: string, format: string, records: number, columns: number | null])[] = [
  ['data-gouv-nc/communes-france-et-outre-mer/communes.json', 'json', 37590, 15],
  ['data-gouv-nc/communes-nouvelle-caledonie/nc-communes.geojson', 'geojson', 33, 3],
  ['data-gouv-nc/communes-nouvelle-caledonie/derived-nc-communes-repaired.geojson', 'geojson', 33, 3],
  ['data-gouv-nc/marees-nouvelle-caledonie/lifou-109-fra-refmar.json', 'json', 1, 16],
  ['datastro/bright-stars/stars.6.json', 'geojson', 5044, 4],
  ['datastro/comets-orbital-elements/comets.json', 'json', 3768, 21],
  ['datastro/constellations-and-milky-way/constellations.json', 'geojson', 89, 27],
  ['datastro/constellations-and-milky-way/constellations.bounds.json', 'geojson', 89, 3],
  ['datastro/constellations-and-milky-way/mw.json', 'geojson', 5, 2],
  ['eulerhermes/corruption-perceptions-2017/CPI2017.xlsx', 'xlsx', 181, 9],
  ['eulerhermes/world-countries/countries.json', 'json', 250, 24],
  ['odwb/communes-belges/belgium.json', 'topojson', 581, 14],
  ['odwb/communes-belges/derived-belgium-municipalities.geojson', 'geojson', 581, 14],
  ['odwb/flux-gtfs-belgique/be-wallonne-tec-gtfs-1868.json', 'json', 1, 7],
  ['odwb/reseau-ferroviaire/shapes.geojson', 'geojson', 928, 3],
  ['smartbump/i94-hourly-traffic-volume/Metro_Interstate_Traffic_Volume.parquet', 'parquet', 48204, 9],
  ['smartbump/london-cycle-hire-stations/cycle_hire.geojson', 'geojson', 742, 6],
  ['smartbump/nyc-borough-boundaries/nybb_16a.zip', 'shapefile', 5, 5],
  ['smartbump/seattle-2nd-ave-bike-counter/2nd-ave.json', 'json', 30648, 4],
  ['stress/flight-map-kml/openflights-sample.kml', 'kml', 110, 3],
  ['stress/geoparquet-example/example.parquet', 'parquet', 5, 6],
  ['stress/observations-synop-juin-2018/synop.201806.csv.gz', 'csv', 12226, null],
  ['stress/us-flights-200k/flights-200k.parquet', 'parquet', 231083, 3],
  ['stress/usgs-earthquakes-feed/usgs-feed.parquet', 'parquet', 352, 28],
  ['stress/world-cities/cities.json', 'json', 171075, 6],
]

const fileSource = (path: string): ByteSource => ({
  name: basename(path),
  size: statSync(path).size,
  async *stream() {
    for await (const chunk of createReadStream(path)) if (chunk instanceof Uint8Array) yield chunk
  },
  async read(offset, length) {
    await using file = await open(path)
    const { buffer, bytesRead } = await file.read(new Uint8Array(length), 0, length, offset)
    return buffer.subarray(0, bytesRead)
  },
})

for (const [path, format, records, columns] of FILES) {
  const file = fileURLToPath(new URL(path, DATA))
  test(path, { skip: existsSync(file) ? false : '../shared is not there' }, async () => {
    const { source, options } = await openContainer(fileSource(file), { options: {}, signal })
    const began = performance.now()
    const reader = await detect(source, options, signal)
    const opened = performance.now()
    assert.equal(reader.format, format)
    let rows = 0
    for await (const batch of reader.batches(signal)) {
      rows += batch.rows.length
      assert.deepEqual(batch.faults, [])
      for (const row of batch.rows) assert.equal(row.length, reader.columns.length)
    }
    const ended = performance.now()
    const rate = (ms: number) => `${ms.toFixed(0)} ms, ${(source.size / ms / 1000).toFixed(0)} MB/s`
    console.log(`${path}: ${rows} records; open ${rate(opened - began)}; read ${rate(ended - opened)}`)
    assert.deepEqual([rows, reader.columns.length], [records, columns ?? reader.columns.length])
  })
}
