import { pipeline, Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { VitrineError } from '../errors.ts'
import { checkGrowth, type InflateLimits } from './zip-archive.ts'

/** True when a source begins as gzip does (RFC 1952 §2.3.1), deflate being its only method. */
export const isGzip = (head: Uint8Array): boolean => head[0] === 0x1f && head[1] === 0x8b && head[2] === 8

/**
 * Inflates gzip, all its parts, while it is read.
 * @throws VitrineError `source_damaged` (cut, or its checksum is wrong), `source_too_large`.
 */
export async function* gunzip(
  packed: AsyncIterable<Uint8Array>,
  packedSize: number,
  limits: InflateLimits,
): AsyncGenerator<Uint8Array> {
  let inflated = 0
  try {
    const stream = pipeline(
      Readable.from(packed, { objectMode: false }),
      createGunzip({ chunkSize: 256 * 1024 }),
      () => {},
    )
    for await (const chunk of stream) {
      if (!(chunk instanceof Uint8Array)) continue
      inflated += chunk.length
      checkGrowth(packedSize, inflated, limits)
      yield chunk
    }
  } catch (thrown) {
    throw thrown instanceof VitrineError
      ? thrown
      : new VitrineError('source_damaged', { format: 'gzip' }, thrown)
  }
}
