const CARRIAGE_RETURN = 13

/**
 * Passes a server's stream on, but for the exception a ClickHouse server (25.11 and newer) appends when a
 * query fails in mid-stream: `\r\n__exception__\r\n<tag>\r\n…`, the tag told in a header. Throws what `fault` makes of its text instead.
 * None of the formats we stream writes a carriage return followed by that mark.
 */
export async function* withoutException(
  source: AsyncIterable<Uint8Array>,
  tag: string,
  fault: (text: string) => Error,
): AsyncGenerator<Uint8Array> {
  const mark = Buffer.from(`\r\n__exception__\r\n${tag}`)
  let held: Buffer = Buffer.alloc(0)
  for await (const chunk of source) {
    const seen: Buffer = held.length === 0 ? Buffer.from(chunk) : Buffer.concat([held, chunk])
    const at = seen.indexOf(mark)
    if (at >= 0)
      throw fault(
        seen
          .subarray(at + mark.length)
          .toString('utf8')
          .trim(),
      )
    const cut = holdFrom(seen, mark.length)
    held = seen.subarray(cut)
    if (cut > 0) yield seen.subarray(0, cut)
  }
  if (held.length > 0) yield held
}

/** Where a mark cut off by the end of the chunk could begin. */
function holdFrom(bytes: Buffer, markLength: number): number {
  const start = Math.max(0, bytes.length - markLength + 1)
  const found = bytes.indexOf(CARRIAGE_RETURN, start)
  return found < 0 ? bytes.length : found
}
