import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import type { PreparedFile } from '../../app/ports/prepared-files.ts'
import { openPreparedFiles } from './local-prepared-files.ts'

const { signal } = new AbortController()
const NONE_FREE = { maxBytes: 1000, minFree: 0 }

async function newFolder(t: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'vt-'))
  t.after(() => rm(folder, { recursive: true, force: true }))
  return folder
}

async function* of(...chunks: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* chunks
}

const key = (revisionId: number, name = 'a') => ({ revisionId, name })
const sized = (bytes: number) => of(Buffer.alloc(bytes, 'x'))

async function bytesOf(file: PreparedFile | null, start = 0, end = file?.size ?? 0): Promise<Buffer> {
  assert.ok(file !== null)
  const chunks: Uint8Array[] = []
  for await (const chunk of file.bytes(start, end)) chunks.push(chunk)
  return Buffer.concat(chunks)
}

test('what is kept is found, whole and in parts, by this process and the next', async t => {
  const folder = await newFolder(t)
  const bytes = randomBytes(400)
  const first = await openPreparedFiles(folder, NONE_FREE)
  assert.equal(await first.find(key(1)), null)
  assert.equal(await first.keep(key(1), of(bytes.subarray(0, 100), bytes.subarray(100)), signal), true)
  for (const files of [first, await openPreparedFiles(folder, NONE_FREE)]) {
    const file = await files.find(key(1))
    assert.ok((await bytesOf(file)).equals(bytes))
    assert.ok((await bytesOf(file, 50, 60)).equals(bytes.subarray(50, 60)))
    assert.equal((await bytesOf(file, 5, 5)).length, 0)
    assert.equal(file?.sha256, createHash('sha256').update(bytes).digest('hex'))
    assert.equal(await files.find(key(1, 'b')), null)
    assert.equal(await files.find(key(11)), null)
  }
})

test('room is bounded: the longest unused goes, what is too large is not kept', async t => {
  const folder = await newFolder(t)
  const files = await openPreparedFiles(folder, NONE_FREE)
  for (const id of [1, 2, 3]) await files.keep(key(id), sized(300), signal)
  assert.notEqual(await files.find(key(1)), null)
  await files.keep(key(4), sized(300), signal)
  assert.equal(await files.find(key(2)), null)
  for (const id of [1, 3, 4]) assert.notEqual(await files.find(key(id)), null)
  assert.equal(await files.keep(key(5), sized(501), signal), false)
  const none = await openPreparedFiles(await newFolder(t), { maxBytes: 0, minFree: 0 })
  assert.equal(await none.keep(key(1), sized(1), signal), false)
  const full = await openPreparedFiles(await newFolder(t), { maxBytes: 1000, minFree: 2 ** 60 })
  assert.equal(await full.keep(key(1), sized(1), signal), false)
  assert.equal((await readdir(folder)).length, 3)
})

test('nothing half-written stays: a source that fails, a stop, a crash', async t => {
  const folder = await newFolder(t)
  const files = await openPreparedFiles(folder, NONE_FREE)
  const failing = async function* () {
    yield Buffer.from('half')
    throw new Error('broken')
  }
  await assert.rejects(files.keep(key(1), failing(), signal), /broken/)
  await assert.rejects(files.keep(key(1), sized(10), AbortSignal.abort()))
  assert.deepEqual(await readdir(folder), [])
  await writeFile(join(folder, 'draft-x'), 'left')
  await openPreparedFiles(folder, NONE_FREE)
  assert.deepEqual(await readdir(folder), [])
})

test('the files of a revision go with it; a file that went behind our back is not found', async t => {
  const folder = await newFolder(t)
  const files = await openPreparedFiles(folder, NONE_FREE)
  for (const one of [key(1), key(1, 'b'), key(12)]) await files.keep(one, sized(10), signal)
  await files.forget(1)
  assert.deepEqual([await files.find(key(1)), await files.find(key(1, 'b'))], [null, null])
  assert.notEqual(await files.find(key(12)), null)
  for (const name of await readdir(folder)) await rm(join(folder, name))
  assert.equal(await files.find(key(12)), null)
})
