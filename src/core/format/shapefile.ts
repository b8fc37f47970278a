import { isUtf8 } from 'node:buffer'
import iconv from 'iconv-lite'
import type { EvidenceKey } from '../dataset/evidence-keys.ts'
import type { Evidence, ReadOptions } from '../dataset/revision.ts'
import { VitrineError } from '../errors.ts'
import type { ByteSource } from './byte-source.ts'
import { type ToWgs84, toWgs84 } from './geojson-crs.ts'
import { throwIfAborted } from './json-batches.ts'
import { ColumnNames } from './json-columns.ts'
import type { GeoJsonGeometry, RawBatch, RawValue, ReadableFormat, RecordReader } from './reader.ts'
import { BytePuller, damagedShapefile } from './shapefile-bytes.ts'
import {
  cpgEncoding,
  type DbfHeader,
  dbfRows,
  decodeText,
  languageEncoding,
  readDbfHeader,
} from './shapefile-dbf.ts'
import { chooseLayer, type Layer, layersOf } from './shapefile-layers.ts'
import { isPointType, shapes, shapeTypeOf } from './shapefile-shp.ts'
import { isZip, openZip, type ZipMember } from './zip-archive.ts'

const BATCH_RECORDS = 256
const MAX_SIDE_FILE = 64 * 1024

/**
 * Zipped ESRI shapefiles: one layer, `options.member`, by default the largest. Coordinates are brought to
 * WGS 84 by the `.prj`; texts are in the encoding of the `.cpg`, else of the table's header, else UTF-8 when
 * all bytes are. A place is the number of the record.
 */
export const shapefile: ReadableFormat = {
  name: 'shapefile',
  mediaTypes: ['application/vnd.shp', 'application/x-shapefile'],
  extensions: ['shp.zip', 'shz'],
  sniff: head => {
    const found =
      isZip(head) &&
      /\.(?:shp|shx|dbf|prj|cpg)PK|\.(?:shp|shx|dbf|prj|cpg)/i.test(Buffer.from(head).toString('latin1'))
    return { score: found ? 0.95 : 0, because: found ? 'shapefile_members' : 'format_other', params: {} }
  },
  open: (source, options, signal) => openShapefile(source, options, signal),
}

interface Opened {
  readonly layer: Layer
  readonly header: DbfHeader | null
  readonly encoding: string
  readonly move: ToWgs84 | null
}

const openShapefile = async (
  source: ByteSource,
  options: ReadOptions,
  signal: AbortSignal,
): Promise<RecordReader> => {
  if (!isZip(await source.read(0, 4))) throw damagedShapefile()
  const layers = layersOf(await openZip(source))
  const layer = chooseLayer(layers, options.member)
  const type = shapeTypeOf(await headOf(layer.shp, 100))
  if (type === null) throw damagedShapefile()
  const header = layer.dbf === undefined ? null : await dbfHeader(layer.dbf)
  const encoding = await encodingOf(layer, header, options, signal)
  const prj = layer.prj === undefined ? '' : await textOf(layer.prj)
  const opened = { layer, header, encoding: encoding.decision, move: prj === '' ? null : await toWgs84(prj) }
  return {
    format: 'shapefile',
    columns: columnNames(header, encoding.decision, isPointType(type)).map(name => ({ name })),
    evidence: [layerEvidence(layer, layers, options.member), encoding, crsEvidence(prj, opened.move)],
    warnings: await deletedWarning(opened),
    batches: own => batches(opened, own),
  }
}

const headOf = async (member: ZipMember, length: number): Promise<DataView> => {
  const puller = new BytePuller(member.stream())
  try {
    const view = await puller.take(length)
    if (view === null) throw damagedShapefile()
    return view
  } finally {
    await puller.close()
  }
}

const dbfHeader = async (dbf: ZipMember): Promise<DbfHeader> => {
  const start = await headOf(dbf, 32)
  return readDbfHeader(await headOf(dbf, Math.max(32, start.getUint16(8, true))))
}

const textOf = async (member: ZipMember): Promise<string> => {
  if (member.size > MAX_SIDE_FILE) throw damagedShapefile()
  const parts: Uint8Array[] = []
  for await (const part of member.stream()) parts.push(part)
  return Buffer.concat(parts).toString('utf8').trim()
}

const encodingOf = async (
  layer: Layer,
  header: DbfHeader | null,
  options: ReadOptions,
  signal: AbortSignal,
): Promise<Evidence> => {
  const evidence = (decision: string, because: EvidenceKey): Evidence => ({
    about: 'encoding',
    decision,
    because,
    params: {},
  })
  if (options.encoding !== undefined) {
    if (!iconv.encodingExists(options.encoding))
      throw new VitrineError('source_encoding_unknown', { encoding: options.encoding })
    return evidence(options.encoding, 'shapefile_encoding_asked')
  }
  const declared = layer.cpg === undefined ? undefined : cpgEncoding(await textOf(layer.cpg))
  if (declared !== undefined) return evidence(declared, 'shapefile_cpg')
  if (layer.dbf === undefined || header === null || (await allUtf8(layer.dbf, header, signal))) {
    return evidence('utf-8', 'shapefile_all_utf8')
  }
  const language = languageEncoding(header.language)
  return evidence(
    language ?? 'windows-1252',
    language === undefined ? 'shapefile_not_utf8' : 'shapefile_language',
  )
}

/** Whether every record is UTF-8; one alone may be by accident, all of them are not. */
const allUtf8 = async (dbf: ZipMember, header: DbfHeader, signal: AbortSignal): Promise<boolean> => {
  const puller = new BytePuller(dbf.stream())
  try {
    await puller.take(header.headerLength)
    for (;;) {
      throwIfAborted(signal)
      const view = await puller.take(header.recordLength)
      if (view === null) return true
      const texts = header.fields.filter(({ type }) => type === 'C')
      if (!texts.every(({ at, length }) => isUtf8(new Uint8Array(view.buffer, at, length)))) return false
    }
  } finally {
    await puller.close()
  }
}

const columnNames = (header: DbfHeader | null, encoding: string, points: boolean): readonly string[] => {
  const all = new ColumnNames()
  for (const [at, { name }] of (header?.fields ?? []).entries()) {
    all.add(all.free(decodeText(name, encoding).trim() || `column_${at + 1}`))
  }
  all.add(all.free(points ? 'geo_point_2d' : 'geo_shape'))
  return all.names
}

const layerEvidence = (layer: Layer, layers: readonly Layer[], asked: string | undefined): Evidence => {
  const others = layers
    .filter(other => other !== layer)
    .slice(0, 20)
    .map(({ name }) => name)
  const because = asked === undefined ? 'shapefile_largest' : 'shapefile_named'
  return { about: 'member', decision: layer.name, because, params: { others: others.join(', ') } }
}

const crsEvidence = (prj: string, move: ToWgs84 | null): Evidence => {
  const crs = /^\w+\s*\[\s*"([^"]*)"/.exec(prj)?.[1] ?? prj.slice(0, 80)
  const decision = move === null ? 'kept' : 'reprojected'
  return {
    about: 'crs',
    decision,
    because: prj === '' ? 'shapefile_no_prj' : 'shapefile_prj',
    params: { crs },
  }
}

const deletedWarning = async ({ layer, header, encoding }: Opened): Promise<RecordReader['warnings']> => {
  if (layer.dbf === undefined || header === null) return []
  let count = 0
  for await (const row of dbfRows(layer.dbf.stream(), header, encoding)) if (row === null) count++
  return count === 0 ? [] : [{ code: 'shapefile_deleted', params: { count } }]
}

async function* rowsOf({ layer, header, encoding }: Opened): AsyncGenerator<RawValue[] | null> {
  if (layer.dbf !== undefined && header !== null) yield* dbfRows(layer.dbf.stream(), header, encoding)
}

async function* batches(opened: Opened, signal: AbortSignal): AsyncGenerator<RawBatch> {
  const shapeWalk = shapes(opened.layer.shp.stream())
  const rowWalk = rowsOf(opened)
  let batch = { rows: [] as RawValue[][], lines: [] as number[], faults: [] }
  try {
    for (let number = 1; ; number++) {
      const [shape, row] = [await shapeWalk.next(), await rowWalk.next()]
      if (shape.done === true && row.done === true) break
      const values = row.done === true ? emptyRow(opened) : row.value
      if (values === null) continue
      batch.rows.push([...values, shape.done === true ? null : placed(shape.value, opened.move)])
      batch.lines.push(number)
      if (batch.rows.length < BATCH_RECORDS) continue
      yield batch
      throwIfAborted(signal)
      batch = { rows: [], lines: [], faults: [] }
    }
    if (batch.rows.length > 0) yield batch
  } finally {
    await Promise.all([shapeWalk.return(null), rowWalk.return(null)])
  }
}

const emptyRow = ({ header }: Opened): RawValue[] =>
  new Array<RawValue>(header?.fields.length ?? 0).fill(null)

const placed = (geometry: GeoJsonGeometry | null, move: ToWgs84 | null): RawValue =>
  geometry === null ? null : { kind: 'geometry', geometry: move === null ? geometry : move(geometry) }
