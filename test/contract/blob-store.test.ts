import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openLocalBlobStore } from '../../src/adapters/blobs/local-blob-store.ts'
import { blobStoreContract } from './blob-store.ts'

blobStoreContract('local folder', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'vt-'))
  return {
    store: await openLocalBlobStore(folder),
    listAll: async () => (await readdir(folder, { recursive: true })).sort(),
    close: () => rm(folder, { recursive: true, force: true }),
  }
})
