import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { FacetGroup } from '../../../app/explore/explorer.ts'
import { mergedFacets } from './merge-facets.ts'
import { readSearchParams } from './params.ts'

const value = (name: string, count: number, more: Partial<FacetGroup['facets'][number]> = {}) => ({
  ...{ name, count, value: name, state: 'displayed' as const },
  ...more,
})

const year = (months: readonly [string, number][], count: number) =>
  value('2024', count, {
    facets: months.map(([name, of]) => value(name, of, { value: `2024/${name}` })),
  })

const merge = (answers: readonly (readonly FacetGroup[])[], query = '') =>
  mergedFacets(answers, readSearchParams(new URLSearchParams(query)))

const TREES: readonly FacetGroup[] = [
  { name: 'kind', facets: [value('oak', 3), value('ash', 2, { state: 'refined' })] },
  { name: 'date', facets: [year([['01', 2]], 2)] },
]
const BIKES: readonly FacetGroup[] = [
  { name: 'kind', facets: [value('ash', 9), value('Bike', 3)] },
  {
    name: 'date',
    facets: [
      year(
        [
          ['01', 1],
          ['02', 5],
        ],
        6,
      ),
    ],
  },
]

test('values of the same path are one, their counts added, at every level', () => {
  const [kind, date] = merge([TREES, BIKES])
  assert.deepEqual(
    kind?.facets.map(({ name, count, state }) => [name, count, state]),
    [
      ['ash', 11, 'refined'],
      ['Bike', 3, 'displayed'],
      ['oak', 3, 'displayed'],
    ],
  )
  assert.deepEqual(date?.facets, [
    { ...year([], 8), facets: [value('02', 5, { value: '2024/02' }), value('01', 3, { value: '2024/01' })] },
  ])
})

test('in the order asked for', () => {
  const names = (sort: string) =>
    merge([TREES, BIKES], `facetsort.kind=${sort}`)[0]?.facets.map(({ name }) => name)
  assert.deepEqual(names('alphanum'), ['ash', 'Bike', 'oak'])
  assert.deepEqual(names('-alphanum'), ['oak', 'Bike', 'ash'])
  assert.deepEqual(names('-count'), ['Bike', 'oak', 'ash'])
  const numbers = (sort: string) =>
    merge(
      [[{ name: 'n', facets: [value('10', 1)] }], [{ name: 'n', facets: [value('9', 1)] }]],
      `facetsort.n=${sort}`,
    )
  assert.deepEqual(
    numbers('num')[0]?.facets.map(({ name }) => name),
    ['9', '10'],
  )
  assert.deepEqual(
    numbers('-num')[0]?.facets.map(({ name }) => name),
    ['10', '9'],
  )
})

test('the facets of one dataset stay as they are; what is excluded has no count', () => {
  assert.equal(merge([TREES]), TREES)
  assert.deepEqual(merge([]), [])
  const left = { name: 'ash', value: 'ash', state: 'excluded' } as const
  const found = merge([
    [{ name: 'kind', facets: [left] }],
    [{ name: 'kind', facets: [left, value('oak', 1)] }],
  ])
  assert.deepEqual(found[0]?.facets, [value('oak', 1), left])
})
