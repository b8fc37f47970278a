import { createHash, randomUUID } from 'node:crypto'
import { access, type FileHandle, mkdir, open, readdir, rename, rm, stat, utimes } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { BlobStore, StoredBlob } from '../../app/ports/blob-store.ts'
import { VitrineError } from '../../core/errors.ts'
import { openBlobFile } from './blob-file.ts'

const SHA256 = /^[0-9a-f]{64}$/

/** Half-written files that nobody has written to for this long were left by a killed process. */
const STALE_MS = 3_600_000

/**
 * Blobs in a local folder: `ab/cd/abcd…` by hash, written beside in `tmp/` and renamed when whole and on the
 * disk. Several processes may use the same folder. Faults: `blob_missing`, `disk_full`, `aborted`.
 */
export async function openLocalBlobStore(folder: string): Promise<BlobStore> {
  const tmp = join(folder, 'tmp')
  await mkdir(tmp, { recursive: true, mode: 0o700 })
  await sweep(tmp)
  const pathOf = (sha256: string): string => {
    if (!SHA256.test(sha256)) throw new VitrineError('blob_missing', { sha256: sha256.slice(0, 64) })
    return join(folder, sha256.slice(0, 2), sha256.slice(2, 4), sha256)
  }
  return {
    put: async (bytes, signal) => {
      const draft = join(tmp, randomUUID())
      try {
        const blob = await writeDraft(draft, bytes, signal)
        await keep(draft, pathOf(blob.sha256), folder)
        return blob
      } catch (thrown) {
        throw putFault(thrown, signal)
      } finally {
        await rm(draft, { force: true })
      }
    },
    open: async sha256 => openBlobFile(pathOf(sha256), sha256),
    has: async sha256 => SHA256.test(sha256) && (await exists(pathOf(sha256))),
    remove: async (sha256, before) => {
      if (!SHA256.test(sha256)) return false
      return removeUnused(pathOf(sha256), join(tmp, randomUUID()), before)
    },
    health: () => access(tmp),
  }
}

/** Writes and hashes; the file is whole and synced when it resolves. */
async function writeDraft(
  path: string,
  bytes: AsyncIterable<Uint8Array>,
  signal: AbortSignal,
): Promise<StoredBlob> {
  const hash = createHash('sha256')
  let size = 0
  const file = await open(path, 'wx', 0o600)
  try {
    for await (const chunk of bytes) {
      signal.throwIfAborted()
      hash.update(chunk)
      size += chunk.byteLength
      await writeAll(file, chunk)
    }
    signal.throwIfAborted()
    await file.sync()
  } finally {
    await file.close()
  }
  return { sha256: hash.digest('hex'), bytes: size }
}

async function writeAll(file: FileHandle, chunk: Uint8Array): Promise<void> {
  for (let at = 0; at < chunk.byteLength; ) {
    const { bytesWritten } = await file.write(chunk, at)
    at += bytesWritten
  }
}

/**
 * Gives a draft its name, unless these bytes are kept already, and makes the name durable with the file. Bytes that are
 * kept already are as if written now: whoever removes what is old leaves them.
 */
async function keep(draft: string, path: string, folder: string): Promise<void> {
  const parent = dirname(path)
  if (!(await touch(path))) {
    await mkdir(parent, { recursive: true, mode: 0o700 })
    await rename(draft, path)
  }
  for (const made of [parent, dirname(parent), folder]) await syncFolder(made)
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path)
  await folder.sync().finally(() => folder.close())
}

/** Says that a file was written now; false when there is none. */
async function touch(path: string): Promise<boolean> {
  const now = new Date()
  return utimes(path, now, now).then(
    () => true,
    () => false,
  )
}

/**
 * Takes a file away that was last written before a moment. It is moved aside first and looked at again: one that was
 * written meanwhile goes back, and whoever writes it later finds it gone and puts it there anew.
 */
async function removeUnused(path: string, aside: string, before: Date): Promise<boolean> {
  const isOld = async (file: string): Promise<boolean> => (await stat(file)).mtimeMs < before.getTime()
  try {
    if (!(await isOld(path))) return false
    await rename(path, aside)
    if (await isOld(aside)) {
      await rm(aside)
      return true
    }
    await rename(aside, path)
    return false
  } catch (thrown) {
    if (Reflect.get(Object(thrown), 'code') === 'ENOENT') return true
    throw thrown
  }
}

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  )

function putFault(thrown: unknown, signal: AbortSignal): unknown {
  if (signal.aborted) return new VitrineError('aborted', {}, thrown)
  return Reflect.get(Object(thrown), 'code') === 'ENOSPC' ? new VitrineError('disk_full', {}, thrown) : thrown
}

async function sweep(tmp: string): Promise<void> {
  const before = Date.now() - STALE_MS
  for (const name of await readdir(tmp)) {
    const path = join(tmp, name)
    const left = await stat(path).catch(() => null)
    if (left !== null && left.mtimeMs < before) await rm(path, { force: true, recursive: true })
  }
}
