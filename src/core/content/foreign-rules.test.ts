import assert from 'node:assert/strict'
import { test } from 'node:test'
import { portalKey } from '../privacy/portal-key.ts'
import { KNOWN_SERVICES } from '../privacy/services/catalogue.ts'
import { ownService } from '../privacy/services/own-service.ts'
import { undeclaredHosts } from './foreign-content.ts'
import { type ForeignSettings, foreignRules } from './foreign-rules.ts'
import { isHostOf } from './host-pattern.ts'
import { imageOfPath, imagePath } from './image-address.ts'
import { pageText } from './rich-text.ts'

const key = portalKey(new Uint8Array(32), { purpose: 'embed', portal: 'p_1', version: 1 })
const own = (id: string, mode: 'proxy' | 'open', host: string) =>
  ownService(id, {
    ...{ name: id, mode, provider: { name: id, country: 'BE' }, hosts: [host] },
    ...{ function: { en: 'x' }, purpose: { en: 'x' }, discloses: { en: 'x' } },
  })
const settings: ForeignSettings = {
  services: [
    ...KNOWN_SERVICES.filter(({ id }) => id === 'youtube'),
    own('tiles', 'proxy', '*.tiles.example'),
    own('logos', 'open', 'logos.example'),
  ],
  language: 'fr',
  key,
}
const rules = foreignRules(settings)
const safe = (source: string): string => pageText(source, rules).html.safe

for (const address of [
  'https://www.youtube.com/embed/dQw4w9WgXcQ?rel=0',
  'https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ',
  '//youtu.be/dQw4w9WgXcQ',
  'http://www.youtube.com/watch?v=dQw4w9WgXcQ',
])
  test(`P21: a frame of ${address} opens on the portal`, () =>
    assert.equal(
      safe(`<iframe src="${address}"></iframe>`),
      '<iframe src="/embed/svc/youtube/dQw4w9WgXcQ?lang=fr" title="Contenu de YouTube" loading="lazy"></iframe>',
    ))

test('P21: what the service does not know, and what nobody declared, is a link', () => {
  assert.match(safe('<iframe src="https://www.youtube.com/embed/%22%3E"></iframe>'), /^<a href="https:/)
  const { html, found } = pageText('<iframe src="https://player.vimeo.com/video/76979871"></iframe>', rules)
  assert.match(html.safe, />Contenu sur player\.vimeo\.com<\/a>$/)
  assert.deepEqual(undeclaredHosts(found), ['player.vimeo.com'])
})

test('P23: images by the mode of their host', () => {
  const [, path = ''] = /src="([^"]+)"/.exec(safe('<img src="https://a.tiles.example/1.png?x=1&y=2">')) ?? []
  const [, , mac = '', address = ''] = path.replaceAll('&amp;', '&').split('/')
  assert.equal(imageOfPath([key], mac, address)?.href, 'https://a.tiles.example/1.png?x=1&y=2')
  assert.match(safe('<img src="http://logos.example/l.png">'), /src="https:\/\/logos\.example\/l\.png"/)
  assert.match(safe('<img src="https://tiles.example/1.png">'), /^<a /)
})

test('what others signed, or nobody, is no image of ours', () => {
  const url = new URL('https://a.tiles.example/1.png')
  const [, , mac = '', address = ''] = imagePath(key, url)?.split('/') ?? []
  const other = portalKey(new Uint8Array(32), { purpose: 'embed', portal: 'p_2', version: 1 })
  assert.equal(imageOfPath([other], mac, address), null)
  assert.equal(imageOfPath([other, key], mac, address)?.href, url.href)
  assert.equal(imageOfPath([key], mac, Buffer.from('https://evil.example/').toString('base64url')), null)
  assert.equal(imageOfPath([key], '', ''), null)
  assert.equal(imagePath(key, new URL(`https://a.tiles.example/${'x'.repeat(2000)}`)), null)
})

test('hosts by their patterns', () => {
  const cases: readonly (readonly [string, string, boolean])[] = [
    ['a.example', 'a.example', true],
    ['a.example', 'b.a.example', false],
    ['*.a.example', 'b.a.example', true],
    ['*.a.example', 'a.example', false],
    ['*.a.example', 'ba.example', false],
    ['*.a.example', '.a.example', false],
    ['a.example', 'a.example:8443', false],
  ]
  for (const [pattern, host, expected] of cases) assert.equal(isHostOf(pattern, host), expected, host)
})
