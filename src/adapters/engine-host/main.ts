import { chmod, mkdir } from 'node:fs/promises'
import type { Server } from 'node:http'
import { join } from 'node:path'
import { drainPending } from 'chdb'
import { openEngine } from './engine.ts'
import { Executor } from './executor.ts'
import { keepBallast } from './free-space.ts'
import { hostLog as log } from './host-log.ts'
import { engineFolder, type HostOptions, readHostOptions } from './options.ts'
import { dropPrivileges } from './privileges.ts'
import { createHost } from './server.ts'

const PARENT_CHECK_MS = 1000

/** At once, and without the engine's exit handlers: `process.exit` while a query runs is a crash (engine.md §3). */
function die(): void {
  process.kill(process.pid, 'SIGKILL')
}

/** What must be ended. */
interface Ending {
  readonly server: Server
  readonly executor: Executor | null
  readonly options: HostOptions
}

/** Ends in order: nothing new, every query killed and drained, sessions closed; by force when that takes too long. */
async function end(code: number, { server, executor, options }: Ending): Promise<void> {
  setTimeout(() => {
    log.error('engine_host_end_overdue')
    die()
  }, options.patienceMs).unref()
  server.close()
  executor?.stop()
  await drainPending()
  await new Promise(resolve => setImmediate(resolve))
  executor?.close()
  await drainPending()
  server.closeAllConnections()
  log.info('engine_host_ended', { code })
  process.exit(code)
}

async function listen(server: Server, socketPath: string): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  server.once('error', reject)
  server.listen(socketPath, resolve)
  await promise
  await chmod(socketPath, 0o600)
}

async function main(): Promise<void> {
  const options = readHostOptions(process.argv)
  const parent = process.ppid
  let executor: Executor | null = null
  let ending = false
  const server = createHost(() => (ending ? null : executor))
  const stop = (code: number) => {
    if (ending) return
    ending = true
    void end(code, { server, executor, options })
  }
  process.stdout.on('error', () => {})
  process.stderr.on('error', () => {})
  process.on('SIGTERM', () => stop(0))
  process.on('SIGINT', () => {})
  process.on('disconnect', () => stop(0))
  process.on('uncaughtException', thrown => {
    log.error('engine_host_failed', {}, thrown)
    stop(1)
  })
  setInterval(() => process.ppid !== parent && stop(0), PARENT_CHECK_MS).unref()

  const folder = engineFolder(options.home)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  await keepBallast(join(options.home, 'engine.ballast'), options.ballastBytes, {
    folder,
    rule: options.freeSpace,
    log,
  })
  await listen(server, options.socketPath)
  await dropPrivileges(options, log)
  const engine = await openEngine(options, log)
  executor = new Executor(engine, options, { log, giveUp: die })
  log.info('engine_host_ready', { version: engine.version, memory: options.memoryBytes })
}

await main()
