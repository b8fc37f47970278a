/** A child process that runs: it ends by itself, or is asked to. */
export interface RunningProgram {
  readonly pid: number
  /** Resolves when the process has gone, with what it said: exit code or signal. */
  readonly ended: Promise<{ readonly code: number | null; readonly signal: string | null }>
  /** Orderly end within the program's own patience, then SIGKILL; resolves when it has gone. */
  stop(): Promise<void>
  /** At once. */
  kill(): void
}

/**
 * A child that the supervisor keeps alive. `start` clears away what a killed predecessor left (a stale
 * process, a lock), launches, and resolves when the child answers on its socket.
 */
export interface Program {
  readonly name: string
  start(signal: AbortSignal): Promise<RunningProgram>
}
