import { sql } from 'kysely'
import type { Log } from '../../app/ports/log.ts'
import type { Connection } from './connection.ts'
import { codeOf } from './faults.ts'
import { JOB_SCHEMA } from './job-settings.ts'

/** One attempt that runs in this process. */
export interface JobRun {
  readonly kind: string
  readonly id: string
  /** The queue's count of attempts before this one; with the id it names the claim we hold. */
  readonly retryCount: number
  readonly abort: AbortController
}

/** The attempts of this process, watched for the end of their claims. */
export interface JobRuns {
  add(run: JobRun): void
  delete(run: JobRun): void
  abort(id: string, why: string): void
  all(): readonly JobRun[]
  /** Gives the claim back, so that the job can be taken up at once, without counting as a failed attempt. */
  release(run: JobRun): Promise<void>
}

/** A cancelled job's handler hears of it within this time. */
const WATCH_MS = 1000

/** Keeps the runs and, while there are any, looks every second whether each is still ours to run. */
export function watchRuns(connection: Connection, log: Log): JobRuns {
  const runs = new Set<JobRun>()
  let timer: NodeJS.Timeout | null = null
  let looking = false

  const look = async (): Promise<void> => {
    if (looking) return
    looking = true
    try {
      const held = await heldClaims(connection, [...runs])
      for (const run of held.looked) if (!held.ours.has(run)) end(run, 'cancelled or taken over')
    } catch (thrown) {
      log.warn('job_watch_failed', { code: codeOf(thrown) })
    } finally {
      looking = false
    }
  }
  const end = (run: JobRun, why: string): void => run.abort.abort(new Error(`job ${run.id}: ${why}`))

  return {
    add: run => {
      runs.add(run)
      timer ??= setInterval(() => void look(), WATCH_MS)
    },
    delete: run => {
      runs.delete(run)
      if (runs.size > 0 || timer === null) return
      clearInterval(timer)
      timer = null
    },
    abort: (id, why) => {
      for (const run of runs) if (run.id === id) end(run, why)
    },
    all: () => [...runs],
    release: run =>
      connection.run(db =>
        releaseClaim(run)
          .execute(db)
          .then(() => undefined),
      ),
  }
}

const JOB = sql.table(`${JOB_SCHEMA}.job`)

async function heldClaims(
  connection: Connection,
  looked: readonly JobRun[],
): Promise<{ readonly looked: readonly JobRun[]; readonly ours: ReadonlySet<JobRun> }> {
  const kinds = [...new Set(looked.map(run => run.kind))]
  const ids = looked.map(run => run.id)
  const { rows } = await connection.run(db =>
    sql<{ id: string; retry_count: number }>`
      select id::text, retry_count from ${JOB}
      where name = any(${kinds}) and id = any(${ids}::uuid[]) and state = 'active'
    `.execute(db),
  )
  const active = new Map(rows.map(row => [row.id, row.retry_count]))
  return { looked, ours: new Set(looked.filter(run => active.get(run.id) === run.retryCount)) }
}

/**
 * Back to `retry` with one retry more, and not to `created`: the next claim then counts as another attempt,
 * so that whatever we still settle for this one is refused (pg-boss fences settlements by attempt).
 */
const releaseClaim = (run: JobRun) => sql`
  update ${JOB} set state = 'retry', retry_limit = retry_limit + 1, start_after = now(), heartbeat_on = null
  where name = ${run.kind} and id = ${run.id}::uuid and state = 'active' and retry_count = ${run.retryCount}
`
