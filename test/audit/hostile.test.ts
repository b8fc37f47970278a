import assert from 'node:assert/strict'
import { createServer, type Server } from 'node:http'
import { after, before, describe, test } from 'node:test'
import { openChromium } from '../../src/adapters/chromium/open-browser.ts'
import type { AuditBrowser } from '../../src/app/ports/audit-browser.ts'
import { CHROMIUM_NEEDED, chromiumPath } from '../browser/pages/chromium.ts'

const path = chromiumPath()
const PATIENCE_MS = 1500

const PAGES: Readonly<Record<string, string>> = {
  '/busy': '<a href="/x">x</a><script>onload = () => setTimeout(() => { for (;;); })</script>',
  '/quiet': '<p>quiet</p>',
  '/popup': '<script>setInterval(() => fetch("/popup?again"), 50)</script>',
  '/popups': '<script>onload = () => { for (let n = 0; n < 30; n++) open(`/popup?${n}`) }</script>',
  '/alerts': '<script>onload = () => setTimeout(() => { for (;;) alert(1) })</script>',
}

/** Sites that want an audit never to end. */
describe('sites that never end', { skip: path === undefined ? CHROMIUM_NEEDED : false }, () => {
  let browser: AuditBrowser
  let server: Server
  let origin = ''
  const asked: string[] = []
  before(async () => {
    browser = await openChromium({ path: path ?? '', settleMs: 60, patienceMs: PATIENCE_MS })
    server = createServer((request, response) => {
      const page = PAGES[request.url?.split('?')[0] ?? '']
      asked.push(request.url ?? '')
      response.writeHead(200, { 'content-type': page === undefined ? 'text/plain' : 'text/html' })
      if (page !== undefined) response.end(`<!doctype html><link rel="icon" href="data:,">${page}`)
      else response.write('{')
    })
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
    const address = server.address()
    origin = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`
  })
  after(async () => {
    await browser.close()
    server.closeAllConnections()
    await new Promise(resolve => server.close(resolve))
  })

  test('a declaration without an end is none', { timeout: 15_000 }, async () =>
    assert.equal(await browser.read(`${origin}/endless`), null),
  )

  for (const busy of ['/busy', '/alerts'])
    test(`a page that lets nothing else run holds nobody up: ${busy}`, { timeout: 30_000 }, async () => {
      const visitor = await browser.open({ gpc: false, har: null, secrets: [] })
      const { status } = await visitor.visit(origin + busy)
      assert.equal(status, 200)
      assert.ok((await visitor.watched()).requests > 0)
      await visitor.close()
    })

  test('windows that a page opens are heard, and do not stay: there are a few at a time, and none on the next page', {
    timeout: 30_000,
  }, async () => {
    const visitor = await browser.open({ gpc: false, har: null, secrets: [] })
    await visitor.visit(`${origin}/popups`)
    const { requests, seen } = await visitor.watched()
    assert.ok(
      seen.some(({ kind, name }) => kind === 'request' && name.endsWith('/popup')),
      JSON.stringify(seen),
    )
    assert.ok(requests > 1)
    await new Promise(resolve => setTimeout(resolve, 300))
    await visitor.watched()
    const before = asked.length
    await visitor.visit(`${origin}/quiet`)
    await new Promise(resolve => setTimeout(resolve, 600))
    assert.deepEqual(
      asked.slice(before).filter(url => url.startsWith('/popup')),
      [],
    )
    await visitor.close()
  })
})
