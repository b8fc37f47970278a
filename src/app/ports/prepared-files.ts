/** A file made of an export, whole and not changing. */
export interface PreparedFile {
  readonly size: number
  /** SHA-256 of the bytes, hexadecimal. */
  readonly sha256: string
  /** Bytes from `start` up to, but not including, `end`. */
  bytes(start: number, end: number): AsyncIterable<Uint8Array>
}

/** What a file is kept under: the revision that it goes with, and a name of the very bytes, `[A-Za-z0-9_-]+`. */
export interface PreparedKey {
  readonly revisionId: number
  readonly name: string
}

/**
 * Files made of exports, so that they need not be made again: a bounded store, of which those that nobody has asked
 * for in the longest time go first. Losing one loses nothing.
 */
export interface PreparedFiles {
  find(key: PreparedKey): Promise<PreparedFile | null>
  /**
   * Keeps the bytes; false when there is no room for them, now or ever. Nothing half-written stays. Rejects when the
   * bytes do.
   */
  keep(key: PreparedKey, bytes: AsyncIterable<Uint8Array>, signal: AbortSignal): Promise<boolean>
  /** Removes all the files of a revision. */
  forget(revisionId: number): Promise<void>
}
