import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { request } from 'undici'
import { VitrineError } from '../../core/errors.ts'

/** Bytes to publish, with the name they came under. */
export interface OpenedSource {
  readonly name: string
  readonly url: string | null
  /** Size where it is known beforehand, for progress. */
  readonly size: number | null
  readonly bytes: AsyncIterable<Uint8Array>
}

const MAX_REDIRECTS = 5
const CHUNK = 256 * 1024

/** Whether a publisher named an address of the web rather than a file. */
export const isWebAddress = (text: string): boolean => /^https?:\/\//i.test(text)

/** Opens a file or an http(s) address. Faults: `source_missing`, `source_unreachable`. */
export function openSource(location: string, signal: AbortSignal): Promise<OpenedSource> {
  return isWebAddress(location) ? openWeb(location, signal) : openFile(location)
}

async function openFile(path: string): Promise<OpenedSource> {
  const found = await stat(path).catch(() => null)
  if (found === null || !found.isFile()) throw new VitrineError('source_missing', { path })
  return {
    name: basename(path),
    url: null,
    size: found.size,
    bytes: createReadStream(path, { highWaterMark: CHUNK }),
  }
}

async function openWeb(address: string, signal: AbortSignal): Promise<OpenedSource> {
  let url = new URL(address)
  for (let hop = 0; hop <= MAX_REDIRECTS; hop++) {
    const answer = await request(url, { signal, headersTimeout: 30_000, bodyTimeout: 60_000 }).catch(
      (error: unknown) => {
        throw new VitrineError('source_unreachable', { url: address, status: 0 }, error)
      },
    )
    const location = answer.headers.location
    if (answer.statusCode >= 300 && answer.statusCode < 400 && typeof location === 'string') {
      await answer.body.dump()
      url = new URL(location, url)
      if (url.protocol !== 'https:' && url.protocol !== 'http:') break
      continue
    }
    if (answer.statusCode !== 200) {
      await answer.body.dump()
      throw new VitrineError('source_unreachable', { url: address, status: answer.statusCode })
    }
    const length = Number(answer.headers['content-length'])
    return {
      name: fileNameOf(url, answer.headers['content-disposition']),
      url: address,
      size: Number.isFinite(length) ? length : null,
      bytes: answer.body,
    }
  }
  throw new VitrineError('source_unreachable', { url: address, status: 310 })
}

/** The name a download goes by: what the server says, else the last part of the path. */
export function fileNameOf(url: URL, disposition: string | string[] | undefined): string {
  const header = Array.isArray(disposition) ? disposition[0] : disposition
  const said = /filename\*?=(?:UTF-8'')?"?([^";]+)"?/i.exec(header ?? '')?.[1]
  const name = basename(decode(said ?? url.pathname))
  return name === '' ? 'source' : name
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
