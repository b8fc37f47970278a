import { type ChildProcess, fork } from 'node:child_process'
import type { IngestRunner, LoadListener, LoadRequest, LoadResult } from '../../app/ports/ingest-runner.ts'
import type { Log } from '../../app/ports/log.ts'
import { VitrineError } from '../../core/errors.ts'
import type { LoadMessage, LoadOrder, Stores } from './messages.ts'

export interface RunnerOptions {
  /** Entry file of the child (`src/ingest-host.ts` or its built form). */
  readonly entry: string
  readonly stores: () => Stores
  /** Limits of the child: heap in MiB, wall clock in seconds. */
  readonly memoryMb: number
  readonly seconds: number
  readonly log: Log
}

/** Ends of a Node process that ran out of heap. */
const OUT_OF_MEMORY = new Set(['SIGABRT', 'SIGTRAP', 'SIGILL'])

/** Only what a child of ours needs; no secret of the parent reaches code that parses foreign files. */
const childEnvironment = (): NodeJS.ProcessEnv => ({ TZ: 'UTC', LANG: 'C.UTF-8' })

/** Loads in a process of its own: forked for one source, killed at its limits, gone afterwards. */
export function ingestRunner(options: RunnerOptions): IngestRunner {
  return {
    load: async (request, listener, signal) => {
      if (signal.aborted) throw new VitrineError('aborted')
      const child = fork(options.entry, [], {
        execArgv: [`--max-old-space-size=${options.memoryMb}`, '--disable-warning=ExperimentalWarning'],
        env: childEnvironment(),
        stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
        serialization: 'advanced',
      })
      return attend(child, { request, listener, signal, options })
    },
  }
}

interface Attendance {
  readonly request: LoadRequest
  readonly listener: LoadListener
  readonly signal: AbortSignal
  readonly options: RunnerOptions
}

function attend(
  child: ChildProcess,
  { request, listener, signal, options }: Attendance,
): Promise<LoadResult> {
  const { promise, resolve, reject } = Promise.withResolvers<LoadResult>()
  let complaint = ''
  child.stderr?.on('data', (chunk: Buffer) => {
    complaint = `${complaint}${chunk.toString()}`.slice(-4000)
  })
  const kill = (): boolean => child.kill('SIGKILL')
  const clock = setTimeout(() => {
    reject(new VitrineError('ingest_timeout', { seconds: options.seconds }))
    kill()
  }, options.seconds * 1000)
  const onAbort = (): void => {
    reject(new VitrineError('aborted'))
    kill()
  }
  signal.addEventListener('abort', onAbort, { once: true })
  child.on('message', (message: LoadMessage) => {
    if (message.kind === 'progress') return listener.onProgress(message.progress)
    if (message.kind === 'files') return listener.onFiles(message.files)
    if (message.kind === 'loaded') return resolve(message.result)
    if (message.detail !== '')
      options.log.warn('ingest_failed', { code: message.code, detail: message.detail })
    reject(new VitrineError(message.code, message.params))
  })
  child.once('error', error => reject(new VitrineError('ingest_crashed', {}, error)))
  child.once('exit', (code, end) => {
    clearTimeout(clock)
    signal.removeEventListener('abort', onAbort)
    const outOfMemory = end !== null && OUT_OF_MEMORY.has(end)
    const fault = outOfMemory ? 'ingest_memory' : 'ingest_crashed'
    reject(new VitrineError(fault, {}, new Error(`exit ${code} ${end} ${complaint}`)))
  })
  const order: LoadOrder = { request, stores: options.stores() }
  child.send(order)
  return promise
}
