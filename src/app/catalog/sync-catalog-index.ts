import { catalogRowTsv, catalogTable } from '../../core/sql/catalog.ts'
import { identifier, param, render, sql } from '../../core/sql/fragment.ts'
import type { Ports } from '../ports/ports.ts'
import { catalogRow, EMPTY_ROW, stateOf } from './catalog-row.ts'

type IndexPorts = Pick<Ports, 'catalog' | 'records'>

const INDEX = catalogTable()

/**
 * Makes the search index of a portal say what the catalogue says: what differs is written, nothing else, and twice is
 * as good as once. Run after every change and whenever a process finds the catalogue newer than its index.
 */
export async function syncCatalogIndex(
  { catalog, records }: IndexPorts,
  portalId: number,
  signal: AbortSignal,
): Promise<void> {
  await records.ensureTable(INDEX, signal)
  const versions = await catalog.portalVersions()
  const version = versions.get(portalId)?.catalog ?? 0
  const [wanted, indexed] = await Promise.all([
    catalog.publishedIds(portalId),
    readIndex(records, portalId, signal),
  ])
  const changed = wanted.filter(one => indexed.get(one.uid) !== stateOf(one.datasetId, one.revision))
  const kept = new Set(wanted.map(({ uid }) => uid))
  const gone = [...indexed.keys()].filter(uid => !kept.has(uid))
  if (changed.length === 0 && gone.length === 0) return
  const published = await catalog.getPublished(changed.map(({ uid }) => uid))
  const lines = [
    ...published.map(one => catalogRowTsv(catalogRow(one, version))),
    ...gone.map(uid => catalogRowTsv({ ...EMPTY_ROW, portalId, datasetUid: uid, version, deleted: true })),
  ]
  await records.load(INDEX, oneChunk(lines.join('')), signal)
}

async function* oneChunk(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text)
}

/** State by dataset, as the index has it. */
async function readIndex(
  records: IndexPorts['records'],
  portalId: number,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, string>> {
  const portal = param(String(portalId), 'UInt64')
  const statement = render(
    sql`SELECT _uid, _state FROM live.${identifier(INDEX.name)} FINAL WHERE portal_id = ${portal}`,
  )
  const rows = await records.query(statement, 'export', signal)
  return new Map(rows.map(([uid, state]) => [String(uid), String(state)]))
}
