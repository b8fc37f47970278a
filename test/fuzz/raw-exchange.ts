import { connect } from 'node:net'

/** What came back on the socket; status 0 when the server only closed. */
export interface RawAnswer {
  readonly status: number
  readonly text: string
}

/** Sends bytes and reads until the server closes, or for `patienceMs` (then status -1: it hung). */
export function rawExchange(port: number, bytes: Buffer, patienceMs: number): Promise<RawAnswer> {
  const { promise, resolve } = Promise.withResolvers<RawAnswer>()
  const chunks: Buffer[] = []
  const socket = connect({ port, host: '127.0.0.1' })
  const timer = setTimeout(() => {
    socket.destroy()
    resolve({ status: -1, text: Buffer.concat(chunks).toString() })
  }, patienceMs)
  const end = (): void => {
    clearTimeout(timer)
    const text = Buffer.concat(chunks).toString()
    resolve({ status: Number(/^HTTP\/1\.1 ([0-9]{3})/.exec(text)?.[1] ?? 0), text })
  }
  socket.on('data', chunk => chunks.push(chunk))
  socket.on('error', () => undefined)
  socket.on('close', end)
  socket.write(bytes)
  return promise
}

/** Words that only the inside of the house would say. */
const INSIDE =
  /DB::|Code: [0-9]+|ClickHouse|chdb|\bds\.d_|\bSETTINGS\b|node_modules|at [\w.]+ \(|\.ts:[0-9]|postgres|relation "|ECONN|ENOENT/i

/** The first word of the inside that an answer shows, or null. */
export const showsInside = (text: string): string | null => INSIDE.exec(text)?.[0] ?? null
