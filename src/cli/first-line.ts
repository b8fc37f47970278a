import { createInterface } from 'node:readline/promises'
import type { Readable } from 'node:stream'

/** The first line of a stream, without its end; empty when it has none. */
export async function firstLine(stream: Readable): Promise<string> {
  const lines = createInterface({ input: stream, terminal: false })
  try {
    for await (const line of lines) return line
    return ''
  } finally {
    lines.close()
    stream.destroy()
  }
}
