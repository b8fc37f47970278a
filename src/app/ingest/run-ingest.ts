import type { Revision } from '../../core/dataset/revision.ts'
import { VitrineError } from '../../core/errors.ts'
import { type CheckFailure, failedCheck, type LoadChecks } from '../../core/ingest/checks.ts'
import { syncCatalogIndex } from '../catalog/sync-catalog-index.ts'
import type { StoredPublication } from '../ports/catalog-store.ts'
import type { LoadResult } from '../ports/ingest-runner.ts'
import type { JobContext } from '../ports/job-queue.ts'
import type { Ports } from '../ports/ports.ts'
import { heardFiles } from './heard-files.ts'

/** Kinds of fault that another run may not meet again. */
const PASSING = new Set(['busy', 'unavailable', 'bug'])

/**
 * Load → check → publish → index, as one repeatable job: run again after a crash at any step, it starts
 * from the revision's state and ends in the same place. A fault of the source marks the revision `failed`
 * and ends the job; a passing one is thrown, so that the queue tries again.
 */
export async function runIngest(
  ports: Ports,
  revisionId: number,
  checks: LoadChecks,
  context: JobContext,
): Promise<void> {
  const revision = await ports.catalog.getRevision(revisionId)
  if (revision.state === 'published') return indexPublished(ports, revision, context)
  if (revision.state === 'superseded') return
  await ports.catalog.markRunning(revisionId)
  try {
    const loaded = await load(ports, revision, context)
    const failure = await checkLoad(ports, loaded, checks, context)
    if (failure !== null) {
      await ports.records.dropTable(loaded.table, context.signal)
      return await ports.catalog.markFailed(revisionId, failure, loaded.report)
    }
    if (await isSuperseded(ports, revisionId))
      return await ports.records.dropTable(loaded.table, context.signal)
    await ports.catalog.saveLoad({ revisionId, ...loaded })
    await context.report({ step: 'publish', share: 1 })
    const published = await ports.catalog.publishRevision(revisionId, ports.clock.now())
    await indexDataset(ports, published, context)
  } catch (thrown) {
    if (!(thrown instanceof VitrineError) || PASSING.has(thrown.kind)) throw thrown
    if (await isSuperseded(ports, revisionId)) return
    await ports.catalog.markFailed(revisionId, { code: thrown.code, params: thrown.params }, null)
  }
}

/** Whether the dataset was unpublished meanwhile: then nobody waits for this load any more. */
const isSuperseded = async ({ catalog }: Ports, revisionId: number): Promise<boolean> =>
  (await catalog.getRevision(revisionId)).state === 'superseded'

async function load(ports: Ports, revision: Revision, context: JobContext): Promise<LoadResult> {
  if (revision.source === null) throw new VitrineError('bug')
  const files = heardFiles(ports, revision.id)
  const loaded = await ports.ingest.load(
    {
      revisionId: revision.id,
      source: revision.source,
      options: revision.options,
      language: revision.metadata.language,
    },
    { onProgress: progress => void context.report(progress), onFiles: files.onFiles },
    context.signal,
  )
  await files.kept()
  return loaded
}

async function checkLoad(
  ports: Ports,
  loaded: LoadResult,
  checks: LoadChecks,
  context: JobContext,
): Promise<CheckFailure | null> {
  await context.report({ step: 'check', share: 1 })
  const stored = await ports.records.countRows(loaded.table, context.signal)
  return failedCheck(loaded.report, stored, checks)
}

async function indexPublished(ports: Ports, revision: Revision, context: JobContext): Promise<void> {
  const [published] = await ports.catalog.getPublished([revision.datasetUid])
  if (published !== undefined) await indexDataset(ports, published, context)
}

async function indexDataset(ports: Ports, published: StoredPublication, context: JobContext): Promise<void> {
  await context.report({ step: 'index', share: 1 })
  await syncCatalogIndex(ports, published.dataset.portalId, context.signal)
}
