import type { ReadOptions } from '../dataset/revision.ts'
import { VitrineError } from '../errors.ts'
import type { ByteSource } from './byte-source.ts'
import { ColumnNames } from './json-columns.ts'
import { kmlGeometry } from './kml-geometry.ts'
import { inKmlEncoding, placemarks } from './kml-placemarks.ts'
import { child, childText, type KmlNode, type Placemark } from './kml-tree.ts'
import type { RawBatch, RawValue, ReadableFormat, RecordReader } from './reader.ts'

const BATCH_RECORDS = 256
const MOST_FOLDERS = 1000

/**
 * KML 2.2 (OGC 07-147r2): a record a Placemark, with its name, description, folders, times, extended data
 * and geometry. `options.member` keeps one folder, named by its path. A place is the Placemark's number.
 * KMZ is a zip around it (`containers.ts`).
 */
export const kml: ReadableFormat = {
  name: 'kml',
  mediaTypes: ['application/vnd.google-earth.kml+xml'],
  extensions: ['kml'],
  sniff: head => {
    const text = new TextDecoder().decode(head)
    const found = /^\s*(?:\ufeff)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--[\s\S]*?-->\s*)*<(?:\w+:)?kml[\s>]/.test(text)
    return { score: found ? 0.98 : 0, because: found ? 'kml_root' : 'format_other', params: {} }
  },
  open: (source, options, signal) =>
    inKmlEncoding(source, options.encoding, encoding => openKml({ source, encoding, options }, signal)),
}

interface Kml {
  readonly source: ByteSource
  readonly encoding: string
  readonly options: ReadOptions
}

type Reading = readonly [column: string, read: (node: KmlNode, folder: string) => string | null]

/** What every Placemark may have; a column where one has it. */
const BASE: readonly Reading[] = [
  ['id', node => node.attributes.id ?? null],
  ['name', node => childText(node, 'name')],
  ['folder', (_, folder) => (folder === '' ? null : folder)],
  ['description', node => childText(node, 'description')],
  ['snippet', node => childText(node, 'Snippet') ?? childText(node, 'snippet')],
  ['address', node => childText(node, 'address')],
  ['phoneNumber', node => childText(node, 'phoneNumber')],
  ['when', node => childText(child(node, 'TimeStamp'), 'when')],
  ['begin', node => childText(child(node, 'TimeSpan'), 'begin')],
  ['end', node => childText(child(node, 'TimeSpan'), 'end')],
]

const openKml = async (kmlSource: Kml, signal: AbortSignal): Promise<RecordReader> => {
  const { source, encoding, options } = kmlSource
  const base = new Set<string>()
  const data = new ColumnNames()
  const types = new Set<string>()
  const folders = new Set<string>()
  const counts = { others: 0 }
  let records = 0
  for await (const placemark of placemarks(source, encoding, signal, counts)) {
    if (folders.size < MOST_FOLDERS) folders.add(placemark.folder)
    if (!isAsked(placemark, options.member)) continue
    records++
    for (const [column, read] of BASE)
      if (!base.has(column) && read(placemark.node, placemark.folder) !== null) base.add(column)
    for (const [name] of extendedData(placemark.node)) data.add(name)
    const geometry = kmlGeometry(placemark.node)
    if (geometry !== null) types.add(geometry.type)
  }
  if (records === 0) throw noRecords(options.member, folders)
  const layout: Layout = { base: BASE.filter(([column]) => base.has(column)), data, geometry: types.size > 0 }
  return {
    format: 'kml',
    columns: columnNames(layout, types).map(name => ({ name })),
    evidence: [
      {
        about: 'member',
        decision: options.member ?? '',
        because: options.member === undefined ? 'kml_all_folders' : 'kml_folder',
        params: {
          records,
          folders: [...folders]
            .filter(folder => folder !== '')
            .slice(0, 20)
            .join(', '),
        },
      },
    ],
    warnings: counts.others === 0 ? [] : [{ code: 'kml_not_placemarks', params: { count: counts.others } }],
    batches: own => batches(kmlSource, layout, own),
  }
}

interface Layout {
  readonly base: readonly Reading[]
  readonly data: ColumnNames
  readonly geometry: boolean
}

const noRecords = (member: string | undefined, folders: ReadonlySet<string>): VitrineError =>
  member === undefined
    ? new VitrineError('source_empty')
    : new VitrineError('source_member_unknown', { member, available: [...folders].slice(0, 20).join(', ') })

const isAsked = ({ folder }: Placemark, member: string | undefined): boolean =>
  member === undefined ||
  folder === member ||
  folder.startsWith(`${member}/`) ||
  folder.endsWith(`/${member}`)

const columnNames = (layout: Layout, types: ReadonlySet<string>): readonly string[] => {
  const all = new ColumnNames()
  for (const [column] of layout.base) all.add(column)
  for (const name of layout.data.names) all.add(all.free(name))
  if (layout.geometry)
    all.add(all.free(types.size === 1 && types.has('Point') ? 'geo_point_2d' : 'geo_shape'))
  return all.names
}

/** `SimpleData` and `Data` of the extended data, and elements of other vocabularies with nothing but text. */
function* extendedData(node: KmlNode): Generator<readonly [string, string]> {
  for (const part of child(node, 'ExtendedData')?.children ?? []) {
    if (part.name === 'SchemaData') {
      for (const { attributes, text } of part.children)
        if (attributes.name !== undefined) yield [attributes.name, text]
    } else if (part.name === 'Data') yield [part.attributes.name ?? '', child(part, 'value')?.text ?? '']
    else if (part.children.length === 0) yield [part.name, part.text]
  }
}

async function* batches(kmlSource: Kml, layout: Layout, signal: AbortSignal): AsyncGenerator<RawBatch> {
  const { source, encoding, options } = kmlSource
  let rows: (readonly RawValue[])[] = []
  let first = 1
  const batch = (): RawBatch => ({ rows, lines: rows.map((_, at) => first + at), faults: [] })
  for await (const placemark of placemarks(source, encoding, signal, { others: 0 })) {
    if (!isAsked(placemark, options.member)) continue
    rows.push(toRow(placemark, layout))
    if (rows.length < BATCH_RECORDS) continue
    yield batch()
    first += rows.length
    rows = []
  }
  if (rows.length > 0) yield batch()
}

const toRow = ({ node, folder }: Placemark, { base, data, geometry }: Layout): readonly RawValue[] => {
  const row: RawValue[] = base.map(([, read]) => read(node, folder))
  const values = new Array<RawValue>(data.names.length).fill(null)
  for (const [name, value] of extendedData(node)) values[data.placeOf(name) ?? 0] = value
  row.push(...values)
  const shape = geometry ? kmlGeometry(node) : null
  if (geometry) row.push(shape === null ? null : { kind: 'geometry', geometry: shape })
  return row
}
