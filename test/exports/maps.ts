import assert from 'node:assert/strict'
import { test } from 'node:test'
import JSZip from 'jszip'
import { exported, get } from './plot-land.ts'
import { PLOTS, type Plot, type Shape } from './plots.ts'
import { describeLayers, type Feature, readFeatures, WITHOUT_GDAL, withFile } from './readers.ts'

/** Where a plot is: its area, else its place. */
const placeOf = ({ area, place }: Plot): Shape | null =>
  area ?? (place && { type: 'Point', coordinates: [place.lon, place.lat] })

const read = async (
  name: string,
  layer: string,
  parameters: Readonly<Record<string, string>> = {},
): Promise<readonly Feature[]> => {
  const [format = ''] = name.split('.').slice(-1)
  const bytes = await exported('plots', format === 'zip' ? 'shp' : format, parameters)
  return withFile(name, bytes, async path => readFeatures(format === 'zip' ? `/vsizip/${path}` : path, layer))
}

/** Without what a format says by leaving it out. */
const said = (properties: Readonly<Record<string, unknown>>, names: readonly string[]): unknown =>
  Object.fromEntries(names.map(name => [name, properties[name] ?? null]))

const NAMES = ['plot_id', 'note', 'ratio', 'an_uncommonly_long_name', 'an_uncommonly_long_nickname'] as const
const meant = (plot: Plot): unknown => ({
  ...Object.fromEntries(NAMES.map(name => [name, plot[name]])),
  ratio: told(plot.ratio),
})

/** As GDAL tells a double: 15 digits of it. */
const told = (value: number | null): number | null => value && Number(value.toPrecision(15))

/** GDAL takes the numbers of these formats for 32 bits, or for doubles. */
const NO_WHOLE_NUMBERS = { select: 'plot_id, note, place, area' }

export function mapRows(): void {
  const skip = { skip: WITHOUT_GDAL }

  test('§8.5 kml: a placemark a record, read by GDAL', skip, async () => {
    const features = await read('plots.kml', 'plots')
    assert.deepEqual(
      features.map(({ properties }) => said(properties, NAMES)),
      PLOTS.map(meant),
    )
    assert.deepEqual(
      features.map(({ geometry }) => geometry),
      PLOTS.map(placeOf),
    )
    assert.deepEqual(
      features.map(({ properties: { stock, founded, open } }) => [
        stock ?? null,
        founded ?? null,
        open ?? null,
      ]),
      PLOTS.map(({ stock, founded, open }) => [
        stock === null ? null : String(stock),
        founded,
        open === null ? null : Number(open),
      ]),
    )
  })

  test('§8.5 fgb: a feature a record, read by GDAL', skip, async () => {
    const features = await read('plots.fgb', 'plots')
    assert.deepEqual(
      features.map(({ properties }) => said(properties, NAMES)),
      PLOTS.map(meant),
    )
    assert.deepEqual(
      features.map(({ geometry }) => geometry),
      PLOTS.map(placeOf),
    )
    assert.deepEqual(
      features.map(({ properties: { open, tags, sheet } }) => [open ?? null, tags ?? null, sheet ?? null]),
      PLOTS.map(({ open, tags, sheet }) => [open, tags, sheet]),
    )
  })

  test('§7.4 fgb of a dataset without places holds its records all the same', skip, async () => {
    await withFile('plain.fgb', await exported('plain', 'fgb'), async path => {
      assert.deepEqual(
        readFeatures(path, 'plain').map(({ geometry, properties }) => [geometry, properties.name]),
        [
          [null, 'a'],
          [null, 'b'],
        ],
      )
    })
  })

  test('§8.4 geojson: GDAL finds every record', skip, async () => {
    await withFile('plots.geojson', await exported('plots', 'geojson', NO_WHOLE_NUMBERS), async path => {
      const features = readFeatures(path, 'plots')
      assert.deepEqual(
        features.map(({ geometry, properties }) => [geometry, properties.plot_id, properties.note ?? null]),
        PLOTS.map(plot => [placeOf(plot), plot.plot_id, plot.note]),
      )
    })
  })

  gpxRows()
  shapefileRows()
  projectionRows()

  test('§7.4 formats of maps are refused where there is no place', async () => {
    for (const format of ['geojson', 'gpx', 'kml', 'shp'])
      assert.equal((await get(`plain/exports/${format}`)).status, 400, format)
    assert.equal((await get('plain/exports/ov2')).status, 404)
  })
}

function gpxRows(): void {
  const skip = { skip: WITHOUT_GDAL }

  test(
    '§8.5 gpx: points are waypoints, lines and rings tracks; who has no place is counted',
    skip,
    async () => {
      const bytes = await exported('plots', 'gpx', NO_WHOLE_NUMBERS)
      await withFile('plots.gpx', bytes, async path => {
        const ids = (features: readonly Feature[]): unknown[] => [
          ...new Set(features.map(({ properties }) => properties.ogr_plot_id)),
        ]
        const [points, tracks] = [readFeatures(path, 'waypoints'), readFeatures(path, 'tracks')]
        const of = (...types: string[]): unknown[] =>
          PLOTS.filter(plot => types.includes(placeOf(plot)?.type ?? '')).map(({ plot_id }) => plot_id)
        assert.deepEqual(ids(points), of('Point', 'MultiPoint', 'GeometryCollection'))
        assert.deepEqual(
          ids(tracks),
          of('LineString', 'MultiLineString', 'Polygon', 'MultiPolygon', 'GeometryCollection'),
        )
        const square = tracks.find(({ properties }) => properties.ogr_plot_id === 'P-001')
        assert.deepEqual(square?.geometry, {
          type: 'MultiLineString',
          coordinates: PLOTS[1]?.area?.coordinates,
        })
      })
      const placeless = PLOTS.filter(plot => placeOf(plot) === null).length
      assert.match(bytes.toString(), new RegExp(`<!-- ${placeless} records have no place`))
    },
  )

  test('§8.5 gpx: name, description, extensions', async () => {
    const question = { where: 'plot_id="P-000"', select: 'plot_id, note, stock, place' }
    const wpt = async (parameters: Readonly<Record<string, string>>): Promise<string> =>
      /<wpt.*<\/wpt>/s.exec(
        (await exported('plots', 'gpx', { ...question, ...parameters })).toString(),
      )?.[0] ?? ''
    const place = 'lat="40" lon="-2"'
    const fields =
      '<ogr:plot_id>P-000</ogr:plot_id><ogr:note>plain</ogr:note><ogr:stock>0</ogr:stock><ogr:place>40, -2</ogr:place>'
    assert.equal(await wpt({}), `<wpt ${place}><extensions>${fields}</extensions></wpt>`)
    assert.equal(
      await wpt({ name_field: 'plot_id', description_field_list: 'note,stock' }),
      `<wpt ${place}><name>P-000</name><desc>note: plain\nstock: 0</desc><extensions>${fields}</extensions></wpt>`,
    )
    assert.equal(
      await wpt({ use_extension: 'false' }),
      `<wpt ${place}><desc>plot_id: P-000\nnote: plain\nstock: 0\nplace: 40, -2</desc></wpt>`,
    )
    assert.equal(
      await wpt({ use_extension: 'false', description_field_list: 'note' }),
      `<wpt ${place}><desc>plain</desc></wpt>`,
    )
    assert.equal((await get('plots/exports/gpx', { name_field: 'nope' })).status, 400)
  })
}

/** Shapefiles close and wind rings their own way: only the set of positions is compared. */
const positionsOf = (shape: Shape | null): unknown =>
  [...new Set(JSON.stringify(shape?.coordinates ?? null).match(/\[[-\d.]+,[-\d.]+\]/g) ?? [])].sort()

const SHAPE_LAYERS: Readonly<Record<string, readonly string[]>> = {
  plots: ['Point'],
  'plots-polygon': ['Polygon', 'MultiPolygon'],
  'plots-line': ['LineString', 'MultiLineString'],
  'plots-multipoint': ['MultiPoint'],
}

function shapefileRows(): void {
  const skip = { skip: WITHOUT_GDAL }

  test('§8.5 shp: each type of shape has its file, no record is left out', skip, async () => {
    const bytes = await exported('plots', 'shp')
    await withFile('plots.zip', bytes, async path => {
      const seen = new Set<unknown>()
      for (const [layer, types] of Object.entries(SHAPE_LAYERS)) {
        const features = readFeatures(`/vsizip/${path}`, layer)
        const plots = PLOTS.filter(plot => {
          const place = placeOf(plot)
          const parts = place?.geometries?.map(({ type }) => type) ?? [place?.type ?? 'Point']
          return parts.some(type => types.includes(type))
        })
        assert.deepEqual(
          features.map(({ properties }) => properties.plot_id),
          plots.map(({ plot_id }) => plot_id),
          layer,
        )
        for (const [index, { geometry, properties }] of features.entries()) {
          const plot = plots[index]
          seen.add(properties.plot_id)
          if (plot === undefined || placeOf(plot)?.geometries !== undefined) continue
          assert.deepEqual(positionsOf(geometry), positionsOf(placeOf(plot)), plot.plot_id)
          assert.equal(properties.founded ?? null, plot.founded)
          assert.equal(properties.ratio ?? null, told(plot.ratio))
        }
      }
      assert.equal(seen.size, PLOTS.length)
      const layers = describeLayers(`/vsizip/${path}`)
      assert.match(layers, /WGS 84/)
      assert.match(layers, /an_uncommo: String/)
      assert.match(layers, /an_uncom_2: Real/)
    })
  })

  test('§8.5 shp: names and texts that do not fit stand beside it', skip, async () => {
    const zip = await JSZip.loadAsync(await exported('plots', 'shp'))
    const beside = (name: string): Promise<string> => zip.file(name)?.async('string') ?? Promise.resolve('')
    assert.match(await beside('plots-fields.csv'), /"an_uncom_2","an_uncommonly_long_nickname"\r\n/)
    const texts = await beside('plots-texts.csv')
    assert.match(texts, /^file,record,column,text\r\n"/)
    for (const { note } of PLOTS.filter(plot => Buffer.byteLength(plot.note ?? '') > 254))
      assert.ok(texts.includes(`,"note","${note}"\r\n`), note ?? '')
  })

  test('§8.5 shp of nothing is a shapefile of nothing', skip, async () => {
    const bytes = await exported('plots', 'shp', { where: 'plot_id = "none"' })
    await withFile('plots.zip', bytes, async path => {
      assert.match(describeLayers(`/vsizip/${path}`), /Feature Count: 0/)
    })
  })
}

function projectionRows(): void {
  const skip = { skip: WITHOUT_GDAL }
  const question = { select: 'plot_id, place', where: 'plot_id="P-002"' }

  for (const [format, name] of [
    ['shp', 'zip'],
    ['fgb', 'fgb'],
    ['geojson', 'geojson'],
  ] as const)
    test(`§8.1 ${format}: places in another system, which the file names`, skip, async () => {
      const bytes = await exported('plots', format, { ...question, epsg: '3857' })
      await withFile(`plots.${name}`, bytes, async path => {
        const told = describeLayers(name === 'zip' ? `/vsizip/${path}` : path)
        assert.match(told, /Pseudo-Mercator|Web_Mercator/)
        const [x, y] = /Extent: \(([-\d.]+), ([-\d.]+)\)/.exec(told)?.slice(1).map(Number) ?? []
        assert.ok(Math.abs((x ?? 0) - -166979.24) < 0.1, String(x))
        assert.ok(Math.abs((y ?? 0) - 4902338.38) < 0.1, String(y))
      })
    })

  test('§8.1 a code that nobody knows, and places where a system does not reach', async () => {
    assert.equal((await get('plots/exports/shp', { ...question, epsg: '99999' })).status, 400)
    assert.equal((await get('plots/exports/shp', { ...question, epsg: 'x' })).status, 400)
    assert.equal(
      (await get('plots/exports/kml', { ...question, epsg: '99999' })).status,
      200,
      'not an option of KML',
    )
  })
}
