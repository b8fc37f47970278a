import type { WireRecord } from '../../core/record/shape.ts'

const LF = 0x0a

/** Records of a stream of JSON lines that is cut anywhere, in batches as they come. */
export async function* readRecords(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<readonly WireRecord[]> {
  let held: Uint8Array[] = []
  for await (const chunk of chunks) {
    const end = chunk.lastIndexOf(LF)
    if (end < 0) {
      held.push(chunk)
      continue
    }
    yield recordsOf(Buffer.concat([...held, chunk.subarray(0, end)]))
    held = end + 1 < chunk.length ? [chunk.subarray(end + 1)] : []
  }
  if (held.length > 0) yield recordsOf(Buffer.concat(held))
}

const recordsOf = (bytes: Buffer): readonly WireRecord[] =>
  bytes
    .toString('utf8')
    .split('\n')
    .filter(line => line !== '')
    .map(readRecord)

const LONG_NUMBER = /[0-9]{16}/

/** A line of JSON; whole numbers beyond 2^53 keep their digits. */
function readRecord(line: string): WireRecord {
  if (!LONG_NUMBER.test(line)) return JSON.parse(line) as WireRecord
  const exact = (_key: string, value: unknown, context?: { readonly source?: string }): unknown => {
    const { source = '' } = context ?? {}
    const isLarge = typeof value === 'number' && /^-?\d+$/.test(source) && !Number.isSafeInteger(value)
    return isLarge ? BigInt(source) : value
  }
  return JSON.parse(line, exact) as WireRecord
}
