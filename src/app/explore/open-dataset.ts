import { LRUCache } from 'lru-cache'
import { VitrineError } from '../../core/errors.ts'
import type { LivePortal } from '../portal/live-portals.ts'
import type { PublishedDataset } from '../ports/catalog-store.ts'
import type { Ports } from '../ports/ports.ts'

/** Where a readable identifier leads. */
export type OpenedDataset =
  | { readonly kind: 'dataset'; readonly published: PublishedDataset }
  /** The dataset was renamed; readers are sent on. */
  | { readonly kind: 'renamed'; readonly datasetId: string }

/** Finds published datasets; a dataset that nobody may see answers like one that is not there. */
export interface DatasetOpener {
  /** Rejects with `dataset_unknown`. */
  open(portal: LivePortal, datasetId: string): Promise<OpenedDataset>
}

/** Keeps the datasets that are read, as long as the portal's catalogue does not change. */
export function datasetOpener(ports: Ports, capacity = 2000): DatasetOpener {
  const opened = new LRUCache<string, Promise<OpenedDataset>>({ max: capacity })

  const find = async (portal: LivePortal, datasetId: string): Promise<OpenedDataset> => {
    const resolution = await ports.catalog.resolveDataset(portal.stored.id, datasetId)
    if (resolution.found === 'alias') return { kind: 'renamed', datasetId: resolution.datasetId }
    if (resolution.found === 'nothing') throw new VitrineError('dataset_unknown', { dataset: datasetId })
    const [published] = await ports.catalog.getPublished([resolution.dataset.uid])
    if (published === undefined) throw new VitrineError('dataset_unknown', { dataset: datasetId })
    return { kind: 'dataset', published }
  }

  return {
    open: (portal, datasetId) => {
      const key = `${portal.stored.id}\n${portal.version}\n${datasetId}`
      const known = opened.get(key)
      if (known !== undefined) return known
      const found = find(portal, datasetId)
      opened.set(key, found)
      found.catch(() => opened.delete(key))
      return found
    },
  }
}
