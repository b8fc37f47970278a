import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readPage, readSearchParams } from './params.ts'

const read = (query: string) => readSearchParams(new URLSearchParams(query))

test('queries of every name are collected in order', () =>
  assert.deepEqual(read('q=a&q.timerange=b&rq=c&q=&qq=d').q, ['a', 'b', 'c']))

test('refinements by field, in the order sent; a name may hold dots', () => {
  const { refine, exclude } = read('refine.a=1&refine.b=2&refine.a=3&exclude.default.title=x&refine.c=')
  assert.deepEqual(
    [...refine],
    [
      ['a', ['1', '3']],
      ['b', ['2']],
    ],
  )
  assert.deepEqual([...exclude], [['default.title', ['x']]])
})

test('lists are repeated or joined by commas', () => {
  assert.deepEqual(read('facet=a&facet=b,c').facet, ['a', 'b', 'c'])
  assert.deepEqual(read('fields=a, b').fields, ['a', 'b'])
  assert.equal(read('fields=').fields, null)
})

test('pages end at 10000', () => {
  assert.deepEqual(readPage(read('')), { limit: 10, offset: 0 })
  assert.deepEqual(readPage(read('rows=10000')), { limit: 10_000, offset: 0 })
  for (const query of ['rows=10001', 'rows=-1', 'rows=x', 'rows=1&start=10000', 'start=1.5'])
    assert.throws(() => readPage(read(query)), { code: 'parameter_invalid' }, query)
})
