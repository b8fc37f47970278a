import type { StoredPortal } from '../../../app/ports/catalog-store.ts'
import type { Ports } from '../../../app/ports/ports.ts'

/** Identifiers of today by uid, of the datasets that are published. */
export const datasetNames = async (
  { catalog }: Pick<Ports, 'catalog'>,
  { id }: StoredPortal,
): Promise<ReadonlyMap<string, string>> =>
  new Map((await catalog.publishedIds(id)).map(({ uid, datasetId }) => [uid, datasetId]))
