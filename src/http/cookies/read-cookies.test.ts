import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { readCookies } from './read-cookies.ts'

const read = (header: string | undefined, ...names: readonly string[]) => {
  const { values, doubled } = readCookies(header, names)
  return { values: Object.fromEntries(values), doubled }
}

test('values are as they were sent, spaces around them aside', () => {
  assert.deepEqual(read('a=1; b = "x=%20" ;c=', 'a', 'b', 'c').values, { a: '1', b: '"x=%20"', c: '' })
  assert.deepEqual(read(undefined, 'a'), { values: {}, doubled: [] })
})

test('G7, T06: names are exact, in every letter and byte', () => {
  const name = '__Host-sessionid'
  for (const other of [
    '__host-sessionid',
    '__Host-Sessionid',
    `\u00a0${name}`,
    `${name}\u00a0`,
    `\ufeff${name}`,
    `\u2003${name}`,
  ])
    assert.deepEqual(read(`${other}=x`, name).values, {}, JSON.stringify(other))
})

test('G7: a name that is there twice is none, and is told once', () => {
  assert.deepEqual(read('a=1; a=1; b=2; a=3', 'a', 'b'), { values: { b: '2' }, doubled: ['a'] })
})

test('a value comes back however many others surround it', () =>
  fc.assert(
    fc.property(
      fc.stringMatching(/^[\w.:-]{0,64}$/),
      fc.array(fc.stringMatching(/^[ \t]*[a-z]{2,8}=[^;]*$/)),
      (value, others) => {
        assert.equal(read([...others, `Z=${value}`, ...others].join(';'), 'Z').values['Z'], value)
      },
    ),
  ))

test('a header full of spaces is read at once', () => {
  const started = performance.now()
  for (let i = 0; i < 20; i++) read(`a${' '.repeat(30_000)}b=${'\t '.repeat(15_000)}x`, 'a')
  assert.ok(performance.now() - started < 1000)
})
