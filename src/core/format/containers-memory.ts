import type { ByteSource } from './byte-source.ts'

/** A source of bytes that are in memory, handed out in chunks of `chunk` bytes. */
export const memorySource = (name: string, bytes: Uint8Array, chunk = 64 * 1024): ByteSource => ({
  name,
  size: bytes.length,
  async *stream() {
    for (let at = 0; at < bytes.length; at += chunk) yield bytes.subarray(at, at + chunk)
  },
  read: async (offset, length) => bytes.subarray(offset, offset + length),
})
