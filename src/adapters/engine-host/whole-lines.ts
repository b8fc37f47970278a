/**
 * Re-cuts a byte stream into blocks of at least `size` bytes (the last may be smaller) that end at a line
 * end, so that each is a valid text of its own: TSV and JSON lines escape newlines inside values. A last
 * line without a newline is kept. Memory: one block and the chunk that completed it.
 */
export async function* wholeLines(source: AsyncIterable<Uint8Array>, size: number): AsyncGenerator<Buffer> {
  let chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of source) {
    if (chunk.length === 0) continue
    const end = length + chunk.length < size ? 0 : chunk.lastIndexOf(10) + 1
    if (end === 0) {
      chunks.push(chunk)
      length += chunk.length
      continue
    }
    chunks.push(chunk.subarray(0, end))
    yield Buffer.concat(chunks)
    chunks = end < chunk.length ? [chunk.subarray(end)] : []
    length = chunk.length - end
  }
  if (length > 0) yield Buffer.concat(chunks)
}
