import {
  type AsyncBuffer,
  type ColumnData,
  type FileMetaData,
  parquetRead,
  parquetSchema,
  type SchemaTree,
} from 'hyparquet'
import type { FieldType } from '../dataset/field.ts'
import type { Evidence } from '../dataset/revision.ts'
import { VitrineError } from '../errors.ts'
import type { ByteSource } from './byte-source.ts'
import { throwIfAborted } from './json-batches.ts'
import { headerNames } from './json-header.ts'
import { damagedParquet, loadGroup, pageCompressors, readMetadata } from './parquet-file.ts'
import { type GeoColumn, markGeometries, moveGeometry } from './parquet-geo.ts'
import { fieldTypeOf } from './parquet-types.ts'
import { columnValue, type OwnKinds, PARSERS, takeOwnKinds } from './parquet-values.ts'
import { readWkb } from './parquet-wkb.ts'
import type { RawBatch, RawValue, ReadableFormat, RecordReader } from './reader.ts'

const BATCH_RECORDS = 1024
/** Decoded at once: rows of one group that hold about this many bytes. */
const RANGE_BYTES = 32 * 1024 * 1024
const LEAST_RANGE_ROWS = 8192
/** Values that are looked at to tell geometries among columns of bytes. */
const SAMPLE_ROWS = 1000

/**
 * Parquet, and GeoParquet: row groups are read in ranges of bounded size. 64-bit integers and decimals are
 * exact, instants to the millisecond, structs and maps JSON. Columns of bytes are geometries when the file
 * says so or when all of them are well-known binary, texts when they are UTF-8, hexadecimal otherwise. A place
 * is the number of the record. Pages are checked before the decoder believes them; still, run it in a
 * disposable process with limits of time and memory.
 */
export const parquet: ReadableFormat = {
  name: 'parquet',
  mediaTypes: ['application/vnd.apache.parquet'],
  extensions: ['parquet', 'geoparquet'],
  sniff: head => {
    const magic = String.fromCharCode(...head.subarray(0, 4))
    const found = magic === 'PAR1' || magic === 'PARE'
    return { score: found ? 1 : 0, because: found ? 'parquet_magic' : 'format_other', params: {} }
  },
  open: (source, _options, signal) => guarded(() => openParquet(source, signal)),
}

/** Whatever a decoder throws on damaged bytes leaves as `source_damaged`. */
const guarded = async <T>(read: () => Promise<T>): Promise<T> => {
  try {
    return await read()
  } catch (thrown) {
    throw damagedParquet(thrown)
  }
}

interface ParquetFile {
  readonly source: ByteSource
  readonly metadata: FileMetaData
  readonly columns: readonly SchemaTree[]
  readonly kinds: OwnKinds
  readonly geo: ReadonlyMap<string, GeoColumn>
}

const openParquet = async (source: ByteSource, signal: AbortSignal): Promise<RecordReader> => {
  const metadata = await readMetadata(source)
  if (metadata.num_rows === 0n) throw new VitrineError('source_empty')
  throwIfAborted(signal)
  const kinds = takeOwnKinds(metadata)
  const columns = parquetSchema(metadata).children
  const geo = await markGeometries(metadata, await binaryGeometries(source, metadata, columns))
  const file: ParquetFile = { source, metadata, columns, kinds, geo }
  const names = columns.map(({ element }) => element.name)
  return {
    format: 'parquet',
    columns: headerNames(names, names.length).map((name, i) => ({ name, ...typed(columns[i], kinds) })),
    evidence: [...geo].map(
      ([name, column]): Evidence => ({
        about: `geometry:${name}`,
        decision: column.move === null ? 'kept' : 'reprojected',
        because: 'parquet_geometry',
        params: { column: name, crs: column.crs },
      }),
    ),
    warnings: [],
    batches: own => batches(file, own),
  }
}

const typed = (tree: SchemaTree | undefined, kinds: OwnKinds): { readonly type?: FieldType } => {
  const type = tree && fieldTypeOf(tree, kinds)
  return type === undefined ? {} : { type }
}

/** Columns of plain bytes whose first values are all geometries. */
const binaryGeometries = async (
  source: ByteSource,
  metadata: FileMetaData,
  columns: readonly SchemaTree[],
): Promise<ReadonlySet<string>> => {
  const plain = columns
    .map(({ element }) => element)
    .filter(
      ({ type, converted_type, logical_type }) => type === 'BYTE_ARRAY' && !converted_type && !logical_type,
    )
    .map(({ name }) => name)
  if (plain.length === 0) return new Set()
  const group = metadata.row_groups.findIndex(({ num_rows }) => num_rows > 0n)
  const rowEnd = Math.min(SAMPLE_ROWS, Number(metadata.row_groups[group]?.num_rows))
  const buffer = await loadGroup(source, metadata, { group, columns: new Set(plain) })
  const values = await readRange({ buffer, metadata }, { rowStart: 0, rowEnd }, plain)
  return new Set(
    plain.filter(name => {
      const known = (values.get(name) ?? []).filter(value => value !== null && value !== undefined)
      return known.length > 0 && known.every(value => value instanceof Uint8Array && readWkb(value) !== null)
    }),
  )
}

interface RowRange {
  readonly rowStart: number
  readonly rowEnd: number
}

/** Decodes a range of rows; values by column, each as long as the range. */
const readRange = async (
  { buffer, metadata }: { readonly buffer: AsyncBuffer; readonly metadata: FileMetaData },
  range: RowRange,
  columns?: readonly string[],
): Promise<ReadonlyMap<string, unknown[]>> => {
  const values = new Map<string, unknown[]>()
  const rows = range.rowEnd - range.rowStart
  let missing = rows * (columns?.length ?? parquetSchema(metadata).children.length)
  const onChunk = ({ columnName, columnData, rowStart }: ColumnData): void => {
    const place = values.get(columnName) ?? new Array<unknown>(rows).fill(null)
    values.set(columnName, place)
    const first = Math.max(0, range.rowStart - rowStart)
    const last = Math.min(columnData.length, range.rowEnd - rowStart)
    for (let at = first; at < last; at++) place[rowStart + at - range.rowStart] = columnData[at]
    missing -= Math.max(0, last - first)
  }
  await parquetRead({
    file: buffer,
    metadata,
    ...range,
    ...(columns === undefined ? {} : { columns: [...columns] }),
    onChunk,
    compressors: pageCompressors,
    parsers: PARSERS,
    utf8: false,
    geoparquet: false,
  })
  if (missing !== 0) throw damagedParquet()
  return values
}

interface Group {
  readonly group: number
  readonly ranges: readonly RowRange[]
}

/** Row groups in ranges small enough to be decoded at once. */
function* groupsOf({ metadata, columns }: ParquetFile): Generator<Group> {
  let start = 0
  for (const [group, { num_rows, columns: chunks }] of metadata.row_groups.entries()) {
    const rows = Number(num_rows)
    const stored = chunks.reduce(
      (sum, { meta_data }) => sum + Number(meta_data?.total_uncompressed_size ?? 0),
      0,
    )
    const bytes = Math.max(stored, rows * columns.length * 8, 1)
    const step = Math.max(LEAST_RANGE_ROWS, Math.ceil((rows * RANGE_BYTES) / bytes))
    const ranges: RowRange[] = []
    for (let at = 0; at < rows; at += step) {
      ranges.push({ rowStart: start + at, rowEnd: start + Math.min(rows, at + step) })
    }
    yield { group, ranges }
    start += rows
  }
}

async function* batches(file: ParquetFile, signal: AbortSignal): AsyncGenerator<RawBatch> {
  const { source, metadata } = file
  for (const { group, ranges } of groupsOf(file)) {
    const buffer = await guarded(() => loadGroup(source, metadata, { group }))
    for (const range of ranges) {
      throwIfAborted(signal)
      const values = await guarded(() => readRange({ buffer, metadata }, range))
      for (const batch of rangeBatches(file, range, values)) {
        throwIfAborted(signal)
        yield batch
      }
    }
  }
}

function* rangeBatches(
  { columns, kinds, geo }: ParquetFile,
  { rowStart, rowEnd }: RowRange,
  values: ReadonlyMap<string, readonly unknown[]>,
): Generator<RawBatch> {
  const sources = columns.map(tree => {
    const { name } = tree.element
    return { tree, values: values.get(name) ?? [], geo: geo.get(name) }
  })
  for (let at = 0; at < rowEnd - rowStart; at += BATCH_RECORDS) {
    const length = Math.min(BATCH_RECORDS, rowEnd - rowStart - at)
    const rows = Array.from({ length }, (_, row): readonly RawValue[] =>
      sources.map(column =>
        moveGeometry(columnValue(column.tree, kinds, column.values[at + row]), column.geo),
      ),
    )
    yield { rows, lines: rows.map((_, row) => rowStart + at + row + 1), faults: [] }
  }
}
