import type { ByteSource } from '../../src/core/format/byte-source.ts'
import { json } from '../../src/core/format/json.ts'

/** Reads a made-up JSON of many megabytes and prints its records; run with a small heap by `memory.test.ts`. */
const RECORDS = 100
const BLOCKS = Number(process.argv[2])

const block = new TextEncoder().encode(
  Array.from({ length: RECORDS }, (_, at) =>
    JSON.stringify({
      id: at,
      name: `é name ${at}`,
      tags: ['a', 'b'],
      nested: { x: 1.5 },
      text: 'lorem ipsum '.repeat(160),
    }),
  ).join(','),
)
const edge = (text: string): Uint8Array => new TextEncoder().encode(text)

const source: ByteSource = {
  name: 'large.json',
  size: (block.length + 1) * BLOCKS + 1,
  async *stream() {
    for (let at = 0; at < BLOCKS; at++) {
      yield edge(at === 0 ? '[' : ',')
      yield block
    }
    yield edge(']')
  },
  read: async () => edge('['),
}

const { signal } = new AbortController()
const reader = await json.open(source, {}, signal)
let records = 0
for await (const batch of reader.batches(signal)) records += batch.rows.length
console.log(JSON.stringify({ records, megabytes: Math.round(source.size / 1e6) }))
