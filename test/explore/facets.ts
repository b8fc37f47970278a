import assert from 'node:assert/strict'
import { test } from 'node:test'
import { counts, type FacetValue, facetsOf, type Link, type Parameters, read, records } from './ask-city.ts'
import { DATASET } from './city.ts'
import { TREES, type Tree } from './trees.ts'

const values = async (name: string, parameters: Parameters = {}): Promise<readonly FacetValue[]> =>
  (await facetsOf(DATASET, { facet: name, ...parameters })).get(/name="(\w+)"/.exec(name)?.[1] ?? name) ?? []

const total = async (parameters: Parameters): Promise<number> =>
  (await records({ ...parameters, limit: 0 })).total_count

const count = (test: (tree: Tree) => boolean): number => TREES.filter(test).length
const tagged = (tag: string) => (tree: Tree) => tree.tags?.includes(tag) === true

/** Without case and accents; what is left equal by its characters. */
const byText = (a: string, b: string): number =>
  a.localeCompare(b, 'en', { sensitivity: 'base' }) || (a < b ? -1 : 1)

/** `value count`, the most frequent first, then by value. */
function tally(keysOf: (tree: Tree) => readonly string[], trees = TREES): readonly string[] {
  const counted = new Map<string, number>()
  for (const tree of trees)
    for (const key of new Set(keysOf(tree))) counted.set(key, (counted.get(key) ?? 0) + 1)
  return [...counted].sort(([a, n], [b, m]) => m - n || byText(a, b)).map(([key, n]) => `${key} ${n}`)
}

const at = (facet: readonly FacetValue[], value: string): FacetValue | undefined =>
  facet.flatMap(one => [one, ...(one.facets ?? [])]).find(one => one.value === value)

/** §12: facets, refine, exclude. */
export function facetRows(): void {
  answerRows()
  parameterOfFacetRows()
  refineRows()
  valueRows()
}

function answerRows(): void {
  test('§12.1 links under both names; all annotated fields in order when none is named (§12.2)', async () => {
    const body = await read<{ links: readonly Link[]; _links: readonly Link[]; facets: { name: string }[] }>(
      `${DATASET}/facets`,
    )
    assert.deepEqual(
      body.links.map(({ rel }) => rel),
      ['self', 'source'],
    )
    assert.deepEqual(body._links, body.links)
    assert.deepEqual(
      body.facets.map(({ name }) => name),
      ['species', 'taxonomy', 'tags', 'remarkable', 'planted_on'],
    )
  })

  test('§12.1 a value: name, count, state, value', async () => {
    assert.deepEqual(await values('remarkable'), [
      { name: 'true', count: count(t => t.remarkable === true), state: 'displayed', value: 'true' },
      { name: 'false', count: count(t => t.remarkable === false), state: 'displayed', value: 'false' },
    ])
  })

  test('§12.1 a conjunctive facet is counted on what is left, with its children', async () => {
    const [refined, ...others] = await values('taxonomy', { refine: 'taxonomy:plant' })
    assert.deepEqual(others, [])
    assert.deepEqual(refined, {
      ...{ name: 'plant', count: 320, state: 'refined', value: 'plant' },
      facets: [
        { name: 'fagaceae', count: 160, state: 'displayed', value: 'plant/fagaceae' },
        { name: 'oleaceae', count: 80, state: 'displayed', value: 'plant/oleaceae' },
      ],
    })
  })

  test('§12.1 a disjunctive facet keeps its alternatives; other facets are counted on what is left', async () => {
    const facets = await facetsOf(DATASET, { facet: ['species', 'remarkable'], refine: 'species:oak' })
    const species = facets.get('species') ?? []
    assert.deepEqual(
      species.map(({ count }) => count),
      [50, 50, 50, 50, 50, 50, 50],
    )
    assert.deepEqual(
      species.filter(({ state }) => state === 'refined').map(({ value }) => value),
      ['oak'],
    )
    const oaks = TREES.filter(tree => tree.species === 'oak')
    assert.deepEqual(
      counts(facets.get('remarkable')),
      tally(({ remarkable }) => (remarkable === null ? [] : [String(remarkable)]), oaks),
    )
  })

  test('§12.1 no result: every group with no value', async () => {
    const facets = await facetsOf(DATASET, { where: 'age=-9', refine: 'species:oak', exclude: 'tags:old' })
    assert.deepEqual([...facets.values()].flat(), [])
    assert.equal(facets.size, 5)
  })

  test('§12.1 a page of records has no facets, and facets no records', async () => {
    assert.deepEqual(Object.keys(await records({ facet: 'species', limit: 1 })), ['total_count', 'results'])
  })
}

function parameterOfFacetRows(): void {
  const SORTS: readonly [facet: string, sorted: readonly string[]][] = [
    ['facet(name="tags", sort="-count")', ['old 134', 'listed 133', 'ill 67', "l'été 67", 'a/b 66']],
    ['facet(name="tags", sort="count")', ['a/b 66', 'ill 67', "l'été 67", 'listed 133', 'old 134']],
    ['facet(name="tags", sort="alphanum")', ['a/b 66', 'ill 67', "l'été 67", 'listed 133', 'old 134']],
    ['facet(name="tags", sort="-alphanum")', ['old 134', 'listed 133', "l'été 67", 'ill 67', 'a/b 66']],
    ['facet(name="tags", limit=2)', ['old 134', 'listed 133']],
    ['facet(name="age", sort="-num", limit=2)', ['198 2', '197 2']],
    ['facet(name="age", sort="num", limit=2)', ['0 2', '1 2']],
    ['facet(name="age", limit=1)', ['0 2']],
    ['facet(name="planted_on", sort="-alphanum", limit=2)', ['2021 1', '2020 2']],
    ['facet(name="taxonomy", hierarchical=false, limit=1)', ['plant 80']],
    [
      'facet(name="tags", hierarchical=true, separator="/")',
      ['old 134', 'listed 133', 'ill 67', "l'été 67", 'a 66'],
    ],
  ]
  for (const [facet, sorted] of SORTS)
    test(`§12.2 ${facet}`, async () => assert.deepEqual(counts(await values(facet)), sorted))

  test('§12.2 default sorts: texts by count, numbers and dates upwards, ties by value', async () => {
    assert.deepEqual(
      counts(await values('tags')),
      tally(({ tags }) => tags ?? []),
    )
    const ages = (await values('age')).map(({ value }) => Number(value))
    assert.deepEqual(
      ages,
      ages.toSorted((a, b) => a - b),
    )
    const years = (await values('planted_on')).map(({ value }) => value)
    assert.deepEqual(years, years.toSorted())
    assert.equal(years[0], '1850')
  })

  test('§12.2 a field without the annotation may be counted', async () => {
    assert.equal((await values('tree_id')).length, TREES.length)
  })

  test('§12.2 disjunctive overrides the annotation, for counts and for refine', async () => {
    const facet = 'facet(name="tags", disjunctive=true)'
    const both = await values(facet, { refine: ['tags:ill', 'tags:a/b'] })
    assert.deepEqual(counts(both), counts(await values('tags')))
    const either = count(tree => tagged('ill')(tree) || tagged('a/b')(tree))
    assert.equal(await total({ facet, refine: ['tags:ill', 'tags:a/b'] }), either, 'records too (§5.1)')
    assert.equal(await total({ refine: ['tags:ill', 'tags:a/b'] }), 0)
    const apart = 'facet(name="species", disjunctive=false)'
    assert.deepEqual(counts(await values(apart, { refine: 'species:oak' })), ['oak 50'])
  })
}

function refineRows(): void {
  const old = count(tagged('old'))
  const REFINES: readonly [why: string, parameters: Parameters, expected: number][] = [
    ['bare', { refine: 'species:oak' }, 50],
    ['quoted', { refine: 'species:"oak"' }, 50],
    ['name in back-quotes', { refine: '`species`:oak' }, 50],
    ['case- and accent-sensitive', { refine: 'species:OAK' }, 0],
    [
      'with quotes, commas, colons and line ends',
      { refine: `species:${JSON.stringify('a "b"; c, d|e\tf\ng')}` },
      50,
    ],
    ['bare with everything but line ends', { refine: 'species:a "b"; c, d|e\tf\ng' }, 50],
    [
      'other facets: and',
      { refine: ['species:oak', 'remarkable:true'] },
      count(t => t.species === 'oak' && t.remarkable === true),
    ],
    ['the same facet, disjunctive: or', { refine: ['species:oak', 'species:ash'] }, 100],
    [
      'the same facet, conjunctive: and',
      { refine: ['tags:old', 'tags:listed'] },
      count(t => tagged('old')(t) && tagged('listed')(t)),
    ],
    ['an element of a list', { refine: 'tags:old' }, old],
    ['no comma list', { refine: 'tags:old,tags:listed' }, 0],
    ['an apostrophe', { refine: "tags:l'été" }, count(tagged("l'été"))],
    ['a path and all below', { refine: 'taxonomy:plant/fagaceae' }, 160],
    ['a path ends at its levels', { refine: 'taxonomy:plant/fag' }, 0],
    ['a leaf of a path', { refine: 'taxonomy:plant/oleaceae' }, 80],
    ['a year', { refine: 'planted_on:1850' }, 3],
    ['a month', { refine: 'planted_on:1850/06' }, 1],
    ['a month without zero', { refine: 'planted_on:1850/6' }, 1],
    ['a day with dashes', { refine: 'planted_on:1850-06-07' }, 1],
    ['a day', { refine: 'planted_on:1850/6/7' }, 1],
    ['a quoted year, as scripts send', { refine: 'planted_on:"1850"' }, 3],
    ['an instant’s day in a zone', { refine: 'last_visit:2020/4/1', timezone: 'Europe/Paris' }, 4],
    ['the same day in UTC', { refine: 'last_visit:2020/4/1' }, 3],
    ['true, any case', { refine: 'remarkable:TRUE' }, count(t => t.remarkable === true)],
    ['a number', { refine: 'age:12' }, 2],
    ['a number, written otherwise', { refine: 'age:12.0' }, 2],
    ['a field that is no facet', { refine: 'tree_id:T-001' }, 1],
    ['exclude', { exclude: 'species:oak' }, 350],
    ['exclude keeps nulls', { exclude: 'remarkable:true' }, count(t => t.remarkable !== true)],
    ['exclude an element', { exclude: 'tags:old' }, TREES.length - old],
    ['exclude a subtree', { exclude: 'taxonomy:plant/fagaceae' }, 240],
    ['exclude several', { exclude: ['species:oak', 'species:ash'] }, 300],
    ['exclude a year', { exclude: 'planted_on:1850' }, TREES.length - 3],
    ['refine and exclude', { refine: 'taxonomy:plant', exclude: 'taxonomy:plant/oleaceae' }, 240],
  ]
  for (const [why, parameters, expected] of REFINES)
    test(`§12.3 §12.4 ${why}: ${JSON.stringify(parameters)}`, async () =>
      assert.equal(await total(parameters), expected))

  test('§12.4 what is excluded stays listed, without a count', async () => {
    const found = await values('species', { exclude: 'species:elm' })
    assert.deepEqual(found.at(-1), { name: 'elm', state: 'excluded', value: 'elm' })
    assert.equal(found.length, 7)
    const tags = await values('tags', { exclude: ['tags:old', 'tags:ill'] })
    const left = TREES.filter(tree => !tagged('old')(tree) && !tagged('ill')(tree))
    assert.deepEqual(counts(tags), [
      ...tally(({ tags: own }) => own ?? [], left),
      'old undefined',
      'ill undefined',
    ])
  })

  test('§12.4 an excluded part of a tree keeps the rest of it', async () => {
    const found = await values('taxonomy', { exclude: 'taxonomy:plant/oleaceae', refine: 'taxonomy:plant' })
    assert.equal(at(found, 'plant')?.count, 240)
    assert.equal(at(found, 'plant/oleaceae')?.state, 'excluded')
  })

  test('§12.3 a refined value that nothing has left: no value, no fault', async () => {
    assert.deepEqual(await values('tags', { refine: 'tags:none' }), [])
  })
}

function valueRows(): void {
  test('§12.5 texts, elements, booleans, numbers', async () => {
    assert.deepEqual(
      counts(await values('species')),
      tally(({ species }) => (species === null ? [] : [species])),
    )
    assert.deepEqual(counts((await values('height')).slice(0, 3)), ['-1 10', '-0.5 10', '0 10'])
  })

  test('§12.5 dates: year, month, day, in two digits; opened by refine only', async () => {
    const closed = await values('planted_on')
    assert.ok(closed.every(value => value.facets === undefined))
    const [year] = await values('planted_on', { refine: 'planted_on:1850' })
    assert.deepEqual(year?.facets, [
      { name: '01', count: 1, state: 'displayed', value: '1850/01' },
      { name: '06', count: 1, state: 'displayed', value: '1850/06' },
      { name: '11', count: 1, state: 'displayed', value: '1850/11' },
    ])
    const [above] = await values('planted_on', { refine: 'planted_on:1850/6/7' })
    const month = above?.facets?.[0]
    assert.deepEqual(
      [above?.state, month?.state, month?.facets],
      ['displayed', 'displayed', [{ name: '07', count: 1, state: 'refined', value: '1850/06/07' }]],
    )
  })

  test('§12.5 instants fall into days of the zone', async () => {
    const days = async (timezone: string) =>
      counts((await values('last_visit', { refine: 'last_visit:2020/03', timezone }))[0]?.facets?.[0]?.facets)
    assert.deepEqual([await days('UTC'), await days('Europe/Paris')], [['2020/03/31 1'], []])
  })

  test('§12.5 hierarchies: the leaf as name, the whole path as value', async () => {
    const [plant] = await values('taxonomy', { refine: 'taxonomy:plant/fagaceae' })
    const [family] = plant?.facets ?? []
    assert.deepEqual([plant?.state, family?.state, family?.name], ['displayed', 'refined', 'fagaceae'])
    assert.deepEqual(family?.facets, [
      { name: 'fagus', count: 80, state: 'displayed', value: 'plant/fagaceae/fagus' },
      { name: 'quercus', count: 80, state: 'displayed', value: 'plant/fagaceae/quercus' },
    ])
  })
}
