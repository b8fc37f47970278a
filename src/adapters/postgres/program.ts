import { type ChildProcess, spawn } from 'node:child_process'
import { chown, mkdir, readFile, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Log } from '../../app/ports/log.ts'
import { VitrineError } from '../../core/errors.ts'
import type { Program, RunningProgram } from '../supervisor/program.ts'
import { findBinaries } from './binaries.ts'
import { CLUSTER_HERE, type ClusterPlace, prepareCluster } from './cluster.ts'
import { KEEPER } from './keeper.ts'
import { endLeftovers } from './leftovers.ts'
import { serverArguments } from './server-settings.ts'
import { unprivilegedUser } from './unprivileged-user.ts'

export interface PostgresProgramOptions {
  /** The cluster's folder; made at first start. Its parent must exist and be writable. */
  readonly home: string
  /**
   * Folder of the server's socket, made 0700: whoever reaches it is the superuser. Its parent is one that
   * every user can enter.
   */
  readonly socketDir: string
  readonly log: Log
}

/** Where root keeps copies of programs: the data folder need not be one that another user can enter. */
const MACHINE_CACHE = '/var/cache/vitrine'

/** How long a fast shutdown may take before the server is killed. */
const PATIENCE_MS = 15_000

/**
 * The embedded PostgreSQL as a child process: made at first start, never running as root, on a unix socket
 * only, gone within seconds when its parent dies. Faults of `start`: `postgres_missing`,
 * `postgres_unusable`, `postgres_user_missing`, `postgres_version`, `postgres_start`.
 */
export const postgresProgram = (options: PostgresProgramOptions): Program => ({
  name: 'postgres',
  start: async signal => {
    const user = await unprivilegedUser()
    const cache = user === null ? join(dirname(options.home), 'programs') : MACHINE_CACHE
    const binaries = await findBinaries({ user, cache })
    const place: ClusterPlace = { home: options.home, binaries, user }
    await prepareCluster(place, signal)
    const ended = await endLeftovers(options.home, signal)
    if (ended > 0) options.log.warn('postgres_leftovers_ended', { processes: ended })
    await prepareSocketDir(options.socketDir, place)
    const running = launch(place, options)
    await untilAnswers(running, options, signal)
    return running
  },
})

async function prepareSocketDir(socketDir: string, { user }: ClusterPlace): Promise<void> {
  await rm(socketDir, { recursive: true, force: true })
  await mkdir(socketDir, { mode: 0o700 })
  if (user !== null) await chown(socketDir, user.uid, user.gid)
}

function launch({ home, binaries, user }: ClusterPlace, options: PostgresProgramOptions): RunningProgram {
  const server = [binaries.postgres, '-D', CLUSTER_HERE, ...serverArguments(options.socketDir)]
  const child = spawn('/bin/sh', ['-c', KEEPER, 'keeper', ...server], {
    ...user,
    cwd: home,
    env: { LC_ALL: 'C', PATH: '/usr/bin:/bin' },
    detached: true,
    stdio: ['pipe', 'ignore', 'pipe'],
  })
  child.stdin.on('error', () => undefined)
  createInterface(child.stderr).on('line', line => {
    // what it says of its ordinary doings is left out: starts and ends are events of the supervisor
    if (!line.startsWith('LOG:')) options.log.warn('postgres_says', { line })
  })
  const ended = ending(child)
  void ended.then(() => child.stdin.end('done\n'))
  return {
    pid: child.pid ?? 0,
    ended,
    kill: () => void child.kill('SIGKILL'),
    stop: async () => {
      child.kill('SIGINT')
      const timer = setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS)
      await ended
      clearTimeout(timer)
    },
  }
}

const ending = (child: ChildProcess): RunningProgram['ended'] =>
  new Promise(resolve => {
    child.once('error', () => resolve({ code: null, signal: null }))
    child.once('exit', (code, signal) => resolve({ code, signal }))
  })

/**
 * Resolves when the server takes connections, however long its recovery lasts; rejects when it ended or
 * `signal` fires.
 */
async function untilAnswers(
  running: RunningProgram,
  options: PostgresProgramOptions,
  signal: AbortSignal,
): Promise<void> {
  let gone = false
  void running.ended.then(() => {
    gone = true
  })
  while (!(await isReady(options.home, running.pid))) {
    if (gone) throw new VitrineError('postgres_start', { path: options.home })
    if (signal.aborted) {
      await running.stop()
      throw new VitrineError('aborted', {}, signal.reason)
    }
    await sleep(15)
  }
}

/**
 * Whether this postmaster says `ready` in its lock file, where pg_ctl looks too: process id first, state
 * last.
 */
async function isReady(home: string, pid: number): Promise<boolean> {
  const lines = (await readFile(join(home, 'postmaster.pid'), 'utf8').catch(() => '')).split('\n')
  return lines[0] === String(pid) && lines[7]?.trim() === 'ready'
}
