import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { VitrineError } from '../../core/errors.ts'
import { fileNameOf, isWebAddress, openSource } from './open-source.ts'

const signal = new AbortController().signal
const server = createServer((request, response) => {
  if (request.url === '/trees.csv') return response.end('a;b\n1;2\n')
  if (request.url === '/moved') return response.writeHead(302, { location: '/trees.csv' }).end()
  if (request.url === '/away') return response.writeHead(302, { location: 'file:///etc/passwd' }).end()
  if (request.url === '/round') return response.writeHead(302, { location: '/round' }).end()
  return response.writeHead(404).end()
})
let base = ''
let folder = ''

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vitrine-source-'))
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const address: AddressInfo | string | null = server.address()
  assert.ok(typeof address === 'object' && address !== null)
  base = `http://127.0.0.1:${address.port}`
})
after(async () => {
  server.close()
  await rm(folder, { recursive: true })
})

const read = async (location: string): Promise<string> => {
  const opened = await openSource(location, signal)
  const chunks: Uint8Array[] = []
  for await (const chunk of opened.bytes) chunks.push(chunk)
  return `${opened.name}: ${Buffer.concat(chunks)}`
}

const refusedWith = (code: string) => (error: unknown) => error instanceof VitrineError && error.code === code

test('a file is read under its own name, without its folder', async () => {
  await writeFile(join(folder, 'café.csv'), 'x\n1\n')
  assert.equal(await read(join(folder, 'café.csv')), 'café.csv: x\n1\n')
})

test('a missing file and a folder are refused', async () => {
  await assert.rejects(openSource(join(folder, 'nope.csv'), signal), refusedWith('source_missing'))
  await assert.rejects(openSource(folder, signal), refusedWith('source_missing'))
})

test('an address is read, redirects are followed within the web', async () => {
  assert.equal(await read(`${base}/trees.csv`), 'trees.csv: a;b\n1;2\n')
  assert.equal(await read(`${base}/moved`), 'trees.csv: a;b\n1;2\n')
})

test('an address that does not answer, loops or leads to a file is refused', async () => {
  for (const path of ['/nothing', '/away', '/round'])
    await assert.rejects(openSource(`${base}${path}`, signal), refusedWith('source_unreachable'), path)
  await assert.rejects(openSource('http://127.0.0.1:9/x', signal), refusedWith('source_unreachable'))
})

test('names of downloads', () => {
  const url = new URL('https://data.example.org/a/b%20c.csv?x=1')
  assert.equal(fileNameOf(url, undefined), 'b c.csv')
  assert.equal(fileNameOf(url, 'attachment; filename="trees 2024.csv"'), 'trees 2024.csv')
  assert.equal(fileNameOf(url, "attachment; filename*=UTF-8''arbres%C3%A9.csv"), 'arbresé.csv')
  assert.equal(fileNameOf(url, 'attachment; filename="../../etc/passwd"'), 'passwd')
  assert.equal(fileNameOf(new URL('https://data.example.org/'), undefined), 'source')
  assert.equal(fileNameOf(new URL('https://data.example.org/%E0%A4%A'), undefined), '%E0%A4%A')
})

test('what counts as an address', () => {
  assert.ok(isWebAddress('https://x.test/a') && isWebAddress('HTTP://x.test'))
  assert.ok(!isWebAddress('trees.csv') && !isWebAddress('/srv/http/trees.csv') && !isWebAddress('ftp://x'))
})
