import type { ConstructorOptions, Queue, WorkOptions } from 'pg-boss'
import type { JobKind } from '../../app/ports/job-queue.ts'

/** Schema of pg-boss's own tables, which it migrates itself. */
export const JOB_SCHEMA = 'jobs'

const DAY = 86_400

/**
 * A worker that dies is noticed when its heart-beat is {@link HEARTBEAT} seconds old, by whoever looks next:
 * together well within a minute.
 */
const HEARTBEAT = 15
const LOOK = 10

/** What every process runs with: look after lost jobs often, everything we do not use rarely. */
export const BOSS_SETTINGS = {
  schema: JOB_SCHEMA,
  max: 4,
  schedule: false,
  useListenNotify: true,
  superviseIntervalSeconds: LOOK,
  monitorIntervalSeconds: LOOK,
  flowIntervalSeconds: 3600,
  bamIntervalSeconds: 600,
  monitorVacuum: false,
} as const satisfies ConstructorOptions

/** How a kind of job is queued: one waiting or running per key, woken by NOTIFY. */
export const queueSettings = <P>(kind: JobKind<P>): Omit<Queue, 'name' | 'policy'> => ({
  retryLimit: kind.retries,
  retryDelay: 1,
  retryBackoff: true,
  retryDelayMax: 60,
  expireInSeconds: kind.deadlineSeconds,
  heartbeatSeconds: HEARTBEAT,
  retentionSeconds: 365 * DAY,
  deleteAfterSeconds: 7 * DAY,
  notify: true,
})

/** How a worker takes jobs: NOTIFY wakes it, and it looks by itself for what came due without one. */
export const WORK_SETTINGS = {
  perJobResults: true,
  heartbeatRefreshSeconds: HEARTBEAT / 3,
  pollingIntervalSeconds: 1,
  notifyPollingIntervalSeconds: 2,
} as const satisfies WorkOptions
