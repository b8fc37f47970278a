import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import {
  datasetUrl,
  exploreUrl,
  inLanguage,
  isRefined,
  NO_TABLE_PARAMS,
  paramsQuery,
  readCatalogParams,
  readTableParams,
  safeUrl,
  type TableParams,
  toggleRefinement,
} from './urls.ts'

const plain = { noNullPrototype: true }
const text = fc.string({ unit: 'grapheme', maxLength: 40 }).map(value => value.trim())
const params: fc.Arbitrary<TableParams> = fc.record(
  {
    q: text,
    where: text,
    sort: text,
    all: text,
    page: fc.integer({ min: 1, max: 500 }),
    refine: fc.array(fc.record({ facet: fc.stringMatching(/^[a-z_]{1,8}$/), value: text }, plain), {
      maxLength: 3,
    }),
  },
  plain,
)

describe('state and address', () => {
  test('a state survives its address, whatever the texts hold', () => {
    fc.assert(
      fc.property(params, state => {
        assert.deepEqual(readTableParams(new URLSearchParams(paramsQuery(state))), state)
      }),
    )
  })

  test('the address of nothing is bare', () => {
    assert.equal(paramsQuery(NO_TABLE_PARAMS), '')
    assert.equal(exploreUrl('fr'), '/fr/explore/')
    assert.equal(datasetUrl('fr', 'trees'), '/fr/explore/dataset/trees/')
    assert.equal(datasetUrl('fr', 'trees', 'table', { page: 2 }), '/fr/explore/dataset/trees/table/?page=2')
    assert.equal(datasetUrl('fr', '../x?y'), '/fr/explore/dataset/..%2Fx%3Fy/')
  })

  test('what cannot be read is as if absent', () => {
    const read = (query: string) => readCatalogParams(new URLSearchParams(query))
    for (const page of ['0', '-1', '1.5', 'x', '1e99', '']) assert.equal(read(`page=${page}`).page, 1)
    assert.deepEqual(read('refine=x&refine=:y&refine=&refine=a:&refine=a:b:c').refine, [
      { facet: 'a', value: '' },
      { facet: 'a', value: 'b:c' },
    ])
    assert.equal(read(`q=${'x'.repeat(9000)}`).q.length, 2000)
    assert.deepEqual(read(`refine=a:${'x'.repeat(9000)}`).refine, [])
  })

  test('a refinement comes and goes, and always from the first page', () => {
    fc.assert(
      fc.property(params, text, (state, value) => {
        const without = { ...state, refine: state.refine.filter(entry => entry.facet !== 'theme') }
        const refined = toggleRefinement(without, 'theme', value)
        assert.equal(refined.page, 1)
        assert.equal(isRefined(refined, 'theme', value), true)
        assert.deepEqual(toggleRefinement(refined, 'theme', value).refine, without.refine)
      }),
    )
  })

  test('the same page in another language', () => {
    assert.equal(inLanguage('/fr/explore/dataset/fr/', 'nl'), '/nl/explore/dataset/fr/')
    assert.equal(inLanguage('/fr/', 'nl'), '/nl/')
  })
})

test('addresses that may stand in a link', () => {
  for (const good of ['/fr/', 'https://a.example/x?y=z#f', 'http://a.example', 'mailto:a@b.example'])
    assert.equal(safeUrl(good), good)
  for (const bad of [
    ...['javascript:alert(1)', 'JAVASCRIPT:x', ' javascript:x', 'java\nscript:x', 'data:text/html,x'],
    ...[
      '//evil.example',
      '/\\evil.example',
      'vbscript:x',
      'ftp://x',
      '',
      'https://a b',
      'https://a"onclick=',
    ],
  ])
    assert.equal(safeUrl(bad), undefined, bad)
})
