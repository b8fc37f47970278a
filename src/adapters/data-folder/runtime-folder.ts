import { lstat, mkdir, readlink, rename, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { VitrineError } from '../../core/errors.ts'
import type { DataFolder } from './data-folder.ts'

/**
 * Where the sockets are: a path of the kernel's 107 bytes must hold the folder and `/postgres/.s.PGSQL.5432`.
 */
export interface RuntimeFolder {
  readonly path: string
  /** The owner's own socket. */
  readonly control: string
  /** Folder of PostgreSQL's socket. */
  readonly postgres: string
  /** Socket of the engine host. */
  readonly engine: string
}

const LONGEST = 107 - '/postgres/.s.PGSQL.5432.lock'.length

const at = (path: string): RuntimeFolder => ({
  path,
  control: join(path, 'control.sock'),
  postgres: join(path, 'postgres'),
  engine: join(path, 'engine.sock'),
})

/**
 * Makes the runtime folder of a data folder and the link to it, for its owner only: in `/run` when we are
 * root, else in the folder for temporary files. Root's may be passed through, for the child that runs as
 * another user; nobody may list it. `runtime_folder_foreign` when somebody else made it before us.
 */
export async function makeRuntimeFolder(folder: DataFolder): Promise<RuntimeFolder> {
  const root = process.getuid?.() === 0
  const name = `vitrine-${folder.key}`
  const places = [...(root ? ['/run'] : []), tmpdir(), '/tmp'].map(parent => join(parent, name))
  const path = places.find(place => Buffer.byteLength(place) <= LONGEST) ?? join('/tmp', name)
  await mkdir(path, { mode: root ? 0o711 : 0o700 }).catch((thrown: unknown) => refuseForeign(path, thrown))
  const link = `${folder.run}.new`
  await rm(link, { force: true })
  await symlink(path, link)
  await rename(link, folder.run)
  return at(path)
}

/** A folder left by a killed owner is ours again; a link, a file or somebody else's folder is not. */
async function refuseForeign(path: string, thrown: unknown): Promise<void> {
  const found = await lstat(path).catch(() => null)
  if (found === null || !found.isDirectory() || found.uid !== process.getuid?.())
    throw new VitrineError('runtime_folder_foreign', { path }, thrown)
}

/** The runtime folder that the owner of a data folder made, or null. */
export async function findRuntimeFolder(folder: DataFolder): Promise<RuntimeFolder | null> {
  const path = await readlink(folder.run).catch(() => null)
  return path === null ? null : at(path)
}

export async function removeRuntimeFolder(folder: DataFolder, runtime: RuntimeFolder): Promise<void> {
  await rm(folder.run, { force: true })
  await rm(runtime.path, { recursive: true, force: true })
}
