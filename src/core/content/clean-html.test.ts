import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { defaultTreeAdapter, parseFragment } from 'parse5'
import { type CleanRules, cleanHtml } from './clean-html.ts'
import { undeclaredHosts } from './foreign-content.ts'
import { KEPT } from './kept-elements.ts'
import { NOTHING_DECLARED } from './nothing-declared.ts'
import { hostileHtml, LOADING_CONSTRUCTS } from './testing/hostile-html.ts'
import { type Element, element } from './tree.ts'

/** A portal that declared a service of frames, and two hosts of images. */
const DECLARED: CleanRules = {
  ...NOTHING_DECLARED,
  embed: url =>
    url.host === 'www.youtube.com' ? { src: `/embed/svc/youtube/x?lang=en`, title: 'YouTube' } : null,
  image: url => {
    if (url.host === 'tiles.example.org') return { src: `/proxy/m/${url.pathname}`, became: 'proxied' }
    return url.host === 'logos.example.org' ? { src: url.href, became: 'loaded' } : null
  },
  linkText: (kind, host) => `${kind} on ${host}`,
  heading: () => 3,
}

const cleaned = (source: string, rules = DECLARED): string => cleanHtml(source, rules).html.safe

function* elements(node: Element): Generator<Element> {
  for (const child of node.childNodes)
    if (defaultTreeAdapter.isElementNode(child)) {
      yield child
      yield* elements(child)
    }
}

/** What of a text reads as something that may not be there: a second opinion, by what is written and not by how. */
function faultsOf(safe: string): readonly string[] {
  const root = element('div', [], parseFragment(safe).childNodes)
  return [...elements(root)].flatMap(({ tagName, attrs }) => {
    const isKnown = KEPT.has(tagName) || /^(?:h3|img|iframe|tbody)$/.test(tagName)
    const bad = attrs.filter(({ name, value }) => !isHarmless(tagName, name, value))
    return [...(isKnown ? [] : [tagName]), ...bad.map(({ name, value }) => `${tagName} ${name}=${value}`)]
  })
}

function isHarmless(tag: string, name: string, value: string): boolean {
  if (tag === 'a' && name === 'href') return /^(?:https?:|mailto:|tel:|\/(?!\/))/.test(value)
  if (tag === 'iframe' && name === 'src') return /^\/embed\/svc\//.test(value)
  if (tag === 'img' && name === 'src')
    return /^(?:\/(?!\/)|data:image\/(?:png|jpeg|gif|webp|avif);|https:\/\/logos\.example\.org\/)/.test(value)
  return /^(?:lang|dir|rel|title|alt|width|height|loading|hreflang|start|reversed|scope|colspan|rowspan)$/.test(
    name,
  )
}

describe('what stays', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['<p>a <b>b</b></p>', '<p>a <b>b</b></p>'],
    ['<h1>Title</h1><p class="x" style="color:red" onclick="y()">t</p>', '<h3>Title</h3><p>t</p>'],
    ['<div><span>a</span></div>', 'a'],
    ['<p lang="fr" dir="rtl" id="x">a</p>', '<p lang="fr" dir="rtl">a</p>'],
    ['<p lang="&quot;>x">a</p>', '<p>a</p>'],
    ['<a href="/fr/explore/?q=1#x">a</a>', '<a href="/fr/explore/?q=1#x">a</a>'],
    ['<a href="mailto:a@b.example">a</a>', '<a href="mailto:a@b.example">a</a>'],
    [
      '<a href="https://u:p@a.example/x" ping="https://t.example">a</a>',
      '<a href="https://a.example/x" rel="noopener nofollow ugc">a</a>',
    ],
    ['<a href="//a.example">a</a>', '<a href="https://a.example/" rel="noopener nofollow ugc">a</a>'],
    ['<a href="javascript:alert(1)">a</a>', '<a>a</a>'],
    ['<a href="jav&#x09;ascript:alert(1)">a</a>', '<a>a</a>'],
    ['<a href="data:text/html,x">a</a>', '<a>a</a>'],
    ['1 &lt; 2 &amp; <!-- c --> 3', '1 &lt; 2 &amp;  3'],
    [
      '<table><tr><th scope=col colspan=2>a</table>',
      '<table><tbody><tr><th scope="col" colspan="2">a</th></tr></tbody></table>',
    ],
    [
      '<img src="/api/x.png" alt="x" width=20 height=1e9>',
      '<img src="/api/x.png" alt="x" width="20" loading="lazy">',
    ],
    [
      '<img src="data:image/png;base64,AA==">',
      '<img src="data:image/png;base64,AA==" alt="" loading="lazy">',
    ],
  ]
  for (const [source, expected] of cases) test(source, () => assert.equal(cleaned(source), expected))
})

describe('what others hold', () => {
  test('P21: a frame of a declared service opens on its embed document', () =>
    assert.equal(
      cleaned(
        '<iframe src="https://www.youtube.com/embed/x" srcdoc="<script>1</script>" allow="*"></iframe>',
      ),
      '<iframe src="/embed/svc/youtube/x?lang=en" title="YouTube" loading="lazy"></iframe>',
    ))

  test('P21: one of an unknown host becomes a link, and its host is told', () => {
    const { html, found } = cleanHtml('<p><iframe src="//frames.example/a" title="T"></iframe></p>', DECLARED)
    assert.equal(html.safe, '<p><a href="https://frames.example/a" rel="noopener nofollow ugc">T</a></p>')
    assert.deepEqual(undeclaredHosts(found), ['frames.example'])
  })

  test('P22: an image becomes a link, is asked for by us, or loaded, as its host was declared', () => {
    assert.equal(
      cleaned('<img src="//tracker.example/p.gif">'),
      '<a href="https://tracker.example/p.gif" rel="noopener nofollow ugc">image on tracker.example</a>',
    )
    assert.match(
      cleaned('<img srcset="https://tiles.example.org/1.png 2x">'),
      /^<img src="\/proxy\/m\/\/1\.png"/,
    )
    assert.match(
      cleaned('<img src="https://logos.example.org/1.png">'),
      /src="https:\/\/logos\.example\.org\//,
    )
  })

  test('a link in the place of something is no link inside a link', () =>
    assert.equal(
      cleaned('<a href="/x"><img src="//tracker.example/p.gif" alt="Logo"></a>'),
      '<a href="/x">Logo</a>',
    ))

  test('a film of the portal, and one of somebody else', () => {
    assert.equal(
      cleaned('<video src="/files/film.mp4" poster="//t.example/p"></video>'),
      '<a href="/files/film.mp4">film.mp4</a>',
    )
    assert.match(cleaned('<audio><source src="https://a.example/s.ogg"></audio>'), />media on a\.example</)
  })
})

describe('nothing else of others is left', () => {
  for (const [name, source] of Object.entries(LOADING_CONSTRUCTS))
    test(`P22, P50: ${name}`, () => {
      const { html, found } = cleanHtml(source, DECLARED)
      assert.deepEqual(faultsOf(html.safe), [])
      assert.ok(found.length > 0, 'an editor is told')
      assert.ok(found.every(({ became }) => became === 'removed' || became === 'linked'))
    })

  test('P50: whatever is put together from such pieces', () =>
    fc.assert(
      fc.property(hostileHtml, source => assert.deepEqual(faultsOf(cleaned(source)), [])),
      { numRuns: 500 },
    ))

  test('P50: what was cleaned reads the same when it is cleaned again', () =>
    fc.assert(
      fc.property(hostileHtml, source => {
        const once = cleaned(source)
        assert.deepEqual(faultsOf(cleaned(once)), [])
      }),
      { numRuns: 200 },
    ))
})

test('deep, long and tangled texts end soon', () => {
  const sources = [
    '<b>'.repeat(60_000),
    '<div>'.repeat(50_000),
    `${'<table><tr><td>'.repeat(5000)}x`,
    Array.from({ length: 3000 }, (_, i) => `<b a=${i}>`).join('') + '<p>'.repeat(3000),
    `<svg>${'<g>'.repeat(40_000)}`,
  ]
  for (const source of sources) {
    const started = performance.now()
    cleaned(source)
    assert.ok(performance.now() - started < 10_000, source.slice(0, 40))
  }
})
