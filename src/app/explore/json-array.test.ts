import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { jsonArray } from './json-array.ts'

const AROUND = { head: '{"features":[', tail: ']}\n' }

async function arrayOf(chunks: readonly Uint8Array[]): Promise<string> {
  const written: Uint8Array[] = []
  async function* lines(): AsyncGenerator<Uint8Array> {
    yield* chunks
  }
  for await (const chunk of jsonArray(lines(), AROUND)) written.push(chunk)
  return Buffer.concat(written).toString()
}

const cut = (bytes: Uint8Array, places: readonly number[]): readonly Uint8Array[] => {
  const at = [0, ...places.map(place => place % (bytes.length + 1)), bytes.length].sort((a, b) => a - b)
  return at.slice(1).map((end, index) => bytes.subarray(at[index], end))
}

test('wherever the chunks are cut, the same array', async () => {
  const values = fc.array(
    fc.oneof(fc.string({ unit: 'grapheme' }), fc.integer(), fc.constant({ a: 'x\ny,' })),
    {
      maxLength: 8,
    },
  )
  await fc.assert(
    fc.asyncProperty(values, fc.array(fc.nat(200), { maxLength: 12 }), async (records, places) => {
      const lines = records.map(record => `${JSON.stringify(record)}\n`).join('')
      const text = await arrayOf(cut(Buffer.from(lines), places))
      assert.deepEqual(JSON.parse(text), { features: records })
      assert.ok(text.endsWith(AROUND.tail))
    }),
  )
})

test('nothing at all is an empty array, in no chunk or in empty ones', async () => {
  for (const chunks of [[], [new Uint8Array(0)]]) assert.equal(await arrayOf(chunks), '{"features":[]}\n')
})

test('a last line without an end is an element too', async () => {
  assert.equal(await arrayOf([Buffer.from('1\n2')]), '{"features":[1,\n2]}\n')
})
