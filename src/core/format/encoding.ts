import { isUtf8 } from 'node:buffer'
import iconv from 'iconv-lite'
import type { EvidenceKey } from '../dataset/evidence-keys.ts'
import type { Evidence } from '../dataset/revision.ts'
import { VitrineError } from '../errors.ts'
import type { ByteSource } from './byte-source.ts'
import { chooseLegacyEncoding, HighBytes } from './encoding-legacy.ts'

/** How the bytes of a text become characters. */
export interface Encoding {
  /** A name that iconv-lite knows. */
  readonly name: string
  /** Bytes of a byte-order mark, to leave out. */
  readonly bom: number
  /** UTF-8 with bytes that are not: those are read as windows-1252. */
  readonly stray: number
  readonly evidence: Evidence
}

const evidence = (decision: string, because: EvidenceKey, params: Evidence['params'] = {}): Evidence => ({
  about: 'encoding',
  decision,
  because,
  params,
})

const found = (name: string, bom: number, why: Evidence, stray = 0): Encoding => ({
  name,
  bom,
  stray,
  evidence: why,
})

/**
 * Decides from all the bytes: a byte-order mark; zeros at every other place (UTF-16); valid UTF-8 to the last
 * byte; UTF-8 with a few stray bytes; else the single-byte encoding that makes words of them.
 */
export async function detectEncoding(
  source: ByteSource,
  declared: string | undefined,
  signal: AbortSignal,
): Promise<Encoding> {
  const head = await source.read(0, 1 << 16)
  const bom = byteOrderMark(head)
  if (declared !== undefined) {
    if (!iconv.encodingExists(declared))
      throw new VitrineError('source_encoding_unknown', { encoding: declared })
    const same = bom !== undefined && bom.name === normalName(declared)
    return found(normalName(declared), same ? bom.length : 0, evidence(declared, 'encoding_declared'))
  }
  if (bom !== undefined && bom.name !== 'utf-8')
    return found(bom.name, bom.length, evidence(bom.name, 'encoding_byte_order_mark'))
  const wide = withoutMarkUtf16(head)
  if (wide !== undefined) return found(wide, 0, evidence(wide, 'encoding_zero_bytes'))
  if (await isWholeUtf8(source, signal)) {
    return found(
      'utf-8',
      bom?.length ?? 0,
      evidence('utf-8', bom ? 'encoding_byte_order_mark' : 'encoding_valid_utf8'),
    )
  }
  return weigh(source, bom?.length ?? 0, signal)
}

const normalName = (name: string): string => {
  const lower = name.toLowerCase()
  return lower === 'utf8' ? 'utf-8' : lower
}

function byteOrderMark(head: Uint8Array): { name: string; length: number } | undefined {
  const [a, b, c] = head
  if (a === 0xef && b === 0xbb && c === 0xbf) return { name: 'utf-8', length: 3 }
  if (a === 0xff && b === 0xfe) return { name: 'utf-16le', length: 2 }
  if (a === 0xfe && b === 0xff) return { name: 'utf-16be', length: 2 }
  return undefined
}

/** UTF-16 of mostly Latin text has a zero in every other byte, and hardly one in the others. */
export function withoutMarkUtf16(head: Uint8Array): 'utf-16le' | 'utf-16be' | undefined {
  const zeros = [0, 0]
  for (let i = 0; i < head.length; i++) if (head[i] === 0) zeros[i & 1] = (zeros[i & 1] ?? 0) + 1
  const [even = 0, odd = 0] = zeros
  const half = head.length / 2
  if (half < 4) return undefined
  if (odd > half * 0.4 && even < half * 0.05) return 'utf-16le'
  if (even > half * 0.4 && odd < half * 0.05) return 'utf-16be'
  return undefined
}

/** Bytes of a sequence that the end of `bytes` cuts off, 0 to 3. */
export function cutOffUtf8(bytes: Uint8Array): number {
  for (let back = 1; back <= 3 && back <= bytes.length; back++) {
    const byte = bytes[bytes.length - back] ?? 0
    if (byte < 0x80) return 0
    if (byte >= 0xc0) return back < (byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2) ? back : 0
  }
  return 0
}

async function isWholeUtf8(source: ByteSource, signal: AbortSignal): Promise<boolean> {
  let carry: Uint8Array = new Uint8Array(0)
  for await (const chunk of source.stream()) {
    signal.throwIfAborted()
    const bytes = carry.length === 0 ? chunk : Buffer.concat([carry, chunk])
    const whole = bytes.length - cutOffUtf8(bytes)
    if (!isUtf8(bytes.subarray(0, whole))) return false
    carry = bytes.slice(whole)
  }
  return carry.length === 0
}

async function weigh(source: ByteSource, bom: number, signal: AbortSignal): Promise<Encoding> {
  const high = new HighBytes()
  const sequences = new Utf8Sequences()
  for await (const chunk of source.stream()) {
    signal.throwIfAborted()
    high.add(chunk)
    sequences.add(chunk)
  }
  const { valid, stray } = sequences
  if (bom > 0 || valid > stray * 4)
    return found('utf-8', bom, evidence('utf-8', 'encoding_stray_bytes', { stray, valid }), stray)
  const { encoding, score, runnerUp } = chooseLegacyEncoding(high)
  const params = { bytes: high.total, score: Math.round(score * 100), runnerUp }
  return found(encoding, 0, evidence(encoding, 'encoding_letters', params))
}

/** Counts sequences of UTF-8 beyond ASCII, and bytes over 127 that belong to none. */
export class Utf8Sequences {
  valid = 0
  stray = 0
  #missing = 0
  #seen = 0

  add(bytes: Uint8Array): void {
    for (const byte of bytes) {
      if (byte >= 0x80 && byte < 0xc0) {
        if (this.#missing === 0) this.stray++
        else if (--this.#missing === 0) this.valid++
        else this.#seen++
        continue
      }
      if (this.#missing > 0) this.stray += this.#seen
      this.#missing = byte < 0xc2 ? 0 : byte < 0xe0 ? 1 : byte < 0xf0 ? 2 : byte < 0xf5 ? 3 : 0
      this.#seen = 1
      if (byte >= 0xc0 && this.#missing === 0) this.stray++
    }
  }
}
