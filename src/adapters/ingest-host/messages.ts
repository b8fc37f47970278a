import type { LoadRequest, LoadResult } from '../../app/ports/ingest-runner.ts'
import type { JobProgress } from '../../app/ports/job-queue.ts'
import type { RecordFile } from '../../app/ports/record-file-store.ts'
import type { ErrorCode, ErrorParams } from '../../core/errors.ts'

/** Where the disposable process finds the stores; paths and URLs, no connections. */
export interface Stores {
  readonly blobs: string
  readonly engine: { readonly socketPath: string } | { readonly url: string }
}

/** Parent to child, once. */
export interface LoadOrder {
  readonly request: LoadRequest
  readonly stores: Stores
}

/** Child to parent: progress and files as they are kept, then one end. */
export type LoadMessage =
  | { readonly kind: 'progress'; readonly progress: JobProgress }
  | { readonly kind: 'files'; readonly files: readonly RecordFile[] }
  | { readonly kind: 'loaded'; readonly result: LoadResult }
  | {
      readonly kind: 'failed'
      readonly code: ErrorCode
      readonly params: ErrorParams
      readonly detail: string
    }
