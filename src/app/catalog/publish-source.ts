import { isDatasetId } from '../../core/dataset/dataset.ts'
import { EMPTY_METADATA, type Metadata } from '../../core/dataset/metadata.ts'
import type { ReadOptions, Revision } from '../../core/dataset/revision.ts'
import type { DatasetRules } from '../../core/dataset/rules.ts'
import { VitrineError } from '../../core/errors.ts'
import { INGEST } from '../jobs/kinds.ts'
import type { StoredPortal } from '../ports/catalog-store.ts'
import type { Ports } from '../ports/ports.ts'
import { type AttachmentToKeep, keepAttachments } from './keep-attachments.ts'

/** What a publisher hands over: bytes with a name, and what they say about them. */
export interface SourceToPublish {
  readonly portal: StoredPortal
  readonly datasetId: string
  readonly bytes: AsyncIterable<Uint8Array>
  /** File name, without any path. */
  readonly name: string
  readonly url: string | null
  readonly options: ReadOptions
  /** Replaces what the published revision says, member by member. */
  readonly metadata: Partial<Metadata>
  /** Who may see it; as it is when left out. */
  readonly rules?: DatasetRules
  /** Files beside the data; those of the published revision stay when left out. */
  readonly attachments?: readonly AttachmentToKeep[]
}

export interface QueuedPublication {
  readonly datasetUid: string
  readonly revision: Revision
  readonly jobId: string
  /** The published revision came from the same bytes, options and metadata: nothing was queued. */
  readonly unchanged: boolean
}

const sameText = (a: unknown, b: unknown): boolean => canonical(a) === canonical(b)

const canonical = (value: unknown): string =>
  JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  )

/**
 * Keeps the bytes, makes a new revision and queues its load; readers go on seeing the published one until
 * the load is whole. Faults: `dataset_id_invalid`, `dataset_id_taken`, those of the stores.
 */
export async function publishSource(
  ports: Ports,
  source: SourceToPublish,
  signal: AbortSignal,
): Promise<QueuedPublication> {
  if (!isDatasetId(source.datasetId))
    throw new VitrineError('dataset_id_invalid', { dataset: source.datasetId })
  const blob = await ports.blobs.put(source.bytes, signal)
  const dataset = await ports.catalog.ensureDataset(source.portal.id, source.datasetId)
  // before the data: what is meant for some is never seen by all
  if (source.rules !== undefined) await ports.catalog.saveRules(dataset.uid, source.rules)
  const kept =
    source.attachments === undefined ? null : await keepAttachments(ports.blobs, source.attachments, signal)
  const published =
    dataset.publishedRevision === null ? null : await ports.catalog.getRevision(dataset.publishedRevision)
  const metadata: Metadata = {
    ...(published?.metadata ?? { ...EMPTY_METADATA, language: source.portal.config.languages[0] }),
    ...source.metadata,
    ...(kept === null ? {} : { attachments: kept }),
  }
  if (
    published !== null &&
    published.source?.sha256 === blob.sha256 &&
    sameText(published.options, source.options) &&
    sameText(published.metadata, metadata) &&
    !(await isBeingReplaced(ports, published))
  )
    return { datasetUid: dataset.uid, revision: published, jobId: '', unchanged: true }
  const revision = await ports.catalog.createRevision({
    datasetUid: dataset.uid,
    source: { ...blob, name: source.name, url: source.url },
    options: source.options,
    metadata,
  })
  return { datasetUid: dataset.uid, revision, jobId: await queueLoad(ports, revision.id), unchanged: false }
}

/** Whether a newer revision is on its way: then what is published now is not what readers would go on seeing. */
async function isBeingReplaced({ catalog }: Ports, { datasetUid, number }: Revision): Promise<boolean> {
  const revisions = await catalog.listRevisions(datasetUid)
  return revisions.some(
    revision => revision.number > number && (revision.state === 'queued' || revision.state === 'running'),
  )
}

/** Queues the load of a revision; asking twice queues once. */
export async function queueLoad(ports: Ports, revisionId: number): Promise<string> {
  await ports.catalog.markQueued(revisionId)
  return ports.jobs.enqueue(INGEST, `revision:${revisionId}`, { revisionId })
}
