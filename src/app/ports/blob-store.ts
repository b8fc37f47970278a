import type { ByteSource } from '../../core/format/byte-source.ts'

/** A blob as stored: content-addressed by SHA-256 in lower-case hex. */
export interface StoredBlob {
  readonly sha256: string
  readonly bytes: number
}

/**
 * Raw sources and reports, kept for ever, and the files of records, kept as long as a revision that can be read names
 * them. Writing the same bytes twice stores them once.
 */
export interface BlobStore {
  /** Streams the bytes in, hashing on the way; durable (fsync) when it resolves; nothing half-written stays. */
  put(bytes: AsyncIterable<Uint8Array>, signal: AbortSignal): Promise<StoredBlob>
  /** Random access to a stored blob; rejects with `blob_missing` when it is not there. */
  open(sha256: string): Promise<ByteSource & AsyncDisposable>
  has(sha256: string): Promise<boolean>
  /**
   * Removes a blob that nobody has written again since `before`, so that one which is being written for the second time
   * stays; says whether it is gone. Whether anybody names it is for the caller to know.
   */
  remove(sha256: string, before: Date): Promise<boolean>
  health(): Promise<void>
}
