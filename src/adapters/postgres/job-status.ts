import type { JobWithMetadata } from 'pg-boss'
import type { JobProgress, JobState, JobStatus } from '../../app/ports/job-queue.ts'
import { ERRORS, type ErrorCode, type VitrineError } from '../../core/errors.ts'

const STATES = {
  created: 'waiting',
  retry: 'waiting',
  active: 'running',
  completed: 'done',
  failed: 'failed',
  cancelled: 'cancelled',
} as const satisfies Record<JobWithMetadata['state'], JobState>

type StoredJob = Pick<JobWithMetadata, 'state' | 'retryCount' | 'output'>

/** What the port tells of a stored job. */
export const statusOf = (id: string, job: StoredJob, progress: JobProgress | null): JobStatus => ({
  id,
  state: STATES[job.state],
  attempt: job.retryCount + 1,
  progress: STATES[job.state] === 'running' ? progress : null,
  failure: job.state === 'failed' ? failureOf(job.output) : null,
})

/** Kinds of fault that another attempt may not meet again. */
const PASSING: ReadonlySet<string> = new Set(['busy', 'unavailable', 'bug'])

export const isPassing = (fault: VitrineError): boolean => PASSING.has(fault.kind)

/** The code that our handler stored, or what stands for one of pg-boss's own reasons to fail a job. */
export function failureOf(output: unknown): ErrorCode {
  const code = member(output, 'code')
  if (typeof code === 'string' && Object.hasOwn(ERRORS, code)) return code as ErrorCode
  const said = member(output, 'message') ?? member(member(output, 'value'), 'message')
  if (typeof said !== 'string') return 'bug'
  if (/heartbeat/.test(said)) return 'job_lost'
  return /timed out|exceeded/.test(said) ? 'job_deadline' : 'bug'
}

const member = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined
