import { VitrineError } from '../errors.ts'
import type { ByteSource } from './byte-source.ts'

/** Keeps the bytes of a stream where they can be read at random, such as in a temporary file. */
export type Scratch = (name: string, bytes: AsyncIterable<Uint8Array>) => Promise<ByteSource>

/** Without a place to keep a copy, random access needs the whole in memory. */
const MOST_IN_MEMORY = 64 * 1024 * 1024
/** The beginning is kept at once: every format looks at it. */
const HEAD = 64 * 1024

/**
 * A source that inflates while it is streamed. Reading its beginning inflates just that; reading elsewhere
 * keeps a copy, in memory up to 64 MiB and through `scratch` beyond.
 * @throws VitrineError from `read`: `source_too_large` without a scratch.
 */
export const inflatedSource = (
  inner: { readonly name: string; readonly size: number; stream(): AsyncIterable<Uint8Array> },
  scratch: Scratch | undefined,
): ByteSource => {
  let head: Promise<Uint8Array> | null = null
  let copy: Promise<ByteSource['read']> | null = null
  const read = async (offset: number, length: number): Promise<Uint8Array> => {
    if (offset + length <= HEAD) {
      head ??= take(inner.stream(), HEAD)
      return (await head).subarray(offset, offset + length)
    }
    copy ??= keep(inner, scratch)
    return (await copy)(offset, length)
  }
  return { name: inner.name, size: inner.size, stream: () => inner.stream(), read }
}

const take = async (bytes: AsyncIterable<Uint8Array>, length: number): Promise<Uint8Array> => {
  const parts: Uint8Array[] = []
  let taken = 0
  for await (const part of bytes) {
    parts.push(part)
    taken += part.length
    if (taken >= length) break
  }
  return Buffer.concat(parts).subarray(0, length)
}

const keep = async (
  inner: { readonly name: string; readonly size: number; stream(): AsyncIterable<Uint8Array> },
  scratch: Scratch | undefined,
): Promise<ByteSource['read']> => {
  if (inner.size <= MOST_IN_MEMORY) {
    const bytes = await take(inner.stream(), inner.size)
    return async (offset, length) => bytes.subarray(offset, offset + length)
  }
  if (scratch === undefined) {
    throw new VitrineError('source_too_large', { what: 'inflated', limit: MOST_IN_MEMORY })
  }
  const kept = await scratch(inner.name, inner.stream())
  return (offset, length) => kept.read(offset, length)
}
