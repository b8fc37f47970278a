import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { type CatalogParams, exploreUrl, NO_CATALOG_PARAMS, NO_TABLE_PARAMS } from '../urls.ts'
import { CATALOG_PAGE_SIZE, catalogModel, catalogSort } from './catalog-model.ts'
import type { FieldView } from './dataset-model.ts'
import { type CountedFacet, facetGroups, refinementChips } from './facet-group.ts'
import { pageContext } from './page-context.ts'
import { pagerOf } from './pager.ts'
import { columnHeads, filterChips, tableSort } from './table-state.ts'
import { said } from './text.ts'

const ctx = pageContext({
  portal: {
    slug: 'exville',
    title: { text: 'Exville', lang: 'en' },
    theme: '/theme/x.css',
    logo: null,
    languages: ['fr', 'en', 'ar'],
    remembersLanguage: true,
    footer: [],
    consent: null,
  },
  language: 'en',
  origin: 'https://data.exville.example',
  path: '/en/explore/',
  search: '?q=a&page=2',
  section: 'explore',
  assets: { styles: 's', script: 'j', icons: 'i', favicon: 'f' },
})

const href = (state: CatalogParams) => exploreUrl('en', state)
const values = (...names: string[]) =>
  names.map((value, index) => ({ value, label: value.toUpperCase(), count: 100 - index }))
const theme: CountedFacet = { name: 'theme', label: 'Theme', values: values(...'abcdefgh') }

describe('pageContext', () => {
  test('the same page in each language, the current one marked', () => {
    assert.deepEqual(
      ctx.languages.map(link => [link.href, link.label, link.current]),
      [
        ['/fr/explore/?q=a&page=2', 'Français', false],
        ['/en/explore/?q=a&page=2', 'English', true],
        ['/ar/explore/?q=a&page=2', 'العربية', false],
      ],
    )
    assert.deepEqual(
      ctx.nav.filter(link => link.current).map(link => link.href),
      ['/en/explore/'],
    )
  })
})

describe('pagerOf', () => {
  const shown = (page: number, total: number, reach?: number) =>
    pagerOf({ page, size: 10, total, ...(reach === undefined ? {} : { reach }), href: n => `?${n}` })
      .items.map(item => (item === null ? '…' : item.current ? `[${item.page}]` : item.page))
      .join(' ')

  test('golden table', () => {
    assert.equal(shown(1, 0), '[1]')
    assert.equal(shown(1, 10), '[1]')
    assert.equal(shown(1, 11), '[1] 2')
    assert.equal(shown(1, 300), '[1] 2 … 30')
    assert.equal(shown(3, 300), '1 2 [3] 4 … 30')
    assert.equal(shown(4, 300), '1 2 3 [4] 5 … 30')
    assert.equal(shown(15, 300), '1 … 14 [15] 16 … 30')
    assert.equal(shown(30, 300), '1 … 29 [30]')
    assert.equal(shown(1, 1_000_000, 10_000), '[1] 2 … 1000')
  })

  test('links go one page on and back, and never out of the list', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), fc.nat(500), (page, total) => {
        const pager = pagerOf({ page, size: 10, total, href: String })
        const numbers = pager.items.flatMap(item => (item === null ? [] : [item.page]))
        assert.deepEqual(
          numbers,
          [...new Set(numbers)].sort((a, b) => a - b),
        )
        for (const number of numbers) assert.ok(number >= 1 && number <= pager.pages)
        assert.equal(pager.next, page < pager.pages ? String(page + 1) : null)
        assert.equal(pager.previous, page > 1 ? String(Math.min(page - 1, pager.pages)) : null)
      }),
    )
  })
})

describe('facets', () => {
  test('six values, the selected ones whatever their rank, and a link to all', () => {
    const params = { ...NO_CATALOG_PARAMS, q: 'x', refine: [{ facet: 'theme', value: 'h' }], page: 3 }
    const [group] = facetGroups([theme], params, href)
    assert.deepEqual(
      group?.values.map(value => `${value.label}${value.selected ? '*' : ''}`),
      ['A', 'B', 'C', 'D', 'E', 'F', 'H*'],
    )
    assert.equal(group?.values[0]?.href, '/en/explore/?q=x&refine=theme%3Ah&refine=theme%3Aa')
    assert.equal(group?.values[6]?.href, '/en/explore/?q=x')
    assert.deepEqual(group?.more, { count: 8, href: '/en/explore/?q=x&refine=theme%3Ah&all=theme' })
  })

  test('all the values when asked for; a facet without any is left out', () => {
    const [group, ...others] = facetGroups(
      [theme, { name: 'none', label: 'None', values: [] }],
      { ...NO_CATALOG_PARAMS, all: 'theme' },
      href,
    )
    assert.equal(group?.values.length, 8)
    assert.equal(group?.more, null)
    assert.deepEqual(others, [])
  })

  test('chips are named as the facets name them, or as they are', () => {
    const params = {
      ...NO_CATALOG_PARAMS,
      refine: [
        { facet: 'theme', value: 'a' },
        { facet: 'gone', value: 'z' },
      ],
    }
    assert.deepEqual(refinementChips([theme], params, href), [
      { about: 'Theme', label: 'A', href: '/en/explore/?refine=gone%3Az' },
      { about: 'gone', label: 'z', href: '/en/explore/?refine=theme%3Aa' },
    ])
  })
})

describe('catalogModel', () => {
  const model = (params: Partial<CatalogParams>) =>
    catalogModel(ctx, {
      params: { ...NO_CATALOG_PARAMS, ...params },
      total: 45,
      totals: { datasets: 90, publishers: 3 },
      cards: [],
      facets: [],
    })

  test('the text is a chip of its own; a facet without values keeps its name', () => {
    const { chips, unfiltered, clearHref, pager } = model({
      q: 'bus',
      refine: [{ facet: 'theme', value: 'x' }],
    })
    assert.deepEqual(
      chips.map(chip => [chip.about, chip.label, chip.href]),
      [
        ['searched text', 'bus', '/en/explore/?refine=theme%3Ax'],
        ['Theme', 'x', '/en/explore/?q=bus'],
      ],
    )
    assert.equal(unfiltered, false)
    assert.equal(clearHref, '/en/explore/')
    assert.equal(pager.pages, Math.ceil(45 / CATALOG_PAGE_SIZE))
  })

  test('relevance needs a text; an unknown order is the default', () => {
    const sort = (params: Partial<CatalogParams>) => catalogSort({ ...NO_CATALOG_PARAMS, ...params })
    assert.equal(sort({}), 'modified')
    assert.equal(sort({ q: 'x' }), 'relevance')
    assert.equal(sort({ sort: 'relevance' }), 'modified')
    assert.equal(sort({ sort: 'title', q: 'x' }), 'title')
    assert.equal(sort({ sort: 'drop table' }), 'modified')
    assert.equal(model({}).unfiltered, true)
  })
})

describe('table', () => {
  const field = (name: string, type: FieldView['type'], multivalued = false): FieldView => ({
    name,
    label: { text: name, lang: 'en' },
    description: null,
    type,
    unit: null,
    decimals: null,
    id: false,
    multivalued,
    facet: false,
  })
  const fields = [field('a', 'int'), field('b', 'geo_point_2d'), field('c', 'text', true)]

  test('a header goes up, down, and back to the natural order', () => {
    const next = (sort: string) => {
      const [head] = columnHeads(ctx, 'trees', { ...NO_TABLE_PARAMS, sort, page: 4 }, fields)
      return [head?.sorted, head?.href]
    }
    const table = '/en/explore/dataset/trees/table/'
    assert.deepEqual(next(''), ['none', `${table}?sort=a`])
    assert.deepEqual(next('a'), ['ascending', `${table}?sort=-a`])
    assert.deepEqual(next('-a'), ['descending', table])
    assert.deepEqual(next('zzz'), ['none', `${table}?sort=a`])
  })

  test('places, shapes and lists have no order', () => {
    const heads = columnHeads(ctx, 'trees', NO_TABLE_PARAMS, fields)
    assert.deepEqual(
      heads.map(head => head.href === null),
      [false, true, true],
    )
  })

  test('sort names a field or nothing', () => {
    const sort = (text: string) => tableSort({ ...NO_TABLE_PARAMS, sort: text }, fields)
    assert.deepEqual(sort('-a'), { field: 'a', descending: true })
    assert.equal(sort('a desc, b'), null)
    assert.equal(sort('-'), null)
  })

  test('text, condition and refinements each have a chip', () => {
    const params = { ...NO_TABLE_PARAMS, q: 'x', where: 'a > 1', refine: [{ facet: 'theme', value: 'a' }] }
    const { chips, clearHref } = filterChips(ctx, { id: 'trees', tab: 'export', params, facets: [theme] })
    assert.deepEqual(
      chips.map(chip => [chip.about, chip.label]),
      [
        ['searched text', 'x'],
        ['Condition', 'a > 1'],
        ['Theme', 'A'],
      ],
    )
    assert.equal(clearHref, '/en/explore/dataset/trees/export/')
    assert.equal(chips[1]?.href, '/en/explore/dataset/trees/export/?q=x&refine=theme%3Aa')
  })
})

test('a text carries the language it was found in', () => {
  assert.deepEqual(said({ fr: 'Arbres', en: 'Trees' }, 'en', 'fr'), { text: 'Trees', lang: 'en' })
  assert.deepEqual(said({ fr: 'Arbres' }, 'en', 'fr'), { text: 'Arbres', lang: 'fr' })
  assert.deepEqual(said({}, 'en', 'fr'), { text: '', lang: '' })
})
