import { setTimeout as sleep } from 'node:timers/promises'
import type { Log } from '../../app/ports/log.ts'
import type { Program, RunningProgram } from './program.ts'

export type SupervisedState = 'starting' | 'up' | 'down'

/** A program kept alive. */
export interface Supervised {
  readonly name: string
  state(): SupervisedState
  /** Process id while `up`. */
  pid(): number | null
  /** Ends the program for good, in order; resolves when it has gone. */
  stop(): Promise<void>
}

export interface SuperviseOptions {
  readonly log: Log
  /** Pauses before the first, second … restart in a row, in milliseconds; the last one repeats. */
  readonly pauses?: readonly number[]
  /** A program that stayed up this long starts its pauses over. */
  readonly steadyMs?: number
}

/** The first restart at once, and never more than two seconds of waiting: a crash is a 503 of seconds. */
const PAUSES = [0, 100, 250, 500, 1000, 2000]

/**
 * Starts a program and keeps it alive: whenever it ends by itself it is started again, for as long as it
 * takes. Rejects when the very first start fails, since that is a fault of the installation that waiting does
 * not mend.
 */
export async function supervise(program: Program, options: SuperviseOptions): Promise<Supervised> {
  const { log, pauses = PAUSES, steadyMs = 10_000 } = options
  const stopping = new AbortController()
  let state: SupervisedState = 'starting'
  let running: RunningProgram | null = await program.start(stopping.signal)
  state = 'up'

  const startAgain = async (failures: number): Promise<RunningProgram | null> => {
    state = 'starting'
    try {
      await sleep(pauses[Math.min(failures, pauses.length - 1)] ?? 0, undefined, { signal: stopping.signal })
      const started = await program.start(stopping.signal)
      if (!stopping.signal.aborted) return started
      await started.stop()
    } catch (thrown) {
      if (!stopping.signal.aborted)
        log.error('program_start_failed', { program: program.name, failures }, thrown)
    }
    return null
  }

  const watch = async (): Promise<void> => {
    let failures = 0
    while (!stopping.signal.aborted) {
      const since = performance.now()
      const end = running === null ? null : await running.ended
      running = null
      state = 'down'
      if (stopping.signal.aborted) return
      if (end !== null) {
        log.warn('program_ended', { program: program.name, code: end.code, signal: end.signal })
        if (performance.now() - since >= steadyMs) failures = 0
      }
      running = await startAgain(failures++)
      if (running !== null) {
        state = 'up'
        log.info('program_restarted', { program: program.name, pid: running.pid })
      }
    }
  }
  const watched = watch()

  return {
    name: program.name,
    state: () => state,
    pid: () => running?.pid ?? null,
    stop: async () => {
      stopping.abort()
      await running?.stop()
      await watched
      state = 'down'
    },
  }
}
