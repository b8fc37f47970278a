/** The part of a file that a request asks for: `end` is not included. */
export type AskedRange =
  | { readonly kind: 'whole' }
  | { readonly kind: 'part'; readonly start: number; readonly end: number }
  /** Nothing of the file is in the range: 416. */
  | { readonly kind: 'outside' }

const WHOLE: AskedRange = { kind: 'whole' }
const OUTSIDE: AskedRange = { kind: 'outside' }
const SINGLE = /^bytes=[ \t]*(\d{0,15})-(\d{0,15})[ \t]*$/i

/**
 * Reads a `Range` value for a file of `size` bytes (RFC 9110 §14.1.2, §14.2): one range of bytes, from a place, up to
 * a place, or the last so many. Several ranges, other units and what does not parse mean the whole file.
 */
export function readRange(range: string | undefined, size: number): AskedRange {
  const [, first = '', last = ''] = SINGLE.exec(range ?? '') ?? []
  if (first === '' && last === '') return WHOLE
  if (first === '') return suffix(Number(last), size)
  const start = Number(first)
  if (last !== '' && Number(last) < start) return WHOLE
  if (start >= size) return OUTSIDE
  return { kind: 'part', start, end: last === '' ? size : Math.min(Number(last) + 1, size) }
}

const suffix = (length: number, size: number): AskedRange =>
  length === 0 || size === 0 ? OUTSIDE : { kind: 'part', start: Math.max(0, size - length), end: size }

/** What `If-Range` is compared with: the strong tag with its quotes, and the second of the last change. */
interface Validators {
  readonly etag: string
  readonly modified: Date
}

/** Whether a range may be answered under this `If-Range` value: none, or the very file (RFC 9110 §13.1.5). */
export function rangeStillHolds(ifRange: string | undefined, { etag, modified }: Validators): boolean {
  if (ifRange === undefined) return true
  const value = ifRange.trim()
  return value.startsWith('"') ? value === etag : value === modified.toUTCString()
}

/** Whether the caller has the file of this second or a later one (RFC 9110 §13.1.3). */
export function isUnmodifiedSince(ifModifiedSince: string | undefined, modified: Date): boolean {
  const since = ifModifiedSince === undefined ? Number.NaN : Date.parse(ifModifiedSince)
  return Math.floor(modified.getTime() / 1000) * 1000 <= since
}
