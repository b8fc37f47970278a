import { request as requestPlain } from 'node:http'
import { request as requestSecure } from 'node:https'

/** What is sent, header by header, as bytes: a header that is there twice is sent twice. */
export interface Sent {
  readonly method?: string
  readonly path: string
  /** Names and values, one after the other. */
  readonly headers: readonly (readonly [name: string, value: string])[]
  readonly body?: string
}

/** An answer, whole. */
export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string | undefined>>
  readonly setCookies: readonly string[]
  readonly body: string
}

/** Where it is sent: the test's own look-up, since no invented host is known to anybody. */
export interface Destination {
  readonly port: number
  /** Certificate to trust; null without TLS. */
  readonly ca: string | null
  /** Local address to come from. */
  readonly from?: string
}

/** Sends one request over a socket of its own. */
export function ask({ port, ca, from }: Destination, sent: Sent): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>()
  const { method = 'GET', path, headers, body } = sent
  const options = {
    ...{ port, host: '127.0.0.1', path, method, agent: false, setHost: false },
    ...(from === undefined ? {} : { localAddress: from }),
    headers: [
      ...headers.flat(),
      ...(body === undefined ? [] : ['content-length', String(Buffer.byteLength(body))]),
    ],
  }
  const asked =
    ca === null ? requestPlain(options) : requestSecure({ ...options, ca, servername: 'data.example.org' })
  asked.on('response', got => {
    const chunks: Buffer[] = []
    got.on('data', (chunk: Buffer) => chunks.push(chunk))
    got.on('error', reject)
    got.on('end', () =>
      resolve({
        status: got.statusCode ?? 0,
        headers: Object.fromEntries(
          Object.entries(got.headers).map(([name, value]) => [
            name,
            Array.isArray(value) ? value.join(', ') : value,
          ]),
        ),
        setCookies: got.headers['set-cookie'] ?? [],
        body: Buffer.concat(chunks).toString(),
      }),
    )
  })
  asked.on('error', reject)
  asked.end(body)
  return promise
}
