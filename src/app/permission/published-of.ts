import type { LivePortal } from '../portal/live-portals.ts'
import type { PublishedDataset } from '../ports/catalog-store.ts'
import type { Ports } from '../ports/ports.ts'
import type { SeeDataset } from './see-datasets.ts'

/** All published datasets of a portal that its caller may see. */
export const publishedOf =
  ({ catalog }: Pick<Ports, 'catalog'>, see: SeeDataset) =>
  async (portal: LivePortal): Promise<readonly PublishedDataset[]> => {
    const stored = await catalog.listPublished(portal.stored.id)
    const seen = await Promise.all(stored.map(one => see(portal.view, one)))
    return seen.filter(one => one !== null)
  }
