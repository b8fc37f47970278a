import type { PublishedDataset } from '../ports/catalog-store.ts'
import type { RecordStore } from '../ports/record-store.ts'

/** Datasets in memory at once, of however many. */
const PAGE = 200

type Statement = Parameters<RecordStore['query']>[0]

/**
 * Whole datasets for the identifiers that a statement finds in its first column, a page at a time: the identifiers of
 * all are known before the first page, so that later changes neither double nor lose one.
 */
export async function datasetPages(
  records: Pick<RecordStore, 'query'>,
  statement: Statement,
  read: (uids: readonly string[]) => Promise<readonly PublishedDataset[]>,
  signal: AbortSignal,
): Promise<AsyncIterable<readonly PublishedDataset[]>> {
  const rows = await records.query(statement, 'export', signal)
  return pages(
    rows.map(([uid]) => String(uid)),
    read,
    signal,
  )
}

async function* pages(
  uids: readonly string[],
  read: (uids: readonly string[]) => Promise<readonly PublishedDataset[]>,
  signal: AbortSignal,
): AsyncGenerator<readonly PublishedDataset[]> {
  for (let at = 0; at < uids.length; at += PAGE) {
    signal.throwIfAborted()
    yield await read(uids.slice(at, at + PAGE))
  }
}
