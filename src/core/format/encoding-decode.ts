import { isUtf8 } from 'node:buffer'
import iconv from 'iconv-lite'
import type { ByteSource } from './byte-source.ts'
import { cutOffUtf8, type Encoding } from './encoding.ts'

/** Bytes decoded at a time: large enough to amortise, small enough for the memory of many loads. */
const PIECE = 1 << 19

/** The characters of a source, in pieces, without its byte-order mark. */
export async function* decodedText(
  source: ByteSource,
  encoding: Encoding,
  signal: AbortSignal,
): AsyncGenerator<string> {
  const decoder = encoding.name === 'utf-8' ? new Utf8Decoder() : iconv.getDecoder(encoding.name, RAW)
  let skip = encoding.bom
  for await (const piece of gathered(source.stream())) {
    signal.throwIfAborted()
    const text = decoder.write(skip === 0 ? piece : piece.subarray(skip))
    skip = 0
    if (text !== '') yield text
  }
  const rest = decoder.end()
  if (rest !== undefined && rest !== '') yield rest
}

const RAW = { stripBOM: false }

/**
 * Pieces that end with a line where they can: what was decoded is then seldom joined to what follows, and a
 * string in one part is read several times faster than one of two. An encoding of two bytes has the byte 10 in
 * other characters too: its decoder joins what is cut.
 */
async function* gathered(stream: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  let parts: Uint8Array[] = []
  let size = 0
  for await (const chunk of stream) {
    parts.push(chunk)
    size += chunk.length
    if (size < PIECE) continue
    const bytes = joined(parts, size)
    const end = bytes.lastIndexOf(LF) + 1 || bytes.length
    yield bytes.subarray(0, end)
    parts = end === bytes.length ? [] : [bytes.subarray(end)]
    size = bytes.length - end
  }
  if (size > 0) yield joined(parts, size)
}

const LF = 10

function joined(parts: readonly Uint8Array[], size: number): Buffer {
  const [only] = parts
  return parts.length === 1 && only !== undefined
    ? Buffer.from(only.buffer, only.byteOffset, only.byteLength)
    : Buffer.concat(parts, size)
}

/** UTF-8, a byte outside any sequence being read as windows-1252: nothing becomes a replacement character. */
class Utf8Decoder {
  #carry: Buffer = Buffer.alloc(0)

  write(piece: Buffer): string {
    const bytes = this.#carry.length === 0 ? piece : Buffer.concat([this.#carry, piece])
    const whole = bytes.length - cutOffUtf8(bytes)
    this.#carry = Buffer.from(bytes.subarray(whole))
    return lenient(bytes.subarray(0, whole))
  }

  end(): string {
    return lenient(this.#carry)
  }
}

function lenient(bytes: Buffer): string {
  if (isUtf8(bytes)) return bytes.toString('utf8')
  const parts: string[] = []
  let start = 0
  for (let i = 0; i < bytes.length; ) {
    const byte = bytes[i] ?? 0
    const length = byte < 0x80 ? 1 : byte < 0xc2 ? 0 : byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : byte < 0xf5 ? 4 : 0
    if (length === 1 || (length > 1 && isUtf8(bytes.subarray(i, i + length)))) {
      i += length
      continue
    }
    parts.push(bytes.toString('utf8', start, i), iconv.decode(bytes.subarray(i, i + 1), 'windows-1252'))
    start = ++i
  }
  parts.push(bytes.toString('utf8', start))
  return parts.join('')
}
