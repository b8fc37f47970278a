const LF = 0x0a
const COMMA = 0x2c
const encoder = new TextEncoder()

/** What stands around the elements of an array. */
export interface Around {
  readonly head: string
  readonly tail: string
}

/**
 * JSON lines → one JSON array: line ends become commas, the last one goes. No string of a line holds a raw LF. Chunks
 * are cut anywhere, so a line end at the end of one waits for what comes after it.
 */
export async function* jsonArray(
  lines: AsyncIterable<Uint8Array>,
  { head, tail }: Around,
): AsyncGenerator<Uint8Array> {
  let before = head
  for await (const chunk of lines) {
    if (chunk.byteLength === 0) continue
    if (before !== '') yield encoder.encode(before)
    const ends = chunk[chunk.byteLength - 1] === LF
    before = ends ? ',\n' : ''
    yield commas(ends ? chunk.subarray(0, -1) : chunk)
  }
  yield encoder.encode(before === head ? `${head}${tail}` : tail)
}

/** A comma before each line end: one byte more for each. */
function commas(chunk: Uint8Array): Uint8Array {
  let ends = 0
  for (let at = chunk.indexOf(LF); at >= 0; at = chunk.indexOf(LF, at + 1)) ends++
  if (ends === 0) return chunk
  const out = new Uint8Array(chunk.byteLength + ends)
  let [from, to] = [0, 0]
  for (let at = chunk.indexOf(LF); at >= 0; at = chunk.indexOf(LF, from)) {
    out.set(chunk.subarray(from, at), to)
    to += at - from
    out[to++] = COMMA
    out[to++] = LF
    from = at + 1
  }
  out.set(chunk.subarray(from), to)
  return out
}
