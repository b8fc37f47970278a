import { VitrineError } from '../../core/errors.ts'
import type { JobKind } from '../ports/job-queue.ts'

export interface IngestPayload {
  readonly revisionId: number
}

const member = (payload: unknown, name: string): unknown =>
  typeof payload === 'object' && payload !== null ? Reflect.get(payload, name) : undefined

const readRevisionId = (payload: unknown): IngestPayload => {
  const revisionId = member(payload, 'revisionId')
  if (typeof revisionId !== 'number') throw new VitrineError('bug')
  return { revisionId }
}

/** Loads a queued revision and publishes it. */
export const INGEST: JobKind<IngestPayload> = {
  name: 'ingest',
  read: readRevisionId,
  retries: 3,
  deadlineSeconds: 6 * 3600,
  parallel: 1,
}

/** Loads a published revision again whose table was found damaged. */
export const REBUILD: JobKind<IngestPayload> = { ...INGEST, name: 'rebuild' }

/** Drops the tables of revisions past the retention rule, and the files that only they had. */
export const RETENTION: JobKind<null> = {
  name: 'retention',
  read: () => null,
  retries: 2,
  deadlineSeconds: 600,
  parallel: 1,
}

/** Forgets sessions and one-time tokens that have expired. */
export const FORGET_EXPIRED: JobKind<null> = {
  name: 'forget-expired',
  read: () => null,
  retries: 2,
  deadlineSeconds: 600,
  parallel: 1,
}

/** Every job kind, for docs, help and the worker's tests. */
export const JOB_KINDS = [INGEST, REBUILD, RETENTION, FORGET_EXPIRED] as const
