import assert from 'node:assert/strict'
import { createRequire } from 'node:module'
import { test } from 'node:test'
import type * as ApiClientPackage from '@opendatasoft/api-client'
import { CITY_DATASETS } from '../explore/city.ts'
import { TREE_COUNT, TREES, type Tree } from '../explore/trees.ts'
import { cityFetch, cityOrigin } from './city-fetch.ts'

const client: typeof ApiClientPackage = createRequire(import.meta.url)('@opendatasoft/api-client')
const { ApiClient, fromCatalog, field, string, date, dateTime, all, one, not, list, lower } = client

type Page = ApiClientPackage.ApiDatasetRecords<Record<string, unknown>>
type Query = ReturnType<ReturnType<typeof trees>['records']>

const trees = () => fromCatalog().dataset('city-trees')

const open = (options: ApiClientPackage.ApiClientOptions = {}) =>
  new ApiClient({ domain: cityOrigin(), fetch: cityFetch, ...options })

const get = <T = Page>(query: Query | string): Promise<T> => open().get<T>(query)

const total = async (where: string): Promise<number> =>
  (await get(trees().records().where(where).limit(0))).total_count

const count = (test: (tree: Tree) => boolean): number => TREES.filter(test).length

/** The vendor's own client for Node and browsers, every answer compared with what was published. */
export function apiClientRows(): void {
  test('api-client: the catalogue and a dataset', async () => {
    const catalog = await get<ApiClientPackage.ApiCatalog>(fromCatalog().datasets().limit(100))
    assert.equal(catalog.total_count, 3)
    assert.deepEqual(
      catalog.results.map(dataset => dataset.dataset_id).sort(),
      Object.keys(CITY_DATASETS).sort(),
    )
    const dataset = await get<ApiClientPackage.Dataset>(trees().itself())
    assert.equal(dataset.dataset_id, 'city-trees')
    assert.deepEqual(
      dataset.fields.map(({ name }) => name),
      Object.keys(TREES[0] ?? {}),
    )
    const ids = await get(fromCatalog().datasets().select('dataset_id, records_count').orderBy('dataset_id'))
    assert.deepEqual(ids.results, [
      { dataset_id: 'bike-counts', records_count: 3 },
      { dataset_id: 'city-trees', records_count: TREE_COUNT },
      { dataset_id: 'street-names', records_count: 2 },
    ])
  })

  const CONDITIONS: readonly [where: string, test: (tree: Tree) => boolean][] = [
    [`${field('species')}:${string('oak')}`, t => t.species === 'oak'],
    [`${field('species')} = ${string('érable')}`, t => t.species === 'érable'],
    [`${field('species')} = ${string('a "b"; c, d|e\tf\ng')}`, t => t.species?.startsWith('a "b"') === true],
    [all('age > 10', undefined, 'height < 5'), t => (t.age ?? 0) > 10 && t.height !== null && t.height < 5],
    [one('age = 1', 'age = 2'), t => t.age === 1 || t.age === 2],
    [not('remarkable is true'), t => t.remarkable !== true],
    [`${field('planted_on')} = ${date({ year: 1900 })}`, t => t.planted_on?.startsWith('1900') === true],
    [
      `planted_on < ${date({ year: 1900, month: 2, day: 3 })}`,
      t => t.planted_on !== null && t.planted_on < '1900-02-03',
    ],
    [
      `last_visit >= ${dateTime(new Date('2020-05-01T00:00:00Z'))}`,
      t => t.last_visit !== null && t.last_visit >= '2020-05-01T00:00:00.000Z',
    ],
  ]
  for (const [where, test_] of CONDITIONS)
    test(`api-client: where ${JSON.stringify(where)}`, async () =>
      assert.equal(await total(where), count(test_)))

  test('api-client: pages until the end', async () => {
    const ids: unknown[] = []
    let query = trees().records().select('tree_id').orderBy('-tree_id').limit(90).offset(0)
    for (;;) {
      const { total_count, results } = await get(query)
      ids.push(...results.map(({ tree_id }) => tree_id))
      if (ids.length >= total_count || results.length === 0) break
      query = query.offset(current => current + 90)
    }
    assert.deepEqual(ids, TREES.map(({ tree_id }) => tree_id).reverse())
  })

  test('api-client: groups, aggregates and their order', async () => {
    const { total_count, results } = await get(
      trees()
        .records()
        .select(list('count(*) as n', undefined, 'max(age) as oldest'))
        .groupBy(`${lower(field('species'))} as kind`)
        .where('species is not null')
        .orderBy('-n'),
    )
    const groups = Map.groupBy(
      TREES.filter(({ species }) => species !== null),
      ({ species }) => species?.toLowerCase(),
    )
    assert.equal(total_count, groups.size)
    assert.deepEqual(results[0], {
      ...{ kind: 'oak', n: groups.get('oak')?.length },
      oldest: Math.max(...(groups.get('oak') ?? []).map(({ age }) => age ?? 0)),
    })
    const told = Object.fromEntries(results.map(({ kind, n }) => [kind, n]))
    assert.deepEqual(told, Object.fromEntries([...groups].map(([kind, of]) => [kind, of.length])))
  })

  test('api-client: facets, refined and excluded', async () => {
    const facets = await get<ApiClientPackage.ApiFacets>(
      trees().facets().facet('species').refine('species:oak').exclude('remarkable:true'),
    )
    const [species] = facets.facets
    assert.equal(species?.name, 'species')
    const oak = species?.facets.find(({ value }) => value === 'oak')
    assert.equal(oak?.state, 'refined')
    assert.equal(
      oak?.count,
      count(t => t.species === 'oak' && t.remarkable !== true),
    )
    assert.equal(facets.links.find(({ rel }) => rel === 'self')?.rel, 'self')
    const themes = await get<ApiClientPackage.ApiFacets>(fromCatalog().facets().facet('theme'))
    assert.deepEqual(
      themes.facets[0]?.facets.map(({ value, count: datasets }) => [value, datasets]),
      [
        ['Environment', 2],
        ['Mobility', 1],
      ],
    )
  })

  test('api-client: language and zone', async () => {
    const query = trees().records().select("date_format(last_visit, 'MMMM HH') as m").where('tree_id="T-001"')
    const { results } = await get(query.lang('fr').timezone('Europe/Paris'))
    assert.deepEqual(results, [{ m: 'avril 00' }])
  })

  test('api-client: a record by its identifier', async () => {
    const [first] = (await get('catalog/datasets/city-trees/records?limit=1&include_app_metas=true')).results
    const record = await get<Tree>(trees().record(String(first?._id)))
    assert.equal(record.tree_id, first?.tree_id)
  })

  test('api-client: exports in the formats that it reads', async () => {
    const everything = await get<readonly Tree[]>(trees().export('json').where('age < 20'))
    assert.deepEqual(
      everything.map(({ tree_id }) => tree_id),
      TREES.filter(({ age }) => age !== null && age < 20).map(({ tree_id }) => tree_id),
    )
    const geojson = await get<{ readonly features: readonly { readonly geometry: unknown }[] }>(
      trees().export('geojson'),
    )
    assert.equal(geojson.features.length, TREE_COUNT)
    assert.equal(
      geojson.features.filter(({ geometry }) => geometry === null).length,
      count(t => t.position === null && t.crown === null),
    )
    const texts = open({ interceptResponse: response => response.text() })
    const lines = await texts.get<string>(trees().export('jsonl').select('tree_id').limit(3))
    assert.deepEqual(
      lines
        .trim()
        .split('\n')
        .map(line => JSON.parse(line)),
      TREES.slice(0, 3).map(({ tree_id }) => ({ tree_id })),
    )
    const csv = await texts.get<string>(fromCatalog().export('csv'))
    assert.match(csv, /city-trees/)
  })

  test('api-client: faults reach who asked with their message', async () => {
    const rejects = (query: Query | string, message: RegExp, status: number) =>
      assert.rejects(
        () => get(query),
        (error: unknown) => {
          const { message: said, response } = error as { message: string; response: Response }
          assert.match(said, message)
          assert.equal(response.status, status)
          return true
        },
      )
    await rejects(fromCatalog().dataset('nope').itself(), /The requested dataset nope does not exist/, 404)
    await rejects('catalog/nothing', /does not exist/, 404)
    await rejects(trees().records().where('heigth > 1'), /Unknown field: heigth/, 400)
    await rejects(trees().records().limit(101), /101 was found/, 400)
  })

  test('api-client: headers that programs add are let through', async () => {
    const asked: string[] = []
    const page = await open({
      interceptRequest: async request => {
        asked.push(request.url)
        request.headers.append('ODS-API-Analytics-App', 'test')
        return request
      },
    }).get<Page>(trees().records().limit(1))
    assert.equal(page.results.length, 1)
    assert.deepEqual(asked, [`${cityOrigin()}/api/explore/v2.1/catalog/datasets/city-trees/records/?limit=1`])
  })
}
