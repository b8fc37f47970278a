import { randomUUID } from 'node:crypto'
import { type FileHandle, open, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import { VitrineError } from '../../core/errors.ts'
import type { OpenScratch, ScratchFile } from '../../core/export/scratch.ts'

const CHUNK = 256 * 1024

/**
 * Scratch files on the disk of `folder`. They have no name from the start, so that the system takes them back when the
 * process ends, however it ends. Faults: `disk_full`.
 */
export function localScratch(folder: string): OpenScratch {
  return async () => {
    const files: FileHandle[] = []
    return {
      create: async () => {
        const path = join(folder, randomUUID())
        const file = await open(path, 'wx+', 0o600).catch(full)
        files.push(file)
        await unlink(path)
        return scratchFile(file)
      },
      remove: async () => {
        await Promise.all(files.splice(0).map(file => file.close()))
      },
    }
  }
}

function scratchFile(file: FileHandle): ScratchFile {
  let size = 0
  return {
    write: async bytes => {
      await file.appendFile(bytes).catch(full)
      size += bytes.byteLength
    },
    read: async function* () {
      for (let at = 0; at < size; ) {
        const chunk = Buffer.allocUnsafeSlow(Math.min(CHUNK, size - at))
        const { bytesRead } = await file.read(chunk, 0, chunk.byteLength, at)
        if (bytesRead === 0) throw new VitrineError('bug', {}, new Error('a scratch file became shorter'))
        at += bytesRead
        yield chunk.subarray(0, bytesRead)
      }
    },
  }
}

function full(thrown: unknown): never {
  throw Reflect.get(Object(thrown), 'code') === 'ENOSPC' ? new VitrineError('disk_full', {}, thrown) : thrown
}
