import { type AsyncBuffer, type Compressors, type FileMetaData, parquetMetadata } from 'hyparquet'
import { compressors } from 'hyparquet-compressors'
import { VitrineError } from '../errors.ts'
import type { ByteSource } from './byte-source.ts'

const MAX_FOOTER_BYTES = 256 * 1024 * 1024
const MAX_PAGE_BYTES = 1024 ** 3
const MAX_GROUP_BYTES = 4 * 1024 ** 3
const TRAILER_BYTES = 8

export const damagedParquet = (cause?: unknown): VitrineError =>
  cause instanceof VitrineError ? cause : new VitrineError('source_damaged', { format: 'parquet' }, cause)

/** A source as the Parquet library reads it. */
export const asyncBuffer = (source: ByteSource): AsyncBuffer => ({
  byteLength: source.size,
  async slice(start, end = source.size) {
    if (start < 0 || end > source.size || start > end) throw damagedParquet()
    const bytes = new Uint8Array(end - start)
    bytes.set(await source.read(start, end - start))
    return bytes.buffer
  },
})

/** Decompressors that refuse pages which claim to be larger than any page is. */
export const boundedCompressors: Compressors = Object.fromEntries(
  Object.entries(compressors).map(([codec, decompress]) => [
    codec,
    (input: Uint8Array, outputLength: number): Uint8Array => {
      if (!(outputLength >= 0 && outputLength <= MAX_PAGE_BYTES)) throw damagedParquet()
      return decompress(input, outputLength)
    },
  ]),
)

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
    const footer = await asyncBuffer(source).slice(source.size - TRAILER_BYTES - length)
    const metadata = parquetMetadata(footer, { geoparquet: false })
    checkGroups(metadata, source.size)
    return metadata
  } catch (thrown) {
    throw damagedParquet(thrown)
  }
}

const checkGroups = (metadata: FileMetaData, size: number): void => {
  let rows = 0n
  for (const group of metadata.row_groups) {
    let uncompressed = 0n
    for (const { meta_data: column } of group.columns) {
      if (column === undefined) throw damagedParquet()
      const start = column.dictionary_page_offset ?? column.data_page_offset
      if (
        start < 0n ||
        column.total_compressed_size < 0n ||
        start + column.total_compressed_size > BigInt(size)
      ) {
        throw damagedParquet()
      }
      uncompressed += column.total_uncompressed_size
    }
    if (group.num_rows < 0n) throw damagedParquet()
    if (uncompressed > BigInt(MAX_GROUP_BYTES)) {
      throw new VitrineError('source_too_large', { what: 'row_group', limit: MAX_GROUP_BYTES })
    }
    rows += group.num_rows
  }
  if (rows !== metadata.num_rows || rows > BigInt(Number.MAX_SAFE_INTEGER)) throw damagedParquet()
}
