import { VitrineError } from '../../core/errors.ts'
import { seenAndCounted } from '../permission/see-datasets.ts'
import type { PublishedDataset } from '../ports/catalog-store.ts'
import type { Ports } from '../ports/ports.ts'

/** Finds a revision of a published dataset by its number; only one that was published and still has its records. */
export const pinnedRevision =
  (ports: Ports) =>
  async (published: PublishedDataset, number: number): Promise<PublishedDataset> => {
    if (number === published.revision.number) return published
    const revisions = await ports.catalog.listRevisions(published.dataset.uid)
    const pinned = revisions.find(revision => revision.number === number)
    if (pinned === undefined || pinned.publishedAt === null || pinned.table === null)
      throw new VitrineError('revision_unknown', { revision: number })
    return seenAndCounted(ports, { dataset: published.dataset, revision: pinned }, published.access)
  }
