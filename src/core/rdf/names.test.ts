import assert from 'node:assert/strict'
import { test } from 'node:test'
import { predicateIri, xmlName } from './names.ts'

const ROWS: readonly [iri: string, local: string | null][] = [
  ['http://a.example/name', 'name'],
  ['http://a.example/2020', null],
  ['http://a.example/2020-été', 'été'],
  ['http://a.example/a b', 'b'],
  ['http://a.example/a%20', null],
  ['http://a.example/', null],
  ['http://a.example/𐐀-1', '𐐀-1'],
  ['name', null],
]
for (const [iri, local] of ROWS)
  test(`the end of ${iri} that names an element: ${local}`, () => {
    const found = xmlName(iri)
    assert.equal(found?.local ?? null, local)
    if (found !== null) assert.equal(found.namespace + found.local, iri)
  })

test('attack: a name of a hundred thousand characters is read in no time', () => {
  const started = performance.now()
  assert.match(predicateIri('http://a.example/', `${'a'.repeat(99_000)} `), /#value$/)
  assert.ok(performance.now() - started < 500)
})
