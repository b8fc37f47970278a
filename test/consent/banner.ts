import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, test } from 'node:test'
import type { Asking } from './asking.ts'

const CSS = readFileSync(new URL('../../src/http/web/styles/consent.css', import.meta.url), 'utf8')
const PAGES = [
  '/en/',
  '/en/explore/',
  '/fr/legal/',
  '/ar/api/',
  '/en/no-such-page/',
  '/en/cookies/preferences/',
]

const bannerOf = (page: string): string => /<section class="consent".*?<\/section>/s.exec(page)?.[0] ?? ''

/** The banner as it is sent. */
export function banner(opened: () => Asking): void {
  const page = async (path: string, sent = {}) => (await opened().send(path, sent)).text

  describe('banner', () => {
    test('B21, P38: a page is the same bytes whatever was decided, and may be shared', async () => {
      const cookies = await Promise.all(
        ['accept', 'reject'].map(async choice => (await opened().choose({ choice })).preferences ?? ''),
      )
      const [none, ...decided] = await Promise.all(
        [undefined, ...cookies].map(cookie =>
          opened().send('/en/explore/', cookie === undefined ? {} : { cookie }),
        ),
      )
      assert.ok(none)
      for (const answer of [none, ...decided]) {
        assert.equal(answer.text, none.text)
        assert.equal(answer.headers.etag, none.headers.etag)
        assert.equal(answer.headers['cache-control'], 'no-cache')
        assert.doesNotMatch(answer.headers.vary ?? '', /cookie/i)
      }
      const cookie = cookies[0] ?? ''
      const known = await opened().send('/en/explore/', {
        cookie,
        headers: { 'if-none-match': none.headers.etag ?? '' },
      })
      assert.equal(known.status, 304)
    })

    test('B17: it is the first thing of every page that readers can reach', async () => {
      for (const path of PAGES) {
        const body = /<body>(.*)/s.exec(await page(path))?.[1] ?? ''
        assert.ok(body.startsWith('<section class="consent" aria-labelledby="consent-label"'), path)
      }
    })

    test('B02, B03, B05, B06: equal buttons after the purposes, nothing set beforehand, services by themselves', async () => {
      const text = bannerOf(await page('/en/'))
      const buttons = [
        ...text.matchAll(/<button type="submit" class="([^"]*)" name="choice" value="([^"]*)"/g),
      ]
      assert.deepEqual(
        buttons.map(([, style, value]) => [style, value]),
        [
          ['button', 'reject'],
          ['button', 'accept'],
          ['button', 'custom'],
          ['button', 'reject-new'],
          ['button', 'accept-new'],
        ],
      )
      assert.ok(text.indexOf('<dl>') < text.indexOf('value="reject"'))
      assert.ok(text.indexOf('href="/en/cookies/"') > 0)
      assert.doesNotMatch(text, /\bchecked\b|autofocus|aria-modal|<dialog/)
      assert.deepEqual(
        [...text.matchAll(/type="checkbox" name="service" value="([^"]*)"/g)].map(([, id]) => id),
        ['vimeo', 'weather', 'youtube'],
      )
    })

    test('B07: every page leads to the policy, and holds the withdrawal', async () => {
      for (const path of PAGES) {
        const foot = /<footer.*<\/footer>/s.exec(await page(path))?.[0] ?? ''
        assert.match(foot, /href="\/(?:en|fr|ar)\/cookies\/"/, path)
        assert.match(
          foot,
          /<form class="consent-withdraw" method="post" action="\/cookies\/preferences">/,
          path,
        )
      }
    })

    test('B18: in every language of the portal, and in no two alike', async () => {
      const texts = await Promise.all(['en', 'fr', 'nl', 'de', 'ar'].map(tag => page(`/${tag}/`)))
      const sentences = texts.map(text => /<div class="consent-first"><p>(.*?)<\/p>/.exec(text)?.[1] ?? '')
      assert.equal(new Set(sentences).size, 5)
      for (const text of texts) assert.doesNotMatch(bannerOf(text), /consent\.[a-z_.]+/)
    })

    test('B19: less than 6 kB with its style', async () => {
      const bytes = Buffer.byteLength(bannerOf(await page('/ar/'))) + Buffer.byteLength(CSS)
      assert.ok(bytes <= 6 * 1024 + 512, `${bytes} bytes, uncompressed and unminified`)
    })

    test('B20: not in embed documents, in feeds, for robots that say so; in print it is left out', async () => {
      for (const path of [
        '/embed/svc/youtube/dQw4w9WgXcQ',
        '/api/explore/v2.1/catalog/exports/rss',
        '/sitemap.xml',
        '/robots.txt',
      ])
        assert.doesNotMatch(await page(path), /class="consent"/, path)
      const robot = { headers: { 'user-agent': 'Mozilla/5.0 (compatible; Googlebot/2.1)' } }
      assert.equal(await page('/cookies/state.css', robot), '.consent{display:none}')
      assert.match(await page('/en/'), /<section class="consent"[^>]*data-nosnippet/)
      assert.match(CSS, /@media print \{\s*\.consent,\s*\.consent-withdraw \{\s*display: none/)
    })

    test('B16: nothing inline, one request to the portal itself', async () => {
      const text = await page('/en/')
      assert.doesNotMatch(text, /<script(?! type="(?:module|application\/ld\+json)")|style=|onclick/)
      assert.equal([...text.matchAll(/state\.css/g)].length, 1)
    })
  })
}
