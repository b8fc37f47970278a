import { type FileHandle, open } from 'node:fs/promises'
import { VitrineError } from '../../core/errors.ts'
import type { ByteSource } from '../../core/format/byte-source.ts'

const CHUNK = 256 * 1024

/** A stored blob open for reading, until disposed. `blob_missing` when there is no file at `path`. */
export async function openBlobFile(path: string, sha256: string): Promise<ByteSource & AsyncDisposable> {
  const file = await open(path, 'r').catch((thrown: unknown) => {
    if (Reflect.get(Object(thrown), 'code') === 'ENOENT') throw new VitrineError('blob_missing', { sha256 })
    throw thrown
  })
  const { size } = await file.stat()
  return {
    name: sha256,
    size,
    read: (offset, length) => readAt(file, offset, Math.max(0, Math.min(length, size - offset))),
    stream: async function* () {
      for (let at = 0; at < size; at += CHUNK) yield await readAt(file, at, Math.min(CHUNK, size - at))
    },
    [Symbol.asyncDispose]: () => file.close(),
  }
}

/** Exactly `length` bytes, which the file has: a blob never changes. */
async function readAt(file: FileHandle, offset: number, length: number): Promise<Uint8Array> {
  const bytes = Buffer.allocUnsafeSlow(length)
  for (let filled = 0; filled < length; ) {
    const { bytesRead } = await file.read(bytes, filled, length - filled, offset + filled)
    if (bytesRead === 0) throw new VitrineError('bug', {}, new Error('a stored blob became shorter'))
    filled += bytesRead
  }
  return bytes
}
