import assert from 'node:assert/strict'
import { test } from 'node:test'
import { facetsOf, type Link, type Members, type Parameters, queryString, read, send } from './ask-city.ts'
import { DATASET as DATASET_21 } from './city.ts'
import { readSpreadsheet } from './spreadsheet.ts'
import { TREE_COUNT, TREES } from './trees.ts'

const ROOT = '/api/explore/v2.0'
const DATASET = `${ROOT}/catalog/datasets/city-trees`

interface Entity {
  readonly links: readonly Link[]
  readonly record: {
    readonly id: string
    readonly timestamp: string
    readonly size: number
    readonly fields: Members
  }
}

interface Page {
  readonly total_count: number
  readonly links: readonly Link[]
  readonly records: readonly (Entity & Members)[]
}

const page = (parameters: Parameters = {}): Promise<Page> => read(`${DATASET}/records`, parameters)
const groups = async (parameters: Parameters): Promise<readonly Members[]> => (await page(parameters)).records
const aggregates = async (parameters: Parameters, path = DATASET): Promise<readonly Members[]> =>
  (await read<{ aggregations: readonly Members[] }>(`${path}/aggregates`, parameters)).aggregations
const count = (test: (tree: (typeof TREES)[number]) => boolean): number => TREES.filter(test).length

function envelopeRows(): void {
  test('§13 records: envelopes with links, id, timestamp and size', async () => {
    const { total_count, links, records } = await page({ limit: 2, offset: 2, order_by: 'tree_id' })
    assert.equal(total_count, TREE_COUNT)
    assert.deepEqual(
      links.map(({ rel }) => rel),
      ['self', 'first', 'last', 'prev', 'next'],
    )
    assert.ok(links.every(({ href }) => new URL(href).pathname === `${DATASET}/records`))
    const [first] = records
    assert.ok(first !== undefined)
    assert.match(first.record.id, /^[0-9a-f]{40}$/)
    assert.match(first.record.timestamp, /^\d{4}-\d\d-\d\dT/)
    assert.equal(typeof first.record.size, 'number')
    assert.equal(first.record.fields.tree_id, 'T-003')
    assert.deepEqual(
      first.links.map(({ rel }) => rel),
      ['self', 'datasets', 'dataset', 'catalog'],
    )
    const self = new URL(first.links[0]?.href ?? '')
    assert.deepEqual(await read(self.pathname), first)
  })

  test('§13 records: the fields are those of v2.1', async () => {
    const { records } = await page({ limit: 3, order_by: 'tree_id' })
    const { results } = await read<{ results: readonly Members[] }>(`${DATASET_21}/records`, {
      ...{ limit: 3, order_by: 'tree_id' },
    })
    assert.deepEqual(
      records.map(({ record }) => record.fields),
      results,
    )
  })

  test('§13 dataset: an envelope, annotations as lists', async () => {
    const found = await read<{ links: readonly Link[]; dataset: Members }>(DATASET)
    assert.deepEqual(
      found.links.map(({ rel }) => rel),
      ['self', 'catalog', 'records', 'exports', 'facets', 'aggregates', 'attachments'],
    )
    const fields = found.dataset.fields as readonly { name: string; annotations: Members }[]
    const annotations = Object.fromEntries(fields.map(field => [field.name, field.annotations]))
    assert.deepEqual(annotations.species, { facet: [], disjunctive: [] })
    assert.deepEqual(annotations.tags, { facet: [], multivalued: [','] })
    assert.deepEqual(annotations.height, { unit: ['m'], decimals: [1] })
    assert.deepEqual(await read(DATASET, { select: 'dataset_id' }), {
      ...found,
      dataset: { dataset_id: 'city-trees' },
    })
  })

  test('§13 catalogue: every dataset in an envelope', async () => {
    const found = await read<{ total_count: number; datasets: { links: Link[]; dataset: Members }[] }>(
      `${ROOT}/catalog/datasets`,
      { order_by: 'dataset_id', rows: 2 },
    )
    assert.equal(found.total_count, 3)
    assert.deepEqual(
      found.datasets.map(({ dataset }) => dataset.dataset_id),
      ['bike-counts', 'city-trees'],
    )
    const self = new URL(found.datasets[1]?.links[0]?.href ?? '')
    assert.deepEqual(await read(self.pathname), found.datasets[1])
  })

  test('§13 links stay below the address that was asked', async () => {
    for (const path of ['', '/catalog', '/catalog/datasets', '/catalog/exports', '/catalog/facets']) {
      const body = JSON.stringify(await read(`/api/v2${path}`))
      assert.ok(body.includes('/api/v2'), path)
      assert.ok(!body.includes('/api/explore/'), path)
    }
    for (const path of ['/records', '/exports', '/facets']) {
      const body = JSON.stringify(await read(`/api/v2/catalog/datasets/city-trees${path}`))
      assert.ok(body.includes('/api/v2') && !body.includes('/api/explore/'), path)
    }
  })
}

function groupRows(): void {
  test('§13 groups as they are, without a null group', async () => {
    const found = await groups({ group_by: 'species', select: 'count(*) as n' })
    assert.equal(found.length, 7)
    assert.ok(found.every(({ species, n }) => species !== null && n === 50))
    assert.equal((await page({ group_by: 'species', limit: 2 })).total_count, 7)
    const tags = await groups({ group_by: 'tags', select: 'count(*) as n' })
    assert.deepEqual(
      tags.map(({ tags: tag }) => tag),
      ['a/b', 'ill', "l'été", 'listed', 'old'],
    )
  })

  test('§13 dates among the keys: milliseconds', async () => {
    const [first] = await groups({ group_by: 'planted_on', limit: 1 })
    assert.equal(first?.planted_on, Date.UTC(1850, 0, 1))
    const [visit] = await groups({ group_by: 'last_visit as v', limit: 1, where: 'last_visit >= date"2020"' })
    assert.equal(
      visit?.v,
      Math.min(
        ...TREES.flatMap(t =>
          t.last_visit === null || t.last_visit < '2020' ? [] : [Date.parse(t.last_visit)],
        ),
      ),
    )
  })

  test('§13 parts of dates: texts, in the order of their numbers', async () => {
    const found = await groups({ group_by: 'month(planted_on) as m', limit: 12 })
    assert.deepEqual(
      found.map(({ m }) => m),
      ['1', '2', '3', '4', '5', '6', '7', '8', '9', '10', '11', '12'],
    )
    const { records } = await page({ select: 'year(planted_on) as y', where: 'planted_on < date"1851"' })
    assert.ok(records.every(({ record }) => record.fields.y === '1850'))
  })

  test('§13 places as keys', async () => {
    const found = await groups({ group_by: 'position', select: 'count(*) as n', limit: -1 })
    assert.equal(
      found.length,
      count(({ position }) => position !== null),
    )
    assert.deepEqual(Object.keys(found[0]?.position as object), ['lon', 'lat'])
    const shapes = await groups({ group_by: 'crown', limit: -1 })
    assert.equal(
      shapes.length,
      count(({ crown }) => crown !== null),
    )
    assert.equal((await send(`${DATASET_21}/records?group_by=position`)).status, 400)
    const clusters = await groups({ group_by: 'geo_cluster(position, 3) as c', select: 'count(*) as n' })
    assert.deepEqual(
      clusters.map(({ n }) => n),
      [count(({ position }) => position !== null)],
    )
  })

  test('§13 aggregates and query: one row, or all the groups', async () => {
    const whole = { select: 'count(*) as n, max(age) as oldest' }
    assert.deepEqual(await aggregates(whole), [{ n: TREE_COUNT, oldest: 198 }])
    assert.deepEqual(await aggregates(whole, '/api/v2/catalog/datasets/city-trees'), await aggregates(whole))
    const ages = await aggregates({ select: 'count(*) as n', group_by: 'age' })
    assert.equal(ages.length, new Set(TREES.flatMap(({ age }) => age ?? [])).size)
    assert.equal((await aggregates({ group_by: 'age', limit: 3 })).length, 3)
    const asked = await read<{ aggregations: readonly Members[] }>(`${DATASET}/query`, whole)
    assert.deepEqual(asked.aggregations, await aggregates(whole))
    assert.deepEqual(await aggregates({ ...whole, where: 'age = -9' }), [])
    const publishers = await aggregates({ select: 'count(*) as n', group_by: 'publisher' }, `${ROOT}/catalog`)
    assert.deepEqual(publishers, [
      { publisher: 'City', n: 2 },
      { publisher: 'Region', n: 1 },
    ])
  })
}

function otherRows(): void {
  test('§13 search() without tolerance', async () => {
    const total = async (where: string, path = DATASET) =>
      (await read<{ total_count: number }>(`${path}/records`, { where, limit: 0 })).total_count
    assert.equal(await total('search("oka plant")'), 0)
    assert.ok((await total('search("oka plant")', DATASET_21)) > 0)
    assert.equal(await total('search(species, "oa")'), 100)
    assert.equal(await total('search("oak") and not search(*, "oka")'), 100)
  })

  test('§13 old names of predicates', async () => {
    const found = await page({
      where: `polygon(position, geom'{"type":"Polygon","coordinates":[[[1.9,47.9],[2.1,47.9],[2.1,48.1],[1.9,47.9]]]}')`,
    })
    assert.equal(found.total_count, 1)
  })

  test('§13 csv without a byte order mark, unless asked', async () => {
    const start = async (parameters: Parameters) =>
      (await send(`${DATASET}/exports/csv${queryString(parameters)}`)).bytes.subarray(0, 8).toString()
    assert.equal(await start({}), 'tree_id;')
    assert.equal((await start({ with_bom: 'true' })).codePointAt(0), 0xfeff)
    assert.equal((await send(`${ROOT}/catalog/exports/csv`)).bytes.subarray(0, 7).toString(), 'dataset')
  })

  test('§13 xls: a workbook of one sheet', async () => {
    const spelt = `${DATASET}/exports/xls${queryString({ select: 'species, age, tags', order_by: 'tree_id', limit: 7 })}`
    const { headers, bytes } = await send(spelt)
    assert.equal(headers['content-disposition'], 'attachment; filename="city-trees.xls"')
    assert.deepEqual(readSpreadsheet(bytes.toString()), [
      ['species', 'age', 'tags'],
      ...TREES.slice(0, 7).map(({ species, age, tags }) => [species, age, tags?.join(',') ?? null]),
    ])
    const none = await send(`${DATASET}/exports/xls${queryString({ where: 'age = -9' })}`)
    assert.deepEqual(readSpreadsheet(none.bytes.toString()).length, 1)
  })

  test('§13 gpx without extensions, unless asked', async () => {
    const gpx = async (parameters: Parameters) =>
      (await send(`${DATASET}/exports/gpx${queryString({ limit: 1, ...parameters })}`)).bytes.toString()
    assert.ok(!(await gpx({})).includes('<extensions>'))
    assert.ok((await gpx({ use_extension: 'true' })).includes('<extensions>'))
  })

  test('§13 geojson: instants as numbers', async () => {
    const spelt = `${DATASET}/exports/geojson${queryString({ where: 'tree_id="T-001"' })}`
    const { features } = JSON.parse((await send(spelt)).bytes.toString())
    assert.equal(features[0].properties.last_visit, Date.parse(TREES[0]?.last_visit ?? ''))
    assert.equal(features[0].properties.planted_on, TREES[0]?.planted_on)
  })

  test('§13 facets as in v2.1', async () => {
    assert.deepEqual(await facetsOf(DATASET), await facetsOf(DATASET_21))
    assert.deepEqual(await facetsOf('/api/v2/catalog'), await facetsOf('/api/explore/v2.1/catalog'))
  })

  test('§3.1 every answer says that it is deprecated, faults too', async () => {
    for (const [path, status] of [
      ['/api/v2/', 200],
      [`${DATASET}/records/`, 200],
      [`${DATASET}/exports/csv`, 200],
      [`${DATASET}/records?where=nothing=1`, 400],
      [`${ROOT}/catalog/datasets/nope`, 404],
      ['/api/v2/nothing', 404],
    ] as const) {
      const answer = await send(path)
      assert.equal(answer.status, status, path)
      assert.equal(
        answer.headers['ods-explore-api-deprecation'],
        'deprecated API version (v2.0), please use the current v2.1 version',
        path,
      )
      assert.match(String(answer.headers.link), /^<[^>]+>;rel="deprecation"; type="text\/html"$/)
      assert.equal(answer.headers['access-control-allow-origin'], '*')
    }
    const { headers } = await send(`${DATASET_21}/records`)
    assert.equal(headers['ods-explore-api-deprecation'], undefined)
  })

  test('§13 faults in the shape of v2', async () => {
    const { bytes } = await send(`${DATASET}/records?where=nothing=1`)
    assert.deepEqual(JSON.parse(bytes.toString()), {
      error_code: 'ODSQLError',
      message: 'ODSQL query is malformed: Unknown field: nothing. Clause(s) containing the error(s): where.',
    })
  })

  test('§13 304: what the caller has is not sent again', async () => {
    const { headers } = await send(`${DATASET}/records`)
    const again = await send(`${DATASET}/records`, { headers: { 'if-none-match': String(headers.etag) } })
    assert.deepEqual([again.status, again.headers['ods-explore-api-deprecation'] !== undefined], [304, true])
  })
}

/** §13: the API before v2.1, under both of its addresses. */
export function version20Rows(): void {
  envelopeRows()
  groupRows()
  otherRows()
}
