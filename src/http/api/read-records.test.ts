import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { jsonText, type WireRecord } from '../../core/record/shape.ts'
import { readRecords } from './read-records.ts'

async function* cutAt(bytes: Buffer, places: readonly number[]): AsyncGenerator<Uint8Array> {
  const cuts = [...places.map(place => place % (bytes.length + 1)), 0, bytes.length].sort((a, b) => a - b)
  for (const [index, start] of cuts.entries()) yield bytes.subarray(start, cuts[index + 1] ?? bytes.length)
}

async function readAll(text: string, places: readonly number[]): Promise<readonly WireRecord[]> {
  const found: WireRecord[] = []
  for await (const records of readRecords(cutAt(Buffer.from(text), places))) found.push(...records)
  return found
}

const record = fc.record({
  a: fc.string({ unit: 'grapheme' }),
  n: fc.oneof(fc.integer(), fc.bigInt({ min: 2n ** 53n + 1n, max: 2n ** 63n })),
  x: fc.double({ noNaN: true, noDefaultInfinity: true }).map(value => value + 0),
})

test('wherever the stream is cut, the same records; long numbers keep their digits', () =>
  fc.assert(
    fc.asyncProperty(fc.array(record), fc.array(fc.nat()), async (records, places) => {
      const lines = records.map(one => `${jsonText(one)}\n`).join('')
      assert.deepEqual((await readAll(lines, places)).map(jsonText), records.map(jsonText))
    }),
  ))
