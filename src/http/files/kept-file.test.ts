import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { openLocalBlobStore } from '../../adapters/blobs/local-blob-store.ts'
import type { RequestContext } from '../context.ts'
import type { FilesHost } from './files-host.ts'
import { keptFile } from './kept-file.ts'

const CONTENT = '<script>alert(1)</script>'

test('a file leaves as one to keep; where there is a host of files, from there', async t => {
  const folder = await mkdtemp(join(tmpdir(), 'vitrine-kept-'))
  t.after(() => rm(folder, { recursive: true, force: true }))
  const blobs = await openLocalBlobStore(folder)
  const stored = await blobs.put(once(), new AbortController().signal)
  const file = { ...stored, name: 'page "1".html', mimetype: 'text/html' }
  const given = { file, modified: new Date('2026-01-02T03:04:05Z') }
  const portal = { stored: { id: 7 } } as RequestContext['portal']
  const context = { portal, origin: 'https://data.town.example:8443' }
  const here = keptFile(context, given, { blobs, filesHost: null })
  assert.deepEqual([here.status, here.type], [200, 'text/html'])
  assert.equal(
    here.headers?.['content-disposition'],
    `attachment; filename="page _1_.html"; filename*=UTF-8''page%20%221%22.html`,
  )
  const filesHost: FilesHost = { host: 'files.example', secrets: [new Uint8Array(32)], now: () => 0 }
  const away = keptFile(context, given, { blobs, filesHost })
  assert.equal(away.status, 307)
  assert.equal(new URL(away.headers?.location ?? '').origin, 'https://files.example:8443')
  assert.equal(away.body, '')
})

async function* once(): AsyncGenerator<Uint8Array> {
  yield Buffer.from(CONTENT)
}
