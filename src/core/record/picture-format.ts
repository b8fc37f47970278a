import type { PictureFormat } from './file-value.ts'

/** Bytes that {@link pictureFormat} looks at. */
export const PICTURE_HEAD = 12

/** The format of a picture by the bytes that it begins with, whatever it is called; null for anything else. */
export function pictureFormat(head: Uint8Array): PictureFormat | null {
  const text = String.fromCharCode(...head.subarray(0, PICTURE_HEAD))
  if (text.startsWith('\xff\xd8\xff')) return 'jpeg'
  if (text.startsWith('\x89PNG\r\n\x1a\n')) return 'png'
  if (text.startsWith('GIF87a') || text.startsWith('GIF89a')) return 'gif'
  return text.startsWith('RIFF') && text.endsWith('WEBP') ? 'webp' : null
}
