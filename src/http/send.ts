import type { ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { KeptAnswer } from './answer-cache.ts'
import { keptAnswer } from './answer-cache.ts'
import { type ContentCoding, gzipStream, isCompressible } from './content-encoding.ts'
import { taggedFor, tagMatches } from './entity-tag.ts'
import { type Caching, isFile, type Reply } from './reply.ts'
import { breakOffWhenStalled } from './stalled-reader.ts'

/** What the writer needs to know of the request. */
export interface Asker {
  readonly head: boolean
  readonly coding: ContentCoding
  readonly ifNoneMatch: string | undefined
  readonly ifModifiedSince: string | undefined
  /** `Range` of a GET; other methods have none. */
  readonly range: string | undefined
  readonly ifRange: string | undefined
  /** Headers of the surface: security, CORS, request id. */
  readonly headers: Readonly<Record<string, string>>
  /** Header names that the answer depends on, beside the coding. */
  readonly vary: readonly string[]
  /** Names what the caller may see beyond everyone; empty for what everyone may. */
  readonly rights: string
  /** Whether a session's cookie was looked at: the answer is its visitor's alone (privacy.md G8, S23). */
  readonly personal: boolean
  /** Cookies that leave with the answer, as `Set-Cookie` values. */
  readonly setCookies: readonly string[]
}

const CACHE_CONTROL: Readonly<Record<Caching, string>> = {
  revalidate: 'no-cache',
  volatile: 'no-cache',
  immutable: 'public, max-age=31536000, immutable',
  hour: 'public, max-age=3600',
  none: 'no-store',
  personal: 'private, no-store',
}

/** What was made for one caller is kept by that caller only, what a cookie had a part in by nobody. */
function cacheControl(caching: Caching, { rights, personal, setCookies }: Asker): string {
  if (personal || setCookies.length > 0) return CACHE_CONTROL.personal
  return rights === '' || caching === 'none' || caching === 'personal'
    ? CACHE_CONTROL[caching]
    : 'private, no-cache'
}

const isStream = (body: Reply['body']): body is AsyncIterable<Uint8Array> =>
  body !== null && typeof body === 'object' && Symbol.asyncIterator in body

const asBytes = (body: string | Uint8Array | null): Uint8Array =>
  typeof body === 'string' ? Buffer.from(body) : (body ?? new Uint8Array(0))

/** The bytes of a reply that is not a stream, ready to be kept. */
export const materialise = (reply: Reply): KeptAnswer | null =>
  isStream(reply.body) || isFile(reply.body) ? null : keptAnswer(reply, asBytes(reply.body))

/** Headers of an answer, but for those that depend on its bytes. */
export function headersOf(reply: Reply, asker: Asker): Record<string, string | string[]> {
  const caching = cacheControl(reply.caching, asker)
  const headers: Record<string, string | string[]> = {
    ...asker.headers,
    ...reply.headers,
    'cache-control': caching,
    vary: [...asker.vary, ...(caching === CACHE_CONTROL.personal ? ['Cookie'] : []), 'Accept-Encoding'].join(
      ', ',
    ),
  }
  if (reply.tag !== undefined) headers.etag = `W/"${taggedFor(reply.tag, asker.rights)}"`
  if (reply.language !== undefined) headers['content-language'] = reply.language
  if (asker.setCookies.length > 0) headers['set-cookie'] = [...asker.setCookies]
  return headers
}

/** Writes an answer that is whole in memory; the tag is compared here, whatever the handler did. */
export function sendKept(response: ServerResponse, answer: KeptAnswer, asker: Asker): void {
  const { reply } = answer
  const headers = headersOf(reply, asker)
  const matched = reply.tag !== undefined && reply.status === 200 && tagMatches(asker.ifNoneMatch, reply.tag)
  if (reply.status === 304 || matched) {
    response.writeHead(304, headers).end()
    return
  }
  const { coding, bytes } = answer.encoded(asker.coding)
  if (coding !== 'identity') headers['content-encoding'] = coding
  headers['content-type'] = reply.type
  headers['content-length'] = String(bytes.byteLength)
  response.writeHead(reply.status, headers).end(asker.head ? undefined : bytes)
}

/**
 * Writes a stream. The first chunk is awaited before the head is written, so that a fault found early still
 * gets its status (it rejects); a fault in mid-stream destroys the connection, so that nobody takes half an
 * export for a whole one (engine.md §10.22).
 */
export async function sendStream(
  response: ServerResponse,
  reply: Reply,
  asker: Asker,
  signal: AbortSignal,
): Promise<void> {
  if (!isStream(reply.body)) return
  const chunks = reply.body[Symbol.asyncIterator]()
  const first = await chunks.next()
  const headers = headersOf(reply, asker)
  headers['content-type'] = reply.type
  const zip = asker.coding !== 'identity' && isCompressible(reply.type)
  if (zip) headers['content-encoding'] = 'gzip'
  response.writeHead(reply.status, headers)
  if (asker.head) {
    await chunks.return?.()
    response.end()
    return
  }
  const rest = async function* (): AsyncGenerator<Uint8Array> {
    if (first.done !== true) yield first.value
    yield* { [Symbol.asyncIterator]: () => chunks }
  }
  breakOffWhenStalled(response)
  const readable = Readable.from(rest(), { objectMode: false, highWaterMark: 256 * 1024 })
  await (zip
    ? pipeline(readable, gzipStream(), response, { signal })
    : pipeline(readable, response, { signal }))
}
