import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { plainText, richText } from './rich-text.ts'

describe('richText', () => {
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
      ['<p class="x" style="color:red" onclick="y()">t</p>', '<p>t</p>'],
      ['', ''],
    ]
    for (const [source, expected] of cases) assert.equal(richText(source).safe, expected)
  })

  test('nothing that runs, loads or dresses gets through', () => {
    const hostile = [
      '<p>x</p><script>alert(1)</script>',
      '<p><img src=x onerror=alert(1)></p>',
      '<a href="javascript:alert(1)">x</a>',
      '<a href="jav&#x09;ascript:alert(1)">x</a>',
      '<a href="//evil.example">x</a>',
      '<p><iframe src="https://evil.example"></iframe></p>',
      '<p><svg><script>alert(1)</script></svg></p>',
      '<p style="background:url(https://evil.example)">x</p>',
      '<p><style>*{display:none}</style>x</p>',
      '<p><form action="https://evil.example"><input></form></p>',
      '[x](javascript:alert(1))',
      '![x](https://evil.example/track.png)',
      '<b><base href="https://evil.example/"></b>',
      '<p><math><mi//xlink:href="data:x,<script>alert(1)</script>"></p>',
      '<p><noscript><p title="</noscript><img src=x onerror=alert(1)>"></p>',
    ]
    for (const source of hostile) {
      const { safe } = richText(source)
      assert.doesNotMatch(
        safe,
        /<(?:script|img|iframe|svg|style|form|input|base|math|noscript)|\son\w+=|href="(?:javascript|\/\/)|style=/i,
        source,
      )
    }
  })
})

describe('plainText', () => {
  test('one line without marks', () => {
    assert.equal(plainText('# A\n\n**b** [c](https://x.example)'), 'A b c')
    assert.equal(plainText('<p>One</p><p>two &amp; three</p><ul><li>four</li></ul>'), 'One two & three four')
    assert.equal(plainText('a < b'), 'a < b')
    assert.equal(plainText('<p>x</p><script>y</script>'), 'x')
  })

  test('cut at a word', () => {
    assert.equal(plainText('one two three', 9), 'one two…')
    assert.equal(plainText('one two three', 13), 'one two three')
    assert.equal(plainText('x'.repeat(50), 10), `${'x'.repeat(9)}…`)
  })
})
