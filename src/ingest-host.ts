import { join } from 'node:path'
import { openLocalBlobStore } from './adapters/blobs/local-blob-store.ts'
import { openRecordStore } from './adapters/clickhouse/record-store.ts'
import type { LoadMessage, LoadOrder } from './adapters/ingest-host/messages.ts'
import { openScratch } from './adapters/ingest-host/scratch.ts'
import { pictures } from './adapters/pictures/pictures.ts'
import { loadRevision } from './app/ingest/load-revision.ts'
import type { Log } from './app/ports/log.ts'
import { asVitrineError } from './core/errors.ts'

// The disposable process that reads one source: it gets one order, sends progress and one end, and goes.

const say = (message: LoadMessage): void => {
  process.send?.(message)
}

/** The parent tells what went wrong; here only the end is said. */
const silent: Log = { info: () => undefined, warn: () => undefined, error: () => undefined }

async function obey({ request, stores }: LoadOrder): Promise<void> {
  const { signal } = new AbortController()
  const blobs = await openLocalBlobStore(stores.blobs)
  await using scratch = openScratch(join(stores.blobs, 'tmp'))
  const records = await openRecordStore(stores.engine, { log: silent, signal })
  try {
    const result = await loadRevision(
      { blobs, records, scratch: scratch.keep, pictures },
      request,
      {
        onProgress: progress => say({ kind: 'progress', progress }),
        onFiles: files => say({ kind: 'files', files }),
      },
      signal,
    )
    say({ kind: 'loaded', result })
  } catch (thrown) {
    const error = asVitrineError(thrown)
    const detail = error.kind === 'bug' ? String(error.cause instanceof Error ? error.cause.stack : '') : ''
    say({ kind: 'failed', code: error.code, params: error.params, detail })
  } finally {
    await records.close()
    process.disconnect()
  }
}

process.once('disconnect', () => process.exit(0))
process.once('message', (order: LoadOrder) => void obey(order))
