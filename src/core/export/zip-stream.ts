import { Readable } from 'node:stream'
import { finished } from 'node:stream/promises'
import { ZipFile } from 'yazl'

/** A file of an archive. */
export interface ZipEntry {
  readonly name: string
  readonly bytes: AsyncIterable<Uint8Array>
}

/** The same rows give the same bytes: no clock. */
const OPTIONS = { mtime: new Date(1980, 0, 1), forceDosTimestamp: true, compressionLevel: 2 }

/**
 * A ZIP archive, written as it is read: the next entry is asked for when the last one is through. Leaving early ends
 * the entry under way; a fault of an entry rejects.
 */
export async function* zipStream(
  entries: AsyncIterable<ZipEntry> | Iterable<ZipEntry>,
): AsyncGenerator<Uint8Array> {
  const zip = new ZipFile()
  const out = zip.outputStream as Readable
  const left = new AbortController()
  const fed = feed(zip, entries, left.signal)
  fed.catch((fault: unknown) => out.destroy(fault instanceof Error ? fault : new Error(String(fault))))
  try {
    yield* out
    await fed
  } finally {
    left.abort()
    out.destroy()
    await fed.catch(() => undefined)
  }
}

async function feed(
  zip: ZipFile,
  entries: AsyncIterable<ZipEntry> | Iterable<ZipEntry>,
  signal: AbortSignal,
): Promise<void> {
  for await (const { name, bytes } of entries) {
    const readable = Readable.from(bytes, { objectMode: false, signal })
    zip.addReadStream(readable, name, OPTIONS)
    await finished(readable, { writable: false })
  }
  zip.end()
}
