import assert from 'node:assert/strict'
import { test } from 'node:test'
import { tagMatches, tagOf } from './entity-tag.ts'

const CASES: readonly [value: string | undefined, matches: boolean][] = [
  [undefined, false],
  ['', false],
  ['*', true],
  [' * ', true],
  ['"abc"', true],
  ['W/"abc"', true],
  ['"x", W/"abc" , "y"', true],
  ['abc', false],
  ['"abcd"', false],
  ['W/abc', false],
  ['w/"abc"', false],
  ['"ab"c"', false],
]

for (const [value, matches] of CASES)
  test(`If-None-Match ${JSON.stringify(value)} ${matches ? 'names' : 'does not name'} the tag`, () => {
    assert.equal(tagMatches(value, 'abc'), matches)
  })

test('a tag depends on every part and on where parts end', () => {
  assert.notEqual(tagOf('a', 'bc'), tagOf('ab', 'c'))
  assert.equal(tagOf('a', 'b'), tagOf('a', 'b'))
  assert.match(tagOf('x'), /^[A-Za-z0-9_-]{22}$/)
})
