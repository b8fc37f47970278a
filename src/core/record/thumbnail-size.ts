/** Sizes of small pictures, in pixels of their longer side: no other is ever made. */
export const THUMBNAIL_SIZES = [40, 100, 200, 300, 400, 600, 800, 1200] as const
export type ThumbnailSize = (typeof THUMBNAIL_SIZES)[number]

/** The largest size that is not above the one asked for; null for what asks for less than the least one. */
export function readThumbnailSize(text: string): ThumbnailSize | null {
  const asked = /^\d{1,9}$/.test(text) ? Number(text) : 0
  return THUMBNAIL_SIZES.findLast(size => size <= asked) ?? null
}
