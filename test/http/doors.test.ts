import assert from 'node:assert/strict'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { request } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { gunzipSync } from 'node:zlib'
import type { FastifyInstance } from 'fastify'
import type { LivePortal, LivePortals } from '../../src/app/portal/live-portals.ts'
import { NOTHING_ASKED } from '../../src/app/privacy/take-material.ts'
import { CallMeter } from '../../src/app/quota/call-meter.ts'
import { VitrineError } from '../../src/core/errors.ts'
import { OPEN_VIEW } from '../../src/core/permission/portal-view.ts'
import { answerCache } from '../../src/http/answer-cache.ts'
import { exploreFault } from '../../src/http/api/explore/faults.ts'
import { statusOf } from '../../src/http/errors.ts'
import { inFlight } from '../../src/http/in-flight.ts'
import { openMetrics } from '../../src/http/operator/metrics.ts'
import { json, text } from '../../src/http/reply.ts'
import type { Route } from '../../src/http/route.ts'
import { buildServer } from '../../src/http/server.ts'
import { SessionGuesses } from '../../src/http/session-guesses.ts'

const PORTAL: LivePortal = {
  stored: {
    id: 1,
    configVersion: 1,
    catalogVersion: 1,
    keyVersion: 1,
    config: {
      slug: 'trees',
      hosts: ['trees.localhost'],
      title: { en: 'Trees' },
      description: {},
      languages: ['en'],
      brand: '#0b5d5e',
      legal: { name: '', address: '', email: '', country: '' },
    },
  },
  version: 1,
  rules: new Map(),
  naming: new Map(),
  view: OPEN_VIEW,
  quotas: null,
  datasetQuotas: new Map(),
  consent: NOTHING_ASKED,
}

const portals: LivePortals = {
  byHost: host => (host === 'trees.localhost' ? PORTAL : undefined),
  all: () => [PORTAL],
  refresh: () => Promise.resolve(),
}

let handled = 0
let aborted = false
const flight = inFlight(3)

async function* brokenStream(): AsyncGenerator<Uint8Array> {
  yield Buffer.from('a;b\r\n'.repeat(20_000))
  throw new VitrineError('query_timeout')
}

// biome-ignore lint/correctness/useYield: a stream that fails before its first byte
async function* stillbornStream(): AsyncGenerator<Uint8Array> {
  throw new VitrineError('engine_busy')
}

async function* endlessStream(): AsyncGenerator<Uint8Array> {
  for (;;) {
    yield Buffer.alloc(65_536, 'x')
    await new Promise(resolve => setImmediate(resolve))
  }
}

const data = (path: string, handle: Route['handle'], rest: Partial<Route> = {}): Route => ({
  name: `test${path}`,
  path: `/api${path}`,
  surface: 'data',
  post: true,
  handle,
  ...rest,
})

const ROUTES: readonly Route[] = [
  data('/count', () => json({ handled: ++handled, pad: 'é'.repeat(2000) }, { tag: 'count-1' })),
  data('/volatile', () => json({ handled: ++handled }, { caching: 'volatile' })),
  data('/echo', ({ query, origin, params }) =>
    json({ query: [...query], origin, params }, { caching: 'none' }),
  ),
  data('/echo/:name', ({ params }) => json({ name: params.name }, { caching: 'none' })),
  data('/bug', () => {
    throw new Error('SELECT secret FROM ds.d_1')
  }),
  data('/broken', () => ({ status: 200, type: 'text/csv', body: brokenStream(), caching: 'volatile' })),
  data('/stillborn', () => ({ status: 200, type: 'text/csv', body: stillbornStream(), caching: 'volatile' })),
  data('/endless', ({ signal }) => {
    signal.addEventListener('abort', () => {
      aborted = true
    })
    return { status: 200, type: 'text/csv', body: endlessStream(), caching: 'volatile' }
  }),
  data('/cookie', () =>
    json({}, { caching: 'none', headers: { 'set-cookie': 'track=1; Path=/', 'x-own': 'kept' } }),
  ),
  data('/slow', ({ signal }) => new Promise((_, reject) => signal.addEventListener('abort', reject))),
]

let server: FastifyInstance
let port = 0
let assets = ''

before(async () => {
  assets = await mkdtemp(join(tmpdir(), 'vitrine-assets-'))
  await writeFile(join(assets, 'a-1234.css'), 'body{}')
  const quiet = () => undefined
  server = buildServer({
    portals,
    meter: new CallMeter(Date.now()),
    keys: { callerOf: () => Promise.resolve(null) },
    cache: answerCache(1024 * 1024),
    inFlight: flight,
    metrics: openMetrics({ inFlight: () => flight.count, portals: () => 1, children: () => ({}) }),
    log: { info: quiet, warn: quiet, error: quiet },
    limits: { bodyBytes: 2048, headerBytes: 16_384 },
    secure: false,
    tls: null,
    trustedProxies: ['127.0.0.0/8'],
    assetsFolder: assets,
    guesses: new SessionGuesses(),
    sessions: { find: () => Promise.resolve({ state: 'none', reason: 'unknown' }) },
    events: { tell: quiet },
    secrets: [new Uint8Array(32)],
    now: () => Date.now(),
    provider: null,
    strictGate: false,
    routes: ROUTES,
    actions: [],
    hostlessRoutes: [{ name: 'healthz', path: '/healthz', handle: () => text('ok\n') }],
    lobby: () => text('lobby'),
    fault: error => json(exploreFault(error), { status: statusOf(error) }),
  })
  await server.listen({ port: 0, host: '127.0.0.1' })
  const address: AddressInfo | string | null = server.server.address()
  assert.ok(typeof address === 'object' && address !== null)
  port = address.port
})
after(async () => {
  await server.close()
  await rm(assets, { recursive: true })
})

interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: Buffer
  readonly broken: boolean
}

function ask(
  path: string,
  options: { method?: string; headers?: Record<string, string>; body?: string } = {},
): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>()
  const headers = { host: `trees.localhost:${port}`, ...options.headers }
  const sent = request(
    { port, host: '127.0.0.1', path, method: options.method ?? 'GET', headers, agent: false },
    got => {
      const chunks: Buffer[] = []
      const end = (broken: boolean) => () =>
        resolve({ status: got.statusCode ?? 0, headers: got.headers, body: Buffer.concat(chunks), broken })
      got.on('data', (chunk: Buffer) => chunks.push(chunk))
      got.on('end', end(false))
      got.on('error', end(true))
    },
  )
  sent.on('error', reject)
  sent.end(options.body)
  return promise
}

const value = (answer: Answer): Record<string, unknown> => JSON.parse(answer.body.toString())

test('an answer with a tag is kept: the second time no handler runs, in any coding', async () => {
  const first = await ask('/api/count')
  const again = await ask('/api/count', { headers: { 'accept-encoding': 'gzip' } })
  assert.equal(again.headers['content-encoding'], 'gzip')
  assert.deepEqual(gunzipSync(again.body), first.body)
  assert.equal(handled, 1)
  assert.equal(first.headers.etag, 'W/"count-1"')
  assert.equal(first.headers['cache-control'], 'no-cache')
  assert.equal(first.headers.vary, 'Authorization, Accept-Encoding')
})

test('a known tag is answered 304 without a body', async () => {
  const answer = await ask('/api/count', { headers: { 'if-none-match': 'W/"count-1"' } })
  assert.deepEqual([answer.status, answer.body.byteLength], [304, 0])
})

test('a volatile answer is made anew', async () => {
  const before = handled
  await ask('/api/volatile')
  await ask('/api/volatile')
  assert.equal(handled, before + 2)
})

test('HEAD has the headers of GET and no body', async () => {
  const head = await ask('/api/count', { method: 'HEAD' })
  const get = await ask('/api/count')
  assert.equal(head.headers['content-length'], get.headers['content-length'])
  assert.equal(head.body.byteLength, 0)
})

test('slashes, trailing and doubled, change nothing (explore-api §1.2)', async () => {
  for (const path of ['/api/echo/', '/api//echo', '//api/echo//'])
    assert.equal((await ask(path)).status, 200, path)
})

test('a form POST adds to the query string', async () => {
  const answer = await ask('/api/echo?a=1', {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: 'a=2&b=%C3%A9',
  })
  assert.deepEqual(value(answer).query, [
    ['a', '1'],
    ['a', '2'],
    ['b', 'é'],
  ])
})

test('path segments are decoded once', async () => {
  assert.deepEqual(value(await ask('/api/echo/velib%40paris%2525')), { name: 'velib@paris%25' })
})

const REFUSED: readonly [name: string, path: string, options: Parameters<typeof ask>[1], status: number][] = [
  ['an unknown path', '/api/nothing', {}, 404],
  ['an unknown host', '/api/count', { headers: { host: 'evil.test' } }, 421],
  ['a host that is none', '/api/count', { headers: { host: 'a@b' } }, 421],
  ['another method', '/api/count', { method: 'DELETE' }, 405],
  [
    'another method with a body',
    '/api/echo/x',
    { method: 'PUT', headers: { 'content-type': 'application/json' }, body: '{}' },
    405,
  ],
  ['another method on an unknown path', '/api/nothing', { method: 'DELETE' }, 404],
  [
    'a body that is too large',
    '/api/echo',
    {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: 'a='.padEnd(5000, 'x'),
    },
    413,
  ],
  [
    'a body of another type',
    '/api/echo',
    { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' },
    400,
  ],
  ['a broken percent sequence', '/api/echo/%zz', {}, 400],
  ['a way out of the assets', '/assets/..%2f..%2fpackage.json', {}, 404],
  ['a bug', '/api/bug', {}, 500],
  ['a stream that fails before its first byte', '/api/stillborn', {}, 503],
]
for (const [name, path, options, status] of REFUSED)
  test(`${name} is answered ${status} in Explore's shape`, async () => {
    const answer = await ask(path, options)
    assert.equal(answer.status, status)
    assert.deepEqual(Object.keys(value(answer)).sort(), ['error_code', 'message'])
    assert.doesNotMatch(answer.body.toString(), /SELECT|ds\.d_|at |\.ts/)
    assert.equal(answer.headers['cache-control'], 'no-store')
    assert.match(String(answer.headers['x-request-id']), /^[\w-]{8}-[0-9a-z]+$/)
    assert.equal(answer.headers['retry-after'], status === 503 ? '2' : undefined)
  })

test('another method is told what is allowed', async () => {
  for (const method of ['PUT', 'PATCH', 'DELETE']) {
    const { status, headers } = await ask('/api/echo/x', { method })
    assert.deepEqual([status, headers.allow], [405, 'GET, HEAD, POST, OPTIONS'])
  }
})

test('a stream that fails in the middle breaks the connection, so that nobody takes half for whole', async () => {
  const answer = await ask('/api/broken')
  assert.equal(answer.status, 200)
  assert.ok(answer.broken)
})

test('a visitor who leaves stops the stream', async () => {
  const sent = request({
    port,
    host: '127.0.0.1',
    path: '/api/endless',
    headers: { host: 'trees.localhost' },
  })
  sent.on('error', () => undefined)
  sent.end()
  await new Promise<void>(resolve => sent.on('response', got => got.once('data', () => resolve())))
  sent.destroy()
  for (let i = 0; i < 100 && !aborted; i++) await new Promise(resolve => setTimeout(resolve, 20))
  assert.ok(aborted)
})

test('too many at once: the next one is asked to come back', async () => {
  const waiting = [1, 2, 3].map(() => {
    const sent = request({
      port,
      host: '127.0.0.1',
      path: '/api/slow',
      headers: { host: 'trees.localhost' },
      agent: false,
    })
    sent.on('error', () => undefined)
    sent.end()
    return sent
  })
  for (let i = 0; i < 100 && flight.count < 3; i++) await new Promise(resolve => setTimeout(resolve, 10))
  const refused = await ask('/api/volatile')
  assert.deepEqual([refused.status, refused.headers['retry-after']], [503, '2'])
  for (const sent of waiting) sent.destroy()
  for (let i = 0; i < 100 && flight.count > 0; i++) await new Promise(resolve => setTimeout(resolve, 10))
  assert.equal((await ask('/api/volatile')).status, 200)
})

test('a trusted proxy tells the host and the scheme that the visitor used', async () => {
  const headers = {
    host: 'inside:1',
    'x-forwarded-for': '203.0.113.9',
    'x-forwarded-host': 'trees.localhost',
    'x-forwarded-proto': 'https',
  }
  assert.equal(value(await ask('/api/echo', { headers })).origin, 'https://trees.localhost')
})

test('the API may be read from anywhere, without credentials (explore-api §3.1)', async () => {
  const answer = await ask('/api/count')
  assert.equal(answer.headers['access-control-allow-origin'], '*')
  assert.equal(answer.headers['access-control-allow-credentials'], undefined)
  const preflight = await ask('/api/count', {
    method: 'OPTIONS',
    headers: { 'access-control-request-headers': 'ODS-Widgets-Version, authorization' },
  })
  assert.equal(preflight.status, 204)
  assert.equal(preflight.headers['access-control-allow-headers'], 'ODS-Widgets-Version, authorization')
})

test('no answer sets a cookie, every answer is hardened', async () => {
  for (const path of ['/api/count', '/api/nothing', '/healthz', '/assets/a-1234.css']) {
    const { headers } = await ask(path)
    assert.equal(headers['set-cookie'], undefined, path)
    assert.equal(headers['x-content-type-options'], 'nosniff', path)
    assert.match(String(headers['content-security-policy']), /default-src 'none'/, path)
  }
})

test('a cookie that nobody declared does not leave; the answer does', async () => {
  const { status, headers } = await ask('/api/cookie')
  assert.deepEqual([status, headers['set-cookie'], headers['x-own']], [200, undefined, 'kept'])
})

test('built files are immutable', async () => {
  const answer = await ask('/assets/a-1234.css')
  assert.equal(answer.headers['cache-control'], 'public, max-age=31536000, immutable')
})

test('a spare connection that carried nothing is closed without a word; half a request is answered', async () => {
  const heard = async (bytes: string): Promise<string> => {
    const accepted = once(server.server, 'connection')
    const socket = connect(port, '127.0.0.1')
    let text = ''
    socket.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk
    })
    if (bytes !== '') socket.write(bytes)
    const [peer] = await accepted
    if (bytes !== '') await once(peer, 'data')
    const late = Object.assign(new Error('late'), { code: 'ERR_HTTP_REQUEST_TIMEOUT' })
    server.server.emit('clientError', late, peer)
    await once(socket, 'close')
    return text
  }
  assert.equal(await heard(''), '')
  assert.match(await heard('GET / HTTP/1.1\r\nHost:'), /^HTTP\/1\.1 400 /)
})

test('the operator is answered under any host, the lobby on this machine only at its root', async () => {
  assert.equal((await ask('/healthz', { headers: { host: 'evil.test' } })).status, 200)
  assert.equal((await ask('/api/count', { headers: { host: 'localhost' } })).status, 421)
})
