import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { compileMessage } from './message.ts'

const say = (source: string, args = {}, language = 'en') => compileMessage(source, language)(args)

describe('compileMessage', () => {
  test('golden table', () => {
    const cases: readonly (readonly [string, Record<string, string | number>, string])[] = [
      ['', {}, ''],
      ['plain', {}, 'plain'],
      ['Hello {name}!', { name: 'Ada' }, 'Hello Ada!'],
      ['{a}{b}', { a: '1', b: '2' }, '12'],
      ['{ a }', { a: 'x' }, 'x'],
      ['{n}', { n: 1234567 }, '1,234,567'],
      ['{n, number}', { n: 1234.5 }, '1,234.5'],
      ['{n, plural, =0 {none} one {# tree} other {# trees}}', { n: 0 }, 'none'],
      ['{n, plural, =0 {none} one {# tree} other {# trees}}', { n: 1 }, '1 tree'],
      ['{n, plural, =0 {none} one {# tree} other {# trees}}', { n: 2345 }, '2,345 trees'],
      ['{n, plural, other {{name}: #}}', { n: 3, name: 'x' }, 'x: 3'],
      ['{k, select, a {A} b {B} other {?}}', { k: 'b' }, 'B'],
      ['{k, select, a {A} other {?}}', { k: 'z' }, '?'],
      ['{n, plural, one {{k, select, a {# a} other {# b}}} other {x}}', { n: 1, k: 'a' }, '1 a'],
      ["it's # not ''quoted''", {}, "it's # not 'quoted'"],
      ["'{'name'}'", { name: 'x' }, '{name}'],
      ['{missing}', {}, '{missing}'],
      ['a # b', { n: 1 }, 'a # b'],
    ]
    for (const [source, args, expected] of cases) assert.equal(say(source, args), expected, source)
  })

  test('plural categories and digits of each language', () => {
    const trees = '{n, plural, zero {z} one {1} two {2} few {f} many {m} other {o}}'
    const of = (language: string) => [0, 1, 2, 3, 11, 100].map(n => say(trees, { n }, language)).join('')
    assert.equal(of('ar'), 'z12fmo')
    assert.equal(of('fr'), '11oooo')
    assert.equal(of('en'), 'o1oooo')
    assert.equal(say('{n}', { n: 1234 }, 'ar'), '1,234')
    assert.equal(say('{n}', { n: 1234567 }, 'de'), '1.234.567')
    assert.equal(say('{n}', { n: 1234567 }, 'fr'), '1\u202f234\u202f567')
  })

  test('what is not a message is refused with its place', () => {
    for (const source of [
      '{',
      '}',
      '{}',
      '{a',
      '{a,}',
      '{a, date}',
      '{n, plural, one {x}}',
      '{n, plural, one x other {y}}',
      '{n, plural, other {x}',
      "'{open",
      '{n number}',
    ])
      assert.throws(() => compileMessage(source, 'en'), /at \d+ of message/, source)
  })

  test('a value is never read as a message', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), value => {
        assert.equal(say('[{value}]', { value }), `[${value}]`)
      }),
    )
  })

  test('a text without braces and quotes comes out as it is', () => {
    fc.assert(
      fc.property(
        fc.string().filter(text => !/[{}']/.test(text)),
        text => assert.equal(say(text), text),
      ),
    )
  })
})
