import { randomUUID } from 'node:crypto'
import { type FileHandle, open, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import { VitrineError } from '../../core/errors.ts'
import type { ByteSource } from '../../core/format/byte-source.ts'
import type { Scratch } from '../../core/format/containers-inflated.ts'

const CHUNK = 256 * 1024

/**
 * Copies in `folder`, until disposed. They have no name from the start, so that the system takes them back when
 * the process ends, however it ends. Faults: `disk_full`.
 */
export function openScratch(folder: string): { readonly keep: Scratch } & AsyncDisposable {
  const files: FileHandle[] = []
  return {
    keep: async (name, bytes) => {
      const path = join(folder, randomUUID())
      const file = await open(path, 'wx+', 0o600)
      files.push(file)
      await unlink(path)
      return copyOf(name, file, await write(file, bytes))
    },
    [Symbol.asyncDispose]: async () => {
      await Promise.all(files.map(file => file.close()))
    },
  }
}

function copyOf(name: string, file: FileHandle, size: number): ByteSource {
  const read = (offset: number, length: number): Promise<Uint8Array> =>
    readAt(file, offset, Math.max(0, Math.min(length, size - offset)))
  return {
    name,
    size,
    read,
    stream: async function* () {
      for (let at = 0; at < size; at += CHUNK) yield await read(at, CHUNK)
    },
  }
}

async function write(file: FileHandle, bytes: AsyncIterable<Uint8Array>): Promise<number> {
  let size = 0
  try {
    for await (const chunk of bytes) {
      await file.appendFile(chunk)
      size += chunk.byteLength
    }
    return size
  } catch (thrown) {
    throw Reflect.get(Object(thrown), 'code') === 'ENOSPC'
      ? new VitrineError('disk_full', {}, thrown)
      : thrown
  }
}

/** Bytes of their own, which the file has. */
async function readAt(file: FileHandle, offset: number, length: number): Promise<Uint8Array> {
  const bytes = Buffer.allocUnsafeSlow(length)
  for (let filled = 0; filled < length; ) {
    const { bytesRead } = await file.read(bytes, filled, length - filled, offset + filled)
    if (bytesRead === 0) throw new VitrineError('bug', {}, new Error('a copy became shorter'))
    filled += bytesRead
  }
  return bytes
}
