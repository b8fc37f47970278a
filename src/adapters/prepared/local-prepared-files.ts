import { createHash, randomUUID } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, open, readdir, rename, rm, stat, statfs, utimes } from 'node:fs/promises'
import { join } from 'node:path'
import type { PreparedFile, PreparedFiles, PreparedKey } from '../../app/ports/prepared-files.ts'

/** How much room the files may take. */
export interface PreparedLimits {
  /** Bytes of all files together; no file is larger than half of it. 0 keeps none. */
  readonly maxBytes: number
  /** Bytes that stay free on the disk. */
  readonly minFree: number
}

interface Kept {
  readonly path: string
  readonly size: number
  readonly sha256: string
}

/** `<revision>.<name>.<sha256>` */
const FILE = /^(\d+)\.([\w-]+)\.([0-9a-f]{64})$/
/** Bytes between two looks at the room that is left. */
const LOOK_EVERY = 64 * 1024 * 1024

const idOf = ({ revisionId, name }: PreparedKey): string => `${revisionId}.${name}`

/**
 * Prepared files in a local folder, each named by its revision, what it holds and its hash; written beside and renamed
 * when whole and on the disk.
 */
export async function openPreparedFiles(folder: string, limits: PreparedLimits): Promise<PreparedFiles> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  return new LocalPreparedFiles(folder, limits, await found(folder))
}

/** Files that stand, the longest unused first; what was left half-written is removed. */
async function found(folder: string): Promise<ReadonlyMap<string, Kept>> {
  const files: (readonly [number, string, Kept])[] = []
  for (const entry of await readdir(folder)) {
    const path = join(folder, entry)
    const [, revision, name, sha256] = FILE.exec(entry) ?? []
    const there = sha256 === undefined ? null : await stat(path).catch(() => null)
    if (there === null || sha256 === undefined) await rm(path, { force: true })
    else files.push([there.mtimeMs, `${revision}.${name}`, { path, size: there.size, sha256 }])
  }
  return new Map(files.sort(([a], [b]) => a - b).map(([, id, kept]) => [id, kept]))
}

class LocalPreparedFiles implements PreparedFiles {
  readonly #folder: string
  readonly #limits: PreparedLimits
  /** In the order of their last use. */
  readonly #kept: Map<string, Kept>

  constructor(folder: string, limits: PreparedLimits, kept: ReadonlyMap<string, Kept>) {
    this.#folder = folder
    this.#limits = limits
    this.#kept = new Map(kept)
  }

  async find(key: PreparedKey): Promise<PreparedFile | null> {
    const id = idOf(key)
    const kept = this.#kept.get(id)
    if (kept === undefined) return null
    this.#kept.delete(id)
    const now = new Date()
    const there = await utimes(kept.path, now, now).then(
      () => true,
      () => false,
    )
    if (!there) return null
    this.#kept.set(id, kept)
    const { path, size, sha256 } = kept
    return { size, sha256, bytes: (start, end) => read(path, start, end) }
  }

  async keep(key: PreparedKey, bytes: AsyncIterable<Uint8Array>, signal: AbortSignal): Promise<boolean> {
    const draft = join(this.#folder, `draft-${randomUUID()}`)
    try {
      const written = await this.#write(draft, bytes, signal)
      if (written === null) return false
      const path = join(this.#folder, `${idOf(key)}.${written.sha256}`)
      await rename(draft, path)
      this.#kept.set(idOf(key), { path, ...written })
      await this.#makeRoom()
      return true
    } finally {
      await rm(draft, { force: true })
    }
  }

  async forget(revisionId: number): Promise<void> {
    for (const [id] of this.#kept) if (id.startsWith(`${revisionId}.`)) this.#kept.delete(id)
    for (const entry of await readdir(this.#folder))
      if (entry.startsWith(`${revisionId}.`)) await rm(join(this.#folder, entry), { force: true })
  }

  /** Writes and hashes; null when there is no room. */
  async #write(
    path: string,
    bytes: AsyncIterable<Uint8Array>,
    signal: AbortSignal,
  ): Promise<{ readonly size: number; readonly sha256: string } | null> {
    const hash = createHash('sha256')
    const file = await open(path, 'wx', 0o600)
    let size = 0
    let looked = -LOOK_EVERY
    try {
      for await (const chunk of bytes) {
        signal.throwIfAborted()
        if (size - looked >= LOOK_EVERY) {
          looked = size
          if (!(await this.#hasRoom())) return null
        }
        size += chunk.byteLength
        if (size > this.#limits.maxBytes / 2) return null
        hash.update(chunk)
        await file.writeFile(chunk)
      }
      await file.sync()
    } finally {
      await file.close()
    }
    return { size, sha256: hash.digest('hex') }
  }

  async #hasRoom(): Promise<boolean> {
    const { bavail, bsize } = await statfs(this.#folder)
    return bavail * bsize > this.#limits.minFree + LOOK_EVERY
  }

  async #makeRoom(): Promise<void> {
    let taken = [...this.#kept.values()].reduce((sum, { size }) => sum + size, 0)
    for (const [id, { path, size }] of this.#kept) {
      if (taken <= this.#limits.maxBytes) return
      this.#kept.delete(id)
      taken -= size
      await rm(path, { force: true })
    }
  }
}

const read = (path: string, start: number, end: number): AsyncIterable<Uint8Array> =>
  end > start ? createReadStream(path, { start, end: end - 1, highWaterMark: 256 * 1024 }) : nothing()

async function* nothing(): AsyncGenerator<Uint8Array> {
  // a file without bytes
}
