import { LRUCache } from 'lru-cache'
import { VitrineError } from '../../core/errors.ts'
import type { SeeDataset } from '../permission/see-datasets.ts'
import type { LivePortal } from '../portal/live-portals.ts'
import type { PublishedDataset } from '../ports/catalog-store.ts'
import type { Ports } from '../ports/ports.ts'

/** Where a readable identifier leads. */
export type OpenedDataset =
  | { readonly kind: 'dataset'; readonly published: PublishedDataset }
  /** The dataset was renamed; readers are sent on. */
  | { readonly kind: 'renamed'; readonly datasetId: string }

/** Finds published datasets; a dataset that the portal's caller may not see answers like one that is not there. */
export interface DatasetOpener {
  /** Rejects with `dataset_unknown`. */
  open(portal: LivePortal, datasetId: string): Promise<OpenedDataset>
}

/** Keeps the datasets that are read, as long as the portal's catalogue does not change. */
export function datasetOpener(
  ports: Pick<Ports, 'catalog'>,
  see: SeeDataset,
  capacity = 2000,
): DatasetOpener {
  const opened = new LRUCache<string, Promise<OpenedDataset>>({ max: capacity })

  const seen = async (portal: LivePortal, uid: string): Promise<PublishedDataset | null> => {
    const [stored] = await ports.catalog.getPublished([uid])
    return stored === undefined ? null : see(portal.view, stored)
  }

  const find = async (portal: LivePortal, datasetId: string): Promise<OpenedDataset> => {
    const unknown = new VitrineError('dataset_unknown', { dataset: datasetId })
    const resolution = await ports.catalog.resolveDataset(portal.stored.id, datasetId)
    // decided before anything more is read: time would tell what is hidden from what is not there
    if (resolution.found === 'nothing' || portal.view.accessTo(resolution.dataset) === null) throw unknown
    const published = await seen(portal, resolution.dataset.uid)
    if (published === null) throw unknown
    return resolution.found === 'alias'
      ? { kind: 'renamed', datasetId: published.dataset.datasetId }
      : { kind: 'dataset', published }
  }

  return {
    open: (portal, datasetId) => {
      const key = `${portal.stored.id}\n${portal.version}\n${portal.view.identity}\n${datasetId}`
      const known = opened.get(key)
      if (known !== undefined) return known
      const found = find(portal, datasetId)
      opened.set(key, found)
      found.catch(() => opened.delete(key))
      return found
    },
  }
}
