import { setTimeout as sleep } from 'node:timers/promises'
import { type Job as BossJob, type JobResult, PgBoss } from 'pg-boss'
import type { JobKind, JobQueue, JobStatus } from '../../app/ports/job-queue.ts'
import type { Log } from '../../app/ports/log.ts'
import { type Connection, type PostgresTarget, poolConfig } from './connection.ts'
import { codeOf, postgresFault } from './faults.ts'
import { jobHandler, type StoredPayload } from './job-handler.ts'
import { formatJobId, parseJobId } from './job-ids.ts'
import { readProgress, sweepProgress } from './job-progress.ts'
import { type JobRuns, watchRuns } from './job-runs.ts'
import { BOSS_SETTINGS, queueSettings, WORK_SETTINGS } from './job-settings.ts'
import { statusOf } from './job-status.ts'

/** How long `stop` waits for handlers that it aborted, before it gives their jobs back under them. */
const PATIENCE_MS = 10_000

/**
 * Jobs in PostgreSQL, by pg-boss. Opening makes or migrates pg-boss's tables; the schema of `migrate` must be
 * there. Stop the queue before the connection is closed.
 */
export async function openJobQueue(
  target: PostgresTarget,
  connection: Connection,
  log: Log,
): Promise<JobQueue> {
  const boss = new PgBoss({ ...poolConfig(target), ...BOSS_SETTINGS })
  boss.on('error', thrown => log.warn('job_queue_error', { code: codeOf(thrown), message: thrown.message }))
  boss.on('warning', ({ message }) => log.warn('job_queue_warning', { message }))
  await mapped(async () => {
    await boss.start()
    await sweepProgress(connection)
  })
  const runs = watchRuns(connection, log)
  const stopping = new AbortController()
  const handle = jobHandler({ connection, runs, log, stopping: stopping.signal })
  const ensureQueue = queueMaker(boss)
  const worked = new Set<string>()

  return {
    enqueue: (kind, key, payload) =>
      mapped(async () => {
        await ensureQueue(kind)
        return enqueue(boss, { kind: kind.name, key, payload })
      }),

    status: id => mapped(() => status(boss, connection, id)),

    cancel: id =>
      mapped(async () => {
        const ref = parseJobId(id)
        if (ref === null || (await boss.getQueue(ref.kind)) === null) return
        await boss.cancel(ref.kind, ref.id)
        runs.abort(ref.id, 'cancelled')
      }),

    work: (kind, run) =>
      mapped(async () => {
        await ensureQueue(kind)
        worked.add(kind.name)
        for (let n = 0; n < kind.parallel; n++)
          await startWorker(boss, kind.name, jobs => Promise.all(jobs.map(job => handle(kind, job, run))))
      }),

    stop: async () => {
      stopping.abort()
      const ended = Promise.all([...worked].map(kind => boss.offWork(kind)))
      for (const run of runs.all()) runs.abort(run.id, 'stopping')
      await endBoss(boss, runs, ended).catch((thrown: unknown) =>
        log.warn('job_queue_stop_failed', { code: codeOf(thrown) }),
      )
    },
  }
}

const mapped = <T>(use: () => Promise<T>): Promise<T> =>
  use().catch((thrown: unknown) => {
    throw postgresFault(thrown)
  })

/** Makes each kind's queue once per process, and brings its settings up to date. */
function queueMaker(boss: PgBoss): <P>(kind: JobKind<P>) => Promise<void> {
  const made = new Map<string, Promise<void>>()
  return kind => {
    const known = made.get(kind.name)
    if (known !== undefined) return known
    const making = boss
      .createQueue(kind.name, { policy: 'exclusive', ...queueSettings(kind) })
      .then(() => boss.updateQueue(kind.name, queueSettings(kind)))
    made.set(kind.name, making)
    making.catch(() => made.delete(kind.name))
    return making
  }
}

interface NewJob {
  readonly kind: string
  readonly key: string
  readonly payload: unknown
}

async function enqueue(boss: PgBoss, job: NewJob): Promise<string> {
  for (;;) {
    const stored: StoredPayload = { payload: job.payload }
    const made = await boss.send(job.kind, stored, { singletonKey: job.key })
    if (made !== null) return formatJobId({ kind: job.kind, id: made })
    const standing = (await boss.findJobs(job.kind, { key: job.key })).find(
      ({ state }) => state === 'created' || state === 'retry' || state === 'active',
    )
    if (standing !== undefined) return formatJobId({ kind: job.kind, id: standing.id })
  }
}

async function status(boss: PgBoss, connection: Connection, id: string): Promise<JobStatus | null> {
  const ref = parseJobId(id)
  if (ref === null || (await boss.getQueue(ref.kind)) === null) return null
  const [job] = await boss.findJobs(ref.kind, { id: ref.id })
  return job === undefined ? null : statusOf(id, job, await readProgress(connection, ref.id))
}

/** One worker, which after a job looks for the next at once instead of waiting out its interval. */
async function startWorker(
  boss: PgBoss,
  kind: string,
  run: (jobs: readonly BossJob<StoredPayload>[]) => Promise<JobResult[]>,
): Promise<void> {
  let worker = ''
  worker = await boss.work(kind, WORK_SETTINGS, async (jobs: BossJob<StoredPayload>[]) => {
    const results = await run(jobs)
    boss.notifyWorker(worker)
    return results
  })
}

/** Waits for the workers to settle what they ran; what runs on regardless is given back under them. */
async function endBoss(boss: PgBoss, runs: JobRuns, ended: Promise<unknown>): Promise<void> {
  const patience = new AbortController()
  await Promise.race([ended, sleep(PATIENCE_MS, undefined, { signal: patience.signal })])
  patience.abort()
  await Promise.all(runs.all().map(runs.release))
  await boss.stop({ graceful: false })
}
