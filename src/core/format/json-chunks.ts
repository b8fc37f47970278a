import { isAscii, isUtf8 } from 'node:buffer'
import iconv from 'iconv-lite'
import { VitrineError } from '../errors.ts'
import type { ByteSource } from './byte-source.ts'

/** Pieces stay under V8's limit for strings kept outside its heap, which are slower to walk. */
const PIECE_BYTES = 512 * 1024

/** The source was read as UTF-8 and is not. */
export class NotUtf8 extends Error {}

const BOMS: readonly (readonly [readonly number[], string])[] = [
  [[0xef, 0xbb, 0xbf], 'utf-8'],
  [[0xff, 0xfe], 'utf-16le'],
  [[0xfe, 0xff], 'utf-16be'],
]

/**
 * Encoding of a JSON or XML text by its first bytes: byte order mark, or where the zero bytes of its first
 * ASCII characters lie (RFC 4627 §3); UTF-8 otherwise.
 */
export const guessUnicode = (head: Uint8Array): string => {
  const bom = BOMS.find(([bytes]) => bytes.every((byte, at) => head[at] === byte))
  if (bom !== undefined) return bom[1]
  if (head.length >= 4 && head[0] !== 0 && head[1] === 0) return 'utf-16le'
  if (head.length >= 4 && head[0] === 0 && head[1] !== 0) return 'utf-16be'
  return 'utf-8'
}

/** Length of the beginning of `bytes` that ends with a whole UTF-8 character. */
const wholeUtf8 = (bytes: Uint8Array): number => {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back] ?? 0
    if (byte < 0x80) break
    if (byte >= 0xc0) {
      const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2
      return length > back ? bytes.length - back : bytes.length
    }
  }
  return bytes.length
}

const decodeUtf8 = (bytes: Buffer): string => {
  if (isAscii(bytes)) return bytes.toString('latin1')
  if (!isUtf8(bytes)) throw new NotUtf8()
  return bytes.toString('utf8')
}

async function* utf8Chunks(source: ByteSource): AsyncGenerator<string> {
  let rest = Buffer.alloc(0)
  for await (const chunk of source.stream()) {
    for (let at = 0; at < chunk.length; at += PIECE_BYTES) {
      const piece = chunk.subarray(at, at + PIECE_BYTES)
      const bytes =
        rest.length === 0
          ? Buffer.from(piece.buffer, piece.byteOffset, piece.length)
          : Buffer.concat([rest, piece])
      const whole = wholeUtf8(bytes)
      rest = Buffer.from(bytes.subarray(whole))
      if (whole > 0) yield decodeUtf8(bytes.subarray(0, whole))
    }
  }
  if (rest.length > 0) throw new NotUtf8()
}

async function* otherChunks(source: ByteSource, encoding: string): AsyncGenerator<string> {
  if (!iconv.encodingExists(encoding)) throw new VitrineError('source_encoding_unknown', { encoding })
  const decoder = iconv.getDecoder(encoding)
  for await (const chunk of source.stream()) {
    for (let at = 0; at < chunk.length; at += PIECE_BYTES) {
      yield decoder.write(Buffer.from(chunk.subarray(at, at + PIECE_BYTES)))
    }
  }
  yield decoder.end() ?? ''
}

/**
 * The text of a source in pieces, without its byte order mark.
 * @throws NotUtf8 when read as UTF-8 and it is not; VitrineError `source_encoding_unknown`.
 */
export async function* textChunks(
  source: ByteSource,
  encoding: string,
  signal?: AbortSignal,
): AsyncGenerator<string> {
  const pieces = /^utf-?8$/i.test(encoding) ? utf8Chunks(source) : otherChunks(source, encoding)
  let first = true
  for await (const piece of pieces) {
    if (signal?.aborted) throw new VitrineError('aborted')
    if (piece.length === 0) continue
    yield first && piece.charCodeAt(0) === 0xfeff ? piece.slice(1) : piece
    first = false
  }
}

/**
 * Runs a pass in the encoding asked for or guessed; a text that claims to be UTF-8 and is not is read again
 * as windows-1252, which gives every byte a meaning.
 */
export const inItsEncoding = async <T>(
  source: ByteSource,
  asked: string | undefined,
  pass: (encoding: string) => Promise<T>,
): Promise<T> => {
  const encoding = asked ?? guessUnicode(await source.read(0, 4))
  try {
    return await pass(encoding)
  } catch (thrown) {
    if (!(thrown instanceof NotUtf8)) throw thrown
    if (asked !== undefined) throw new VitrineError('source_encoding_wrong', { encoding: asked }, thrown)
    return pass('windows-1252')
  }
}

/** Line and column (1-based, in characters) of a character offset, found by another pass. */
export const placeAt = async (
  source: ByteSource,
  encoding: string,
  offset: number,
): Promise<{ readonly line: number; readonly column: number }> => {
  let line = 1
  let lineStart = 0
  let passed = 0
  for await (const piece of textChunks(source, encoding)) {
    const end = Math.min(piece.length, offset - passed)
    for (let at = piece.indexOf('\n'); at !== -1 && at < end; at = piece.indexOf('\n', at + 1)) {
      line++
      lineStart = passed + at + 1
    }
    passed += piece.length
    if (passed >= offset) break
  }
  return { line, column: offset - lineStart + 1 }
}
