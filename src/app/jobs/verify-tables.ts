import { VitrineError } from '../../core/errors.ts'
import { LAYOUT } from '../../core/sql/table.ts'
import { heardFiles } from '../ingest/heard-files.ts'
import type { JobContext } from '../ports/job-queue.ts'
import type { Ports } from '../ports/ports.ts'
import { REBUILD } from './kinds.ts'

/**
 * Compares every records table that must stand with what was loaded into it, since an engine that lost a part answers
 * with fewer rows and no error (engine.md §2, corruption). What differs, and what has another layout than this release
 * reads, is loaded again from its kept source.
 * Returns how many were queued for it.
 */
export async function verifyTables(ports: Ports, signal: AbortSignal): Promise<number> {
  let damaged = 0
  for (const { revisionId, table, recordsCount, layout } of await ports.catalog.expectedTables()) {
    const found = await rowsOf(ports, table, signal)
    if (found === recordsCount && layout === LAYOUT) continue
    damaged++
    if (found !== recordsCount) ports.log.error('table_damaged', { table, expected: recordsCount, found })
    else ports.log.info('table_of_old', { table, layout, wanted: LAYOUT })
    await ports.jobs.enqueue(REBUILD, `rebuild:${revisionId}`, { revisionId })
  }
  return damaged
}

/** Rows of a table, -1 when it is not there. */
async function rowsOf(ports: Ports, table: string, signal: AbortSignal): Promise<number> {
  try {
    return await ports.records.countRows(table, signal)
  } catch (thrown) {
    if (thrown instanceof VitrineError && thrown.code === 'table_missing') return -1
    throw thrown
  }
}

/** Loads a revision again into its own table; its state, schema and pointer stay as they are. */
export async function rebuildTable(ports: Ports, revisionId: number, context: JobContext): Promise<void> {
  const { source, table, options, metadata, recordsCount, fields } =
    await ports.catalog.getRevision(revisionId)
  if (source === null || table === null) return
  // the types that were published, whatever inference would say today
  const types = Object.fromEntries(fields.map(field => [field.name, field.type]))
  const files = heardFiles(ports, revisionId)
  const loaded = await ports.ingest.load(
    { revisionId, source, options: { ...options, types }, language: metadata.language },
    { onProgress: progress => void context.report(progress), onFiles: files.onFiles },
    context.signal,
  )
  await files.kept()
  if (loaded.table !== table || loaded.recordsCount !== recordsCount)
    throw new VitrineError('load_incomplete', { expected: recordsCount, found: loaded.recordsCount })
  await ports.catalog.saveLayout(revisionId, loaded.layout)
  ports.log.info('table_rebuilt', { table, records: loaded.recordsCount })
}
