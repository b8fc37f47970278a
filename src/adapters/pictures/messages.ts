import type { ThumbnailSize } from '../../core/record/thumbnail-size.ts'

/** Parent to child: one at a time. */
export interface ThumbnailOrder {
  readonly sha256: string
  readonly size: ThumbnailSize
}

/** Child to parent, for each order. */
export interface ThumbnailMade {
  /** Null when the picture cannot be read. */
  readonly bytes: Uint8Array | null
}
