import { LRUCache } from 'lru-cache'
import type { SeeDataset } from '../permission/see-datasets.ts'
import type { LivePortal } from '../portal/live-portals.ts'
import type { CatalogStore, PublishedDataset } from '../ports/catalog-store.ts'

/** Published datasets by identifier, in the order asked for; those that the portal's caller may see. */
export interface PublishedReader {
  read(portal: LivePortal, uids: readonly string[]): Promise<readonly PublishedDataset[]>
}

/** Keeps datasets as long as the portal's catalogue does not change; asks for the missing ones at once. */
export function publishedReader(catalog: CatalogStore, see: SeeDataset, capacity = 5000): PublishedReader {
  const kept = new LRUCache<string, PublishedDataset>({ max: capacity })
  return {
    read: async (portal, uids) => {
      const { view, version, stored } = portal
      const keyOf = (uid: string): string => `${stored.id}\n${version}\n${view.identity}\n${uid}`
      const missing = uids.filter(uid => !kept.has(keyOf(uid)))
      const found = missing.length === 0 ? [] : await catalog.getPublished(missing)
      const seen = await Promise.all(found.map(one => see(view, one)))
      const fresh = new Map(seen.flatMap(one => (one === null ? [] : [[one.dataset.uid, one] as const])))
      for (const [uid, published] of fresh) kept.set(keyOf(uid), published)
      return uids.flatMap(uid => fresh.get(uid) ?? kept.get(keyOf(uid)) ?? [])
    },
  }
}
