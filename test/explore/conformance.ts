import assert from 'node:assert/strict'
import { test } from 'node:test'
import { exported, facetsOf, type Parameters, read, records, refuses, send } from './ask-city.ts'
import { DATASET, ROOT } from './city.ts'
import { TREE_COUNT, TREES, type Tree } from './trees.ts'

const RECORDS = `${DATASET}/records`

const count = (test: (tree: Tree) => boolean): number => TREES.filter(test).length

const total = async (parameters: Parameters): Promise<number> =>
  (await records({ ...parameters, limit: 0 })).total_count

/** Metres between two places on a sphere, by the haversine. */
function metres(lon: number, lat: number, place: { readonly lon: number; readonly lat: number }): number {
  const rad = (degrees: number): number => (degrees * Math.PI) / 180
  const half = (angle: number): number => Math.sin(rad(angle) / 2) ** 2
  const h = half(place.lat - lat) + Math.cos(rad(lat)) * Math.cos(rad(place.lat)) * half(place.lon - lon)
  return 2 * 6_371_000 * Math.asin(Math.sqrt(h))
}

/** §17: the requests that a compatible server answers so, by number. */
const REQUESTS: Readonly<Record<string, () => Promise<unknown>>> = {
  '1 limit=0': async () =>
    assert.deepEqual(await records({ limit: 0 }), { total_count: TREE_COUNT, results: [] }),

  '2 limit=-1': async () => assert.equal((await records({ limit: -1 })).results.length, 100),

  '3 limit=101': () =>
    refuses(RECORDS, { limit: 101 }, [
      400,
      'InvalidRESTParameterError',
      'Invalid value for limit API parameter: 101 was found but -1 <= limit <= 100 is expected.',
    ]),

  '4 limit=100&offset=9901': () =>
    refuses(RECORDS, { limit: 100, offset: 9901 }, [
      400,
      'InvalidRESTParameterError',
      'Invalid value for sum of offset + limit API parameter: 10001 was found but <= 10000 is expected.',
    ]),

  '5 group_by=species&limit=20000': async () =>
    assert.equal((await records({ group_by: 'species', limit: 20000 })).total_count, 8),

  '6 where=foo(species)': () =>
    refuses(RECORDS, { where: 'foo(species)' }, [
      400,
      'ODSQLSyntaxError',
      'ODSQL syntax exception: unexpected ( at position 3 in foo(species). Clause(s) containing the error(s): where.',
    ]),

  '7 where=nope=1': () =>
    refuses(RECORDS, { where: 'nope=1' }, [
      400,
      'ODSQLError',
      'ODSQL query is malformed: Unknown field: nope. Clause(s) containing the error(s): where.',
    ]),

  '8 where twice, a slash': async () => {
    const { total_count } = await read<{ total_count: number }>(`${RECORDS}/`, {
      where: ['age>10', 'height<20'],
    })
    assert.equal(
      total_count,
      count(t => (t.age ?? 0) > 10 && t.height !== null && t.height < 20),
    )
  },

  '9 select=count(*)': async () =>
    assert.deepEqual(await records({ select: 'count(*)' }), {
      total_count: TREE_COUNT,
      results: Array.from({ length: 10 }, () => ({ 'count(*)': TREE_COUNT })),
    }),

  '10 counts by species, the null group among them': async () => {
    const { results } = await records({
      ...{ select: 'count(*) as n', group_by: 'species', order_by: 'n desc' },
    })
    assert.equal(results.find(({ species }) => species === null)?.n, 50)
    assert.equal(results.length, 8)
  },

  '11 order_by=-age': async () => {
    const down = (await records({ select: 'age', order_by: '-age', limit: 100 })).results.map(
      ({ age }) => age,
    )
    const expected = TREES.flatMap(({ age }) => age ?? []).sort((a, b) => b - a)
    assert.deepEqual(down, expected.slice(0, 100))
    const end = await records({ select: 'age', order_by: '-age', limit: 100, offset: 300 })
    assert.deepEqual(end.results.at(-1), { age: null })
  },

  '12 "oak" AND NOT "ash"': async () => {
    assert.equal(
      await total({ where: '"oak" AND NOT "ash"' }),
      count(t => t.species?.toLowerCase() === 'oak'),
    )
  },

  "13 planted_on>date'2017'": async () => {
    const [first] = (
      await records({
        select: 'planted_on',
        where: "planted_on>date'2017'",
        order_by: 'planted_on',
        limit: 1,
      })
    ).results
    const expected = TREES.flatMap(t =>
      t.planted_on !== null && t.planted_on >= '2018' ? [t.planted_on] : [],
    )
    assert.deepEqual(first, { planted_on: expected[0] })
  },

  '14 age in ]10..20]': async () =>
    assert.equal(
      await total({ where: 'age in ]10..20]' }),
      count(({ age }) => age !== null && age > 10 && age <= 20),
    ),

  '15 "old" in tags': async () =>
    assert.equal(
      await total({ where: '"old" in tags' }),
      count(({ tags }) => tags?.includes('old') === true),
    ),

  '16 refine=planted_on:2020/3 in a zone': async () => {
    const year = '2020'
    const months = TREES.flatMap(t => (t.planted_on?.startsWith(year) ? [t.planted_on.slice(5, 7)] : []))
    for (const month of ['03', ...months])
      assert.equal(
        await total({ refine: `planted_on:2020/${Number(month)}`, timezone: 'Europe/Paris' }),
        months.filter(one => one === month).length,
      )
  },

  '17 group_by=range(age,10)': async () => {
    const { results } = await records({ group_by: 'range(age,10)', select: 'count(*)', limit: -1 })
    const buckets = Map.groupBy(
      TREES.flatMap(({ age }) => age ?? []),
      age => Math.floor(age / 10) * 10,
    )
    assert.deepEqual(
      results,
      [...buckets]
        .sort(([a], [b]) => a - b)
        .map(([low, ages]) => ({ 'range(age,10)': `[${low}, ${low + 10}[`, 'count(*)': ages.length })),
    )
  },

  '18 select of expressions': async () => {
    const { results } = await records({ select: 'tree_id, height*2 as h2, length(species)', limit: 100 })
    assert.deepEqual(
      results,
      TREES.slice(0, 100).map(({ tree_id, height, species }) => ({
        ...{ tree_id, h2: height === null ? null : height * 2 },
        'length(species)': species === null ? null : [...species].length,
      })),
    )
  },

  '19 within_distance': async () => {
    for (const kilometres of [1, 12, 45, 100]) {
      // a sphere and the globe differ by less than one part in a hundred
      const within = (share: number): number =>
        count(({ position }) => position !== null && metres(2.35, 48.85, position) <= kilometres * share)
      const found = await total({
        where: `within_distance(position, geom'POINT(2.35 48.85)', ${kilometres}km)`,
      })
      assert.ok(within(990) <= found && found <= within(1010), `${found} within ${kilometres} km`)
    }
  },

  '20 facet with a limit below a refined value': async () => {
    const facets = await facetsOf(DATASET, {
      facet: 'facet(name="taxonomy", limit=2)',
      refine: 'taxonomy:plant',
    })
    const [plant] = facets.get('taxonomy') ?? []
    assert.deepEqual(
      plant?.facets?.map(({ value }) => value),
      ['plant/fagaceae', 'plant/oleaceae'],
    )
  },

  '21 exports/csv': async () => {
    const text = await exported('csv', { select: 'tree_id, position', limit: 2 })
    assert.equal(text, '\uFEFFtree_id;position\r\nT-001;48, 2\r\nT-002;48, 2.125\r\n')
  },

  '22 exports/json of groups': async () => {
    const rows = JSON.parse(await exported('json', { group_by: 'species', select: 'count(*) as n' }))
    assert.equal(rows.length, 8)
    assert.ok(rows.every((row: { n: number }) => row.n === 50))
  },

  '23 exports/geojson/': async () => assert.equal((await send(`${DATASET}/exports/geojson/`)).status, 200),

  "24 datasets where features='geo'": async () =>
    assert.deepEqual(
      await read(`${ROOT}/catalog/datasets`, { where: "features='geo'", select: 'dataset_id,records_count' }),
      { total_count: 1, results: [{ dataset_id: 'city-trees', records_count: TREE_COUNT }] },
    ),

  '25 datasets/nope': () =>
    refuses(`${ROOT}/catalog/datasets/nope`, {}, [
      404,
      'NotFoundResource',
      'The requested dataset nope does not exist.',
    ]),

  '26 nothing': () =>
    refuses(`${ROOT}/nothing`, {}, [404, 'NotFoundURI', 'The requested URI does not exist.']),

  '27 bogus=1': async () => assert.deepEqual(await records({ bogus: 1 }), await records()),

  '28 OPTIONS with Origin': async () => {
    const { status, headers } = await send(RECORDS, {
      method: 'OPTIONS',
      headers: { origin: 'https://x.example' },
    })
    assert.ok(status === 200 || status === 204)
    assert.equal(headers['access-control-allow-origin'], '*')
    assert.equal(headers['access-control-allow-methods'], 'POST, GET, OPTIONS')
    assert.match(String(headers['access-control-allow-headers']), /Authorization/)
    assert.match(String(headers['access-control-expose-headers']), /X-RateLimit-Limit/)
  },
}

export function conformanceRows(): void {
  for (const [name, ask] of Object.entries(REQUESTS)) test(`§17 #${name}`, async () => void (await ask()))
}
