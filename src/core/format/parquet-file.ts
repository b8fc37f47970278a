import { brotliDecompressSync, gunzipSync, zstdDecompressSync } from 'node:zlib'
import {
  type AsyncBuffer,
  type Compressors,
  type FileMetaData,
  parquetMetadata,
  parquetSchema,
  type SchemaTree,
} from 'hyparquet'
import { compressors } from 'hyparquet-compressors'
import { VitrineError } from '../errors.ts'
import type { ByteSource } from './byte-source.ts'
import { arePagesSound, MAX_CHUNK_VALUES } from './parquet-pages.ts'

const MAX_FOOTER_BYTES = 256 * 1024 * 1024
const MAX_GROUP_BYTES = 4 * 1024 ** 3
const TRAILER_BYTES = 8

export const damagedParquet = (cause?: unknown): VitrineError =>
  cause instanceof VitrineError ? cause : new VitrineError('source_damaged', { format: 'parquet' }, cause)

/**
 * Reads the columns of a row group into memory, their pages checked, as the library reads them. It starts many
 * reads at once and forgets some when one fails, so no read may fail under it.
 * @throws VitrineError `source_damaged`.
 */
export const loadGroup = async (
  source: ByteSource,
  metadata: FileMetaData,
  { group, columns }: { readonly group: number; readonly columns?: ReadonlySet<string> },
): Promise<AsyncBuffer> => {
  const tree = parquetSchema(metadata)
  const parts = new Map<number, Uint8Array<ArrayBuffer>>()
  for (const { meta_data: column } of metadata.row_groups[group]?.columns ?? []) {
    if (column === undefined || columns?.has(column.path_in_schema[0] ?? '') === false) continue
    const { from, to } = spanOf(column)
    const bytes = new Uint8Array(to - from)
    bytes.set(await source.read(from, to - from))
    const values = Number(column.num_values)
    if (
      !arePagesSound({
        bytes,
        values,
        ...levelsOf(tree, column.path_in_schema),
        inflate: inflaterOf(column.codec),
      })
    ) {
      throw damagedParquet()
    }
    parts.set(from, bytes)
  }
  return { byteLength: source.size, slice: (start, end = source.size) => joined(parts, start, end) }
}

/** The bytes from `start` to `end` as far as they are in the parts; zeroes between them. */
const joined = (
  parts: ReadonlyMap<number, Uint8Array<ArrayBuffer>>,
  start: number,
  end: number,
): ArrayBuffer => {
  const whole = parts.get(start)
  if (whole?.length === end - start) return whole.buffer
  const bytes = new Uint8Array(end - start)
  for (const [from, part] of parts) {
    const [first, last] = [Math.max(from, start), Math.min(from + part.length, end)]
    if (first < last) bytes.set(part.subarray(first - from, last - from), first - start)
  }
  return bytes.buffer
}

type ColumnMetaData = NonNullable<FileMetaData['row_groups'][number]['columns'][number]['meta_data']>

/** Where the pages of a column lie. */
const spanOf = (column: ColumnMetaData): { readonly from: number; readonly to: number } => {
  const from = Number(column.dictionary_page_offset || column.data_page_offset)
  return { from, to: from + Number(column.total_compressed_size) }
}

/** How deep the levels of a column go: what is repeated, and what may be absent, on the way to it. */
const levelsOf = (tree: SchemaTree, path: readonly string[]) => {
  let node: SchemaTree | undefined = tree
  let [maxRepetition, maxDefinition] = [0, 0]
  for (const name of path) {
    node = node?.children.find(({ element }) => element.name === name)
    if (node?.element.repetition_type === 'REPEATED') maxRepetition++
    if (node?.element.repetition_type !== 'REQUIRED') maxDefinition++
  }
  return { maxRepetition, maxDefinition }
}

const inflaterOf = (codec: ColumnMetaData['codec']) => {
  const inflate = pageCompressors[codec]
  return (page: Uint8Array, inflated: number): Uint8Array =>
    codec === 'UNCOMPRESSED' || inflate === undefined ? page : inflate(page, inflated)
}

type Inflate = (input: Uint8Array, how: { readonly maxOutputLength: number }) => Uint8Array

const bounded =
  (inflate: Inflate) =>
  (input: Uint8Array, outputLength: number): Uint8Array =>
    inflate(input, { maxOutputLength: outputLength + 1 })

/** Decompressors: the platform's own where it has them, which stop at the size that the page claims. */
export const pageCompressors: Compressors = {
  ...compressors,
  GZIP: bounded(gunzipSync),
  BROTLI: bounded(brotliDecompressSync),
  ZSTD: bounded(zstdDecompressSync),
}

/**
 * The footer of a file, its offsets and sizes checked against the file.
 * @throws VitrineError `source_damaged`, `source_encrypted`, `source_too_large`.
 */
export const readMetadata = async (source: ByteSource): Promise<FileMetaData> => {
  if (source.size < 2 * TRAILER_BYTES) throw damagedParquet()
  const trailer = await source.read(source.size - TRAILER_BYTES, TRAILER_BYTES)
  const view = new DataView(trailer.buffer, trailer.byteOffset, trailer.byteLength)
  const magic = String.fromCharCode(...trailer.subarray(4))
  if (magic === 'PARE') throw new VitrineError('source_encrypted', { name: source.name })
  const length = view.getUint32(0, true)
  if (magic !== 'PAR1' || length > source.size - TRAILER_BYTES) throw damagedParquet()
  if (length > MAX_FOOTER_BYTES)
    throw new VitrineError('source_too_large', { what: 'footer', limit: MAX_FOOTER_BYTES })
  try {
    const footer = new Uint8Array(length + TRAILER_BYTES)
    footer.set(await source.read(source.size - footer.length, footer.length))
    const metadata = parquetMetadata(footer.buffer, { geoparquet: false })
    checkGroups(metadata, source.size)
    return metadata
  } catch (thrown) {
    throw damagedParquet(thrown)
  }
}

const leafPaths = (tree: SchemaTree): readonly string[] =>
  tree.children.length === 0 ? [tree.path.join('.')] : tree.children.flatMap(leafPaths)

const checkGroups = (metadata: FileMetaData, size: number): void => {
  const paths = leafPaths(parquetSchema(metadata)).join('\n')
  let rows = 0n
  for (const group of metadata.row_groups) {
    let uncompressed = 0n
    if (group.columns.map(({ meta_data }) => meta_data?.path_in_schema.join('.')).join('\n') !== paths)
      throw damagedParquet()
    for (const { meta_data: column } of group.columns) {
      if (column === undefined) throw damagedParquet()
      const { from, to } = spanOf(column)
      if (from < 0 || to < from || to > size || column.num_values < 0n) throw damagedParquet()
      if (column.num_values > MAX_CHUNK_VALUES) {
        throw new VitrineError('source_too_large', { what: 'row_group', limit: MAX_CHUNK_VALUES })
      }
      uncompressed += column.total_uncompressed_size
    }
    if (group.num_rows < 0n || group.num_rows > MAX_CHUNK_VALUES) throw damagedParquet()
    if (uncompressed > BigInt(MAX_GROUP_BYTES)) {
      throw new VitrineError('source_too_large', { what: 'row_group', limit: MAX_GROUP_BYTES })
    }
    rows += group.num_rows
  }
  if (rows !== metadata.num_rows) throw damagedParquet()
}
