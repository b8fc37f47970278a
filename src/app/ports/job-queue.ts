/** A job carries ids, never data; a handler is idempotent by its key. */
export interface Job<P> {
  readonly id: string
  readonly payload: P
  /** 1 on the first run. */
  readonly attempt: number
}

export type JobState = 'waiting' | 'running' | 'done' | 'failed' | 'cancelled'

/** Share done, 0 to 1 (null when unknown), and a message key of the `progress.*` family. */
export interface JobProgress {
  readonly step: string
  readonly share: number | null
}

export interface JobStatus {
  readonly id: string
  readonly state: JobState
  readonly attempt: number
  readonly progress: JobProgress | null
  /** Code of the error catalogue when `failed`. */
  readonly failure: string | null
}

export interface JobKind<P> {
  readonly name: string
  /** Types the stored payload at the door; throws `bug` on a foreign one. */
  readonly read: (payload: unknown) => P
  /** Runs again this many times after a crash or a retryable failure. */
  readonly retries: number
  /** The job is taken away from a worker that ran longer. */
  readonly deadlineSeconds: number
  /** Jobs of this kind that one worker process runs at once. */
  readonly parallel: number
}

export interface JobContext {
  /** Aborted on cancellation, lost lease, deadline or shutdown. */
  readonly signal: AbortSignal
  report(progress: JobProgress): Promise<void>
}

/** Durable jobs with leases, heart-beat, retries, progress and cancellation. */
export interface JobQueue {
  /** At most one waiting or running job per `key`; returns the id of the one that stands. */
  enqueue<P>(kind: JobKind<P>, key: string, payload: P): Promise<string>
  status(id: string): Promise<JobStatus | null>
  cancel(id: string): Promise<void>
  /** Starts to take jobs of this kind; a lost worker's job is taken over within a minute. */
  work<P>(kind: JobKind<P>, run: (job: Job<P>, context: JobContext) => Promise<void>): Promise<void>
  /** Stops taking, aborts what runs (it will be taken up again), waits for it to end. */
  stop(): Promise<void>
}
