import assert from 'node:assert/strict'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, test } from 'node:test'
import { isPublicAddress } from './public-address.ts'
import { openRemoteImages } from './remote-images.ts'

const PNG = Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), Buffer.alloc(60)])
const SVG = '<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>'

const asked: { readonly path: string; readonly headers: object }[] = []
const ANSWERS: Readonly<Record<string, RequestListener>> = {
  '/ok.png': (_, response) =>
    response.writeHead(200, { 'set-cookie': 'track=1', 'content-type': 'text/html' }).end(PNG),
  '/svg': (_, response) => response.writeHead(200, { 'content-type': 'image/png' }).end(SVG),
  '/html': (_, response) => response.writeHead(200, { 'content-type': 'image/png' }).end('<html>'),
  '/missing': (_, response) => response.writeHead(404).end(PNG),
  '/huge': (_, response) => response.writeHead(200).end(Buffer.concat([PNG, Buffer.alloc(6 * 1024 ** 2)])),
  '/on': (_, response) => response.writeHead(302, { location: '/ok.png' }).end(),
  '/loop': (_, response) => response.writeHead(302, { location: '/loop' }).end(),
  '/away': (_, response) => response.writeHead(302, { location: 'http://elsewhere.example/x.png' }).end(),
  '/file': (_, response) => response.writeHead(302, { location: 'file:///etc/passwd' }).end(),
}

const server = createServer((request, response) => {
  const path = request.url ?? ''
  asked.push({ path, headers: request.headers })
  ANSWERS[path]?.(request, response)
})
let base = ''
const open = openRemoteImages(() => true)
const load = (path: string, images = open) =>
  images.load(new URL(path, base), host => new URL(base).host === host, new AbortController().signal)

before(async () => {
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  base = `http://localhost:${(server.address() as AddressInfo).port}`
})
after(async () => {
  await open[Symbol.asyncDispose]()
  server.close()
})

test('P09: the bytes of an image and nothing else come back; nothing of the visitor goes out', async () => {
  assert.deepEqual(await load('/ok.png'), { type: 'image/png', bytes: new Uint8Array(PNG) })
  assert.deepEqual(Object.keys(asked.at(-1)?.headers ?? {}).sort(), [
    ...['accept', 'accept-encoding', 'connection', 'host', 'user-agent'],
  ])
})

for (const path of ['/svg', '/html', '/missing', '/huge', '/loop', '/away', '/file'])
  test(`P23: ${path} is no image to be had`, async () => assert.equal(await load(path), null))

test('it is sent on within the hosts that are declared', async () =>
  assert.equal((await load('/on'))?.type, 'image/png'))

test('who leads to our own network is not asked, by name, address or redirect', async () => {
  await using guarded = openRemoteImages()
  const before = asked.length
  const { port } = new URL(base)
  const places = [base, `http://127.0.0.1:${port}`, `http://[::1]:${port}`, `http://0x7f.1:${port}`]
  for (const place of [...places, `http://[::ffff:127.0.0.1]:${port}`, `http://0:${port}`]) {
    const got = await guarded.load(new URL('/ok.png', place), () => true, new AbortController().signal)
    assert.equal(got, null, place)
  }
  assert.equal(asked.length, before)
})

test('addresses of the public internet, and others', () => {
  for (const address of ['93.184.216.34', '8.8.8.8', '2606:2800:220:1:248:1893:25c8:1946'])
    assert.equal(isPublicAddress(address), true, address)
  const ours = [
    '127.0.0.1',
    '10.1.2.3',
    '172.31.0.1',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '0.0.0.0',
  ]
  const none = ['224.0.0.1', '255.255.255.255', '::1', '::', 'fe80::1', 'fd00::1', '::ffff:8.8.8.8']
  const tunnels = ['64:ff9b::7f00:1', '2002:7f00:1::', '2001::1', '2001:db8::1', 'localhost', '']
  for (const address of [...ours, ...none, ...tunnels]) assert.equal(isPublicAddress(address), false, address)
})
