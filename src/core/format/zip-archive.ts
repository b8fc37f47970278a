import { Readable } from 'node:stream'
import { type Entry, fromRandomAccessReaderPromise, RandomAccessReader, type ZipFile } from 'yauzl'
import { VitrineError } from '../errors.ts'
import type { ByteSource } from './byte-source.ts'

const MAX_ENTRIES = 100_000
const READ_CHUNK = 256 * 1024

/** Bounds on what an archive may grow to. */
export interface InflateLimits {
  /** Bytes that one member may inflate to. */
  readonly inflatedBytes: number
  /** How many times its packed size a member may grow, once it is larger than 64 MiB. */
  readonly ratio: number
}

export const INFLATE_LIMITS: InflateLimits = { inflatedBytes: 64 * 1024 ** 3, ratio: 250 }
const RATIO_MATTERS_FROM = 64 * 1024 * 1024

/** @throws VitrineError `source_too_large` when `packed` bytes became `inflated` bytes beyond the limits. */
export const checkGrowth = (packed: number, inflated: number, limits: InflateLimits): void => {
  if (inflated > limits.inflatedBytes) {
    throw new VitrineError('source_too_large', { what: 'inflated', limit: limits.inflatedBytes })
  }
  if (inflated > RATIO_MATTERS_FROM && inflated > packed * limits.ratio) {
    throw new VitrineError('source_too_large', { what: 'ratio', limit: limits.ratio })
  }
}

/** A file in an archive; directories are left out. */
export interface ZipMember {
  readonly name: string
  readonly packed: number
  readonly size: number
  readonly encrypted: boolean
  /** Its bytes, inflated, checked against the size and the limits that were declared. */
  stream(): AsyncIterable<Uint8Array>
}

/** Lets yauzl read from a source. */
class SourceReader extends RandomAccessReader {
  readonly #source: ByteSource

  constructor(source: ByteSource) {
    super()
    this.#source = source
  }

  override _readStreamForRange(start: number, end: number): Readable {
    return Readable.from(readRange(this.#source, start, end), { objectMode: false })
  }
}

async function* readRange(source: ByteSource, start: number, end: number): AsyncGenerator<Uint8Array> {
  for (let at = start; at < end; at += READ_CHUNK) {
    const bytes = await source.read(at, Math.min(READ_CHUNK, end - at))
    if (bytes.length === 0) return
    yield bytes
  }
}

/** True when a source begins as archives do (a local file header, or the end of an empty archive). */
export const isZip = (head: Uint8Array): boolean =>
  head[0] === 0x50 &&
  head[1] === 0x4b &&
  ((head[2] === 3 && head[3] === 4) || (head[2] === 5 && head[3] === 6))

/**
 * The files of an archive, from its central directory.
 * @throws VitrineError `source_damaged`, `source_too_large`.
 */
export const openZip = async (
  source: ByteSource,
  limits: InflateLimits = INFLATE_LIMITS,
): Promise<readonly ZipMember[]> => {
  try {
    const zip = await fromRandomAccessReaderPromise(new SourceReader(source), source.size, {
      autoClose: false,
    })
    if (zip.entryCount > MAX_ENTRIES)
      throw new VitrineError('source_too_large', { what: 'members', limit: MAX_ENTRIES })
    const members: ZipMember[] = []
    for await (const entry of zip.eachEntry()) {
      if (!entry.fileName.endsWith('/')) members.push(memberOf(zip, entry, limits))
    }
    return members
  } catch (thrown) {
    throw damaged(thrown)
  }
}

const damaged = (thrown: unknown): VitrineError =>
  thrown instanceof VitrineError ? thrown : new VitrineError('source_damaged', { format: 'zip' }, thrown)

const memberOf = (zip: ZipFile, entry: Entry, limits: InflateLimits): ZipMember => ({
  name: entry.fileName,
  packed: entry.compressedSize,
  size: entry.uncompressedSize,
  encrypted: entry.isEncrypted(),
  async *stream() {
    if (entry.isEncrypted()) throw new VitrineError('source_encrypted', { name: entry.fileName })
    checkGrowth(entry.compressedSize, entry.uncompressedSize, limits)
    try {
      const stream = await zip.openReadStreamPromise(entry)
      for await (const chunk of stream) yield asBytes(chunk)
    } catch (thrown) {
      throw damaged(thrown)
    }
  },
})

const asBytes = (chunk: unknown): Uint8Array => {
  if (chunk instanceof Uint8Array) return chunk
  throw new VitrineError('source_damaged', { format: 'zip' })
}
