import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { STATEMENTS } from '../../src/core/portal/statement.ts'
import { ALIAS, CLOSED, FILMS, NORTH, NORTH_OWN, portals, SOUTH, TOWN } from './portals.ts'
import { attribute, inside, isTag, readPage, shownEntries, textOf } from './read-page.ts'

const PAGE = '/en/cookies/'

const names = (html: string): readonly string[] =>
  readPage(html)
    .all(element => element.tagName === 'th' && attribute(element, 'scope') === 'row')
    .map(textOf)

export function page(): void {
  describe('the page', () => {
    test('P02: it lists exactly the entries of the registry', async () => {
      const { get } = await portals()
      const { text } = await get(TOWN, PAGE)
      assert.deepEqual(shownEntries(readPage(text)), ['session', 'language', 'csrf', 'preferences'])
      assert.deepEqual(names(text), ['sessionid', 'django_language', 'csrftoken', 'cookies_preferences'])
    })

    test('its tables have header cells and row headers, and a caption', async () => {
      const { get } = await portals()
      for (const table of readPage((await get(TOWN, PAGE)).text).all(isTag('table'))) {
        assert.equal(inside(table, isTag('caption')).length, 1)
        const heads = inside(table, isTag('th')).map(element => attribute(element, 'scope'))
        assert.equal(heads.filter(scope => scope === 'col').length, 6)
        assert.equal(heads.filter(scope => scope === 'row').length, 4)
        assert.equal(heads.length, 10)
      }
    })

    test('P03: the canonical host is named under every host, and the alias beside it', async () => {
      const { get } = await portals()
      for (const host of [TOWN, ALIAS]) {
        const { status, text } = await get(host, PAGE)
        assert.equal(status, 200)
        assert.match(text, new RegExp(`What is used on https://${TOWN}`))
        assert.ok(text.includes(`The portal also answers at ${ALIAS}.`))
      }
      const policy = JSON.parse((await get(ALIAS, '/.well-known/cookie-policy.json')).text)
      assert.deepEqual([policy.portal, policy.aliases], [`https://${TOWN}`, [ALIAS]])
    })

    test('P04: where portals share a domain, page, JSON and Set-Cookie all say __Host-', async () => {
      const { get, post } = await portals()
      for (const host of [NORTH, SOUTH]) {
        const shown = names((await get(host, PAGE)).text)
        assert.deepEqual(shown, [
          '__Host-sessionid',
          '__Host-django_language',
          '__Host-csrftoken',
          '__Host-cookies_preferences',
        ])
        const policy: { entries: readonly { name: string }[] } = JSON.parse(
          (await get(host, '/.well-known/cookie-policy.json')).text,
        )
        assert.deepEqual(
          policy.entries.map(({ name }) => name),
          shown,
        )
        const set = await post(host, '/i18n/setlang/', 'language=fr')
        assert.match(String(set.headers['set-cookie']), /^__Host-django_language=fr;/)
      }
    })

    test('P03, P04: at an address of its own, the same portal says the names that are in force there', async () => {
      const { get } = await portals()
      const { text } = await get(NORTH_OWN, PAGE)
      assert.equal(names(text)[0], 'sessionid')
      for (const shown of [text, (await get(NORTH, PAGE)).text]) {
        assert.match(shown, new RegExp(`What is used on https://${NORTH}`))
        assert.match(shown, /At some of these addresses the names begin with __Host-/)
      }
      const policy = JSON.parse((await get(NORTH_OWN, '/.well-known/cookie-policy.json')).text)
      assert.equal(policy.entries[0].name, 'sessionid')
      assert.doesNotMatch((await get(SOUTH, PAGE)).text, /At some of these addresses/)
    })

    test('P50: an owner’s text loads nothing and runs nothing, on the page and in what is kept', async () => {
      const { get } = await portals()
      for (const path of [PAGE, '/en/legal/']) {
        const present = await get(TOWN, path)
        const kept = /href="(\/en\/[a-z]+\/v\/[^"]+)"/.exec(present.text)?.[1] ?? ''
        for (const { status, text } of [present, await get(TOWN, kept)]) {
          assert.equal(status, 200)
          assert.match(text, /<h2>Ours<\/h2>/)
          assert.match(text, /<p>Text<\/p>/)
          assert.doesNotMatch(text, /alert\(1\)|<img|onclick|src="https:/)
        }
      }
    })

    test('P50: a film of a service that is on opens on the portal’s own document; nobody else’s does', async () => {
      const { get } = await portals()
      const film = /<iframe[^>]* src="\/embed\/svc\/youtube\/dQw4w9WgXcQ\?lang=en"/
      for (const path of ['/en/legal/', '/en/privacy/']) {
        const { text } = await get(FILMS, path)
        assert.match(text, film)
        assert.match(text, /<a href="https:\/\/nobody\.example\/x"/)
        const kept = /href="(\/en\/[a-z]+\/v\/[^"]+)"/.exec(text)?.[1] ?? ''
        const { status, text: written } = await get(FILMS, kept)
        assert.equal(status, 200)
        assert.doesNotMatch(written, /<iframe/)
        assert.match(written, /<a href="https:\/\/www\.youtube\.com\/embed\/dQw4w9WgXcQ"/)
      }
      assert.doesNotMatch((await get(FILMS, PAGE)).text, /<iframe/)
    })

    test('P52: it sets nothing, names no foreign file, and is the same bytes for everyone', async () => {
      const { get } = await portals()
      for (const statement of STATEMENTS) {
        const path = `/en/${statement}/`
        const [first, second] = [await get(TOWN, path), await get(TOWN, path, { 'sec-gpc': '1', dnt: '1' })]
        for (const answer of [first, second]) {
          assert.equal(answer.status, 200, path)
          assert.equal(answer.headers['set-cookie'], undefined)
          assert.equal(answer.headers['cache-control'], 'no-cache')
          assert.doesNotMatch(answer.text, /(?:src|srcset|poster)="(?:https?:)?\/\//)
          assert.doesNotMatch(answer.text, /<link rel="(?:stylesheet|preconnect|prefetch)" href="https?:/)
        }
        assert.equal(first.text, second.text)
        const again = await get(TOWN, path, { 'if-none-match': String(first.headers.etag) })
        assert.equal(again.status, 304)
      }
    })

    test('every page of the portal links to what it says of itself', async () => {
      const { get } = await portals()
      for (const path of ['/en/', '/en/explore/', '/en/api/', '/en/cookies/', '/en/nowhere/']) {
        const links = readPage((await get(TOWN, path)).text)
          .all(isTag('a'))
          .map(element => attribute(element, 'href'))
        for (const statement of STATEMENTS)
          assert.ok(links.includes(`/en/${statement}/`), `${path} ${statement}`)
      }
    })

    test('bare addresses go to the visitor’s language', async () => {
      const { get } = await portals()
      for (const statement of STATEMENTS) {
        const { status, headers } = await get(TOWN, `/${statement}/`, { 'accept-language': 'fr' })
        assert.deepEqual([status, headers.location], [302, `/fr/${statement}/`])
      }
    })

    test('a portal that not everybody may enter says the same to everybody', async () => {
      const { get } = await portals()
      for (const statement of STATEMENTS)
        assert.equal((await get(CLOSED, `/en/${statement}/`)).status, 200, statement)
      // no quota of the API counts it
      assert.equal((await get(CLOSED, '/.well-known/cookie-policy.json')).status, 200)
      assert.equal((await get(CLOSED, '/api/cookies')).status, 200)
    })
  })
}
