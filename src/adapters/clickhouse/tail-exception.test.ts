import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { withoutException } from './tail-exception.ts'

async function read(text: Buffer, cuts: readonly number[], tag: string): Promise<Buffer> {
  async function* source(): AsyncGenerator<Uint8Array> {
    let from = 0
    for (const cut of [...cuts].sort((a, b) => a - b)) {
      yield text.subarray(from, Math.max(from, cut))
      from = Math.max(from, cut)
    }
    yield text.subarray(from)
  }
  const chunks: Uint8Array[] = []
  for await (const chunk of withoutException(source(), tag, told => new Error(`told: ${told}`)))
    chunks.push(chunk)
  return Buffer.concat(chunks)
}

const cuts = fc.array(fc.nat(200), { maxLength: 8 })
const text = fc
  .array(fc.constantFrom('a', '\r', '\n', '\r\n', '__exception__', '\r\n__exception__\r\n', 'TAGTAGTAG'), {
    maxLength: 8,
  })
  .map(parts => parts.join(''))
  .filter(joined => !joined.includes('\r\n__exception__\r\nTAGTAGTAGTAGTAGT'))

test('a stream without the mark passes as it is, however it is cut', async () => {
  await fc.assert(
    fc.asyncProperty(text, cuts, async (body, at) => {
      assert.equal((await read(Buffer.from(body), at, 'TAGTAGTAGTAGTAGT')).toString(), body)
    }),
  )
})

test('a stream that ends in an exception rejects, however it is cut', async () => {
  const end =
    '\r\n__exception__\r\nTAGTAGTAGTAGTAGT\r\nCode: 395. DB::Exception: boom\n30 TAGTAGTAGTAGTAGT\r\n__exception__\r\n'
  await fc.assert(
    fc.asyncProperty(fc.constantFrom('', '1\n2\n', '1,"a\r'), cuts, async (body, at) => {
      await assert.rejects(read(Buffer.from(`${body}${end}`), at, 'TAGTAGTAGTAGTAGT'), /told/)
    }),
  )
})
