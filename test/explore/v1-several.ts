import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkAtom } from '../catalog-export/check-atom.ts'
import { type Members, type Parameters, queryString, read, send } from './ask-city.ts'
import { ROOT } from './city.ts'
import { TREE_COUNT } from './trees.ts'

const SEARCH = '/api/records/1.0/search/'
const ALL = ['bike-counts', 'city-trees', 'street-names']

interface Found {
  readonly nhits: number
  readonly parameters: Members
  readonly records: readonly (Members & { readonly fields: Members })[]
  readonly facet_groups?: readonly Members[]
}

const search = (parameters: Parameters): Promise<Found> => read<Found>(SEARCH, parameters)

/** Identifiers of all the records of a dataset, from a later version of the API. */
async function idsOf(dataset: string): Promise<readonly string[]> {
  const { bytes } = await send(`${ROOT}/catalog/datasets/${dataset}/exports/json?select=recordid`)
  return (JSON.parse(bytes.toString()) as readonly Members[]).map(({ recordid }) => String(recordid))
}

/** §14.2: one search about several datasets. */
export function severalDatasetsRows(): void {
  test('§14.2 several datasets: repeated or between commas, dataset by dataset', async () => {
    const found = await search({ dataset: ['street-names', 'bike-counts'] })
    assert.equal(found.nhits, 5)
    assert.deepEqual(found.parameters.dataset, ['street-names', 'bike-counts'])
    assert.deepEqual(
      found.records.map(({ datasetid, fields }) => [datasetid, fields.name ?? fields.counter]),
      [
        ['street-names', 'Rue de l’Été'],
        ['street-names', 'Rue du Chêne'],
        ['bike-counts', 'North'],
        ['bike-counts', 'North'],
        ['bike-counts', 'South'],
      ],
    )
    const joined = await search({ dataset: 'street-names, bike-counts' })
    assert.deepEqual(joined.records, found.records)
    const once = await search({ dataset: ['bike-counts', 'bike-counts'] })
    assert.deepEqual([once.nhits, once.parameters.dataset], [3, 'bike-counts'])
  })

  test('§14.2 several datasets: pages run through all of them', async () => {
    const whole = (await search({ dataset: ALL, rows: 1000 })).records
    assert.equal(whole.length, TREE_COUNT + 5)
    const parts: Members[] = []
    for (let start = 0; start < 500; start += 101) {
      const { nhits, records } = await search({ dataset: ALL, rows: 101, start })
      assert.equal(nhits, TREE_COUNT + 5)
      parts.push(...records)
    }
    assert.deepEqual(parts, whole)
    assert.equal((await search({ dataset: ALL, rows: 0 })).records.length, 0)
  })

  test('§14.2 several datasets: one order over all of them', async () => {
    const all = (await Promise.all(ALL.map(idsOf))).flat()
    const ids = async (parameters: Parameters) =>
      (await search({ dataset: ALL, ...parameters })).records.map(({ recordid }) => recordid)
    assert.deepEqual(await ids({ sort: '-recordid', rows: 1000 }), [...all].sort())
    assert.deepEqual(
      await ids({ sort: 'recordid', rows: 3, start: 200 }),
      [...all].sort().reverse().slice(200, 203),
    )
    const paged: unknown[] = []
    for (let start = 0; start < 500; start += 57)
      paged.push(...(await ids({ sort: '-recordid', rows: 57, start })))
    assert.deepEqual(paged, [...all].sort(), 'pages go through it')
    assert.deepEqual(await ids({ sort: '-recordid', rows: 10, start: 405 }), [])
    const newest = await ids({ sort: 'record_timestamp,-recordid', rows: 10_000 })
    assert.deepEqual([...newest].sort(), [...all].sort())
    const [first] = (await search({ dataset: ALL, sort: '-recordid', rows: 1 })).records
    assert.equal(
      Object.keys(first?.fields ?? {}).some(name => name.startsWith('_')),
      false,
    )
    const named = await search({ dataset: ALL, sort: 'datasetid,-recordid', rows: 1 })
    assert.equal(named.records[0]?.datasetid, 'street-names')
  })

  test('§14.2 several datasets: queries, places and formats', async () => {
    const asked = { dataset: ['bike-counts', 'city-trees'], q: 'north OR T-007' }
    assert.equal((await search(asked)).nhits, 3)
    const features = await read<{ features: readonly Members[] }>(SEARCH, { ...asked, format: 'geojson' })
    assert.deepEqual(
      features.features.map(({ geometry }) => Object(geometry).type),
      [undefined, undefined, 'Point'],
    )
    const { bytes } = await send(`${SEARCH}${queryString({ ...asked, format: 'atom' })}`)
    assert.deepEqual(
      checkAtom(bytes.toString()).map(entry => entry.get('title')),
      ['North', 'North', 'T-007'],
    )
    assert.match(bytes.toString(), /<title>Bike counts, City trees<\/title>/)
  })

  test('§14.2 several datasets: each must know what is asked for, and be there', async () => {
    const status = async (parameters: Parameters): Promise<number> =>
      (await send(`${SEARCH}${queryString(parameters)}`)).status
    for (const bad of [
      { sort: 'age' },
      { sort: 'recordid', fields: 'age' },
      { rows: 0, fields: 'age' },
      { fields: 'age' },
      { facet: 'species' },
      { 'refine.species': 'oak' },
      { 'geofilter.distance': '48,2,1000' },
      { rows: 10_001 },
    ])
      assert.equal(await status({ dataset: ALL, ...bad }), 400, JSON.stringify(bad))
    assert.equal(await status({ dataset: ['city-trees', 'nope'] }), 404)
    assert.equal(await status({ dataset: Array.from({ length: 11 }, (_, i) => `d${i}`) }), 400)
    assert.equal(await status({ dataset: [',', ''] }), 400)
    for (const name of ['analyze', 'download', 'boundingbox', 'geocluster', 'geopreview', 'geopolygon']) {
      const { status: answered, bytes } = await send(
        `/api/records/1.0/${name}/?dataset=city-trees,bike-counts&x=age&clusterprecision=3&clusterdistance=9`,
      )
      const { error } = JSON.parse(bytes.toString()) as Members
      assert.deepEqual([answered, /one dataset is expected/.test(String(error))], [400, true], name)
    }
  })
}
