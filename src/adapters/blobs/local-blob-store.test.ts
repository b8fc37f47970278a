import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { mkdtemp, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { spawnScript } from '../../../test/processes/spawned.ts'
import { openLocalBlobStore } from './local-blob-store.ts'

const never = new AbortController().signal

async function newFolder(t: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'vt-'))
  t.after(() => rm(folder, { recursive: true, force: true }))
  return folder
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes
}

test('a blob lies two levels deep under its whole hash, for its owner only', async t => {
  const folder = await newFolder(t)
  const store = await openLocalBlobStore(folder)
  const { sha256 } = await store.put(once(Buffer.from('abc')), never)
  assert.equal(sha256, 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad')
  const file = await stat(join(folder, 'ba', '78', sha256))
  assert.deepEqual([file.size, file.mode & 0o777], [3, 0o600])
})

test('a writer that was killed leaves nothing visible, and opening sweeps what is old', async t => {
  const folder = await newFolder(t)
  const writer = spawnScript('blob-writer.ts', [folder])
  await writer.line('wrote')
  await writer.kill()
  const [draft = ''] = await readdir(join(folder, 'tmp'))
  assert.notEqual(draft, '')
  assert.deepEqual(await readdir(folder), ['tmp'])
  await openLocalBlobStore(folder)
  assert.deepEqual(await readdir(join(folder, 'tmp')), [draft], 'it might still be written to')
  const longAgo = new Date(Date.now() - 7_200_000)
  await utimes(join(folder, 'tmp', draft), longAgo, longAgo)
  await openLocalBlobStore(folder)
  assert.deepEqual(await readdir(join(folder, 'tmp')), [])
})

test('a kept blob survives the loss of the folder for drafts', async t => {
  const folder = await newFolder(t)
  const store = await openLocalBlobStore(folder)
  const bytes = randomBytes(1000)
  const { sha256 } = await store.put(once(bytes), never)
  await rm(join(folder, 'tmp'), { recursive: true })
  await assert.rejects(store.health())
  const again = await openLocalBlobStore(folder)
  await again.health()
  await using blob = await again.open(sha256)
  assert.ok(Buffer.from(await blob.read(0, 1000)).equals(bytes))
})

test('files that are no drafts of ours are not counted as blobs', async t => {
  const folder = await newFolder(t)
  await writeFile(join(folder, 'README'), 'x')
  const store = await openLocalBlobStore(folder)
  assert.equal(await store.has('README'), false)
})
