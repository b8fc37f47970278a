// Writes to the blob store in the folder given, says so when a part is written, and never comes to an end.
import { setTimeout as sleep } from 'node:timers/promises'
import { openLocalBlobStore } from '../../src/adapters/blobs/local-blob-store.ts'

const store = await openLocalBlobStore(process.argv[2] ?? '')

async function* endless(): AsyncGenerator<Uint8Array> {
  yield Buffer.alloc(1_000_000)
  yield Buffer.alloc(1)
  console.log('wrote')
  await sleep(600_000)
}
await store.put(endless(), new AbortController().signal)
