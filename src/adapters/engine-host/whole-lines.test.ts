import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { wholeLines } from './whole-lines.ts'

async function collect(chunks: readonly Uint8Array[], size: number): Promise<readonly Buffer[]> {
  async function* source(): AsyncGenerator<Uint8Array> {
    yield* chunks
  }
  const blocks: Buffer[] = []
  for await (const block of wholeLines(source(), size)) blocks.push(block)
  return blocks
}

test('blocks join to the source, end at lines, and are no smaller than asked but for the last', async () => {
  const chunk = fc
    .array(fc.constantFrom(10, 65, 66, 67), { maxLength: 30 })
    .map(bytes => Uint8Array.from(bytes))
  await fc.assert(
    fc.asyncProperty(
      fc.array(chunk, { maxLength: 30 }),
      fc.integer({ min: 1, max: 40 }),
      async (chunks, size) => {
        const blocks = await collect(chunks, size)
        assert.deepEqual(Buffer.concat(blocks), Buffer.concat(chunks))
        for (const block of blocks.slice(0, -1)) {
          assert.equal(block.at(-1), 10)
        }
        assert.ok(blocks.every(block => block.length > 0))
      },
    ),
  )
})

test('a block is cut as soon as it may be', async () => {
  const line = Buffer.from('123456789\n')
  const blocks = await collect(
    Array.from({ length: 100 }, () => line),
    100,
  )
  assert.deepEqual(
    blocks.map(block => block.length),
    Array.from({ length: 10 }, () => 100),
  )
})

test('a line longer than a block stays whole', async () => {
  const blocks = await collect([Buffer.alloc(50, 65), Buffer.alloc(50, 65), Buffer.from('\nB\n')], 20)
  assert.deepEqual(blocks.map(String), [`${'A'.repeat(100)}\nB\n`])
})
