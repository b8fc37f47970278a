import { type ChildProcess, spawn } from 'node:child_process'
import { mkdir, rm } from 'node:fs/promises'
import { request } from 'node:http'
import { availableParallelism, totalmem } from 'node:os'
import { dirname, extname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { Log } from '../../app/ports/log.ts'
import { VitrineError } from '../../core/errors.ts'
import type { Program, RunningProgram } from '../supervisor/program.ts'
import { relayLine } from './host-log.ts'
import { moveAside, moveBrokenMetadata, namedDefinition } from './metadata.ts'
import { engineFolder, type HostOptions, type LaneSizes, threadPoolSize } from './options.ts'
import { clearPredecessor, writePidFile } from './pid-file.ts'

const ENTRY = fileURLToPath(new URL(`./main${extname(fileURLToPath(import.meta.url))}`, import.meta.url))

/** Definitions the engine may refuse one after the other before the start is given up. */
const MAX_REPAIRS = 100
const PING_EVERY_MS = 20

/** Parts of the host's options that a caller may choose; the rest follows from the machine. */
export interface EngineHostSettings extends Partial<Omit<HostOptions, 'home' | 'socketPath'>> {
  readonly home: string
  readonly socketPath: string
  readonly log: Log
}

/**
 * The child process that owns chDB on `<home>/engine` and speaks ClickHouse's HTTP interface on
 * `socketPath`. Starting clears away a killed predecessor and definitions that would keep the folder from
 * opening. Rejects with `data_folder_locked` (another process owns the folder), `engine_missing` (chDB is not
 * installed or not made for this platform) or `engine_unavailable`.
 */
export function engineHostProgram({ log, ...settings }: EngineHostSettings): Program {
  const options = completeOptions(settings)
  return { name: 'engine-host', start: signal => start(options, log, signal) }
}

function completeOptions(settings: Omit<EngineHostSettings, 'log'>): HostOptions {
  return {
    memoryBytes: Math.floor(0.6 * memoryLimit()),
    lanes: defaultLanes(availableParallelism()),
    freeSpace: { minBytes: 2 ** 30, minShare: 0.05 },
    ballastBytes: 64 * 2 ** 20,
    patienceMs: 10_000,
    user: 'nobody',
    ...settings,
  }
}

/** Memory of the machine or of the container, the smaller of the two, in bytes. */
function memoryLimit(): number {
  const constrained = process.constrainedMemory()
  return constrained > 0 ? Math.min(constrained, totalmem()) : totalmem()
}

const defaultLanes = (cores: number): LaneSizes => ({
  answers: 2 * cores,
  streams: 4 * cores,
  inserts: 2,
  waiting: 256,
})

async function start(options: HostOptions, log: Log, signal: AbortSignal): Promise<RunningProgram> {
  const folder = engineFolder(options.home)
  const aside = join(options.home, 'broken')
  await mkdir(folder, { recursive: true, mode: 0o700 })
  await mkdir(dirname(options.socketPath), { recursive: true })
  const pidFile = join(options.home, 'engine-host.pid')
  const found = await clearPredecessor(pidFile, words => isHostOf(words, options.home))
  if (found === 'alive') throw new VitrineError('data_folder_locked', { path: folder })
  if (found === 'killed') log.warn('engine_host_predecessor_killed')
  await moveBrokenMetadata(folder, aside, log)
  for (let repairs = 0; ; repairs++) {
    signal.throwIfAborted()
    await rm(options.socketPath, { force: true })
    const host = launch(options, log)
    await writePidFile(pidFile, { pid: host.pid, parent: process.pid })
    if (await answers(options.socketPath, host, signal)) return host
    const broken = namedDefinition(host.said())
    if (broken === null || repairs >= MAX_REPAIRS) throw startFailure(host.said(), folder)
    await moveAside({ folder, aside, file: broken, log })
  }
}

/** Whether a command line is that of a host of this home, whatever version of us started it. */
function isHostOf(words: readonly string[], home: string): boolean {
  const entry = words.some(word => /engine-host\/main\.[jt]s$/.test(word))
  return entry && words.some(word => word.includes(`"home":${JSON.stringify(home)}`))
}

function startFailure(said: string, folder: string): VitrineError {
  if (said.includes('Code: 76.')) return new VitrineError('data_folder_locked', { path: folder }, said)
  if (/ERR_MODULE_NOT_FOUND.*chdb|Cannot find package 'chdb'|no native binding/.test(said)) {
    return new VitrineError('engine_missing', { platform: `${process.platform}-${process.arch}` }, said)
  }
  return new VitrineError('engine_unavailable', {}, said)
}

interface Host extends RunningProgram {
  /** The last of what the child wrote on its error output. */
  said(): string
}

function launch(options: HostOptions, log: Log): Host {
  const child = spawn(process.execPath, [ENTRY, JSON.stringify(options)], {
    cwd: options.home,
    env: { UV_THREADPOOL_SIZE: String(threadPoolSize(options.lanes)), TZ: 'UTC', LANG: 'C.UTF-8' },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  const { pid } = child
  if (pid === undefined) throw new VitrineError('engine_unavailable')
  let said = ''
  eachLine(child.stdout, text => relayLine(log, text))
  eachLine(child.stderr, text => {
    said = `${said}${text}\n`.slice(-20_000)
    log.warn('engine_host_stderr', { text })
  })
  const ended = new Promise<Awaited<RunningProgram['ended']>>(resolve => {
    child.once('close', (code, name) => resolve({ code, signal: name }))
  })
  return {
    pid,
    ended,
    said: () => said,
    kill: () => void child.kill('SIGKILL'),
    stop: () => stop(child, ended, options),
  }
}

function eachLine(stream: ChildProcess['stdout'], take: (text: string) => void): void {
  if (stream !== null) createInterface({ input: stream }).on('line', take)
}

async function stop(
  child: ChildProcess,
  ended: Promise<unknown>,
  { patienceMs }: HostOptions,
): Promise<void> {
  child.kill('SIGTERM')
  const timer = globalThis.setTimeout(() => child.kill('SIGKILL'), patienceMs + 2000)
  await ended
  clearTimeout(timer)
}

/** True when the child answers, false when it ended before; kills it when the signal comes first. */
async function answers(socketPath: string, host: Host, signal: AbortSignal): Promise<boolean> {
  let gone = false
  void host.ended.then(() => {
    gone = true
  })
  while (!gone) {
    if (signal.aborted) {
      host.kill()
      await host.ended
      signal.throwIfAborted()
    }
    if (await ping(socketPath)) return true
    await delay(PING_EVERY_MS)
  }
  return false
}

function ping(socketPath: string): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>()
  const call = request({ socketPath, path: '/ping', timeout: 1000 }, response => {
    response.resume()
    resolve(response.statusCode === 200)
  })
  call.on('error', () => resolve(false))
  call.on('timeout', () => call.destroy())
  call.end()
  return promise
}
