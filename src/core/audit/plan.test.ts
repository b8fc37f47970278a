import assert from 'node:assert/strict'
import { test } from 'node:test'
import { decisiveStep, isOfTemplate, samplePages } from './plan.ts'
import { addressOf, pageOf, readPages, readPlan, readSitemap } from './read-plan.ts'
import { readSetCookie } from './set-cookie.ts'

const TEMPLATES: readonly (readonly [path: string, template: string, is: boolean])[] = [
  ['/', '/', true],
  ['/fr/', '/:lang/', true],
  ['/fr', '/:lang/', false],
  ['/fr/explore/', '/:lang/explore/', true],
  ['/fr/explore/x/', '/:lang/explore/', false],
  ['/fr//', '/:lang/:page/', false],
  ['/embed/svc/video/a/b', '/embed/svc/*', true],
  ['/embed/svc', '/embed/svc/*', false],
]
for (const [path, template, is] of TEMPLATES)
  test(`${path} is ${is ? '' : 'not '}of ${template}`, () => assert.equal(isOfTemplate(path, template), is))

test('a sample has the first page of each template, or the first pages', () => {
  const pages = ['/fr/', '/fr/a/?q=1', '/nl/', '/fr/b/']
  assert.deepEqual(samplePages(pages, ['/:lang/', '/:lang/:page/', '/none'], 2), ['/fr/', '/fr/a/?q=1'])
  assert.deepEqual(samplePages(pages, [], 3), ['/fr/', '/fr/a/?q=1', '/nl/'])
})

test('a script decides with its last click or key', () => {
  assert.equal(decisiveStep([{ goto: '/' }, { click: '#more' }, { press: 'Enter' }, { wait: '#done' }]), 2)
  assert.equal(decisiveStep([{ goto: '/' }]), -1)
})

test('a plan says only what it wants; what it cannot mean is refused', () => {
  const plan = readPlan('plan.json', '{"start": "/home", "scripts": {"reject": [{"click": "#no"}]}}')
  assert.ok(plan.ok)
  assert.equal(plan.value.start, '/home')
  assert.deepEqual(plan.value.errors, ['/there-is-no-such-page/'])
  for (const wrong of [
    '{"start": "https://elsewhere.example/"}',
    '{"start": "//elsewhere.example/"}',
    // browsers leave tabs and line ends in addresses out
    '{"start": "/\\t/elsewhere.example/"}',
    '{"pages": ["/\\n\\\\elsewhere.example/"]}',
    '{"scripts": {"signIn": [{"goto": "/\\t/elsewhere.example/"}]}}',
    '{"scripts": {"reject": [{"clik": "#no"}]}}',
    '{"scripts": {"steal": []}}',
  ])
    assert.equal(readPlan('plan.json', wrong).ok, false, wrong)
})

test('pages of the site come from a list and from sitemaps; those of other sites do not', () => {
  const site = 'https://www.example.org'
  assert.equal(pageOf('https://www.example.org/a?b=1#c', site), '/a?b=1')
  assert.equal(pageOf('https://example.org/a', site), undefined)
  assert.equal(pageOf('http://www.example.org/a', site), undefined)
  assert.deepEqual(readPages('# ours\n/a\n\nhttps://www.example.org/b\nhttps://other.example/\r\n', site), [
    '/a',
    '/b',
  ])
  assert.equal(
    addressOf(pageOf('https://www.example.org//other.example/a', site) ?? '', site),
    `${site}//other.example/a`,
  )
  const sitemap = '<urlset><url><loc> https://www.example.org/a?x=1&amp;y=2 </loc></url></urlset>'
  assert.deepEqual(readSitemap(sitemap, site), { pages: ['/a?x=1&y=2'], sitemaps: [] })
  const tree = '<sitemapindex><sitemap><loc>https://www.example.org/s1.xml</loc></sitemap></sitemapindex>'
  assert.deepEqual(readSitemap(tree, site), { pages: [], sitemaps: ['/s1.xml'] })
})

const URL_OF_PAGE = new URL('https://www.example.org/shop/cart')
const NOW = Date.UTC(2026, 10, 21)

test('Set-Cookie is read as browsers read it', () => {
  const cookie = (text: string) => readSetCookie(text, URL_OF_PAGE, NOW)?.cookie
  assert.equal(readSetCookie('a=1; Secure', URL_OF_PAGE, NOW)?.name, 'a')
  assert.equal(cookie('a=1')?.path, '/shop')
  assert.equal(cookie('a=1; Path=shop')?.path, '/shop')
  assert.equal(cookie('a=1')?.domain, 'www.example.org')
  assert.equal(cookie('a=1; Domain=.Example.org')?.domain.toLowerCase(), '.example.org')
  assert.equal(cookie('a=1; Max-Age=60; Expires=Wed, 21 Oct 2099 07:28:00 GMT')?.seconds, 60)
  assert.equal(cookie(`a=1; Expires=${new Date(NOW + 5000).toUTCString()}`)?.seconds, 5)
  assert.equal(cookie('a=1; SameSite=strict')?.sameSite, 'Strict')
  assert.equal(cookie('a=1')?.sameSite, null)
})

test('a cookie that is taken away is none that is set', () => {
  for (const text of ['a=; Max-Age=0', 'a=; Expires=Thu, 01 Jan 1970 00:00:00 GMT', 'a=1; Max-Age=-1'])
    assert.equal(readSetCookie(text, URL_OF_PAGE, NOW), null, text)
})
