const LF = 0x0a

/** Whole lines of a stream that is cut anywhere, in batches as they come; empty lines are left out. */
export async function* readLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<readonly string[]> {
  let held: Uint8Array[] = []
  for await (const chunk of chunks) {
    const end = chunk.lastIndexOf(LF)
    if (end < 0) {
      held.push(chunk)
      continue
    }
    yield linesOf(Buffer.concat([...held, chunk.subarray(0, end)]))
    held = end + 1 < chunk.length ? [chunk.subarray(end + 1)] : []
  }
  if (held.length > 0) yield linesOf(Buffer.concat(held))
}

const linesOf = (bytes: Buffer): readonly string[] =>
  bytes
    .toString('utf8')
    .split('\n')
    .filter(line => line !== '')
