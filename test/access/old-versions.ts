import assert from 'node:assert/strict'
import { test } from 'node:test'
import { OPEN_RULES } from '../../src/core/dataset/rules.ts'
import { guarded, read, send, until } from './ask-guarded.ts'

/** Every old door of one dataset, by its identifier. */
const DOORS: readonly ((id: string) => string)[] = [
  id => `/api/v2/catalog/datasets/${id}`,
  id => `/api/v2/catalog/datasets/${id}/records`,
  id => `/api/v2/catalog/datasets/${id}/aggregates?select=count(*)%20as%20n`,
  id => `/api/explore/v2.0/catalog/datasets/${id}/facets`,
  id => `/api/explore/v2.0/catalog/datasets/${id}/exports/csv`,
  id => `/api/explore/v2.0/catalog/datasets/${id}/exports/xls`,
  id => `/api/datasets/1.0/${id}/`,
  id => `/api/datasets/1.0/${id}/records/${'a'.repeat(40)}`,
  id => `/api/records/1.0/search/?dataset=${id}`,
  id => `/api/records/1.0/search/?dataset=${id}&facet=region&rows=0`,
  id => `/api/records/1.0/download/?dataset=${id}&format=json`,
  id => `/api/records/1.0/analyze/?dataset=${id}&x=region`,
  id => `/api/records/1.0/analyze/?dataset=${id}&x=region&format=csv`,
  id => `/api/records/1.0/search/?dataset=${id}&format=rss`,
  id => `/api/records/1.0/search/?dataset=${id}&format=atom`,
  id => `/api/records/1.0/search/?dataset=${id},${id}`,
  id => `/explore/dataset/${id}/download/`,
  id => `/explore/dataset/${id}/download/?format=xls`,
]

const CATALOGUES = [
  '/api/v2/catalog/datasets',
  '/api/v2/catalog/datasets?select=dataset_id,title',
  '/api/v2/catalog/aggregates?group_by=dataset_id',
  '/api/v2/catalog/facets',
  '/api/v2/catalog/exports/csv',
  '/api/datasets/1.0/search/',
  '/api/datasets/1.0/search/?q=staff&facet=keyword',
  '/api/datasets/1.0/search/?q=datasetid:staff',
  '/api/datasets/1.0/search/?format=rss',
  '/api/datasets/1.0/search/?format=csv',
]

/** Rights at the doors of the versions before v2.1: those of v2.1. */
export function oldVersionRows(): void {
  for (const path of CATALOGUES)
    test(`old doors: what may not be seen has no trace in ${path}`, async () => {
      const { status, text } = await send(path)
      assert.equal(status, 200, text)
      const found = text.replaceAll('"q":"staff"', '').replaceAll('"q":"datasetid:staff"', '')
      assert.doesNotMatch(found, /Title of staff|word-staff|By staff|\bstaff\b/)
    })

  for (const door of DOORS) {
    test(`old doors: hidden is as if not there, ${door('staff')}`, async () => {
      const [hidden, nothing] = await Promise.all([send(door('staff')), send(door('nope'))])
      assert.equal(hidden.status, 404)
      assert.equal(hidden.text.replaceAll('staff', 'nope'), nothing.text)
    })
    test(`old doors: listed without its data, ${door('listed')}`, async () => {
      const { status, text } = await send(door('listed'))
      const isObject = /datasets\/listed$|1\.0\/listed\/$/.test(door('listed'))
      assert.equal(status, isObject ? 200 : 403, text)
      assert.doesNotMatch(text, /Ada|alpha/)
    })
  }

  test('old doors: rows and fields follow the key', async () => {
    const staff = { datasets: ['staff'] }
    const north = (await guarded().addKey({ ...staff, where: 'region = "north"' })).key
    const narrow = (await guarded().addKey({ ...staff, fields: ['person_id', 'name', 'region', 'since'] }))
      .key
    const dataDoors = DOORS.slice(1)
      .map(door => door('staff'))
      .filter(path => !/1\.0\/staff/.test(path))
    for (const path of dataDoors) {
      assert.doesNotMatch((await send(path, { key: north })).text, /Cleo|south|west/, path)
      const seen = await send(path, { key: narrow })
      assert.equal(seen.status, 200, path)
      assert.doesNotMatch(seen.text, /\b(?:salary|secret|alpha)\b|(?<![:\w])5000\b/, path)
    }
    const SEARCH = '/api/records/1.0/search/?dataset=staff&rows=0'
    const found = async (query: string, key: string): Promise<unknown> =>
      (await read(`${SEARCH}&${query}`, { key })).nhits
    assert.equal(await found('q=', north), 2)
    assert.equal(await found('q=alpha', narrow), 0, 'no search in what is hidden')
    for (const query of [
      'q=secret:alpha',
      'q=%23null(salary)',
      'refine.secret=alpha',
      'facet=secret',
      'sort=salary',
      'fields=secret',
    ])
      assert.equal((await send(`${SEARCH}&${query}`, { key: narrow })).status, 400, query)
    const object = await send('/api/datasets/1.0/staff/', { key: narrow })
    assert.doesNotMatch(object.text, /salary|secret/)
  })

  test('old doors: hidden among several is as if not there; an expression sees no more than a clause', async () => {
    const several = (id: string) => send(`/api/records/1.0/search/?dataset=plants,${id}`)
    const [hidden, nothing] = await Promise.all([several('staff'), several('nope')])
    assert.deepEqual([hidden.status, hidden.text], [404, nothing.text.replaceAll('nope', 'staff')])
    const narrow = (await guarded().addKey({ datasets: ['staff'], fields: ['person_id', 'name', 'region'] }))
      .key
    const sum = (expr: string) =>
      send(`/api/records/1.0/analyze/?dataset=staff&y.s.func=SUM&y.s.expr=${expr}`, { key: narrow })
    const [secret, unknown] = await Promise.all([sum('sqrt(salary)'), sum('sqrt(nothing)')])
    assert.deepEqual([secret.status, secret.text], [400, unknown.text.replaceAll('nothing', 'salary')])
    const north = (await guarded().addKey({ datasets: ['staff'], where: 'region = "north"' })).key
    for (const path of ['records/1.0/search/?dataset=staff&', 'datasets/1.0/search/?'])
      for (const format of path.startsWith('records') ? ['rss', 'atom'] : ['rss']) {
        const feed = await send(`/api/${path}format=${format}&apikey=${north}`)
        assert.deepEqual([feed.status, feed.text.includes(north)], [200, false], `${path} ${format}`)
      }
    const all = await read('/api/records/1.0/analyze/?dataset=staff&y.n.func=COUNT', { key: north })
    assert.deepEqual(all, [{ n: 2 }])
  })

  test('old doors: a call about several datasets is charged to each of them', async () => {
    await guarded().saveRules('plants', { ...OPEN_RULES, callsPerDay: 2000 })
    const left = async (query: string): Promise<number> =>
      Number(
        (await send(`/api/records/1.0/search/?${query}`)).headers['x-ratelimit-dataset-remaining'] ??
          Number.NaN,
      )
    await until(async () => !Number.isNaN(await left('dataset=plants')))
    const before = await left('dataset=plants')
    for (const [index, query] of ['dataset=other,plants', 'dataset=other&dataset=plants'].entries())
      assert.equal(await left(query), before - 1 - index, query)
    await guarded().saveRules('plants', OPEN_RULES)
  })

  test('old doors: a call by a form is charged to its dataset', async () => {
    await guarded().saveRules('plants', { ...OPEN_RULES, callsPerDay: 2000 })
    const left = async (body: string, query = ''): Promise<unknown> =>
      (await send(`/api/records/1.0/search/${query}`, { method: 'POST', body })).headers[
        'x-ratelimit-dataset-remaining'
      ]
    await until(async () => (await left('dataset=plants')) !== undefined)
    const before = Number(await left('dataset=plants'))
    assert.equal(Number(await left('%64ataset=plants')), before - 1)
    assert.equal(Number(await left('', '?dataset=&dataset=plants')), before - 2)
    await guarded().saveRules('plants', OPEN_RULES)
  })
}
