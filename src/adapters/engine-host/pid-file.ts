import { readFile, rm, writeFile } from 'node:fs/promises'
import { setTimeout as delay } from 'node:timers/promises'

/** Words of the command line of a process, empty when it is gone or the system has no `/proc`. */
async function commandLine(pid: number): Promise<readonly string[]> {
  const text = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')
  return text.split('\0').filter(word => word !== '')
}

/** Parent of a process, null when it is gone. */
async function parentOf(pid: number): Promise<number | null> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
  const [, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return parent === undefined ? null : Number(parent)
}

/** What a pid file says: the child, and the process that started it. */
interface PidNote {
  readonly pid: number
  readonly parent: number
}

export async function writePidFile(file: string, note: PidNote): Promise<void> {
  await writeFile(file, JSON.stringify(note), { mode: 0o600 })
}

async function readPidFile(file: string): Promise<PidNote | null> {
  const text = await readFile(file, 'utf8').catch(() => '')
  const [, pid, parent] = /^\{"pid":(\d+),"parent":(\d+)\}$/.exec(text) ?? []
  return pid === undefined || parent === undefined ? null : { pid: Number(pid), parent: Number(parent) }
}

/**
 * Clears away a predecessor of which `file` tells: killed when it is truly ours (`isOurs` knows its command
 * line) and its parent is gone or is this very process; `alive` when its parent lives, for then it belongs to
 * another running deployment.
 */
export async function clearPredecessor(
  file: string,
  isOurs: (words: readonly string[]) => boolean,
): Promise<'none' | 'killed' | 'alive'> {
  const note = await readPidFile(file)
  if (note === null || !isOurs(await commandLine(note.pid))) return 'none'
  const parent = await parentOf(note.pid)
  if (parent === note.parent && parent !== process.pid) return 'alive'
  process.kill(note.pid, 'SIGKILL')
  while ((await commandLine(note.pid)).length > 0) await delay(10)
  await rm(file, { force: true })
  return 'killed'
}
