import { PageFault, type PageHeader, PageHeaderReader } from './parquet-page-header.ts'
import { areRunsSound, bitsFor } from './parquet-runs.ts'

/** Values of one column in one row group, at most: more would not fit any memory. */
export const MAX_CHUNK_VALUES = 2 ** 26
const MAX_PAGE_BYTES = 1024 ** 3

const DATA_PAGE = 0
const DICTIONARY_PAGE = 2
const DATA_PAGE_2 = 3
/** Encodings that are runs. */
const PLAIN_DICTIONARY = 2
const RLE = 3
const RLE_DICTIONARY = 8

/** The pages of a column in a row group, as far as checking them needs. */
export interface ColumnPages {
  readonly bytes: Uint8Array
  readonly values: number
  readonly maxRepetition: number
  readonly maxDefinition: number
  /** Undoes the compression of a page. @throws when it cannot. */
  inflate(page: Uint8Array, inflated: number): Uint8Array
}

/**
 * Whether the pages claim sizes, numbers of values and runs that can be. A decoder that believes other claims
 * fills the memory before it notices.
 */
export const arePagesSound = (column: ColumnPages): boolean => {
  const { bytes, values } = column
  const reader = new PageHeaderReader(bytes)
  let seen = 0
  try {
    while (reader.at < bytes.length - 1) {
      const page = reader.read()
      const end = reader.at + page.stored
      if (!areSizesSound(page) || end > bytes.length) return false
      if (!isContentSound(page, bytes.subarray(reader.at, end), column)) return false
      reader.at = end
      if (page.type !== DICTIONARY_PAGE) seen += page.values
      if (seen > values) return false
    }
    return true
  } catch (thrown) {
    if (thrown instanceof PageFault) return false
    throw thrown
  }
}

const areSizesSound = (page: PageHeader): boolean =>
  page.stored >= 0 &&
  page.inflated >= 0 &&
  page.inflated <= MAX_PAGE_BYTES &&
  page.values >= 0 &&
  page.values <= MAX_CHUNK_VALUES &&
  page.definitionBytes >= 0 &&
  page.repetitionBytes >= 0 &&
  (page.type !== DICTIONARY_PAGE || page.values <= page.inflated * 8)

const isContentSound = (page: PageHeader, stored: Uint8Array, column: ColumnPages): boolean => {
  if (page.type === DATA_PAGE) return isDataSound(page, column.inflate(stored, page.inflated), column)
  return page.type !== DATA_PAGE_2 || isData2Sound(page, stored, column)
}

/** First version: levels with their length before them, then values. */
const isDataSound = (page: PageHeader, bytes: Uint8Array, column: ColumnPages): boolean => {
  let at = 0
  for (const most of [column.maxRepetition, column.maxDefinition]) {
    if (most === 0) continue
    const end = blockEnd(bytes, at)
    if (
      end === null ||
      !areRunsSound({ bytes, from: at + 4, to: end, bitWidth: bitsFor(most), values: page.values })
    )
      return false
    at = end
  }
  return areValuesSound(page, bytes, at)
}

/** Second version: levels of the lengths in the header, never compressed, then values. */
const isData2Sound = (page: PageHeader, stored: Uint8Array, column: ColumnPages): boolean => {
  const { values, repetitionBytes, definitionBytes } = page
  const levels = repetitionBytes + definitionBytes
  if (levels > stored.length || levels > page.inflated) return false
  const repetition = {
    bytes: stored,
    from: 0,
    to: repetitionBytes,
    bitWidth: bitsFor(column.maxRepetition),
    values,
  }
  const definition = {
    bytes: stored,
    from: repetitionBytes,
    to: levels,
    bitWidth: bitsFor(column.maxDefinition),
    values,
  }
  if (!areRunsSound(repetition) || !areRunsSound(definition)) return false
  const rest = stored.subarray(levels)
  return areValuesSound(page, page.isCompressed ? column.inflate(rest, page.inflated - levels) : rest, 0)
}

const blockEnd = (bytes: Uint8Array, at: number): number | null => {
  if (at + 4 > bytes.length) return null
  const end = at + 4 + new DataView(bytes.buffer, bytes.byteOffset + at, 4).getUint32(0, true)
  return end > bytes.length ? null : end
}

const areValuesSound = (page: PageHeader, bytes: Uint8Array, at: number): boolean => {
  const { encoding, values } = page
  if (encoding === RLE) {
    const end = blockEnd(bytes, at)
    return end !== null && areRunsSound({ bytes, from: at + 4, to: end, bitWidth: 1, values })
  }
  if ((encoding !== PLAIN_DICTIONARY && encoding !== RLE_DICTIONARY) || at >= bytes.length) return true
  const bitWidth = bytes[at] ?? 0
  return (
    bitWidth === 0 ||
    (bitWidth <= 32 && areRunsSound({ bytes, from: at + 1, to: bytes.length, bitWidth, values }))
  )
}
