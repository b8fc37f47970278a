import { DEFAULT_CHECKS } from '../../core/ingest/checks.ts'
import { queueLoad } from '../catalog/publish-source.ts'
import { runIngest } from '../ingest/run-ingest.ts'
import type { Ports } from '../ports/ports.ts'
import { forgetOldLedger } from '../privacy/ledger-retention.ts'
import { dropLooseFiles } from './drop-loose-files.ts'
import { forgetExpired } from './forget-expired.ts'
import { FORGET_EXPIRED, INGEST, REBUILD, RETENTION } from './kinds.ts'
import { dropExpired } from './retention.ts'
import { rebuildTable } from './verify-tables.ts'

export interface WorkerLimits {
  /** Loads at once. */
  readonly parallel: number
  /** Unpublished revisions of a dataset that keep their table. */
  readonly keepRevisions: number
}

/**
 * Takes jobs of every kind in this process, and puts back those that a crash left without one. `afterLoad` runs before
 * a load counts as done: who waits for it finds its result served.
 */
export async function startWorker(
  ports: Ports,
  limits: WorkerLimits,
  afterLoad: () => Promise<void>,
): Promise<void> {
  await ports.jobs.work({ ...INGEST, parallel: limits.parallel }, async (job, context) => {
    await runIngest(ports, job.payload.revisionId, DEFAULT_CHECKS, context)
    await afterLoad()
    await ports.jobs.enqueue(RETENTION, 'retention', null)
  })
  await ports.jobs.work(REBUILD, (job, context) => rebuildTable(ports, job.payload.revisionId, context))
  await ports.jobs.work(RETENTION, async (_job, context) => {
    const dropped = await dropExpired(ports, limits.keepRevisions, context.signal)
    if (dropped > 0) ports.log.info('revisions_expired', { dropped })
    const loose = await dropLooseFiles(ports, context.signal)
    if (loose > 0) ports.log.info('files_expired', { dropped: loose })
    const forgotten = await forgetOldLedger(ports)
    if (forgotten > 0) ports.log.info('ledger_expired', { rows: forgotten })
  })
  await ports.jobs.work(FORGET_EXPIRED, async () => {
    const forgotten = await forgetExpired(ports)
    if (forgotten > 0) ports.log.info('sessions_expired', { forgotten })
  })
  for (const { id } of await ports.catalog.unfinishedRevisions()) await queueLoad(ports, id)
  await ports.jobs.enqueue(RETENTION, 'retention', null)
}
