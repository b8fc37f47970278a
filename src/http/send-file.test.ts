import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { createServer, type IncomingHttpHeaders, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, test } from 'node:test'
import { gunzipSync } from 'node:zlib'
import { negotiateCoding } from './content-encoding.ts'
import type { FileBody, Reply } from './reply.ts'
import { sendFile } from './send-file.ts'

const BYTES = randomBytes(700_000)
const SHA256 = createHash('sha256').update(BYTES).digest()
const FILE: FileBody = {
  size: BYTES.length,
  sha256: SHA256.toString('hex'),
  modified: new Date('2026-01-04T11:22:14.440Z'),
  bytes: async function* (start, end) {
    for (let at = start; at < end; at += 100_000) yield BYTES.subarray(at, Math.min(end, at + 100_000))
  },
}
const reply = (type: string): Reply => ({ status: 200, type, body: FILE, caching: 'volatile' })

const server = createServer((asked, response) => {
  const { method, headers } = asked
  const asker = {
    ...{ head: method === 'HEAD', coding: negotiateCoding(headers['accept-encoding']?.toString()) },
    ...{ ifNoneMatch: headers['if-none-match'], ifModifiedSince: headers['if-modified-since'] },
    ...{
      range: headers.range,
      ifRange: headers['if-range']?.toString(),
      headers: {},
      vary: [],
      rights: '',
      personal: false,
      setCookies: [],
    },
  }
  const type = asked.url === '/csv' ? 'text/csv' : 'application/zip'
  void sendFile(reply(type), FILE, { response, asker, signal: new AbortController().signal })
})
before(() => new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve)))
after(() => server.close())

interface Answer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: Buffer
}

function ask(headers: Record<string, string> = {}, path = '/zip', method = 'GET'): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>()
  const { port } = server.address() as AddressInfo
  request({ port, host: '127.0.0.1', path, method, headers, agent: false }, async got => {
    const body = Buffer.concat(await got.toArray())
    resolve({ status: got.statusCode ?? 0, headers: got.headers, body })
  })
    .on('error', reject)
    .end()
  return promise
}

test('whole: length, digests, strong tag, date', async () => {
  const { status, headers, body } = await ask()
  assert.equal(status, 200)
  assert.ok(body.equals(BYTES))
  assert.equal(headers['content-length'], String(BYTES.length))
  assert.equal(headers['accept-ranges'], 'bytes')
  assert.equal(headers['repr-digest'], `sha-256=:${SHA256.toString('base64')}:`)
  assert.equal(headers.digest, `sha-256=${SHA256.toString('base64')}`)
  assert.equal(headers['last-modified'], 'Sun, 04 Jan 2026 11:22:14 GMT')
  assert.match(String(headers.etag), /^"[\w-]{22}"$/)
})

test('HEAD says what GET would, without a body; ranges are of GET', async () => {
  const { headers, body } = await ask({}, '/zip', 'HEAD')
  assert.deepEqual([headers['content-length'], body.length], [String(BYTES.length), 0])
})

test('a download that broke off goes on where it was', async () => {
  const { headers } = await ask()
  const rest = await ask({ range: 'bytes=123456-', 'if-range': String(headers.etag) })
  assert.equal(rest.status, 206)
  assert.equal(rest.headers['content-range'], `bytes 123456-${BYTES.length - 1}/${BYTES.length}`)
  assert.equal(rest.headers['repr-digest'], headers['repr-digest'])
  assert.ok(Buffer.concat([BYTES.subarray(0, 123_456), rest.body]).equals(BYTES))
})

test('another file meanwhile: whole again', async () => {
  const { status, body } = await ask({ range: 'bytes=5-9', 'if-range': '"other"' })
  assert.deepEqual([status, body.length], [200, BYTES.length])
})

test('nothing there: 416 with the size', async () => {
  const { status, headers, body } = await ask({ range: `bytes=${BYTES.length}-` })
  assert.deepEqual([status, headers['content-range'], body.length], [416, `bytes */${BYTES.length}`, 0])
})

test('known by tag or by date: 304, the tag before the date', async () => {
  const { headers } = await ask()
  const known = { 'if-none-match': String(headers.etag), range: 'bytes=0-1' }
  assert.equal((await ask(known)).status, 304)
  assert.equal((await ask({ 'if-modified-since': String(headers['last-modified']) })).status, 304)
  const both = { 'if-none-match': '"x"', 'if-modified-since': String(headers['last-modified']) }
  assert.equal((await ask(both)).status, 200)
})

test('compressed only when whole: then the tag is weak, and nothing is said of length or digest', async () => {
  const whole = await ask({ 'accept-encoding': 'gzip' }, '/csv')
  assert.ok(gunzipSync(whole.body).equals(BYTES))
  assert.match(String(whole.headers.etag), /^W\//)
  assert.equal(whole.headers['content-length'], undefined)
  assert.equal(whole.headers['repr-digest'], undefined)
  const part = await ask({ 'accept-encoding': 'gzip', range: 'bytes=1-3' }, '/csv')
  assert.deepEqual([part.status, part.headers['content-encoding']], [206, undefined])
  assert.ok(part.body.equals(BYTES.subarray(1, 4)))
  const { headers } = await ask({ 'accept-encoding': 'gzip' })
  assert.equal(headers['content-encoding'], undefined, 'what is packed already')
})
