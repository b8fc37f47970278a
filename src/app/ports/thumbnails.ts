import type { ThumbnailSize } from '../../core/record/thumbnail-size.ts'

/** Makes small pictures, away from the doors: what publishers give is untrusted. */
export interface Thumbnails {
  /**
   * The picture kept under a hash, its longer side at most `size` pixels and never longer than it was, turned as it
   * says and without anything that it says of itself; null when it cannot be read. Rejects with `overloaded` when too
   * many wait.
   */
  make(sha256: string, size: ThumbnailSize): Promise<Uint8Array | null>
  close(): Promise<void>
}
