import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { request } from 'node:http'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { descendants, type ProcessInfo, processesOf } from './process-tree.ts'

const LAUNCHER = fileURLToPath(new URL('../../bin/vitrine.js', import.meta.url))

/** Answer of a server, whole. */
export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: string
}

/** The real product in processes of its own, on a folder of its own. */
export interface RunningDeployment {
  readonly home: string
  readonly port: number
  readonly launcher: ChildProcess
  readonly env: NodeJS.ProcessEnv
  ask(host: string, path: string, options?: AskOptions): Promise<Answer>
  /** `vitrine …` beside the server; standard output, or an error with what was said. */
  command(...words: readonly string[]): string
  main(): ProcessInfo | undefined
  engineHost(): ProcessInfo | undefined
  postmaster(): ProcessInfo | undefined
  /** Everything that was said on standard output and error. */
  said(): string
  stop(): Promise<void>
}

export interface AskOptions {
  readonly headers?: Readonly<Record<string, string>>
  readonly patienceMs?: number
}

/** A port that nobody uses now. */
export function freePort(): Promise<number> {
  const { promise, resolve } = Promise.withResolvers<number>()
  const server = createServer()
  server.listen(0, '127.0.0.1', () => {
    const address = server.address()
    server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0))
  })
  return promise
}

export function ask(port: number, host: string, path: string, options: AskOptions = {}): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>()
  const headers = { host: `${host}:${port}`, ...options.headers }
  const sent = request({ port, host: '127.0.0.1', path, headers, agent: false }, got => {
    const chunks: Buffer[] = []
    got.on('data', (chunk: Buffer) => chunks.push(chunk))
    got.on('error', reject)
    got.on('end', () =>
      resolve({
        status: got.statusCode ?? 0,
        headers: got.headers,
        body: Buffer.concat(chunks).toString(),
      }),
    )
  })
  sent.setTimeout(options.patienceMs ?? 30_000, () => sent.destroy(new Error('timed out')))
  sent.on('error', reject)
  sent.end()
  return promise
}

export interface DeploymentOptions {
  /** Folder of portals; none: the demo's. */
  readonly portals?: string
  readonly words?: readonly string[]
  readonly env?: Readonly<Record<string, string>>
  readonly home?: string
}

/** Starts `vitrine serve` and waits until it is ready. */
export async function startDeployment(options: DeploymentOptions = {}): Promise<RunningDeployment> {
  const home = options.home ?? (await mkdtemp(join(tmpdir(), 'vitrine-run-')))
  const port = await freePort()
  const env: NodeJS.ProcessEnv = {
    PATH: process.env.PATH,
    HOME: process.env.HOME,
    PORT: String(port),
    VITRINE_HOME: join(home, 'data'),
    ...(options.portals === undefined ? {} : { VITRINE_PORTALS: options.portals }),
    ...options.env,
  }
  const launcher = spawn(process.execPath, [LAUNCHER, 'serve', ...(options.words ?? [])], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  for (const stream of [launcher.stdout, launcher.stderr])
    stream?.on('data', (chunk: Buffer) => {
      said = `${said}${chunk}`.slice(-200_000)
    })
  const pid = launcher.pid ?? 0
  const child = (word: RegExp): ProcessInfo | undefined =>
    descendants(pid).find(({ command }) => word.test(command))
  const running: RunningDeployment = {
    home,
    port,
    launcher,
    env,
    ask: (host, path, asked) => ask(port, host, path, asked),
    command: (...words) => {
      const done = spawnSync(process.execPath, [LAUNCHER, ...words], {
        env,
        encoding: 'utf8',
        timeout: 600_000,
      })
      if (done.status !== 0)
        throw new Error(`vitrine ${words.join(' ')}: exit ${done.status}\n${done.stdout}\n${done.stderr}`)
      return done.stdout
    },
    main: () => child(/cli\.js serve/),
    engineHost: () => child(/engine-host/),
    postmaster: () => child(/^\S+bin\/postgres -D/),
    said: () => said,
    stop: async () => {
      launcher.kill('SIGTERM')
      for (let i = 0; i < 300 && launcher.exitCode === null && launcher.signalCode === null; i++)
        await sleep(100)
      for (const left of processesOf(home)) process.kill(left.pid, 'SIGKILL')
      await rm(home, { recursive: true, force: true })
    },
  }
  await untilReady(running)
  return running
}

/** Waits until `/readyz` says so; an early end of the launcher is an error with all it said. */
export async function untilReady(running: RunningDeployment, patienceMs = 300_000): Promise<number> {
  const started = performance.now()
  while (performance.now() - started < patienceMs) {
    if (running.launcher.exitCode !== null) throw new Error(`vitrine serve ended\n${running.said()}`)
    const answer = await running.ask('localhost', '/readyz', { patienceMs: 2000 }).catch(() => null)
    if (answer?.status === 200) return performance.now() - started
    await sleep(50)
  }
  throw new Error(`vitrine serve is not ready\n${running.said()}`)
}
