import { readFile } from 'node:fs/promises'
import { VitrineError } from '../../core/errors.ts'

/** Ids to run a child under. */
export interface ProcessUser {
  readonly uid: number
  readonly gid: number
}

/** Whom PostgreSQL runs as when we are root, which it refuses; initdb wants a passwd entry. */
const NAME = 'nobody'

/** The user to drop to: null when we are not root and children simply stay who we are. */
export async function unprivilegedUser(): Promise<ProcessUser | null> {
  if (process.getuid?.() !== 0) return null
  const passwd = await readFile('/etc/passwd', 'utf8').catch(() => '')
  const [, , uid, gid] =
    passwd
      .split('\n')
      .find(line => line.startsWith(`${NAME}:`))
      ?.split(':') ?? []
  if (uid === undefined || gid === undefined) throw new VitrineError('postgres_user_missing')
  return { uid: Number(uid), gid: Number(gid) }
}
