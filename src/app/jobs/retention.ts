import type { Ports } from '../ports/ports.ts'

/**
 * Drops the tables of revisions that nobody reads any more: all but the published one and the `keep` newest
 * others of each dataset. Their source stays, so that any of them can be loaded again.
 */
export async function dropExpired(ports: Ports, keep: number, signal: AbortSignal): Promise<number> {
  const expired = await ports.catalog.expiredRevisions(keep)
  for (const revision of expired) {
    if (revision.table === null) continue
    await ports.records.dropTable(revision.table, signal)
    await ports.prepared.forget(revision.id)
    await ports.catalog.clearTable(revision.id)
  }
  return expired.length
}
