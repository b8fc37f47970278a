import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { NOTHING_DECLARED } from './nothing-declared.ts'
import { plainText } from './plain-text.ts'
import { describedText, pageText } from './rich-text.ts'

const safe = (source: string): string => describedText(source, NOTHING_DECLARED).html.safe

describe('describedText, pageText', () => {
  test('Markdown and HTML', () => {
    const cases: readonly (readonly [string, string])[] = [
      ['a **b**', '<p>a <strong>b</strong></p>'],
      ['# Title\n\ntext', '<h3>Title</h3>\n<p>text</p>'],
      ['<h1>Title</h1><p>text</p>', '<h3>Title</h3><p>text</p>'],
      ['1 < 2 & 3 > 2', '<p>1 &lt; 2 &amp; 3 &gt; 2</p>'],
      [
        'see https://a.example/x',
        '<p>see <a href="https://a.example/x" rel="noopener nofollow ugc">https://a.example/x</a></p>',
      ],
      ['List<String>', '<p>List&lt;String&gt;</p>'],
      ['', ''],
    ]
    for (const [source, expected] of cases) assert.equal(safe(source), expected)
  })

  test('headings of a text that is a page keep their levels, below the title of the page', () =>
    assert.equal(
      pageText('<h1>a</h1><h2>b</h2><h4>c</h4>', NOTHING_DECLARED).html.safe,
      '<h2>a</h2><h2>b</h2><h4>c</h4>',
    ))

  test('P23: an image of Markdown loads nothing of others either', () =>
    assert.equal(
      safe('![Logo](https://tracker.example/p.gif)'),
      '<p><a href="https://tracker.example/p.gif" rel="noopener nofollow ugc">Logo</a></p>',
    ))

  test('tags that never end cost no more than others', () => {
    const started = performance.now()
    for (const tag of ['<a', '<a ', '<p'])
      for (const text of [tag.repeat(40_000), `${tag.repeat(40_000)} > b`]) assert.notEqual(safe(text), '')
    assert.ok(performance.now() - started < 3000)
  })

  test('Markdown links nowhere but to where links may lead', () =>
    assert.doesNotMatch(safe('[x](javascript:alert(1)) [y](data:text/html,x)'), /href/))
})

describe('plainText', () => {
  test('one line without marks', () => {
    assert.equal(plainText('# A\n\n**b** [c](https://x.example)'), 'A b c')
    assert.equal(plainText('<p>One</p><p>two &amp; three</p><ul><li>four</li></ul>'), 'One two & three four')
    assert.equal(plainText('a < b'), 'a < b')
    assert.equal(plainText('<p>x</p><script>y</script><style>z</style><svg><text>s</text></svg>'), 'x')
    assert.equal(plainText('&lt;b&gt; stays <i>text</i>'), '<b> stays text')
  })

  test('cut at a word', () => {
    assert.equal(plainText('one two three', 9), 'one two…')
    assert.equal(plainText('one two three', 13), 'one two three')
    assert.equal(plainText('x'.repeat(50), 10), `${'x'.repeat(9)}…`)
  })

  test('deep texts end', () => assert.equal(plainText(`${'<div>'.repeat(20_000)}x`), ''))
})
