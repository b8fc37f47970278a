import assert from 'node:assert/strict'
import { test } from 'node:test'
import { uniqueNames, xmlNames } from './field-names.ts'

const short = (name: string, number: number): string =>
  number === 1 ? name.slice(0, 4) : `${name.slice(0, 4 - 1 - String(number).length)}_${number}`

test('names that are taken get a number, whatever their case', () => {
  assert.deepEqual(
    uniqueNames(['a', 'A', 'a_2', 'a', 'b'], (name, n) => (n === 1 ? name : `${name}_${n}`)),
    ['a', 'A_2', 'a_2_2', 'a_3', 'b'],
  )
  const cut = uniqueNames(['aaaab', 'aaaac', 'aa_2', 'aaaad'], short)
  assert.equal(new Set(cut).size, 4)
  assert.ok(cut.every(name => name.length <= 4))
})

test('attack: thirty thousand equal names are told apart in no time', () => {
  const started = performance.now()
  assert.equal(new Set(xmlNames(Array.from({ length: 30_000 }, () => 'a'))).size, 30_000)
  assert.ok(performance.now() - started < 1000)
})
