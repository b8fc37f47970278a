import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { KeyRequest } from '../../src/cli/application.ts'
import { pathOf, ROWS } from '../privacy/rows-of-portals.ts'
import { opened, until } from './opened.ts'
import { ask, type Visitor } from './visitor.ts'

/** What would give the one dataset of the private portal away: its title, its identifier, its values. */
const TRACE = /plants|\boak\b|\bash\b|\btree\b|"total_count"|"nhits"|<loc>|data-count/i

/** Addresses that no row of portals has, or that have more in them than their row says. */
const OTHERS = [
  ...['/favicon.ico', '/manifest.webmanifest', '/opensearch.xml', '/feed', '/nothing', '/en/nothing/'],
  ...['/.well-known/security.txt', '/.well-known/change-password', '/assets/manifest.json', '/api/nothing'],
  ...['/embed/svc/youtube/dQw4w9WgXcQ', '/embed/svc/none/../plants', '/proxy/none/none', '/files/none'],
  ...['/en/explore/?q=oak', '/en/explore/dataset/plants/?embed=1', '/en/explore/dataset/plants/export/'],
  ...['/api/explore/v2.1/catalog/exports/dcat', '/api/explore/v2.1/catalog/exports/rss'],
  ...['/api/explore/v2.1/catalog/datasets/plants/exports/csv', '//api//explore/v2.1/catalog/datasets'],
  ...['/api/records/1.0/search/?dataset=plants&callback=x', '/api/datasets/1.0/search/?q=plants'],
  ...['/en/cookies/changes.atom', '/en/cookies/v/1/', '/sitemap.xml?page=1', '/robots.txt?x'],
]

const keyOf = async (portal: string, more: Partial<KeyRequest> = {}): Promise<string> =>
  (
    await opened().application.addKey({
      ...{ portal, name: 'k', datasets: null, where: null, fields: null, expires: null, callsPerDay: null },
      ...more,
    })
  ).key

/** An answer without what the visitor said themselves: its address, as it is and as it is written into another. */
function heard(path: string, { headers, text }: Awaited<ReturnType<Visitor['go']>>): string {
  const [bare = ''] = path.split('?')
  const own = [path, path.replaceAll('&', '&amp;'), bare, bare.replaceAll('//', '/')]
  const spellings = own.flatMap(one => [one, encodeURIComponent(one), encodeURI(one)])
  return spellings
    .toSorted((a, b) => b.length - a.length)
    .reduce((all, one) => (one.length < 3 ? all : all.replaceAll(one, '')), JSON.stringify(headers) + text)
}

type Go = (path: string) => ReturnType<Visitor['go']>

/** Everybody who may not enter. */
async function outsiders(): Promise<Readonly<Record<string, Go>>> {
  const { site } = opened()
  const host = 'closed.localhost'
  const stranger = opened().visitor('closed')
  const withoutRole = await opened().signedIn(await opened().user({ portal: 'closed' }), 'closed')
  const guesser = opened().visitor('closed')
  const elsewhere = await opened().signedIn(await opened().user({ roles: ['administrator'] }))
  const sessionElsewhere = elsewhere.sessionId
  const [foreign, over] = [await keyOf('open'), await keyOf('closed', { expires: '2020-01-01' })]
  const byKey = (authorization: string) => (path: string) =>
    ask(site, path, { host, headers: { authorization } })
  return {
    'a stranger': path => stranger.go(path),
    'somebody without a role': path => withoutRole.go(path),
    'somebody with a session that nobody opened': async path => {
      guesser.jar.set('sessionid', 'A'.repeat(43))
      return guesser.go(path)
    },
    'an administrator of another portal': path =>
      ask(site, path, { host, headers: { cookie: `sessionid=${sessionElsewhere}` } }),
    'a key of another portal': byKey(`Apikey ${foreign}`),
    'a key of another portal in the address': path =>
      ask(site, `${path}${path.includes('?') ? '&' : '?'}apikey=${foreign}`, { host }),
    'a key that is over': byKey(`Apikey ${over}`),
    'a password of a proxy': byKey('Basic YTpi'),
  }
}

export const privatePortalRows = (): void => {
  describe('a private portal, from outside', () => {
    test('every row, asked by everybody who may not enter: nothing of what is inside', async () => {
      const paths = [...new Set([...ROWS.routes.map(({ path }) => pathOf(path)), ...OTHERS])]
      assert.ok(paths.length > 180, String(paths.length))
      for (const [who, go] of Object.entries(await outsiders()))
        for (const path of paths) {
          const answer = await go(path)
          assert.ok(answer.status < 500, `${who} ${path} ${answer.status}`)
          assert.doesNotMatch(heard(path, answer), TRACE, `${who} ${path} ${answer.status}`)
          if (path.startsWith('/api/explore/') && !path.endsWith('/console'))
            assert.ok([401, 429].includes(answer.status), `${who} ${path} ${answer.status}`)
        }
    })

    test('figures of the server are for this machine alone, not for whom a silent proxy lets in under a portal’s name', async () => {
      const { site } = opened()
      const status = async (host: string, headers = {}) =>
        (await ask(site, '/metrics', { host, headers })).status
      assert.equal(await status('127.0.0.1'), 200)
      assert.equal(await status('localhost'), 200)
      for (const host of ['closed.localhost', 'open.localhost', 'nobody.example'])
        assert.equal(await status(host), 404, host)
      assert.equal(await status('127.0.0.1', { 'x-forwarded-for': '192.0.2.1' }), 404)
    })

    test('what an insider was sent is kept for nobody else: by address, by tag, by language', async () => {
      const reader = await opened().signedIn(
        await opened().user({ portal: 'closed', roles: ['reader'] }),
        'closed',
      )
      const stranger = opened().visitor('closed')
      for (const path of [
        ...['/en/', '/en/explore/', '/en/explore/dataset/plants/', '/sitemap.xml', '/robots.txt'],
        ...['/api/explore/v2.1/catalog/datasets', '/api/explore/v2.1/catalog/exports/rss'],
        ...['/api/explore/v2.1/catalog/datasets/plants/exports/csv', '/api/datasets/1.0/search/'],
      ]) {
        const inside = await reader.go(path)
        assert.equal(inside.status, 200, path)
        assert.match(inside.headers['cache-control'] ?? '', /^private/, path)
        const tag = String(inside.headers.etag ?? '"none"')
        for (const headers of [{}, { 'if-none-match': tag }, { 'if-none-match': '*' }]) {
          const outside = await stranger.go(path, { headers })
          assert.ok([303, 401].includes(outside.status), `${path} ${outside.status}`)
          assert.equal(outside.headers.etag, undefined, path)
        }
      }
    })

    test('a role that is given opens it, one that is taken away closes it, at the next request', async () => {
      const user = await opened().user({ portal: 'closed' })
      const visitor = await opened().signedIn(user, 'closed')
      const { accounts } = opened().deployment.ports
      const status = async () => (await visitor.go('/en/explore/dataset/plants/')).status
      assert.equal(await status(), 401)
      await accounts.changeUser(user.portalId, user.id, { roles: ['reader'] })
      assert.equal(await status(), 200)
      await accounts.changeUser(user.portalId, user.id, { roles: [] })
      assert.equal(await status(), 401)
      const key = await keyOf('closed')
      const byKey = async () =>
        (
          await ask(opened().site, '/api/explore/v2.1/catalog/datasets', {
            ...{ host: 'closed.localhost', headers: { authorization: `Apikey ${key}` } },
          })
        ).status
      await until(async () => (await byKey()) === 200)
    })
  })
}
