import assert from 'node:assert/strict'
import { test } from 'node:test'
import { datasets, exported, facetsOf, type Parameters, records, refuses, send } from './ask-city.ts'
import { DATASET } from './city.ts'
import { TREES, type Tree } from './trees.ts'

const count = (test: (tree: Tree) => boolean): number => TREES.filter(test).length
const tagged = (tag: string) => (tree: Tree) => tree.tags?.includes(tag) === true
const near = (tree: Tree, lat: number, lon: number): boolean =>
  tree.position !== null && Math.hypot(tree.position.lat - lat, tree.position.lon - lon) < 0.01

/** Queries of the v1 language, and how many trees they find. */
export const V1_QUERIES: readonly [query: string, expected: number][] = [
  ['oak', count(t => /oak/i.test(t.species ?? ''))],
  ['oa', count(t => /oak/i.test(t.species ?? ''))],
  ['ak', 0],
  ['"oak"', count(t => /oak/i.test(t.species ?? ''))],
  ['"oa"', 0],
  ['erable', count(t => t.species === 'érable')],
  ['oak OR elm', count(t => /^(oak|elm)$/i.test(t.species ?? ''))],
  ['oak AND listed', count(t => /oak/i.test(t.species ?? '') && tagged('listed')(t))],
  ['oak listed', count(t => /oak/i.test(t.species ?? '') && tagged('listed')(t))],
  ['oak NOT listed', count(t => /oak/i.test(t.species ?? '') && !tagged('listed')(t))],
  ['species:oak', count(t => /oak/i.test(t.species ?? ''))],
  ['species=OAK', count(t => /oak/i.test(t.species ?? ''))],
  ['species:oa', 0],
  ['species:oa*', count(t => /oak/i.test(t.species ?? ''))],
  ['#exact(species, "oak")', count(t => t.species === 'oak')],
  ['species:(oak OR ash)', count(t => /^(oak|ash)$/i.test(t.species ?? ''))],
  ['taxonomy:"plant fagaceae"', count(t => t.taxonomy?.startsWith('plant/fagaceae') === true)],
  ['taxonomy:"fagaceae plant"', 0],
  ['tags:old', count(tagged('old'))],
  ['age:12', count(t => t.age === 12)],
  ['age=12', count(t => t.age === 12)],
  ['age!=12', count(t => t.age !== 12)],
  ['age>190', count(t => (t.age ?? 0) > 190)],
  ['age >= 190 age<195', count(t => (t.age ?? 0) >= 190 && (t.age ?? 0) < 195)],
  ['age:[10 TO 20]', count(t => t.age !== null && t.age >= 10 && t.age <= 20)],
  ['age:]10 TO 20[', count(t => t.age !== null && t.age > 10 && t.age < 20)],
  ['age:[190 TO *]', count(t => (t.age ?? 0) >= 190)],
  ['remarkable:true', count(t => t.remarkable === true)],
  ['planted_on:1850', count(t => t.planted_on?.startsWith('1850') === true)],
  ['planted_on>1850/11', count(t => (t.planted_on ?? '') >= '1850-12')],
  ['planted_on:[1850-01-01 TO 1850/06]', count(t => t.planted_on !== null && t.planted_on < '1850-07')],
  [
    'last_visit:[2020-04-01T00:00:00Z TO 2020-04-02T00:00:00Z]',
    count(
      t => t.last_visit !== null && t.last_visit >= '2020-04-01' && t.last_visit <= '2020-04-02T00:00:01',
    ),
  ],
  ['last_visit<#now(years=-1)', count(t => t.last_visit !== null)],
  ['last_visit>#now()', 0],
  ['#null(age)', count(t => t.age === null)],
  ['NOT #null(tags)', count(t => t.tags !== null)],
  ['#search(species, "oa")', count(t => /oak/i.test(t.species ?? ''))],
  ['#search(species, taxonomy, "fag")', count(t => t.taxonomy?.includes('fag') === true)],
  ['#search(*, "ill")', count(tagged('ill'))],
  ['#startswith(species, "O")', count(t => t.species === 'Oak')],
  ['#distance(position, "48,2", 1000)', count(t => near(t, 48, 2))],
  ['#polygon(position, "(47.99,1.99),(48.01,1.99),(48.01,2.01),(47.99,2.01)")', count(t => near(t, 48, 2))],
  ['#geometry(crown, "polygon")', count(t => t.crown !== null)],
  ['datasetid:city-trees', TREES.length],
  ['*:*', TREES.length],
]

function v1QueryRows(): void {
  for (const [query, expected] of V1_QUERIES)
    test(`§14.6 qv1=${query}: ${expected}`, async () => {
      assert.equal((await records({ qv1: query, limit: 0 })).total_count, expected)
    })

  test('§14.6 recordid', async () => {
    const { results } = await records({ limit: 1, include_app_metas: 'true', where: 'age=7' })
    const found = await records({ qv1: `recordid:'${results[0]?._id}'` })
    assert.deepEqual([found.total_count, found.results[0]?.age], [1, 7])
  })

  test('§14.6 faults name the clause and the place', async () => {
    const at = `${DATASET}/records`
    await refuses(at, { qv1: '(oak' }, [
      ...([400, 'ODSQLSyntaxError'] as const),
      'ODSQL syntax exception: unexpected end of expression at position 4 in (oak. Clause(s) containing the error(s): qv1.',
    ])
    await refuses(at, { qv1: 'heigth>2' }, [
      ...([400, 'ODSQLError'] as const),
      'ODSQL query is malformed: Unknown field: heigth. Clause(s) containing the error(s): qv1.',
    ])
    await refuses(at, { qv1: 'age:old', where: 'nothing = 1' }, [
      ...([400, 'ODSQLError'] as const),
      'ODSQL query is malformed: Unknown field: nothing. Invalid number: old. Clause(s) containing the error(s): where, qv1.',
    ])
  })
}

/** §1.4: parameters of before, and the query language of v1 (§14.6) through `qv1`. */
export function legacyRows(): void {
  const oaks = count(t => /oak/i.test(t.species ?? ''))
  const FILTERS: readonly [why: string, parameters: Parameters, expected: number][] = [
    ['search: the start of a word', { search: 'oa' }, oaks],
    [
      'search: every word',
      { search: 'oak lis' },
      count(t => /oak/i.test(t.species ?? '') && tagged('listed')(t)),
    ],
    [
      'search: repeated',
      { search: ['oak', 'ill'] },
      count(t => /oak/i.test(t.species ?? '') && tagged('ill')(t)),
    ],
    [
      'search: with where',
      { search: 'oak', where: 'age < 10' },
      count(t => /oak/i.test(t.species ?? '') && t.age !== null && t.age < 10),
    ],
    ['search: no syntax', { search: '(oak' }, oaks],
    [
      'qv1: repeated and with where',
      { qv1: ['oak', 'age>10'], where: 'age<20' },
      count(t => /oak/i.test(t.species ?? '') && t.age !== null && t.age > 10 && t.age < 20),
    ],
  ]
  for (const [why, parameters, expected] of FILTERS)
    test(`§1.4 ${why}: ${expected}`, async () => {
      assert.equal((await records({ ...parameters, limit: 0 })).total_count, expected)
      assert.equal(JSON.parse(await exported('json', { ...parameters, select: 'age' })).length, expected)
      const facets = await facetsOf(DATASET, { ...parameters, facet: 'facet(name="remarkable")' })
      const known = await records({
        ...parameters,
        limit: 0,
        group_by: 'remarkable',
        where: ['remarkable is not null', String(parameters.where ?? 'tree_id is not null')],
      })
      assert.equal(facets.get('remarkable')?.length, known.total_count)
    })

  test('§1.4 search and qv1 on the catalogue', async () => {
    const ids = async (parameters: Parameters) =>
      (await datasets({ select: 'dataset_id', ...parameters })).results.map(result => result.dataset_id)
    assert.deepEqual(await ids({ search: 'bik' }), ['bike-counts'])
    assert.deepEqual(await ids({ qv1: '(title:names OR description:bikes) AND records_count >= 3' }), [
      'bike-counts',
    ])
    assert.deepEqual(await ids({ qv1: 'datasetid:city-trees' }), ['city-trees'])
  })

  test('§1.4 sort: fields upwards, with a minus downwards, or by chance', async () => {
    const ids = async (parameters: Parameters) =>
      (await records({ select: 'tree_id', limit: 5, ...parameters })).results
    assert.deepEqual(await ids({ sort: '-age,tree_id' }), await ids({ order_by: 'age desc, tree_id' }))
    assert.deepEqual(await ids({ sort: 'random(7)' }), await ids({ order_by: 'random(7)' }))
    assert.equal((await ids({ sort: 'random()' })).length, 5)
    assert.deepEqual(await ids({ rows: 5, start: 5 }), await ids({ limit: 5, offset: 5 }))
  })

  test('§1.4 pretty: the same JSON, to be read by people', async () => {
    for (const path of [`${DATASET}/records?limit=2`, `${DATASET}?x=1`, `${DATASET}/facets?x=1`]) {
      const [plain, pretty] = [await send(path), await send(`${path}&pretty=true`)]
      const value = JSON.parse(plain.bytes.toString())
      assert.deepEqual(JSON.parse(pretty.bytes.toString()), value)
      assert.equal(pretty.bytes.toString(), JSON.stringify(value, null, 2))
    }
    assert.equal((await send(`${DATASET}/records?pretty=perhaps`)).status, 400)
  })

  v1QueryRows()
}
