import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { after, before, describe, test } from 'node:test'
import type { BlobStore } from '../../src/app/ports/blob-store.ts'
import { VitrineError } from '../../src/core/errors.ts'

/** A store, and what a suite may look at beside it. */
export interface OpenedBlobs {
  readonly store: BlobStore
  /** Everything kept or being written, by whatever name. */
  listAll(): Promise<readonly string[]>
  close(): Promise<void>
}

const never = new AbortController().signal

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

/** `bytes` in pieces of a size that no border of the store falls on. */
export async function* pieces(bytes: Uint8Array, size = 70_001): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

async function collect(chunks: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const all: Uint8Array[] = []
  for await (const chunk of chunks) all.push(chunk)
  return Buffer.concat(all)
}

const isMissing = (thrown: unknown): boolean =>
  thrown instanceof VitrineError && thrown.code === 'blob_missing'

/** What every implementation of the port must do. */
export function blobStoreContract(name: string, open: () => Promise<OpenedBlobs>): void {
  describe(`${name}: blobs`, () => {
    let opened: OpenedBlobs
    before(async () => {
      opened = await open()
    })
    after(() => opened.close())
    writingTests(() => opened)
    readingTests(() => opened.store)
    removingTests(() => opened.store)
  })
}

function writingTests(opened: () => OpenedBlobs): void {
  test('bytes come back as they went in, under their hash', async () => {
    for (const size of [0, 1, 262_143, 262_144, 262_145, 3_000_017]) {
      const bytes = randomBytes(size)
      const stored = await opened().store.put(pieces(bytes), never)
      assert.deepEqual(stored, { sha256: sha256(bytes), bytes: size })
      await using blob = await opened().store.open(stored.sha256)
      assert.equal(blob.size, size)
      assert.ok((await collect(blob.stream())).equals(bytes), `${size} bytes`)
    }
  })

  test('the same bytes are stored once, also when they come at once', async () => {
    const bytes = randomBytes(500_000)
    await opened().store.put(pieces(bytes), never)
    const before = await opened().listAll()
    const all = await Promise.all(Array.from({ length: 5 }, () => opened().store.put(pieces(bytes), never)))
    assert.equal(new Set(all.map(blob => blob.sha256)).size, 1)
    assert.deepEqual(await opened().listAll(), before)
  })

  test('a source that breaks off leaves nothing', async () => {
    const before = await opened().listAll()
    async function* broken(): AsyncGenerator<Uint8Array> {
      yield randomBytes(300_000)
      throw new Error('connection reset')
    }
    await assert.rejects(opened().store.put(broken(), never), /connection reset/)
    assert.deepEqual(await opened().listAll(), before)
  })

  test('a caller who leaves ends the writing, and leaves nothing', async () => {
    const before = await opened().listAll()
    const leaving = new AbortController()
    async function* endless(): AsyncGenerator<Uint8Array> {
      for (let n = 0; ; n++) {
        if (n === 3) leaving.abort()
        yield randomBytes(1000)
      }
    }
    await assert.rejects(opened().store.put(endless(), leaving.signal), { code: 'aborted' })
    await assert.rejects(opened().store.put(pieces(randomBytes(10)), AbortSignal.abort()), {
      code: 'aborted',
    })
    assert.deepEqual(await opened().listAll(), before)
  })

  test('what is half written is not there', async () => {
    const bytes = randomBytes(200_000)
    const gate = Promise.withResolvers<void>()
    async function* slow(): AsyncGenerator<Uint8Array> {
      yield bytes.subarray(0, 100_000)
      await gate.promise
      yield bytes.subarray(100_000)
    }
    const writing = opened().store.put(slow(), never)
    assert.equal(await opened().store.has(sha256(bytes)), false)
    await assert.rejects(opened().store.open(sha256(bytes)), isMissing)
    gate.resolve()
    await writing
    assert.equal(await opened().store.has(sha256(bytes)), true)
  })
}

function readingTests(store: () => BlobStore): void {
  test('any part can be read, and no more than there is', async () => {
    const bytes = randomBytes(700_000)
    const { sha256: id } = await store().put(pieces(bytes), never)
    await using blob = await store().open(id)
    for (const [offset, length] of [
      [0, 10],
      [699_990, 100],
      [700_000, 10],
      [800_000, 10],
      [262_000, 262_500],
      [5, 0],
    ] as const) {
      const part = Buffer.from(await blob.read(offset, length))
      assert.ok(part.equals(bytes.subarray(offset, offset + length)), `${offset} + ${length}`)
    }
  })

  test('several passes may run at once, in chunks of bounded size', async () => {
    const bytes = randomBytes(900_000)
    const { sha256: id } = await store().put(pieces(bytes), never)
    await using blob = await store().open(id)
    const passes = await Promise.all([collect(blob.stream()), collect(blob.stream()), blob.read(450_000, 9)])
    assert.ok(passes[0].equals(bytes) && passes[1].equals(bytes))
    for await (const chunk of blob.stream()) assert.ok(chunk.byteLength <= 1_048_576)
  })

  test('what was never stored is missing, and no name leads elsewhere', async () => {
    for (const id of [
      '0'.repeat(64),
      '',
      '..',
      '../../etc/passwd',
      'A'.repeat(64),
      `${'0'.repeat(63)}/`,
      'a\u0000',
    ]) {
      assert.equal(await store().has(id), false, id)
      await assert.rejects(store().open(id), isMissing, id)
    }
  })

  test('the store says that it is well', () => store().health())
}

function removingTests(store: () => BlobStore): void {
  const later = new Date(Date.now() + 3_600_000)
  const earlier = new Date(Date.now() - 3_600_000)

  test('a blob is removed when nobody wrote it since, and can be written again', async () => {
    const bytes = randomBytes(1000)
    const { sha256: id } = await store().put(pieces(bytes), never)
    assert.equal(await store().remove(id, earlier), false)
    assert.equal(await store().has(id), true)
    assert.equal(await store().remove(id, later), true)
    assert.equal(await store().has(id), false)
    await assert.rejects(store().open(id), isMissing)
    assert.equal(await store().remove(id, later), true, 'it is gone')
    await store().put(pieces(bytes), never)
    await using blob = await store().open(id)
    assert.ok((await collect(blob.stream())).equals(bytes))
  })

  test('writers and removers at once: what was written last is there', async () => {
    const bytes = randomBytes(5000)
    const id = sha256(bytes)
    const justBefore = (): Date => new Date(Date.now() - 1)
    for (let round = 0; round < 30; round++) {
      await Promise.all([
        store().put(pieces(bytes), never),
        store().remove(id, justBefore()),
        store().put(pieces(bytes), never),
        store().remove(id, justBefore()),
      ])
      assert.equal(await store().has(id), true, `round ${round}`)
    }
  })

  test('nothing that is no blob is removed', async () => {
    for (const id of ['', '..', 'tmp', '../../etc/passwd', 'A'.repeat(64)])
      assert.equal(await store().remove(id, later), false, id)
  })
}
