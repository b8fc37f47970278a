import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { ByteSource } from './byte-source.ts'
import { memorySource } from './containers-memory.ts'
import { csv } from './csv.ts'
import { MAX_CELL } from './csv-dialect.ts'
import type { RawFault, RawValue } from './reader.ts'

const never = new AbortController().signal

/** What comes out, without keeping it. */
async function drain(source: ByteSource, each?: (row: readonly RawValue[]) => void) {
  const reader = await csv.open(source, {}, never)
  let rows = 0
  const faults: RawFault[] = []
  for await (const batch of reader.batches(never)) {
    rows += batch.rows.length
    faults.push(...batch.faults)
    for (const row of batch.rows) each?.(row)
  }
  return { reader, rows, faults }
}

/** A source made while it is read: larger than anyone would keep. */
function streamed(parts: () => Iterable<string>): ByteSource {
  const head = Buffer.from([...parts()].slice(0, 4).join('')).subarray(0, 1 << 16)
  return {
    name: 't.csv',
    size: 1,
    async *stream() {
      for (const part of parts()) yield Buffer.from(part)
    },
    read: async (offset, length) => head.subarray(offset, offset + length),
  }
}

describe('hostile text tables', () => {
  test('a quoted cell of 10 MB is a cell', async () => {
    const long = 'some words\n'.repeat(1_000_000)
    const bytes = Buffer.from(`a,b\n1,2\n"${long}",3\n4,5\n`)
    let longest = 0
    const { rows } = await drain(memorySource('t.csv', bytes, 1 << 16), row => {
      longest = Math.max(longest, String(row[0]).length)
    })
    assert.deepEqual([rows, longest], [3, long.length])
  })

  test('a quote that opens a cell beyond all measure is a character', async () => {
    const line = 'abc,def,ghi\n'
    const block = line.repeat(10_000)
    const blocks = Math.ceil((MAX_CELL * 1.2) / block.length)
    const source = streamed(function* () {
      yield 'a,b,c\n1,2,3\n"open,2,3\n'
      for (let i = 0; i < blocks; i++) yield block
    })
    const first: RawValue[] = []
    const { rows, faults } = await drain(source, row => {
      if (first.length < 3) first.push(row[0] ?? null)
    })
    assert.equal(rows, blocks * 10_000 + 2)
    assert.deepEqual(faults, [])
    assert.deepEqual(first, ['1', '"open', 'abc'])
  })

  test('a row without end is kept aside, and what follows is read', async () => {
    const source = streamed(function* () {
      yield 'a,b\n1,2\n'
      for (let i = 0; i < 70; i++) yield 'x'.repeat(1 << 20)
      yield '\n3,4\n5,6\n'
    })
    const { rows, faults } = await drain(source)
    assert.equal(rows, 3)
    assert.deepEqual(
      faults.map(({ line, reason }) => [line, reason]),
      [[3, 'record_too_large']],
    )
  })

  test('a header of 50,000 names', async () => {
    const names = Array.from({ length: 50_000 }, (_, i) => `column ${i}`)
    const row = names.map((_, i) => i)
    const { reader, rows } = await drain(
      memorySource('t.csv', Buffer.from(`${names.join(';')}\n${row.join(';')}\n`)),
    )
    assert.deepEqual([reader.columns.length, rows], [50_000, 1])
  })

  test('a million lone quotes, and quotes at every line start, take no more than a moment each', async () => {
    const lone = await drain(memorySource('t.csv', Buffer.from(`a,b\n${'"\n'.repeat(200_000)}`)))
    assert.ok(lone.rows + lone.faults.length <= 200_000)
    const starts = Array.from({ length: 50_000 }, (_, i) => `"${i},x`).join('\n')
    const { rows, faults } = await drain(memorySource('t.csv', Buffer.from(`a,b\n${starts}\n`)))
    assert.equal(rows + faults.length, 50_000)
  })

  test('NULs, and bytes that are no text', async () => {
    const zeros = Buffer.concat([Buffer.from('a,b\n1,2\n'), Buffer.alloc(5000)])
    assert.ok((await drain(memorySource('t.csv', zeros))).rows >= 1)
    const noise = Buffer.from(Array.from({ length: 20_000 }, (_, i) => (i * 7919) % 256))
    assert.equal(csv.sniff(noise, 't.csv').score, 0)
    await drain(memorySource('t.csv', noise))
  })

  test('reading stops when it is told to', async () => {
    const stop = new AbortController()
    const bytes = Buffer.from(`a,b\n${'1,2\n'.repeat(400_000)}`)
    const reader = await csv.open(memorySource('t.csv', bytes), {}, never)
    await assert.rejects(async () => {
      for await (const _ of reader.batches(stop.signal)) stop.abort()
    })
  })
})
