const STOP_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
/** A terminal and the launcher may both send the same signal: only a later one is a second one. */
const SECOND_SIGNAL_MS = 1_000

/** The part of `process` that this needs. */
export interface SignalSource {
  on(event: string, listener: () => void): unknown
  exit(code: number): never
}

/**
 * Aborted when the process should end in order: a stop signal came, or the launcher that started us has gone
 * (its IPC channel closed), for nobody outlives the launcher. A second signal ends at once.
 */
export function stopSignal(source: SignalSource, now: () => number): AbortSignal {
  const controller = new AbortController()
  let stoppedAt: number | null = null
  const stop = () => {
    if (stoppedAt !== null && now() - stoppedAt > SECOND_SIGNAL_MS) source.exit(1)
    stoppedAt ??= now()
    controller.abort()
  }
  for (const signal of STOP_SIGNALS) source.on(signal, stop)
  source.on('disconnect', () => controller.abort())
  return controller.signal
}
