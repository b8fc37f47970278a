import type { JobProgress } from '../../app/ports/job-queue.ts'
import type { Connection } from './connection.ts'

/** Writes at most this often per job, unless the step changes. */
const PAUSE_MS = 250

const WEEK_MS = 7 * 86_400_000

export async function readProgress(connection: Connection, jobId: string): Promise<JobProgress | null> {
  const row = await connection.run(db =>
    db.selectFrom('job_progress').select(['step', 'share']).where('job_id', '=', jobId).executeTakeFirst(),
  )
  return row ?? null
}

/**
 * How a run reports: thinned out, and never a failure of the job, since nothing depends on its arrival.
 */
export function progressReporter(
  connection: Connection,
  jobId: string,
): (progress: JobProgress) => Promise<void> {
  let step = ''
  let written = 0
  return async progress => {
    const now = performance.now()
    if (progress.step === step && now - written < PAUSE_MS) return
    step = progress.step
    written = now
    const values = { step: progress.step, share: progress.share, reported_at: new Date() }
    await connection.db
      .insertInto('job_progress')
      .values({ job_id: jobId, ...values })
      .onConflict(conflict => conflict.column('job_id').doUpdateSet(values))
      .execute()
      .catch(() => undefined)
  }
}

export async function forgetProgress(connection: Connection, jobId: string): Promise<void> {
  await connection.db
    .deleteFrom('job_progress')
    .where('job_id', '=', jobId)
    .execute()
    .catch(() => undefined)
}

/** Removes what killed workers left. */
export async function sweepProgress(connection: Connection): Promise<void> {
  const before = new Date(Date.now() - WEEK_MS)
  await connection.run(db => db.deleteFrom('job_progress').where('reported_at', '<', before).execute())
}
