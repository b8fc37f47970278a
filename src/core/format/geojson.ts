import type { Evidence, ReadOptions } from '../dataset/revision.ts'
import { VitrineError } from '../errors.ts'
import { type ToWgs84, toWgs84 } from './geojson-crs.ts'
import { FeatureColumns, noteFeature, readFeature } from './geojson-feature.ts'
import { nextDocument, toFeatures } from './geojson-walk.ts'
import { collect, type Item, NO_MORE } from './json-batches.ts'
import { MORE } from './json-cursor.ts'
import { encodingEvidence, type JsonText, openJsonText, repairWarnings, yieldOver } from './json-open.ts'
import { CLOSE_BRACKET, type JsonScanner, OPEN_BRACE } from './json-scanner.ts'
import { sniffJson } from './json-sniff.ts'
import { readJsonText } from './json-value.ts'
import type { RawBatch, RawValue, ReadableFormat, RecordReader } from './reader.ts'

/**
 * GeoJSON (RFC 7946): a collection, a feature, a bare geometry, or many of them one after the other
 * (RFC 8142, or one a line). Members of `properties` are columns, so are `id` and other members of features;
 * the geometry is the last column, `geo_point_2d` when all are points and `geo_shape` otherwise. An old `crs`
 * member is honoured. Coordinates are not checked against the globe: a sky catalogue stays as it is.
 */
export const geojson: ReadableFormat = {
  name: 'geojson',
  mediaTypes: ['application/geo+json', 'application/geo+json-seq', 'application/vnd.geo+json'],
  extensions: ['geojson', 'geojsonl', 'geojsons'],
  sniff: head => sniffJson(head).geojson,
  open: (source, options, signal) =>
    openJsonText('geojson', source, { ...options, signal }, (scanner, text) =>
      openGeoJson(scanner, text, options),
    ),
}

interface Shape {
  readonly columns: FeatureColumns
  readonly width: number
  readonly move: ToWgs84 | null
}

const openGeoJson = async (
  scanner: JsonScanner,
  text: JsonText,
  options: ReadOptions,
): Promise<RecordReader> => {
  const columns = new FeatureColumns()
  const { features, crs } = await survey(scanner, columns)
  if (features === 0) throw new VitrineError('source_empty')
  const names = columns.names()
  const shape = {
    columns,
    width: names.length + (columns.geometryTypes.size === 0 ? 1 : 0),
    move: crs === null ? null : await toWgs84(crs),
  }
  return {
    format: text.format,
    columns: names.map(name => ({ name })),
    evidence: [
      ...encodingEvidence(text, options.encoding),
      ...geometryEvidence(columns, features),
      ...crsEvidence(crs, shape.move),
    ],
    warnings: repairWarnings(scanner.repairs),
    batches: signal => yieldOver({ ...text, signal }, pass => batches(pass, shape, signal)),
  }
}

const geometryEvidence = (columns: FeatureColumns, features: number): readonly Evidence[] => {
  const types = [...columns.geometryTypes].sort().join(', ')
  if (types === '')
    return [{ about: 'geometry', decision: 'none', because: 'geojson_no_geometry', params: { features } }]
  return [
    {
      about: 'geometry',
      decision: columns.geometryColumn,
      because: 'geojson_types',
      params: { types, features },
    },
  ]
}

const crsEvidence = (crs: string | null, move: ToWgs84 | null): readonly Evidence[] =>
  crs === null
    ? []
    : [
        {
          about: 'crs',
          decision: move === null ? 'kept' : 'reprojected',
          because: 'geojson_crs',
          params: { crs },
        },
      ]

/** One pass: columns, number of features, and the declared reference system. */
const survey = async (scanner: JsonScanner, columns: FeatureColumns) => {
  let crs: string | null = null
  let features = 0
  const visit = (key: string): boolean => {
    if (key !== 'crs') return false
    crs = crsName(readJsonText(scanner)) ?? crs
    return true
  }
  for (;;) {
    const next = await scanner.step(() => nextDocument(scanner))
    if (next === 'end') return { features, crs: crs as string | null }
    if (next === 'value') {
      await scanner.step(() => noteFeature(scanner, columns))
      features++
      continue
    }
    for (let first = true; await toFeatures(scanner, first, visit); first = false) {
      features += await noteFeatures(scanner, columns)
    }
  }
}

const noteFeatures = async (scanner: JsonScanner, columns: FeatureColumns): Promise<number> => {
  for (let count = 0; ; ) {
    const more = scanner.attempt(() => {
      const code = scanner.nextItem(CLOSE_BRACKET, count === 0)
      if (code === OPEN_BRACE) noteFeature(scanner, columns)
      else if (code !== CLOSE_BRACKET) scanner.skipValue()
      return code !== CLOSE_BRACKET
    })
    if (more === MORE) await scanner.refill()
    else if (!more) return count
    else count++
  }
}

/** The name in an old `crs` member (GeoJSON 2008 §3). */
const crsName = (text: string): string | null => {
  const crs: unknown = JSON.parse(text)
  if (typeof crs !== 'object' || crs === null || !('properties' in crs)) return null
  const { properties } = crs
  if (typeof properties !== 'object' || properties === null) return null
  if ('name' in properties && typeof properties.name === 'string') return properties.name
  return 'code' in properties ? `EPSG:${properties.code}` : null
}

async function* batches(scanner: JsonScanner, shape: Shape, signal: AbortSignal): AsyncGenerator<RawBatch> {
  const count = { records: 0 }
  const readOne = (): Item => (nextDocument(scanner) === 'value' ? readMoved(scanner, shape) : NO_MORE)
  for (;;) {
    yield* collect(scanner, readOne, signal, count)
    if ((await scanner.step(() => nextDocument(scanner))) === 'end') return
    for (let first = true; await toFeatures(scanner, first); first = false) {
      yield* collect(scanner, readElement(scanner, shape), signal, count)
    }
  }
}

const readElement = (scanner: JsonScanner, shape: Shape): (() => Item) => {
  let first = true
  return () => {
    const code = scanner.nextItem(CLOSE_BRACKET, first)
    if (code === CLOSE_BRACKET) return NO_MORE
    const item: Item =
      code === OPEN_BRACE
        ? readMoved(scanner, shape)
        : { value: readJsonText(scanner), reason: 'record_not_object' }
    first = false
    return item
  }
}

const readMoved = (scanner: JsonScanner, { columns, width, move }: Shape): RawValue[] => {
  const row = readFeature(scanner, columns, width)
  const last = row[width - 1] ?? null
  if (columns.geometryTypes.size === 0) row.pop()
  else if (move !== null && typeof last === 'object' && last?.kind === 'geometry') {
    row[width - 1] = { kind: 'geometry', geometry: move(last.geometry) }
  }
  return row
}
