import assert from 'node:assert/strict'
import { test } from 'node:test'
import { city, type Link, type Members, type Parameters, read, records } from './ask-city.ts'
import { CITY, DATASET } from './city.ts'
import { HARD_SPECIES, TREE_COUNT, TREES, type Tree } from './trees.ts'

/** A tree as the API shows it in UTC (§9.4). */
export function wireOf(tree: Tree): Members {
  const { last_visit, crown, ...same } = tree
  const visit = last_visit?.replace('.000Z', '+00:00').replace(/(\.\d{3})Z$/, '$1000+00:00') ?? null
  return {
    ...same,
    last_visit: visit,
    crown: crown === null ? null : { type: 'Feature', geometry: crown, properties: {} },
  }
}

const group = <K>(key: (tree: Tree) => K): ReadonlyMap<K, readonly Tree[]> => Map.groupBy(TREES, key)
const average = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0) / numbers.length
const known = <T>(values: readonly (T | null)[]): readonly T[] => values.filter(value => value !== null)

const results = async (parameters: Parameters): Promise<readonly Members[]> =>
  (await records(parameters)).results

/** §7.1 to §7.4 and §9.4: records, groups, one record. */
export function recordRows(): void {
  test('§7.1 §9.4 every record, every value, flat, null when empty', async () => {
    const all: Members[] = []
    for (let offset = 0; offset < TREE_COUNT; offset += 100)
      all.push(...(await results({ limit: 100, offset })))
    assert.deepEqual(all, TREES.map(wireOf))
  })

  test('§7.1 fields come in the order of the schema, or as selected', async () => {
    const [first] = await results({ limit: 1 })
    assert.deepEqual(Object.keys(first ?? {}), Object.keys(TREES[0] ?? {}))
    const [selected] = await results({ limit: 1, select: 'age, tree_id, age as again' })
    assert.deepEqual(Object.keys(selected ?? {}), ['age', 'tree_id', 'again'])
  })

  test('§7.1 technical members under either switch; links under one', async () => {
    const [linked] = await results({ limit: 1, include_links: true })
    const [technical] = await results({ limit: 1, include_app_metas: true })
    const { _id, _timestamp, _size, _links, ...record } = linked ?? {}
    assert.match(String(_id), /^[0-9a-f]{40}$/)
    assert.match(String(_timestamp), /^2\d{3}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{6})?\+00:00$/)
    assert.ok(Number(_size) > 0)
    assert.deepEqual(record, wireOf(TREES[0] as Tree))
    assert.deepEqual(technical, { _id, _timestamp, _size, ...record })
    const origin = `http://${CITY}:${city().running.port}`
    assert.deepEqual(
      (_links as readonly Link[]).map(({ rel, href }) => [rel, href.replace(origin, '')]),
      [
        ['self', `${DATASET}/records/${_id}`],
        ['dataset', DATASET],
        ['catalog', DATASET.replace('/datasets/city-trees', '')],
      ],
    )
  })

  test('§9.5 links of a page repeat the request; last stays within reach', async () => {
    const page = await records({ include_links: true, where: 'age>=0', limit: 7, offset: 7 })
    const total = TREES.filter(({ age }) => age !== null).length
    const offsets = Object.fromEntries(
      (page._links ?? []).map(({ rel, href }) => [rel, new URL(href).searchParams.get('offset')]),
    )
    assert.deepEqual(offsets, {
      ...{ self: '7', first: '0', prev: '0', next: '14', dataset: null },
      last: String(Math.floor((total - 1) / 7) * 7),
    })
    for (const { rel, href } of page._links ?? [])
      if (rel !== 'dataset') assert.equal(new URL(href).searchParams.get('where'), 'age>=0')
  })

  test('§7.1 technical fields in questions, not part of *', async () => {
    const [row] = await results({ limit: 1, select: 'datasetid, recordid, record_timestamp, record_size' })
    assert.equal(row?.datasetid, 'city-trees')
    assert.match(String(row?.recordid), /^[0-9a-f]{40}$/)
    const ordered = await results({ select: 'tree_id', order_by: 'record_timestamp desc', limit: 2 })
    assert.deepEqual(ordered, [{ tree_id: 'T-001' }, { tree_id: 'T-002' }])
    assert.deepEqual(await results({ select: 'tree_id', where: `recordid='${row?.recordid}'` }), [
      { tree_id: 'T-001' },
    ])
  })

  test('§7.1 aggregates without groups: over all that matches, repeated on every row of the page', async () => {
    const ages = known(TREES.map(({ age }) => age))
    assert.deepEqual(await records({ select: 'count(*) as n' }), {
      ...{ total_count: TREE_COUNT, results: Array.from({ length: 10 }, () => ({ n: TREE_COUNT })) },
    })
    assert.deepEqual(await results({ select: 'tree_id, avg(age) as a, max(age)', limit: 2, offset: 1 }), [
      { tree_id: 'T-002', a: average(ages), 'max(age)': 199 - 1 },
      { tree_id: 'T-003', a: average(ages), 'max(age)': 199 - 1 },
    ])
    const oaks = TREES.filter(({ species }) => species === 'oak')
    assert.deepEqual(
      await results({ select: 'count(*) as n, count(age) as m', where: 'species="oak"', limit: 1 }),
      [{ n: oaks.length, m: known(oaks.map(({ age }) => age)).length }],
    )
    assert.deepEqual(await records({ select: 'count(*)', where: 'age=-9' }), { total_count: 0, results: [] })
  })

  test('§7.2 groups: keys and items, in the order of keys, the null group last', async () => {
    const expected = [...group(({ remarkable }) => remarkable)].map(([remarkable, trees]) => ({
      ...{ remarkable, n: trees.length, h: average(known(trees.map(({ height }) => height))) },
    }))
    const page = await records({ select: 'count(*) as n, avg(height) as h', group_by: 'remarkable' })
    assert.equal(page.total_count, 3)
    assert.deepEqual(
      page.results.map(({ remarkable }) => remarkable),
      [false, true, null],
    )
    for (const { remarkable, n, h } of expected) {
      const found = page.results.find(one => one.remarkable === remarkable)
      assert.equal(found?.n, n)
      assert.ok(Math.abs(Number(found?.h) - h) < 1e-9)
    }
  })

  test('§7.2 without select: the keys only; with a null group on texts', async () => {
    const page = await records({ group_by: 'species' })
    assert.equal(page.total_count, 8)
    assert.deepEqual(
      new Set(page.results.map(({ species }) => species)),
      new Set(['oak', 'ash', 'elm', 'Oak', 'beech', 'érable', HARD_SPECIES, null]),
    )
    assert.deepEqual(page.results.at(-1), { species: null })
    assert.ok(page.results.every(result => Object.keys(result).length === 1))
  })

  const KEYS: readonly [groupBy: string, key: string][] = [
    ['year(planted_on)', 'year(planted_on)'],
    ['YEAR( planted_on )', 'YEAR( planted_on )'],
    ['year(planted_on) as y', 'y'],
    ["date_format(last_visit, 'yyyy/MM')", "date_format(last_visit, 'yyyy/MM')"],
    ['range(age, 10)', 'range(age, 10)'],
    ['lower(species)', 'lower(species)'],
    ['ifnull(species, "none")', 'ifnull(species, "none")'],
    ['`species`', 'species'],
  ]
  for (const [groupBy, key] of KEYS)
    test(`§7.2 the key of ${groupBy} is ${key}`, async () => {
      const [first] = await results({ group_by: groupBy, select: 'count(*)', limit: 1 })
      assert.deepEqual(Object.keys(first ?? {}), [key, 'count(*)'])
    })

  test('§7.2 an alias in select beside its group: under both keys (§19.42)', async () => {
    const [first] = await results({ select: 'hour(last_visit) as k', group_by: 'hour(last_visit)', limit: 1 })
    assert.deepEqual(first, { 'hour(last_visit)': 0, k: 0 })
  })

  test('§7.2 a multivalued field: a group an element, none of them the null group', async () => {
    const page = await results({ group_by: 'tags', select: 'count(*) as n', order_by: 'n desc, tags' })
    const expected = new Map<string | null, number>()
    for (const { tags } of TREES)
      for (const tag of tags ?? [null]) expected.set(tag, (expected.get(tag) ?? 0) + 1)
    assert.deepEqual(new Map(page.map(({ tags, n }) => [tags, n])), expected)
  })

  test('§7.2 keys of dates and instants are ISO texts; parts are integers', async () => {
    const [date] = await results({ group_by: 'planted_on', limit: 1 })
    assert.deepEqual(date, { planted_on: '1850-01-01' })
    const [instant] = await results({ group_by: 'last_visit', limit: 1, timezone: 'Europe/Paris', offset: 1 })
    assert.deepEqual(instant, { last_visit: '2020-04-01T00:30:00.250000+02:00' })
    const [part] = await results({ group_by: 'year(planted_on) as y', limit: 1 })
    assert.deepEqual(part, { y: 1850 })
  })

  test('§7.2 several keys', async () => {
    const page = await records({ group_by: 'species, remarkable', select: 'count(*) as n', limit: -1 })
    const expected = group(({ species, remarkable }) => `${species} ${remarkable}`)
    assert.equal(page.total_count, expected.size)
    for (const { species, remarkable, n } of page.results)
      assert.equal(n, expected.get(`${species} ${remarkable}`)?.length)
  })

  test('§7.3 a record by its identifier: the flat object, select, switches', async () => {
    const listed = await results({ limit: 100, offset: 200, include_app_metas: true })
    for (const { _id, _timestamp, _size, ...record } of listed.slice(0, 5)) {
      assert.deepEqual(await read(`${DATASET}/records/${_id}`), record)
      assert.deepEqual(await read(`${DATASET}/records/${_id}/`, { select: 'tree_id, age*2 as d' }), {
        ...{ tree_id: record.tree_id, d: record.age === null ? null : Number(record.age) * 2 },
      })
      const full = await read(`${DATASET}/records/${_id}`, { include_app_metas: true })
      assert.deepEqual(full, { _id, _timestamp, _size, ...record })
    }
    assert.equal(new Set(listed.map(({ _id }) => _id)).size, 100)
  })

  test('§7.4 formats of a dataset; those of maps only where there is a place', async () => {
    const rels = async (dataset: string) =>
      (await read<{ links: readonly Link[]; _links: readonly Link[] }>(`${dataset}/exports`)).links.map(
        ({ rel }) => rel,
      )
    assert.deepEqual(await rels(DATASET), [
      ...['self', 'csv', 'json', 'fgb', 'geojson', 'gpx', 'jsonl', 'kml', 'parquet'],
      ...['rdfxml', 'jsonld', 'turtle', 'n3', 'shp', 'xlsx'],
    ])
    assert.deepEqual(await rels(DATASET.replace('city-trees', 'bike-counts')), [
      ...['self', 'csv', 'json', 'fgb', 'jsonl', 'parquet', 'rdfxml', 'jsonld', 'turtle', 'n3', 'xlsx'],
    ])
  })
}
