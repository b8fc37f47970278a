import {
  type AsyncBuffer,
  type ColumnData,
  type FileMetaData,
  parquetRead,
  parquetSchema,
  type SchemaTree,
} from 'hyparquet'
import type { Evidence } from '../dataset/revision.ts'
import { VitrineError } from '../errors.ts'
import type { ByteSource } from './byte-source.ts'
import { throwIfAborted } from './json-batches.ts'
import { headerNames } from './json-header.ts'
import { asyncBuffer, boundedCompressors, damagedParquet, readMetadata } from './parquet-file.ts'
import { type GeoColumn, markGeometries, moveGeometry } from './parquet-geo.ts'
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
 * is the number of the record. Made for a disposable process: damage that makes the decoder spin is for its
 * wall clock.
 */
export const parquet: ReadableFormat = {
  name: 'parquet',
  mediaTypes: ['application/vnd.apache.parquet'],
  extensions: ['parquet', 'geoparquet'],
  sniff: head => {
    const magic = String.fromCharCode(...head.subarray(0, 4))
    const found = magic === 'PAR1' || magic === 'PARE'
    return { score: found ? 1 : 0, because: found ? 'parquet_magic' : 'parquet_no', params: {} }
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
  readonly buffer: AsyncBuffer
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
  const buffer = asyncBuffer(source)
  const columns = parquetSchema(metadata).children
  const geo = await markGeometries(metadata, await binaryGeometries(buffer, metadata, columns))
  const file: ParquetFile = { buffer, metadata, columns, kinds, geo }
  const names = columns.map(({ element }) => element.name)
  return {
    format: 'parquet',
    columns: headerNames(names, names.length).map(name => ({ name })),
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

/** Columns of plain bytes whose first values are all geometries. */
const binaryGeometries = async (
  buffer: AsyncBuffer,
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
  const rowEnd = Math.min(SAMPLE_ROWS, Number(metadata.num_rows))
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
  { buffer, metadata }: Pick<ParquetFile, 'buffer' | 'metadata'>,
  range: RowRange,
  columns?: readonly string[],
): Promise<ReadonlyMap<string, unknown[]>> => {
  const values = new Map<string, unknown[]>()
  const onChunk = ({ columnName, columnData, rowStart }: ColumnData): void => {
    const place = values.get(columnName) ?? new Array<unknown>(range.rowEnd - range.rowStart).fill(null)
    values.set(columnName, place)
    for (let at = Math.max(0, range.rowStart - rowStart); at < columnData.length; at++) {
      const row = rowStart + at - range.rowStart
      if (row >= place.length) break
      place[row] = columnData[at]
    }
  }
  await parquetRead({
    file: buffer,
    metadata,
    ...range,
    ...(columns === undefined ? {} : { columns: [...columns] }),
    onChunk,
    compressors: boundedCompressors,
    parsers: PARSERS,
    utf8: false,
    geoparquet: false,
    useOffsetIndex: true,
  })
  return values
}

/** Ranges of rows, each within one group and small enough to be decoded at once. */
function* ranges({ metadata, columns }: ParquetFile): Generator<RowRange> {
  let start = 0
  for (const group of metadata.row_groups) {
    const rows = Number(group.num_rows)
    const stored = group.columns.reduce(
      (sum, { meta_data }) => sum + Number(meta_data?.total_uncompressed_size ?? 0),
      0,
    )
    const bytes = Math.max(stored, rows * columns.length * 8)
    const step = Math.max(LEAST_RANGE_ROWS, Math.ceil((rows * RANGE_BYTES) / Math.max(bytes, 1)))
    for (let at = 0; at < rows; at += step)
      yield { rowStart: start + at, rowEnd: start + Math.min(rows, at + step) }
    start += rows
  }
}

async function* batches(file: ParquetFile, signal: AbortSignal): AsyncGenerator<RawBatch> {
  for (const range of ranges(file)) {
    throwIfAborted(signal)
    const values = await guarded(() => readRange(file, range))
    const sources = file.columns.map(tree => ({
      tree,
      values: values.get(tree.element.name) ?? [],
      geo: file.geo.get(tree.element.name),
    }))
    for (let at = 0; at < range.rowEnd - range.rowStart; at += BATCH_RECORDS) {
      const length = Math.min(BATCH_RECORDS, range.rowEnd - range.rowStart - at)
      const rows = Array.from({ length }, (_, row): readonly RawValue[] =>
        sources.map(({ tree, values: column, geo }) =>
          moveGeometry(columnValue(tree, file.kinds, column[at + row]), geo),
        ),
      )
      throwIfAborted(signal)
      yield { rows, lines: rows.map((_, row) => range.rowStart + at + row + 1), faults: [] }
    }
  }
}
