import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { memorySource } from '../../core/format/containers-memory.ts'
import { detect } from '../../core/format/detect.ts'
import { openScratch } from './scratch.ts'

let folder = ''
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'scratch-'))
})
after(() => rm(folder, { recursive: true }))

async function* chunksOf(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += 70_001) yield bytes.subarray(at, at + 70_001)
}

test('a copy is read at random and in order, and has no name in its folder', async () => {
  const bytes = randomBytes(600_000)
  await using scratch = openScratch(folder)
  const copy = await scratch.keep('a.bin', chunksOf(bytes))
  assert.deepEqual(await readdir(folder), [])
  assert.equal(copy.size, bytes.length)
  for (const [offset, length] of [
    [0, 10],
    [599_990, 100],
    [262_140, 20],
    [700_000, 5],
  ] as const)
    assert.deepEqual(
      Buffer.from(await copy.read(offset, length)),
      Buffer.from(bytes.subarray(offset, offset + length)),
    )
  const parts: Uint8Array[] = []
  for await (const part of copy.stream()) parts.push(part)
  assert.ok(Buffer.concat(parts).equals(bytes))
})

test('parts read at once are bytes of their own', async () => {
  const bytes = randomBytes(300_000)
  await using scratch = openScratch(folder)
  const copy = await scratch.keep('a.bin', chunksOf(bytes))
  const parts = await Promise.all(Array.from({ length: 30 }, (_, i) => copy.read(i * 10_000, 10_000)))
  assert.ok(Buffer.concat(parts).equals(bytes))
})

test('a source that breaks leaves nothing', async () => {
  const broken = async function* (): AsyncGenerator<Uint8Array> {
    yield randomBytes(10)
    throw new RangeError('broken')
  }
  await using scratch = openScratch(folder)
  await assert.rejects(scratch.keep('a.bin', broken()), RangeError)
  assert.deepEqual(await readdir(folder), [])
})

/** A Parquet file whose footer is after 65 MiB that no column uses. */
test('a packed file over 64 MiB that must be read at random is copied once', async () => {
  const size = 65 * 1024 * 1024
  const bytes = Buffer.alloc(size)
  bytes.write('PAR1', 0)
  bytes.write('PAR1', size - 4)
  bytes.writeUInt32LE(0x7fff_ffff, size - 8)
  const source = memorySource('big.parquet.gz', gzipSync(bytes, { level: 1 }))
  const { signal } = new AbortController()
  let copies = 0
  await using scratch = openScratch(folder)
  await assert.rejects(detect(source, {}, signal), { code: 'source_too_large' })
  const opened = detect(source, {}, signal, (name, stream) => {
    copies++
    return scratch.keep(name, stream)
  })
  await assert.rejects(opened, { code: 'source_damaged' })
  assert.equal(copies, 1)
})
