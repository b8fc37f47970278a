import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { CompiledFacet } from '../sql/facets.ts'
import { facetTree } from './tree.ts'

const compiled = (changes: Partial<CompiledFacet>): CompiledFacet => ({
  facet: { name: 'f', field: 0, disjunctive: false, separator: null, sort: '-count', limit: null },
  refined: [],
  excluded: [],
  isTree: false,
  query: { sql: '', params: {}, columns: [] },
  ...changes,
})

test('values with their states, in the order of the rows', () => {
  const facet = compiled({ refined: ['oak'], excluded: ['elm'] })
  assert.deepEqual(
    facetTree(facet, [
      ['oak', '210'],
      ['a/b', 3],
    ]),
    {
      name: 'f',
      facets: [
        { name: 'oak', count: 210, state: 'refined', value: 'oak' },
        { name: 'a/b', count: 3, state: 'displayed', value: 'a/b' },
        { name: 'elm', state: 'excluded', value: 'elm' },
      ],
    },
  )
})

test('no result has no values, not even excluded ones', () => {
  assert.deepEqual(facetTree(compiled({ excluded: ['elm'] }), []), { name: 'f', facets: [] })
})

test('a value that is excluded and yet counted is told once', () => {
  const { facets } = facetTree(compiled({ excluded: ['oak'] }), [['oak', 1]])
  assert.equal(facets.length, 1)
})

test('paths become a tree; excluded branches stay under their parents', () => {
  const facet = compiled({ isTree: true, refined: ['2020'], excluded: ['2020/11', '1999'] })
  assert.deepEqual(
    facetTree(facet, [
      ['2020', 8],
      ['2021', 1],
      ['2020/12', 6],
    ]).facets,
    [
      {
        ...{ name: '2020', count: 8, state: 'refined', value: '2020' },
        facets: [
          { name: '12', count: 6, state: 'displayed', value: '2020/12' },
          { name: '11', state: 'excluded', value: '2020/11' },
        ],
      },
      { name: '2021', count: 1, state: 'displayed', value: '2021' },
      { name: '1999', state: 'excluded', value: '1999' },
    ],
  )
})

test('an empty first level does not loop', () => {
  const facet = compiled({ isTree: true })
  assert.deepEqual(
    facetTree(facet, [
      ['', 1],
      ['/a', 1],
    ]).facets.map(({ value }) => value),
    ['', '/a'],
  )
})
