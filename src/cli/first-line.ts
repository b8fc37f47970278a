import { createInterface } from 'node:readline/promises'
import { type Readable, Writable } from 'node:stream'

/** What may be a terminal. */
type Input = Readable & { readonly isTTY?: boolean }

/** Takes the echo of what is typed, and shows it to nobody. */
const nowhere = (): Writable => new Writable({ write: (_chunk, _encoding, done) => done() })

/**
 * The first line of a stream, without its end; empty when it has none. What somebody types at a terminal is not shown: it
 * is asked for where it is a secret. `onInterrupt` hears Ctrl+C, which a terminal that echoes nothing leaves to us.
 */
export async function firstLine(stream: Input, onInterrupt: () => void = () => undefined): Promise<string> {
  const lines =
    stream.isTTY === true
      ? createInterface({ input: stream, output: nowhere(), terminal: true, historySize: 0 })
      : createInterface({ input: stream, terminal: false })
  lines.once('SIGINT', () => {
    onInterrupt()
    lines.close()
  })
  try {
    for await (const line of lines) return line
    return ''
  } finally {
    lines.close()
    stream.destroy()
  }
}
