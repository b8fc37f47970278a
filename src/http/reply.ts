import { jsonText, type WireValue } from '../core/record/shape.ts'
import type { CookieOrder } from './cookies/order.ts'

/** What a handler answers; the one writer (`send.ts`) turns it into bytes on the wire. */
export interface Reply {
  readonly status: number
  /** Media type with its parameters. */
  readonly type: string
  readonly body: string | Uint8Array | AsyncIterable<Uint8Array> | FileBody | null
  /** Opaque part of a weak entity tag, without quotes. */
  readonly tag?: string
  readonly caching: Caching
  readonly language?: string
  readonly headers?: Readonly<Record<string, string>>
  /** Cookies to set or to clear: the only way to do so. */
  readonly cookies?: readonly CookieOrder[]
}

/**
 * A whole file at hand, sent with a strong tag and a digest made of its hash, by ranges to who asks for them
 * (`send-file.ts`). The reply's own `tag` is not looked at.
 */
export interface FileBody {
  readonly size: number
  /** SHA-256 of the bytes, hexadecimal. */
  readonly sha256: string
  readonly modified: Date
  /** Bytes from `start` up to, but not including, `end`. */
  bytes(start: number, end: number): AsyncIterable<Uint8Array>
}

/** Whether a body is a file. */
export const isFile = (body: Reply['body']): body is FileBody =>
  body !== null && typeof body === 'object' && 'sha256' in body

/**
 * - `revalidate`: anyone may keep it, nobody may use it without asking (design.md §7); equal bytes for
 *   equal URL and version, so this process keeps it too;
 * - `volatile`: as `revalidate`, but not kept here (streams, answers that say `now()`);
 * - `immutable`: content-addressed, a year;
 * - `hour`: anyone may keep and use it for an hour: the same for everyone, whoever asks;
 * - `none`: not to be stored;
 * - `personal`: made for one visitor: not to be stored, and told apart by cookie (privacy.md G8).
 */
export type Caching = 'revalidate' | 'volatile' | 'immutable' | 'hour' | 'none' | 'personal'

const JSON_TYPE = 'application/json; charset=utf-8'

/** Whole numbers beyond 2^53 keep their digits; they are rare, so the platform's own writer is tried first. */
function jsonBody(value: unknown): string {
  try {
    return JSON.stringify(value)
  } catch {
    return jsonText(value as WireValue)
  }
}

export const json = (value: unknown, rest: Partial<Reply> = {}): Reply => ({
  status: 200,
  type: JSON_TYPE,
  body: jsonBody(value),
  caching: 'revalidate',
  ...rest,
})

export const html = (body: string, rest: Partial<Reply> = {}): Reply => ({
  status: 200,
  type: 'text/html; charset=utf-8',
  body,
  caching: 'revalidate',
  ...rest,
})

export const text = (body: string, rest: Partial<Reply> = {}): Reply => ({
  status: 200,
  type: 'text/plain; charset=utf-8',
  body,
  caching: 'none',
  ...rest,
})

/** `location` is a path of the same host: what begins with two slashes would be another host, so it leaves with one. */
export const redirect = (location: string, status: 301 | 302 | 303 | 307 | 308): Reply => ({
  status,
  type: 'text/plain; charset=utf-8',
  body: '',
  caching: status === 301 || status === 308 ? 'revalidate' : 'none',
  headers: { location: location.replace(/^\/{2,}/, '/') },
})

export const unchanged = (tag: string): Reply => ({
  status: 304,
  type: JSON_TYPE,
  body: null,
  tag,
  caching: 'volatile',
})
