import type { Dataset } from '../../core/dataset/dataset.ts'
import { isDatasetId } from '../../core/dataset/dataset.ts'
import type { Revision } from '../../core/dataset/revision.ts'
import { VitrineError } from '../../core/errors.ts'
import type { StoredPortal } from '../ports/catalog-store.ts'
import type { Ports } from '../ports/ports.ts'
import { syncCatalogIndex } from './sync-catalog-index.ts'

/** The portal of a slug; `portal_unknown` otherwise. */
export async function findPortal(ports: Ports, slug: string): Promise<StoredPortal> {
  const portals = await ports.catalog.listPortals()
  const found = portals.find(portal => portal.config.slug === slug)
  if (found === undefined) throw new VitrineError('portal_unknown', { slug })
  return found
}

/** A dataset of a portal by its present identifier or a former one; `dataset_unknown` otherwise. */
export async function findDataset(
  ports: Pick<Ports, 'catalog'>,
  portal: StoredPortal,
  datasetId: string,
): Promise<Dataset> {
  const resolution = await ports.catalog.resolveDataset(portal.id, datasetId)
  if (resolution.found === 'dataset') return resolution.dataset
  if (resolution.found === 'alias') return findDataset(ports, portal, resolution.datasetId)
  throw new VitrineError('dataset_unknown', { dataset: datasetId })
}

/** Takes a dataset away from readers; its revisions stay, and can be restored. */
export async function unpublishDataset(
  ports: Ports,
  portal: StoredPortal,
  datasetId: string,
  signal: AbortSignal,
): Promise<void> {
  const dataset = await findDataset(ports, portal, datasetId)
  await ports.catalog.unpublish(dataset.uid)
  await syncCatalogIndex(ports, portal.id, signal)
}

/** Gives a dataset another identifier; the old one redirects, for ever. */
export async function renameDataset(
  ports: Ports,
  portal: StoredPortal,
  ids: { readonly from: string; readonly to: string },
  signal: AbortSignal,
): Promise<void> {
  if (!isDatasetId(ids.to)) throw new VitrineError('dataset_id_invalid', { dataset: ids.to })
  const dataset = await findDataset(ports, portal, ids.from)
  await ports.catalog.renameDataset(dataset.uid, ids.to)
  await syncCatalogIndex(ports, portal.id, signal)
}

/** Moves the pointer back to a revision whose records still stand; `revision_unknown` for any other. */
export async function restoreRevision(
  ports: Ports,
  portal: StoredPortal,
  wanted: { readonly datasetId: string; readonly number: number },
  signal: AbortSignal,
): Promise<Revision> {
  const dataset = await findDataset(ports, portal, wanted.datasetId)
  const revisions = await ports.catalog.listRevisions(dataset.uid)
  const revision = revisions.find(one => one.number === wanted.number)
  if (revision === undefined || revision.table === null)
    throw new VitrineError('revision_unknown', { revision: wanted.number })
  const published = await ports.catalog.publishRevision(revision.id, ports.clock.now())
  await syncCatalogIndex(ports, portal.id, signal)
  return published.revision
}
