import type { Job as BossJob, JobResult } from 'pg-boss'
import type { Job, JobContext, JobKind } from '../../app/ports/job-queue.ts'
import type { Log } from '../../app/ports/log.ts'
import { asVitrineError, VitrineError } from '../../core/errors.ts'
import type { Connection } from './connection.ts'
import { formatJobId } from './job-ids.ts'
import { forgetProgress, progressReporter } from './job-progress.ts'
import type { JobRun, JobRuns } from './job-runs.ts'
import { isPassing } from './job-status.ts'

/** pg-boss stores objects only, so a payload is wrapped in one. */
export interface StoredPayload {
  readonly payload: unknown
}

export type JobRunner<P> = (job: Job<P>, context: JobContext) => Promise<void>

/** Runs one attempt and says what pg-boss shall make of it. */
export type JobHandler = <P>(
  kind: JobKind<P>,
  job: BossJob<StoredPayload>,
  run: JobRunner<P>,
) => Promise<JobResult>

export interface HandlerParts {
  readonly connection: Connection
  readonly runs: JobRuns
  readonly log: Log
  /** Aborted when this process takes no more jobs; what runs then is given back. */
  readonly stopping: AbortSignal
}

/** Attempts under watch: registered while they run, given back when we stop, their faults told by code. */
export const jobHandler =
  ({ connection, runs, log, stopping }: HandlerParts): JobHandler =>
  async (kind, job, run) => {
    const claim: JobRun = {
      kind: kind.name,
      id: job.id,
      retryCount: job.retryCount,
      abort: new AbortController(),
    }
    runs.add(claim)
    try {
      if (stopping.aborted) throw new VitrineError('stopping')
      const signal = AbortSignal.any([job.signal, claim.abort.signal])
      await run(
        { id: formatJobId(claim), payload: kind.read(job.data.payload), attempt: job.retryCount + 1 },
        { signal, report: progressReporter(connection, job.id) },
      )
      return { id: job.id, status: 'completed' }
    } catch (thrown) {
      return stopping.aborted ? await giveBack(runs, claim) : failed(job.id, thrown, log)
    } finally {
      runs.delete(claim)
      await forgetProgress(connection, job.id)
    }
  }

/** pg-boss runs a failed job again, one that goes to the (absent) dead letters never. */
function failed(id: string, thrown: unknown, log: Log): JobResult {
  const fault = asVitrineError(thrown)
  if (fault.code === 'bug') log.error('job_failed', { job: id, code: fault.code }, thrown)
  return { id, status: isPassing(fault) ? 'failed' : 'deadletter', output: { code: fault.code } }
}

/** What we tell pg-boss of a job that is no longer ours does not matter: it is refused. */
async function giveBack(runs: JobRuns, run: JobRun): Promise<JobResult> {
  await runs.release(run)
  return { id: run.id, status: 'completed' }
}
