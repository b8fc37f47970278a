import { LRUCache } from 'lru-cache'
import type { LivePortal } from '../portal/live-portals.ts'
import type { CatalogStore, PublishedDataset } from '../ports/catalog-store.ts'

/** Published datasets by identifier, in the order asked for. */
export interface PublishedReader {
  read(portal: LivePortal, uids: readonly string[]): Promise<readonly PublishedDataset[]>
}

/** Keeps datasets as long as the portal's catalogue does not change; asks for the missing ones at once. */
export function publishedReader(catalog: CatalogStore, capacity = 5000): PublishedReader {
  const kept = new LRUCache<string, PublishedDataset>({ max: capacity })
  return {
    read: async (portal, uids) => {
      const keyOf = (uid: string): string => `${portal.stored.id}\n${portal.version}\n${uid}`
      const missing = uids.filter(uid => !kept.has(keyOf(uid)))
      const found = missing.length === 0 ? [] : await catalog.getPublished(missing)
      const fresh = new Map(found.map(published => [published.dataset.uid, published]))
      for (const [uid, published] of fresh) kept.set(keyOf(uid), published)
      return uids.flatMap(uid => fresh.get(uid) ?? kept.get(keyOf(uid)) ?? [])
    },
  }
}
