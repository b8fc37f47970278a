import { mkdtemp, rm } from 'node:fs/promises'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type EngineHostSettings, engineHostProgram } from '../../src/adapters/engine-host/program.ts'
import type { RunningProgram } from '../../src/adapters/supervisor/program.ts'
import { type RecordingLog, recordingLog } from './recording-log.ts'

/** A running engine host on a folder of its own. */
export interface EmbeddedEngine {
  readonly home: string
  readonly socketPath: string
  readonly log: RecordingLog
  /** The host that runs now; changes with {@link restart}. */
  readonly host: () => RunningProgram
  readonly restart: () => Promise<RunningProgram>
  /** Stops the host and removes the folder. */
  readonly remove: () => Promise<void>
}

export type EngineChoices = Partial<Omit<EngineHostSettings, 'home' | 'socketPath' | 'log'>>

/** Small enough for a test machine: no ballast, no demand on the disk's free space. */
const SMALL: EngineChoices = {
  memoryBytes: 2_000_000_000,
  freeSpace: { minBytes: 0, minShare: 0 },
  ballastBytes: 0,
}

/** Starts an engine host for a test; `before` may spoil the folder first. */
export async function startEngine(choices: EngineChoices = {}): Promise<EmbeddedEngine> {
  const home = await mkdtemp(join(tmpdir(), 'vitrine-engine-'))
  const socketPath = join(home, 'e.sock')
  const log = recordingLog()
  const program = engineHostProgram({ ...SMALL, ...choices, home, socketPath, log })
  let host = await program.start(AbortSignal.timeout(60_000))
  return {
    home,
    socketPath,
    log,
    host: () => host,
    restart: async () => {
      host = await program.start(AbortSignal.timeout(60_000))
      return host
    },
    remove: async () => {
      await host.stop()
      await rm(home, { recursive: true, force: true })
    },
  }
}

/** What the wire answered. */
export interface WireAnswer {
  readonly status: number
  readonly code: string | undefined
  readonly retryAfter: string | undefined
  readonly body: Buffer
}

/** One bare request of ClickHouse's HTTP interface. */
export function callWire(
  socketPath: string,
  parameters: Readonly<Record<string, string>>,
  { body = '', signal }: { body?: string | Buffer; signal?: AbortSignal } = {},
): Promise<WireAnswer> {
  const { promise, resolve, reject } = Promise.withResolvers<WireAnswer>()
  const path = `/?${new URLSearchParams(parameters)}`
  const call = request(
    { socketPath, path, method: 'POST', agent: false, ...(signal ? { signal } : {}) },
    answer => {
      const chunks: Buffer[] = []
      answer.on('data', (chunk: Buffer) => chunks.push(chunk))
      answer.on('error', reject)
      answer.on('end', () =>
        resolve({
          status: answer.statusCode ?? 0,
          code: answer.headers['x-clickhouse-exception-code']?.toString(),
          retryAfter: answer.headers['retry-after'],
          body: Buffer.concat(chunks),
        }),
      )
    },
  )
  call.on('error', reject)
  call.end(body)
  return promise
}
