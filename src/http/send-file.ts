import type { ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { isUnmodifiedSince, rangeStillHolds, readRange } from './byte-range.ts'
import { gzipStream, isCompressible } from './content-encoding.ts'
import { tagMatches } from './entity-tag.ts'
import type { FileBody, Reply } from './reply.ts'
import { type Asker, headersOf } from './send.ts'
import { breakOffWhenStalled } from './stalled-reader.ts'

/** The strong entity tag of a file, without quotes: its bytes decide it and nothing else. */
export const fileTag = ({ sha256 }: Pick<FileBody, 'sha256'>): string =>
  Buffer.from(sha256, 'hex').toString('base64url').slice(0, 22)

/** Digest of the whole file, in today's words and in the former ones (RFC 9530; RFC 3230). */
function digestHeaders({ sha256 }: FileBody): Record<string, string> {
  const value = Buffer.from(sha256, 'hex').toString('base64')
  return { 'repr-digest': `sha-256=:${value}:`, digest: `sha-256=${value}` }
}

interface Sending {
  readonly response: ServerResponse
  readonly asker: Asker
  readonly signal: AbortSignal
}

/**
 * Writes a file: whole, or the one range asked for; compressed on the way only when it is sent whole to somebody who
 * takes that, and then under a weak tag and without length or digest. Preconditions come first (RFC 9110 §13.2.2).
 */
export async function sendFile(reply: Reply, file: FileBody, sending: Sending): Promise<void> {
  const { response, asker } = sending
  const tag = fileTag(file)
  const etag = `"${tag}"`
  const holds = rangeStillHolds(asker.ifRange, { etag, modified: file.modified })
  const range = readRange(holds ? asker.range : undefined, file.size)
  const zip = range.kind === 'whole' && asker.coding !== 'identity' && isCompressible(reply.type)
  const headers: Record<string, string | string[]> = {
    ...headersOf(reply, asker),
    etag: zip ? `W/${etag}` : etag,
    'last-modified': file.modified.toUTCString(),
  }
  const known =
    asker.ifNoneMatch === undefined
      ? isUnmodifiedSince(asker.ifModifiedSince, file.modified)
      : tagMatches(asker.ifNoneMatch, tag)
  if (known) {
    response.writeHead(304, headers).end()
    return
  }
  if (range.kind === 'outside') {
    const unsatisfied = { ...headers, 'content-range': `bytes */${file.size}`, 'content-length': '0' }
    response.writeHead(416, unsatisfied).end()
    return
  }
  if (zip) return sendCompressed(reply, file, headers, sending)
  const [start, end] = range.kind === 'part' ? [range.start, range.end] : [0, file.size]
  if (range.kind === 'part') headers['content-range'] = `bytes ${start}-${end - 1}/${file.size}`
  response.writeHead(range.kind === 'part' ? 206 : reply.status, {
    ...headers,
    ...digestHeaders(file),
    'content-type': reply.type,
    'accept-ranges': 'bytes',
    'content-length': String(end - start),
  })
  await sendBytes(file.bytes(start, end), sending)
}

async function sendCompressed(
  reply: Reply,
  file: FileBody,
  headers: Record<string, string | string[]>,
  sending: Sending,
): Promise<void> {
  sending.response.writeHead(reply.status, {
    ...headers,
    'content-type': reply.type,
    'content-encoding': 'gzip',
  })
  await sendBytes(file.bytes(0, file.size), sending, true)
}

async function sendBytes(
  bytes: AsyncIterable<Uint8Array>,
  { response, asker, signal }: Sending,
  zip = false,
): Promise<void> {
  if (asker.head) {
    response.end()
    return
  }
  breakOffWhenStalled(response)
  const readable = Readable.from(bytes, { objectMode: false, highWaterMark: 256 * 1024 })
  await (zip
    ? pipeline(readable, gzipStream(), response, { signal })
    : pipeline(readable, response, { signal }))
}
