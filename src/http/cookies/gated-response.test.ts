import assert from 'node:assert/strict'
import { createServer, get, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { after, before, test } from 'node:test'
import { testPortal } from '../../../test/chaos/open-test-deployment.ts'
import { GatedResponse, type GateEvent } from './gated-response.ts'
import { codeEntries } from './registry.ts'

const DECLARED = codeEntries({ config: testPortal('town'), provider: null, naming: 'plain', secure: false })
const GOOD = 'csrftoken=x; Path=/; SameSite=Lax'
const BAD = 'foo=1; Path=/'

let server: Server
let write: (response: ServerResponse) => void = () => undefined
let events: GateEvent[] = []
let strict = false

before(async () => {
  server = createServer({ ServerResponse: GatedResponse }, (_, response) => {
    if (response instanceof GatedResponse) {
      response.declared = DECLARED
      response.onKept = event => {
        events.push(event)
        if (strict) throw new Error('kept back')
      }
    }
    try {
      write(response)
    } catch {
      response.writeHead(500).end('failed')
    }
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
})
after(() => {
  server.closeAllConnections()
  server.close()
})

const answered = (writer: typeof write): Promise<IncomingMessage> => {
  write = writer
  events = []
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>()
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  get({ port, host: '127.0.0.1', agent: false }, got => {
    got.resume().on('end', () => resolve(got))
  }).on('error', reject)
  return promise
}

const WAYS: Readonly<Record<string, typeof write>> = {
  'set one by one': response => {
    response.appendHeader('Set-Cookie', BAD)
    response.appendHeader('Set-Cookie', GOOD)
    response.end('x')
  },
  'set as a list, the head written by itself': response => {
    response.setHeader('set-cookie', [GOOD, BAD])
    response.write('x')
    response.end()
  },
  'handed over with the head': response =>
    void response.writeHead(200, { 'SET-COOKIE': [BAD, GOOD] }).end('x'),
  'handed over with a reason': response =>
    void response.writeHead(200, 'Fine', { 'set-cookie': [BAD, GOOD] }).end('x'),
  'handed over as a list of names and values': response =>
    void response.writeHead(200, ['set-cookie', BAD, 'Set-Cookie', GOOD]).end('x'),
  'set before, with other headers handed over': response => {
    response.setHeaders(
      new Headers([
        ['set-cookie', BAD],
        ['set-cookie', GOOD],
      ]),
    )
    response.writeHead(200, { 'x-own': '1' }).end('x')
  },
}

for (const [how, writer] of Object.entries(WAYS))
  test(`P10: of two cookies ${how}, only the bad one stays behind`, async () => {
    const { headers } = await answered(writer)
    assert.deepEqual(headers['set-cookie'], [GOOD])
    assert.deepEqual(events, [{ header: 'set-cookie', fault: 'undeclared' }])
  })

for (const status of [200, 204, 301, 303, 304, 403, 404, 500, 503])
  test(`P11: the gate stands before an answer ${status}`, async () => {
    const got = await answered(
      response => void response.writeHead(status, { 'set-cookie': BAD, location: '/' }).end(),
    )
    assert.deepEqual(
      [got.statusCode, got.headers['set-cookie'], got.headers.location],
      [status, undefined, '/'],
    )
  })

test('P06: where it is a bug, the answer fails, and the cookie stays behind all the same', async () => {
  strict = true
  const got = await answered(WAYS['handed over with the head'] ?? (() => undefined))
  strict = false
  assert.deepEqual([got.statusCode, got.headers['set-cookie']], [500, [GOOD]])
})

test('what is not looked at leaves as it is', async () => {
  const got = await answered(
    response => void response.writeHead(200, { etag: '"a"', link: '</a>; rel=next' }).end('x'),
  )
  assert.deepEqual([got.headers.etag, got.headers.link, events], ['"a"', '</a>; rel=next', []])
})
