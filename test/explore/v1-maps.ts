import assert from 'node:assert/strict'
import { test } from 'node:test'
import { area, booleanValid, coordAll, distance, polygon } from '@turf/turf'
import type { Geometry, Polygon, Position } from 'geojson'
import { type Members, type Parameters, queryString, read, send } from './ask-city.ts'
import { TOWN } from './city.ts'
import { SHAPES } from './shapes.ts'
import { TREES } from './trees.ts'

const TREE = { dataset: 'city-trees' }
const PREVIEW = '/api/records/1.0/geopreview/'
const POLYGON = '/api/records/1.0/geopolygon/'
const DOWNLOAD = '/api/records/1.0/download/'

interface Shape {
  readonly geometry: { readonly type: string; readonly coordinates: unknown }
  readonly geo_digest: string
  readonly count: number
}

interface Painted {
  readonly clusters: readonly (Members & {
    readonly count: number
    readonly cluster: Shape['geometry']
    readonly geo_digest: string
    readonly series: Readonly<Record<string, number | null>>
  })[]
  readonly count: unknown
  readonly series: unknown
  readonly clusterprecision?: number
}

const preview = (parameters: Parameters = {}): Promise<readonly Shape[]> =>
  read<readonly Shape[]>(PREVIEW, { ...TREE, ...parameters })
const painted = (parameters: Parameters = {}): Promise<Painted> =>
  read<Painted>(POLYGON, { ...TREE, ...parameters })

const CROWNS = TREES.flatMap(({ crown, age }) => (crown === null ? [] : [{ crown, age }]))
const text = (shapes: readonly { readonly geometry: unknown }[]): readonly string[] =>
  shapes.map(({ geometry }) => JSON.stringify(geometry)).sort()

/** Half a pixel of a map of that zoom, in degrees of longitude. */
const step = (zoom: number): number => 360 / 256 / 2 ** (zoom + 1)

function previewRows(): void {
  test('§14.7 geopreview: the shapes of what is found, each once, with a name', async () => {
    const shapes = await preview()
    assert.deepEqual(text(shapes), text(CROWNS.map(({ crown }) => ({ geometry: crown }))))
    assert.ok(shapes.every(({ geo_digest, count }) => /^\d+$/.test(geo_digest) && count === 1))
    assert.equal(new Set(shapes.map(({ geo_digest }) => geo_digest)).size, shapes.length)
    assert.equal((await preview({ rows: 3 })).length, 3)
    assert.deepEqual(await preview({ q: 'age:-9' }), [])
    assert.equal(
      (await preview({ 'refine.species': 'oak' })).length,
      TREES.filter(t => t.crown && t.species === 'oak').length,
    )
  })

  test('§14.7 geopreview: the window of the map is about what is drawn', async () => {
    const [first] = CROWNS
    const [[[lon = 0, lat = 0] = []] = []] = ((first?.crown ?? {}) as Partial<Polygon>).coordinates ?? []
    const inside = { 'geofilter.bbox': `${lat + 0.02},${lon + 0.5},${lat + 0.03},${lon + 0.6}` }
    const found = await preview(inside)
    assert.ok(found.some(({ geometry }) => JSON.stringify(geometry) === JSON.stringify(first?.crown)))
    assert.ok(found.length < CROWNS.length)
    assert.deepEqual(await preview({ 'geofilter.bbox': '-10,-10,-9,-9' }), [])
    const points = await preview({ geo_field: 'position', rows: 10_000 })
    assert.equal(
      points.length,
      new Set(TREES.flatMap(({ position }) => (position ? [JSON.stringify(position)] : []))).size,
    )
    assert.ok(points.every(({ geometry }) => geometry.type === 'Point'))
  })

  for (const zoom of [5, 8, 12, 16])
    test(`§14.7 geopreview at zoom ${zoom}: within a pixel of the shape, and no larger than it must be`, async () => {
      const shapes = await preview({ clusterprecision: zoom })
      const whole = new Map((await preview()).map(one => [one.geo_digest, one.geometry as Polygon]))
      assert.equal(shapes.length, CROWNS.length)
      for (const { geometry, geo_digest } of shapes) {
        const exact = whole.get(geo_digest)
        assert.ok(exact !== undefined, 'a place keeps its name at every zoom')
        assert.equal(geometry.type, 'Polygon')
        const [ring = []] = geometry.coordinates as Position[][]
        assert.deepEqual(ring[0], ring.at(-1))
        assert.ok(booleanValid(polygon([ring])))
        assert.equal(ring.length, 4, 'corners stay corners')
        const limit = step(zoom) * 111.32
        for (const [index, corner] of (exact.coordinates[0] ?? []).entries())
          assert.ok(distance(corner, ring[index] ?? [0, 0]) <= limit, `${corner} ${ring[index]}`)
        assert.ok(Math.abs(area(polygon([ring])) / area(exact) - 1) < 0.3)
      }
    })

  test('§14.7 a digest finds its records again', async () => {
    const [shape] = await preview()
    const found = await read<{ nhits: number; records: readonly Members[] }>('/api/records/1.0/search/', {
      ...{ ...TREE, geo_digest: shape?.geo_digest ?? '' },
    })
    assert.equal(found.nhits, 1)
    assert.deepEqual(Object(found.records[0]?.fields).crown, shape?.geometry)
    const named = await read<readonly Members[]>(DOWNLOAD, {
      ...{ ...TREE, format: 'json', 'geo_digest.crown': shape?.geo_digest ?? '', rows: 1 },
    })
    assert.deepEqual(named, found.records)
    for (const digest of ['0', "' OR 1=1", 'x'.repeat(5000)])
      assert.equal(
        (await read<Members>('/api/records/1.0/search/', { ...TREE, geo_digest: digest })).nhits,
        0,
      )
  })
}

/** The shapes of the town by name, as a map of a zoom shows them. */
async function drawn(zoom: number): Promise<Readonly<Record<string, Shape['geometry']>>> {
  const query = { dataset: 'shapes', format: 'json', geo_simplify: 'true', geo_simplify_zoom: zoom }
  const { bytes } = await send(`${DOWNLOAD}${queryString(query)}`, { host: TOWN })
  const records = JSON.parse(bytes.toString()) as readonly { readonly fields: Members }[]
  return Object.fromEntries(records.map(({ fields }) => [fields.name, fields.shape]))
}

const cornersOf = (geometry: Shape['geometry'] | undefined): readonly Position[] =>
  coordAll((geometry ?? {}) as Geometry)

function shapeRows(): void {
  test('§14.3 simplified: fewer corners, each within a pixel, none in between on a line', async () => {
    const whole = SHAPES.lake as Polygon
    for (const [zoom, most] of [
      [4, 60],
      [6, 260],
      [8, 600],
    ] as const) {
      const { lake, path } = await drawn(zoom)
      const ring = (lake as Polygon | undefined)?.coordinates[0] ?? []
      assert.equal(lake?.type, 'Polygon')
      assert.ok(ring.length > 12 && ring.length < most, `${zoom}: ${ring.length}`)
      assert.equal((lake as Polygon).coordinates.length, 1, 'a hole smaller than a pixel is none')
      for (const corner of ring) {
        const radius = Math.hypot((corner[0] ?? 0) - 2, (corner[1] ?? 0) - 48)
        assert.ok(Math.abs(radius - 0.5) < step(zoom), `${zoom}: ${corner}`)
      }
      assert.ok(
        Math.abs(area(lake as Polygon) / area({ ...whole, coordinates: whole.coordinates.slice(0, 1) }) - 1) <
          0.2,
      )
      assert.equal(cornersOf(path).length, 5, 'a straight line is its ends, a dead end stays')
    }
    const { lake } = await drawn(22)
    assert.deepEqual([cornersOf(lake).length, (lake as Polygon).coordinates.length], [721 + 9, 2])
  })

  test('§14.3 simplified: parts smaller than a pixel go, a shape that is one is its middle', async () => {
    const { pond, again, ponds, mixed, none } = await drawn(6)
    assert.equal(pond?.type, 'Point')
    assert.deepEqual(again, pond)
    const [lon = 0, lat = 0] = (pond?.coordinates ?? []) as Position
    assert.ok(Math.hypot(lon - 2, lat - 48) < step(6))
    assert.equal(ponds?.type, 'Polygon')
    assert.equal(none, undefined)
    const parts = Object(mixed).geometries as readonly Shape['geometry'][]
    assert.deepEqual(
      parts.map(({ type, coordinates }) => [type, (coordinates as readonly unknown[]).length]),
      [
        ['LineString', 2],
        ['MultiPoint', 3],
      ],
    )
    const fine = await drawn(18)
    assert.deepEqual([fine.pond?.type, fine.ponds?.type], ['Polygon', 'MultiPolygon'])
  })

  test('§14.7 equal shapes are one place', async () => {
    const { bytes } = await send(`${POLYGON}?dataset=shapes&clusterprecision=6`, { host: TOWN })
    const { clusters, count } = JSON.parse(bytes.toString()) as Painted
    assert.deepEqual([clusters.length, count], [5, { min: 1, max: 2 }])
    const twice = clusters.find(one => one.count === 2)
    const found = await send(
      `/api/records/1.0/search/${queryString({ dataset: 'shapes', geo_digest: twice?.geo_digest ?? '' })}`,
      { host: TOWN },
    )
    const { records } = JSON.parse(found.bytes.toString()) as { records: readonly Members[] }
    assert.deepEqual(records.map(({ fields }) => Object(fields).name).sort(), ['again', 'pond'])
  })
}

function polygonRows(): void {
  test('§14.7 geopolygon: records counted by their shape, with series', async () => {
    const ages = CROWNS.flatMap(({ age }) => age ?? [])
    const asked = { 'y.serie1.func': 'MAX', 'y.serie1.expr': 'age + 1', clusterprecision: 14 }
    const { clusters, count, series, clusterprecision } = await painted(asked)
    assert.deepEqual([clusters.length, count, clusterprecision], [CROWNS.length, { min: 1, max: 1 }, 14])
    assert.deepEqual(series, { serie1: { min: Math.min(...ages) + 1, max: Math.max(...ages) + 1 } })
    assert.deepEqual(clusters.map(one => one.series.serie1).sort(), ages.map(age => age + 1).sort())
    const [one] = clusters
    assert.equal(one?.cluster.type, 'Polygon')
    assert.ok(Array.isArray(one?.cluster_center))
    assert.deepEqual(
      clusters.map(({ geo_digest }) => geo_digest).sort(),
      (await preview()).map(({ geo_digest }) => geo_digest).sort(),
    )
  })

  test('§14.7 geopolygon: bounds are those of all, whatever is left of them', async () => {
    const all = await painted({ 'y.serie.func': 'SUM', 'y.serie.expr': 'age' })
    const some = await painted({ 'y.serie.func': 'SUM', 'y.serie.expr': 'age', maxpoints: 1 })
    assert.equal(some.clusters.length, 1)
    assert.deepEqual([some.count, some.series], [all.count, all.series])
    assert.deepEqual(await painted({ q: 'age:-9' }), { clusters: [], count: null, series: {} })
    const places = await painted({ geo_field: 'position', q: 'tree_id:T-001' })
    assert.deepEqual(
      places.clusters.map(({ cluster, cluster_center, count }) => ({ cluster, cluster_center, count })),
      [{ cluster: { type: 'Point', coordinates: [2, 48] }, cluster_center: [48, 2], count: 1 }],
    )
  })

  test('§14.7 what no map can be made of is refused', async () => {
    const BAD: readonly Parameters[] = [
      { clusterprecision: '26' },
      { clusterprecision: '-1' },
      { clusterprecision: '3.5' },
      { geo_field: 'age' },
      { geo_field: 'nothing' },
      { dataset: 'bike-counts' },
      { 'geofilter.bbox': '1,2,3' },
      { format: 'html' },
    ]
    for (const path of [PREVIEW, POLYGON])
      for (const bad of BAD) {
        const { status, bytes } = await send(`${path}${queryString({ ...TREE, ...bad })}`)
        const said = JSON.parse(bytes.toString()) as Members
        assert.deepEqual([status, said.errorcode], [400, 40_000], `${path} ${JSON.stringify(bad)} ${bytes}`)
      }
    assert.equal((await send(`${PREVIEW}?dataset=city-trees&rows=10001`)).status, 400)
    assert.equal((await send(`${POLYGON}?dataset=city-trees&y.a.func=SUM&y.a.expr=sin(`)).status, 400)
    assert.equal((await send(`${PREVIEW}?dataset=nope`)).status, 404)
  })

  test('§14.7 map helpers call back', async () => {
    const { bytes } = await send(`${PREVIEW}${queryString({ ...TREE, rows: 1, callback: 'draw' })}`)
    assert.match(bytes.toString(), /^\/\*\*\/draw\(\[\{"geometry":.*\}\]\);$/)
  })
}

function simplifyRows(): void {
  test('§14.3 geo_simplify: shapes as a map of the zoom shows them, everything else as it is', async () => {
    const asked = {
      ...TREE,
      format: 'json',
      q: 'NOT #null(crown)',
      sort: '-tree_id',
      fields: 'tree_id,crown',
    }
    type Downloaded = readonly (Members & { readonly fields: Members })[]
    const exact = await read<Downloaded>(DOWNLOAD, asked)
    const simple = await read<Downloaded>(DOWNLOAD, { ...asked, geo_simplify: 'true', geo_simplify_zoom: 6 })
    assert.deepEqual(
      simple.map(({ fields }) => fields.tree_id),
      exact.map(({ fields }) => fields.tree_id),
    )
    const byCrown = new Map(
      (await preview({ clusterprecision: 6 })).map(({ geometry }) => [JSON.stringify(geometry), true]),
    )
    for (const { fields } of simple) assert.ok(byCrown.has(JSON.stringify(fields.crown)))
    assert.notDeepEqual(simple[1]?.fields.crown, exact[1]?.fields.crown)
    const silent = await read<Downloaded>(DOWNLOAD, { ...asked, geo_simplify: 'false', geo_simplify_zoom: 6 })
    assert.deepEqual(silent, exact)
    const searched = await read<{ records: Downloaded }>('/api/records/1.0/search/', {
      ...{ ...asked, rows: 100, geo_simplify: 'true', geo_simplify_zoom: 6 },
    })
    assert.deepEqual(searched.records, simple)
    const { bytes } = await send(
      `${DOWNLOAD}${queryString({ ...asked, format: 'geojson', geo_simplify: 'true' })}`,
    )
    assert.equal(JSON.parse(bytes.toString()).features.length, exact.length)
    const csv = await send(
      `${DOWNLOAD}${queryString({ ...asked, format: 'csv', geo_simplify: 'true', geo_simplify_zoom: 3 })}`,
    )
    assert.match(csv.bytes.toString(), /^tree_id;crown\r\nT-001;"\{""coordinates"": \[\[\[/)
  })
}

/** §14.7 and §14.3: what maps of old clients ask for. */
export function version1MapRows(): void {
  previewRows()
  polygonRows()
  shapeRows()
  simplifyRows()
}
