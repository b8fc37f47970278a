import { chown, readdir, readFile, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Log } from '../../app/ports/log.ts'
import { engineFolder, type HostOptions } from './options.ts'

interface Identity {
  readonly uid: number
  readonly gid: number
}

/**
 * Becomes the unprivileged user when started as root, so that what `readonly` cannot refuse (scalar `file()`,
 * `INTO OUTFILE`, engine.md §3) meets the system's own permissions. Stays root, and says so, when that user
 * does not exist or cannot enter the folders above the data.
 */
export async function dropPrivileges({ home, user }: HostOptions, log: Log): Promise<void> {
  if (process.getuid?.() !== 0) return
  const identity = await findUser(user)
  const folder = engineFolder(home)
  if (identity === null || !(await reachable(dirname(folder)))) {
    log.warn('engine_host_stays_root', { user })
    return
  }
  await giveFolder(folder, identity)
  process.setgroups?.([])
  process.setgid?.(identity.gid)
  process.setuid?.(identity.uid)
}

async function findUser(name: string): Promise<Identity | null> {
  const passwd = await readFile('/etc/passwd', 'utf8').catch(() => '')
  const [, , uid, gid] =
    passwd
      .split('\n')
      .map(line => line.split(':'))
      .find(([login]) => login === name) ?? []
  return uid === undefined || gid === undefined ? null : { uid: Number(uid), gid: Number(gid) }
}

/** Whether everybody may enter `folder` and those above it. */
async function reachable(folder: string): Promise<boolean> {
  const { mode } = await stat(folder)
  if ((mode & 0o001) === 0) return false
  return dirname(folder) === folder || reachable(dirname(folder))
}

/** Gives a folder and all in it to `identity`, unless its top is theirs already. */
async function giveFolder(folder: string, identity: Identity): Promise<void> {
  const { uid } = await stat(folder)
  if (uid === identity.uid) return
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isSymbolicLink()) await chown(join(entry.parentPath, entry.name), identity.uid, identity.gid)
  }
  await chown(folder, identity.uid, identity.gid)
}
