import assert from 'node:assert/strict'
import { test } from 'node:test'
import { TREES } from '../explore/trees.ts'
import { cityFetch } from './city-fetch.ts'

/** What the package offers to models: tools by name. Its own types are sources, which our compiler would read. */
interface Tools {
  readonly tools: readonly { readonly name: string }[]
  callTool(name: string, args: Readonly<Record<string, unknown>>): Promise<unknown>
}

const PACKAGE: string = '@pipeworx/mcp-opendatasoft'
/** A public name, as the package insists on; it leads to the city. */
const INSTANCE = 'data.example.org'

async function call<T>(name: string, args: Readonly<Record<string, unknown>> = {}): Promise<T> {
  const { default: offered } = (await import(PACKAGE)) as { readonly default: Tools }
  const platform = globalThis.fetch
  globalThis.fetch = cityFetch
  try {
    return (await offered.callTool(name, { instance: INSTANCE, ...args })) as T
  } finally {
    globalThis.fetch = platform
  }
}

interface Page {
  readonly total_count: number
  readonly results: readonly Readonly<Record<string, unknown>>[]
}

const trees = { dataset_id: 'city-trees' } as const

/** Tools for language models, by somebody who wrote them against other portals. */
export function mcpToolRows(): void {
  test('tools for models: the portal and its datasets', async () => {
    const { links } = await call<{ links: readonly { rel: string }[] }>('instance_info')
    assert.ok(links.some(({ rel }) => rel === 'datasets'))
    const found = await call<Page>('datasets', { q: 'tre', sort: 'dataset_id' })
    assert.deepEqual(
      found.results.map(({ dataset_id }) => dataset_id),
      ['city-trees'],
    )
    const { fields } = await call<{ fields: readonly { name: string }[] }>('dataset', trees)
    assert.deepEqual(
      fields.map(({ name }) => name),
      Object.keys(TREES[0] ?? {}),
    )
  })

  test('tools for models: records searched, filtered, grouped', async () => {
    const ash = await call<Page>('records', { ...trees, q: 'ash', limit: 100 })
    assert.equal(ash.total_count, TREES.filter(({ species }) => species === 'ash').length)
    const groups = await call<Page>('records', {
      ...{
        ...trees,
        select: 'count(*) as n',
        group_by: 'remarkable',
        order_by: 'n desc',
        where: 'age >= 100',
      },
    })
    const counted = Map.groupBy(
      TREES.filter(({ age }) => age !== null && age >= 100),
      ({ remarkable }) => remarkable,
    )
    assert.deepEqual(
      groups.results.map(({ n }) => n),
      [...counted.values()].map(({ length }) => length).sort((a, b) => b - a),
    )
    const { results } = await call<Page>('records', { ...trees, select: 'tree_id', limit: 2, offset: 398 })
    assert.deepEqual(results, [{ tree_id: 'T-399' }, { tree_id: 'T-400' }])
  })

  test('tools for models: facets and faults', async () => {
    const { facets } = await call<{ facets: readonly { facets: readonly { count: number }[] }[] }>('facets', {
      ...{ ...trees, facet: 'species' },
    })
    const counts = facets[0]?.facets.map(({ count }) => count) ?? []
    assert.equal(
      counts.reduce((sum, count) => sum + count, 0),
      TREES.filter(({ species }) => species !== null).length,
    )
    await assert.rejects(() => call('dataset', { dataset_id: 'nope' }), /not found/)
    await assert.rejects(
      () => call('records', { ...trees, where: 'heigth>1' }),
      /400 .*Unknown field: heigth/,
    )
  })
}
