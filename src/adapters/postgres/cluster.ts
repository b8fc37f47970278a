import { execFile } from 'node:child_process'
import { chown, mkdir, open, readFile, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { promisify } from 'node:util'
import { VitrineError } from '../../core/errors.ts'
import type { Binaries } from './binaries.ts'
import { EMBEDDED_USER } from './connection.ts'
import type { ProcessUser } from './unprivileged-user.ts'

const run = promisify(execFile)

/**
 * The cluster's folder, by another name: the working folder that we hand to the child. Its user need not be
 * able to enter the folders above (root's home is 0700), which an absolute path would ask for.
 */
export const CLUSTER_HERE = '/proc/self/cwd'

export interface ClusterPlace {
  readonly home: string
  readonly binaries: Binaries
  readonly user: ProcessUser | null
}

/**
 * Makes the cluster when there is none: built beside its place and renamed, so that a killed first start
 * leaves nothing half-made. Refuses one of another major version (`postgres_version`).
 */
export async function prepareCluster(place: ClusterPlace, signal: AbortSignal): Promise<void> {
  const { home, binaries } = place
  const found = await readFile(`${home}/PG_VERSION`, 'utf8').then(
    text => text.trim(),
    () => null,
  )
  if (found === null) return makeCluster(place, signal)
  if (found !== binaries.major)
    throw new VitrineError('postgres_version', { path: home, found, expected: binaries.major })
}

async function makeCluster({ home, binaries, user }: ClusterPlace, signal: AbortSignal): Promise<void> {
  const fresh = `${home}.new`
  await rm(fresh, { recursive: true, force: true })
  await mkdir(fresh, { mode: 0o700 })
  if (user !== null) await chown(fresh, user.uid, user.gid)
  try {
    await run(binaries.initdb, INITDB, { ...user, cwd: fresh, env: { LC_ALL: 'C', PATH: '' }, signal })
  } catch (thrown) {
    await rm(fresh, { recursive: true, force: true })
    throw new VitrineError('postgres_start', { path: home }, thrown)
  }
  await rename(fresh, home)
  const parent = await open(dirname(home))
  await parent.sync().finally(() => parent.close())
}

/**
 * The built-in C.UTF-8 locale sorts by code point and changes with no operating system, so no index ever
 * needs rebuilding. Trust, because only its owner and root can reach the socket's 0700 folder; no network.
 */
const INITDB = [
  ...['-D', CLUSTER_HERE, '-U', EMBEDDED_USER, '-E', 'UTF8', '--locale=C'],
  ...['--locale-provider=builtin', '--builtin-locale=C.UTF-8'],
  ...['--auth-local=trust', '--auth-host=reject', '--no-instructions'],
]
