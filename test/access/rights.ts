import assert from 'node:assert/strict'
import { test } from 'node:test'
import { faultOf, guarded, type Members, read, send } from './ask-guarded.ts'
import { ROOT } from './guarded.ts'

const STAFF = `${ROOT}/datasets/staff`
const HIDDEN = ['salary', 'secret'] as const
const ask = (text: string): string => encodeURIComponent(text)

interface Page {
  readonly total_count: number
  readonly results: readonly Members[]
}

interface Group {
  readonly name: string
  readonly facets: readonly { readonly name: string; readonly count: number }[]
}

/** Uses of a hidden field: each is an unknown field, by name. */
const USES: readonly [clause: string, path: string][] = HIDDEN.flatMap(name => [
  [`select=${name}`, 'records'],
  [`select=${ask(`max(${name})`)}`, 'records'],
  [`where=${ask(`${name} is not null`)}`, 'records'],
  [`where=${ask(`NOT ${name} = 1`)}`, 'records'],
  [`order_by=${name}`, 'records'],
  [`group_by=${name}`, 'records'],
  [`group_by=${name}`, 'exports/csv'],
  [`select=${name}`, 'exports/jsonl'],
  [`refine=${name}:1`, 'records'],
  [`exclude=${name}:1`, 'records'],
  [`facet=${name}`, 'facets'],
  [`facet=${ask(`facet(name="${name}")`)}`, 'facets'],
])

/** Row and field rights: once, for every door. */
export function rightsRows(): void {
  let north = ''
  let narrow = ''
  let dated = ''

  test('keys to some records and some fields of a dataset are made', async () => {
    const staff = { datasets: ['staff'] }
    north = (await guarded().addKey({ ...staff, where: 'region = "north"' })).key
    narrow = (await guarded().addKey({ ...staff, fields: ['person_id', 'name', 'region', 'since'] })).key
    dated = (await guarded().addKey({ ...staff, where: `since >= date'2024-01-01'` })).key
  })

  test('rows: lists, counts, groups and aggregates follow the key', async () => {
    const list = await read<Page>(`${STAFF}/records?order_by=name`, { key: north })
    assert.deepEqual([list.total_count, list.results.map(({ name }) => name)], [2, ['Ada', 'Ben']])
    const sum = await read<Page>(
      `${STAFF}/records?select=${ask('sum(salary) as s, count(*) as n')}&limit=1`,
      { key: north },
    )
    assert.deepEqual(sum.results, [{ s: 9000, n: 2 }])
    const groups = await read<Page>(`${STAFF}/records?group_by=region&select=region,count(*)%20as%20n`, {
      key: north,
    })
    assert.deepEqual(groups.results, [{ region: 'north', n: 2 }])
    const more = await read<Page>(`${STAFF}/records?where=${ask('region = "south" OR true = true')}`, {
      key: north,
    }).catch(() => null)
    if (more !== null) assert.ok(more.total_count <= 2)
    assert.equal(
      (await read<Page>(`${STAFF}/records?where=${ask('NOT region = "north"')}`, { key: north })).total_count,
      0,
    )
  })

  test('rows: facets, exports, single records, pages and figures follow too', async () => {
    const { facets } = await read<{ facets: readonly Group[] }>(`${STAFF}/facets?facet=region`, {
      key: north,
    })
    assert.deepEqual(
      facets[0]?.facets.map(({ name, count }) => [name, count]),
      [['north', 2]],
    )
    for (const format of ['csv', 'json', 'jsonl']) {
      const { text } = await send(`${STAFF}/exports/${format}`, { key: north })
      assert.match(text, /Ada/)
      assert.doesNotMatch(text, /Cleo|Dan|Eve/)
    }
    const object = await read<{ metas: { default: { records_count: number } } }>(STAFF, { key: north })
    assert.equal(object.metas.default.records_count, 2)
    const listed = await read<Page>(`${ROOT}/datasets?where=dataset_id=%22staff%22`, { key: north })
    assert.match(JSON.stringify(listed.results), /"records_count":2/)
    const selected = await read<Page>(`${ROOT}/datasets?where=dataset_id=%22staff%22&select=records_count`, {
      key: north,
    })
    assert.deepEqual(selected.results, [{ records_count: null }])
    const guess = await read<Page>(`${ROOT}/datasets?where=records_count=5`, { key: north })
    assert.doesNotMatch(JSON.stringify(guess.results), /staff/)
    const page = await send('/en/explore/dataset/staff/table/', { key: north })
    assert.match(page.text, /Ada/)
    assert.doesNotMatch(page.text, /Cleo|Dan|Eve/)
  })

  test('rows: a record that may not be read is not there, by its identifier either', async () => {
    const all = await guarded().addKey({ datasets: ['staff'] })
    const { results } = await read<Page>(`${STAFF}/records?include_app_metas=true&order_by=name`, {
      key: all.key,
    })
    const idOf = (name: string) => String(results.find(result => result.name === name)?._id)
    assert.equal((await send(`${STAFF}/records/${idOf('Ada')}`, { key: north })).status, 200)
    assert.equal(await faultOf(`${STAFF}/records/${idOf('Dan')}`, { key: north }), '404 NotFoundResource')
    const byId = `${STAFF}/records?where=${ask(`recordid = "${idOf('Dan')}"`)}`
    assert.equal((await read<Page>(byId, { key: north })).total_count, 0)
  })

  test('rows: the caller’s zone and language do not move the bounds', async () => {
    for (const more of ['', '&timezone=Pacific/Auckland', '&timezone=America/Los_Angeles', '&lang=fr'])
      assert.equal((await read<Page>(`${STAFF}/records?limit=5${more}`, { key: dated })).total_count, 1, more)
  })

  test('fields: what is hidden is in no answer', async () => {
    const paths = [
      'records',
      'records?include_app_metas=true',
      'exports/csv',
      'exports/json',
      'exports/jsonl',
      'facets',
      '',
    ]
    for (const path of paths) {
      const { status, text } = await send(`${STAFF}${path === '' ? '' : `/${path}`}`, { key: narrow })
      assert.equal(status, 200, text)
      assert.doesNotMatch(text, /\b(?:salary|secret|alpha)\b|(?<![:\w])5000\b/, path)
    }
    for (const tab of ['', 'table/', 'api/', 'export/']) {
      const { status, text } = await send(`/en/explore/dataset/staff/${tab}`, { key: narrow })
      assert.equal(status, 200)
      assert.doesNotMatch(text, /salary|alpha|gamma/i, tab)
    }
    const selected = await send(
      `${ROOT}/datasets?select=dataset_id,fields,metas&where=dataset_id=%22staff%22`,
      { key: narrow },
    )
    assert.doesNotMatch(selected.text, /salary|secret/)
  })

  for (const [clause, path] of USES)
    test(`fields: ${path}?${decodeURIComponent(clause)} is an unknown field`, async () => {
      const { status, text } = await send(`${STAFF}/${path}?${clause}`, { key: narrow })
      assert.equal(status, 400, text)
      const nothing = await send(`${STAFF}/${path}?${clause.replace(/salary|secret/, 'nothing')}`, {
        key: narrow,
      })
      const { message } = JSON.parse(text) as { message: string }
      assert.equal(message.replace(/salary|secret/g, 'nothing'), JSON.parse(nothing.text).message)
      assert.doesNotMatch(text, /did you mean/i)
    })

  test('fields: text searches find nothing in what is hidden', async () => {
    const found = async (where: string, key: string) =>
      (await read<Page>(`${STAFF}/records?where=${ask(where)}`, { key })).total_count
    const all = await guarded().addKey({ datasets: ['staff'] })
    for (const where of ['"alpha"', 'search("alpha")', 'suggest("alp")', 'search(*, "alpha")', '"5000"'])
      assert.deepEqual([await found(where, narrow), (await found(where, all.key)) > 0], [0, true], where)
    for (const where of ['"Ada"', 'search("ada")', 'suggest("Ad")', '"north" AND "ada"', '"2024"'])
      assert.ok((await found(where, narrow)) > 0, where)
  })

  test('fields: identifiers and sizes of records tell nothing of what is hidden', async () => {
    const all = await guarded().addKey({ datasets: ['staff'] })
    const path = `${STAFF}/records?include_app_metas=true&order_by=name`
    const [mine, theirs] = [await read<Page>(path, { key: narrow }), await read<Page>(path, { key: all.key })]
    for (const [index, { _id, _size }] of mine.results.entries()) {
      assert.match(String(_id), /^[0-9a-f]{40}$/)
      assert.notEqual(_id, theirs.results[index]?._id)
      assert.notEqual(_size, theirs.results[index]?._size)
      assert.equal((await read(`${STAFF}/records/${_id}`, { key: narrow })).name, mine.results[index]?.name)
    }
  })

  test('a condition may name what is hidden', async () => {
    const { key } = await guarded().addKey({
      ...{ datasets: ['staff'], where: 'secret = "alpha" AND salary > 3000', fields: ['name'] },
    })
    const { total_count: total, results } = await read<Page>(`${STAFF}/records`, { key })
    assert.deepEqual([total, results], [1, [{ name: 'Ada' }]])
    assert.deepEqual((await read<Page>(`${STAFF}/records?where=name=%22Eve%22`, { key })).total_count, 0)
  })

  test('a condition that fits no longer shows nothing', async () => {
    const { ports } = guarded().deployment
    const [portal] = (await ports.catalog.listPortals()).filter(one => one.config.slug === 'open')
    const { newKey, keyDigest } = await import('../../src/app/permission/key-text.ts')
    const key = newKey()
    await ports.keys.addKey({
      ...{
        portalId: portal?.id ?? 0,
        digest: keyDigest(key),
        hint: '',
        name: '',
        callsPerDay: null,
        expiresAt: null,
        userId: null,
      },
      grants: [
        {
          permissions: ['portal.read', 'dataset.read', 'records.read'],
          ...{ dataset: await guarded().uidOf('staff'), where: 'department = "x"', fields: null },
        },
      ],
    })
    await new Promise(resolve => setTimeout(resolve, 700))
    assert.equal((await read(STAFF, { key })).data_visible, false)
    assert.equal(await faultOf(`${STAFF}/records`, { key }), '403 ForbiddenAccess')
  })

  test('a named grant is the whole truth about a dataset, even about an open one', async () => {
    const { key } = await guarded().addKey({ datasets: ['plants'], where: 'kind = "bush"' })
    assert.equal((await read<Page>(`${ROOT}/datasets/plants/records`, { key })).total_count, 1)
    assert.equal((await read<Page>(`${ROOT}/datasets/plants/records`)).total_count, 3)
  })
}
