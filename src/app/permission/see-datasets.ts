import type { DatasetAccess } from '../../core/permission/decide.ts'
import type { PortalView } from '../../core/permission/portal-view.ts'
import { countRecords } from '../explore/count-records.ts'
import type { PublishedDataset, StoredPublication } from '../ports/catalog-store.ts'
import type { Ports } from '../ports/ports.ts'
import { seenDataset } from './seen-dataset.ts'

/** A stored publication through the eyes of a caller; null when it is not there for them. */
export type SeeDataset = (view: PortalView, stored: StoredPublication) => Promise<PublishedDataset | null>

/** Decides, hides, and counts the records of callers who see some of them: what is known of a dataset is theirs. */
export const seeDatasets =
  (ports: Pick<Ports, 'records' | 'clock'>): SeeDataset =>
  async (view, stored) => {
    const access = view.accessTo(stored.dataset)
    if (access === null) return null
    return seenAndCounted(ports, stored, access)
  }

/** A publication as a caller with this access may see it, with the number of records that are theirs. */
export async function seenAndCounted(
  ports: Pick<Ports, 'records' | 'clock'>,
  stored: StoredPublication,
  access: DatasetAccess,
): Promise<PublishedDataset> {
  const seen = seenDataset(stored, access)
  if (seen.access.where === null) return seen
  const recordsCount = await countRecords(ports, seen)
  return { ...seen, revision: { ...seen.revision, recordsCount } }
}
