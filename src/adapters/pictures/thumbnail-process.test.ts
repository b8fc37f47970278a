import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { crc32 } from 'node:zlib'
import sharp from 'sharp'
import type { BlobStore } from '../../app/ports/blob-store.ts'
import type { Log } from '../../app/ports/log.ts'
import { openLocalBlobStore } from '../blobs/local-blob-store.ts'
import { pictures } from './pictures.ts'
import { thumbnailProcess } from './thumbnail-process.ts'

const silent: Log = { info: () => undefined, warn: () => undefined, error: () => undefined }

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes
}

async function opened(t: TestContext) {
  const folder = await mkdtemp(join(tmpdir(), 'vitrine-pictures-'))
  const blobs = await openLocalBlobStore(folder)
  const thumbnails = thumbnailProcess(folder, silent)
  t.after(async () => {
    await thumbnails.close()
    await rm(folder, { recursive: true, force: true })
  })
  const keep = async (bytes: Uint8Array): Promise<string> =>
    (await blobs.put(once(bytes), new AbortController().signal)).sha256
  return { blobs, thumbnails, keep }
}

const measured = async (blobs: BlobStore, sha256: string) => {
  await using blob = await blobs.open(sha256)
  return await pictures.measure(blob)
}

const plain = (width: number, height: number): Promise<Buffer> =>
  sharp({ create: { width, height, channels: 3, background: '#123' } })
    .png()
    .toBuffer()

/** The beginning of a PNG that says it is so large, and a little of what should follow. */
function bomb(width: number, height: number): Buffer {
  const chunk = (type: string, data: Buffer): Buffer => {
    const body = Buffer.concat([Buffer.from(type), data])
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
    length.writeUInt32BE(data.length)
    sum.writeUInt32BE(crc32(body))
    return Buffer.concat([length, body, sum])
  }
  const head = Buffer.alloc(13)
  head.writeUInt32BE(width, 0)
  head.writeUInt32BE(height, 4)
  head.set([8, 2, 0, 0, 0], 8)
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    ...[chunk('IHDR', head), chunk('IDAT', randomBytes(1000)), chunk('IEND', Buffer.alloc(0))],
  ])
}

/** Numbers of the processes that make small pictures for this one. */
const hosts = (): readonly number[] =>
  execFileSync('ps', ['-o', 'pid=,args=', '--ppid', String(process.pid)], { encoding: 'utf8' })
    .split('\n')
    .filter(line => line.includes('thumbnail-host'))
    .map(line => Number.parseInt(line, 10))

test('small pictures are made in a process of its own, which may be killed', async t => {
  const { thumbnails, keep } = await opened(t)
  const sha256 = await keep(await plain(400, 200))
  const made = async () => sharp((await thumbnails.make(sha256, 100)) ?? Buffer.of()).metadata()
  assert.deepEqual([(await made()).width, (await made()).height], [100, 50])
  const [pid, ...others] = hosts()
  assert.ok(pid !== undefined && others.length === 0)
  process.kill(pid, 'SIGKILL')
  assert.equal((await made()).width, 100)
  await thumbnails.close()
})

test('what is no picture, broken, too large, or not there has none, and the next one has', async t => {
  const { blobs, thumbnails, keep } = await opened(t)
  const good = await plain(60, 60)
  const bad = [
    Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="5" height="5"/>'),
    Buffer.from('\xff\xd8\xffnothing', 'latin1'),
    Buffer.alloc(0),
    bomb(60_000, 60_000),
    bomb(2 ** 31 - 1, 1),
  ]
  for (const bytes of bad) {
    const sha256 = await keep(bytes)
    assert.equal(await thumbnails.make(sha256, 100), null)
    assert.equal(await measured(blobs, sha256), null)
  }
  // its header is well, its pixels are not
  assert.equal(await thumbnails.make(await keep(bomb(50, 50)), 100), null)
  assert.equal(await thumbnails.make(await keep(good.subarray(0, good.length - 30)), 100), null)
  assert.equal(await thumbnails.make('0'.repeat(64), 100), null)
  const sha256 = await keep(good)
  assert.notEqual(await thumbnails.make(sha256, 40), null)
  assert.deepEqual(await measured(blobs, sha256), {
    ...{ format: 'png', width: 60, height: 60, orientation: null },
  })
})

test('too many at once are asked to come back; the others are made', async t => {
  const { thumbnails, keep } = await opened(t)
  const sha256 = await keep(await plain(50, 50))
  const all = await Promise.allSettled(Array.from({ length: 70 }, () => thumbnails.make(sha256, 40)))
  const refused = all.filter(({ status }) => status === 'rejected')
  assert.equal(refused.length, 6)
  for (const one of refused)
    assert.equal(Reflect.get(Object(Reflect.get(one, 'reason')), 'code'), 'overloaded')
  assert.ok(all.every(one => one.status === 'rejected' || one.value !== null))
})
