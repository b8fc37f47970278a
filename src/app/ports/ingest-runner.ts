import type { Field } from '../../core/dataset/field.ts'
import type { IngestReport, ReadOptions, SourceFile } from '../../core/dataset/revision.ts'
import type { JobProgress } from './job-queue.ts'
import type { RecordFile } from './record-file-store.ts'

/** What to load: ids and options, never data. */
export interface LoadRequest {
  readonly revisionId: number
  readonly source: SourceFile
  readonly options: ReadOptions
  /** Language of the source's own labels. */
  readonly language: string
}

/** What a load made: a complete, sealed table that nobody reads yet. */
export interface LoadResult {
  readonly fields: readonly Field[]
  readonly table: string
  readonly layout: number
  readonly recordsCount: number
  readonly report: IngestReport
}

/** Who hears of a load while it runs. */
export interface LoadListener {
  onProgress(progress: JobProgress): void
  /** Files of records as they come into the blob store: the revision has them from now on. */
  onFiles(files: readonly RecordFile[]): void
}

/**
 * Reads a kept source into a records table, away from the doors: a disposable process with a memory limit
 * and a wall clock, since source files are untrusted and parsing is hard work. Faults: `source_*`,
 * `ingest_memory`, `ingest_timeout`, `ingest_crashed`, those of the record store.
 */
export interface IngestRunner {
  load(request: LoadRequest, listener: LoadListener, signal: AbortSignal): Promise<LoadResult>
}
