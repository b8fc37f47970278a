import { feature } from 'topojson-client'
import type { GeometryObject, Topology } from 'topojson-specification'
import type { ReadOptions } from '../dataset/revision.ts'
import { VitrineError } from '../errors.ts'
import { isGeometry } from './geojson-feature.ts'
import { throwIfAborted } from './json-batches.ts'
import { ColumnNames } from './json-columns.ts'
import { encodingEvidence, type JsonText, openJsonText, repairWarnings, yieldOver } from './json-open.ts'
import { descend, skipLarge } from './json-pointer.ts'
import { type JsonScanner, OPEN_BRACE } from './json-scanner.ts'
import { sniffJson } from './json-sniff.ts'
import { nextKey } from './json-survey.ts'
import { readJsonText } from './json-value.ts'
import type { RawBatch, RawValue, ReadableFormat, RecordReader } from './reader.ts'
import {
  eachGeometry,
  noteGeometry,
  readGeometry,
  type TopoGeometry,
  type TopoObject,
} from './topojson-walk.ts'

const BATCH_RECORDS = 256

/**
 * TopoJSON 1.0: the geometries of one object, `options.member`, by default the one with the most. The arcs are
 * held in memory (64 Mi characters at most), geometries are streamed. Columns as in GeoJSON. A place is the
 * number of the geometry.
 */
export const topojson: ReadableFormat = {
  name: 'topojson',
  mediaTypes: ['application/topo+json'],
  extensions: ['topojson'],
  sniff: head => sniffJson(head).topojson,
  open: (source, options, signal) =>
    openJsonText('topojson', source, { ...options, signal }, (scanner, text) =>
      openTopology(scanner, text, options),
    ),
}

type Arcs = Pick<Topology, 'arcs'> & { readonly transform: unknown }

const openTopology = async (
  scanner: JsonScanner,
  text: JsonText,
  options: ReadOptions,
): Promise<RecordReader> => {
  const objects: TopoObject[] = []
  const parts = new Map<string, unknown>()
  await scanner.step(() => scanner.expect(OPEN_BRACE))
  for (let first = true; ; first = false) {
    const key = await scanner.step(() => nextKey(scanner, first))
    if (key === null) break
    if (key === 'objects') await noteObjects(scanner, objects)
    else if (key === 'arcs' || key === 'transform')
      parts.set(key, JSON.parse(await scanner.step(() => readJsonText(scanner))))
    else await skipLarge(scanner)
  }
  const object = chooseObject(objects, options.member)
  const arcs = readArcs(parts)
  const columns = columnNames(object)
  const others = objects
    .filter(other => other !== object)
    .map(({ name, geometries }) => `${name} (${geometries})`)
  return {
    format: text.format,
    columns: columns.map(name => ({ name })),
    evidence: [
      ...encodingEvidence(text, options.encoding),
      {
        about: 'member',
        decision: object.name,
        because: options.member === undefined ? 'topojson_largest' : 'topojson_named',
        params: { records: object.geometries, others: others.slice(0, 20).join(', ') },
      },
    ],
    warnings: repairWarnings(scanner.repairs),
    batches: signal => yieldOver({ ...text, signal }, pass => batches(pass, object, arcs, signal)),
  }
}

const noteObjects = async (scanner: JsonScanner, objects: TopoObject[]): Promise<void> => {
  await scanner.step(() => scanner.expect(OPEN_BRACE))
  for (let first = true; ; first = false) {
    const name = await scanner.step(() => nextKey(scanner, first))
    if (name === null) return
    const found = {
      name,
      properties: new ColumnNames(),
      types: new Set<string>(),
      hasIds: false,
      geometries: 0,
    }
    for await (const _ of eachGeometry(scanner, () => noteGeometry(scanner, found)));
    objects.push(found)
  }
}

const chooseObject = (objects: readonly TopoObject[], asked: string | undefined): TopoObject => {
  if (asked !== undefined) {
    const named = objects.find(({ name }) => name === asked)
    if (named === undefined) {
      throw new VitrineError('source_member_unknown', {
        member: asked,
        available: objects.map(({ name }) => name).join(', '),
      })
    }
    return named
  }
  const largest = objects.reduce<TopoObject | null>(
    (large, one) => (large !== null && large.geometries >= one.geometries ? large : one),
    null,
  )
  if (largest === null || largest.geometries === 0) throw new VitrineError('source_empty')
  return largest
}

const isArray = (value: unknown): value is unknown[] => Array.isArray(value)

const readArcs = (parts: ReadonlyMap<string, unknown>): Arcs => {
  const arcs = parts.get('arcs') ?? []
  const whole = isArray(arcs) && arcs.every(arc => isArray(arc) && arc.every(isArray))
  if (!whole) throw new VitrineError('source_damaged', { format: 'topojson' })
  return { arcs: arcs as Topology['arcs'], transform: parts.get('transform') }
}

const columnNames = (object: TopoObject): readonly string[] => {
  const all = new ColumnNames()
  for (const name of object.properties.names) all.add(name)
  const id = all.free(all.placeOf('id') === undefined ? 'id' : 'feature_id')
  const points = object.types.size === 1 && object.types.has('Point')
  const geometry = all.free(points ? 'geo_point_2d' : 'geo_shape')
  return [...(object.hasIds ? [id] : []), ...object.properties.names, geometry]
}

async function* batches(
  scanner: JsonScanner,
  object: TopoObject,
  arcs: Arcs,
  signal: AbortSignal,
): AsyncGenerator<RawBatch> {
  const name = object.name.replaceAll('~', '~0').replaceAll('/', '~1')
  await descend(scanner, `/objects/${name}`)
  let rows: (readonly RawValue[])[] = []
  let first = 1
  const batch = (): RawBatch => ({ rows, lines: rows.map((_, at) => first + at), faults: [] })
  for await (const found of eachGeometry(scanner, () => readGeometry(scanner, object))) {
    rows.push(followArcs(found, arcs))
    if (rows.length < BATCH_RECORDS) continue
    yield batch()
    throwIfAborted(signal)
    first += rows.length
    rows = []
  }
  if (rows.length > 0) yield batch()
}

const followArcs = ({ geometry, row }: TopoGeometry, { arcs, transform }: Arcs): readonly RawValue[] => {
  const topology = { type: 'Topology', objects: {}, arcs, ...(transform ? { transform } : {}) } as Topology
  row[row.length - 1] = shapeOf(topology, geometry as GeometryObject)
  return row
}

const shapeOf = (topology: Topology, object: GeometryObject): RawValue => {
  try {
    const made: unknown = feature(topology, object)
    const geometry = typeof made === 'object' && made !== null && 'geometry' in made ? made.geometry : null
    return isGeometry(geometry) ? { kind: 'geometry', geometry } : null
  } catch (thrown) {
    throw new VitrineError('source_damaged', { format: 'topojson' }, thrown)
  }
}
