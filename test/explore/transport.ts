import assert from 'node:assert/strict'
import { test } from 'node:test'
import { gunzipSync } from 'node:zlib'
import { type Parameters, queryString, read, records, refuses, send } from './ask-city.ts'
import { DATASET, ROOT, TOWN } from './city.ts'
import { TREE_COUNT, TREES } from './trees.ts'

const totals = async (parameters: Parameters): Promise<number> =>
  (await records({ ...parameters, limit: 0 })).total_count

const count = (test: (tree: (typeof TREES)[number]) => boolean): number => TREES.filter(test).length

const RECORDS = `${DATASET}/records`

/** Headers of §3.1 that every answer has. */
const ALWAYS = {
  'access-control-allow-origin': '*',
  'access-control-allow-methods': 'POST, GET, OPTIONS',
  'access-control-expose-headers':
    'ODS-Explore-API-Deprecation, Link, X-RateLimit-Remaining, X-RateLimit-Limit, X-RateLimit-Reset, X-RateLimit-dataset-Remaining, X-RateLimit-dataset-Limit, X-RateLimit-dataset-Reset',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'strict-origin-when-cross-origin',
} as const

/** Headers of §3.1 that wait, or that are others here, and why. */
export const NOT_YET = {
  'x-ratelimit-limit, -remaining, -reset': 'quotas come with API keys',
  'ods-explore-api-deprecation, link': 'nothing deprecated is answered yet: v2.0 is a later part',
  'strict-transport-security': 'only over TLS; the doors of http/security-headers.test.ts say so',
  'cache-control: no-store': 'no-cache with a tag instead, so that an answer is asked for once',
  'vary: Accept-Language, Cookie, Host': 'the API reads neither language header nor cookie',
} as const

/** §1.1 to §1.4 and §3.1: what carries a request, whatever it asks. */
export function transportRows(): void {
  for (const [spelt, why] of [
    [`${RECORDS}/?limit=0`, 'trailing slash'],
    [`/${RECORDS.replace('/v2.1/', '//v2.1/')}?limit=0`, 'doubled slashes'],
    [`${RECORDS}//?limit=0`, 'doubled trailing slash'],
  ] as const)
    test(`§1.2 ${why}: the same answer, with CORS, without a redirect`, async () => {
      const { status, headers, bytes } = await send(spelt)
      assert.deepEqual(
        [status, JSON.parse(bytes.toString())],
        [200, { total_count: TREE_COUNT, results: [] }],
      )
      assert.equal(headers['access-control-allow-origin'], '*')
    })

  for (const path of [
    ROOT,
    `${ROOT}/catalog`,
    `${ROOT}/catalog/datasets`,
    `${ROOT}/catalog/exports`,
    `${ROOT}/catalog/exports/csv`,
    `${ROOT}/catalog/facets`,
    DATASET,
    RECORDS,
    `${DATASET}/exports`,
    `${DATASET}/exports/csv`,
    `${DATASET}/facets`,
  ])
    test(`§1.2 §3.1 ${path}: slash or none, HEAD, POST, headers`, async () => {
      const [plain, slashed, head, posted] = await Promise.all([
        send(path),
        send(`${path}/`),
        send(path, { method: 'HEAD' }),
        send(path, { method: 'POST', body: '' }),
      ])
      assert.deepEqual(
        [plain, slashed, head, posted].map(({ status }) => status),
        [200, 200, 200, 200],
      )
      assert.ok(plain.bytes.equals(slashed.bytes), 'the slash changes the answer')
      assert.ok(plain.bytes.equals(posted.bytes), 'POST changes the answer')
      assert.equal(head.bytes.length, 0)
      assert.equal(head.headers['content-type'], plain.headers['content-type'])
      for (const answer of [plain, slashed, head, posted]) {
        for (const [name, value] of Object.entries(ALWAYS)) assert.equal(answer.headers[name], value, name)
        assert.equal(answer.headers['content-language'], 'en')
        assert.match(String(answer.headers.vary), /Accept-Encoding/)
        assert.equal(answer.headers['set-cookie'], undefined)
      }
    })

  test('§3.1 errors carry the same headers', async () => {
    for (const path of [`${ROOT}/nothing`, `${ROOT}/catalog/datasets/nope`, `${RECORDS}?limit=101`]) {
      const { headers } = await send(path)
      for (const [name, value] of Object.entries(ALWAYS))
        assert.equal(headers[name], value, `${path} ${name}`)
    }
  })

  test('§3.1 preflight: what is asked for is allowed', async () => {
    for (const asked of ['authorization, ods-widgets-version', 'ODS-API-Analytics-App', 'x-anything']) {
      const { status, headers } = await send(RECORDS, {
        method: 'OPTIONS',
        headers: {
          ...{ origin: 'https://elsewhere.example', 'access-control-request-method': 'GET' },
          'access-control-request-headers': asked,
        },
      })
      assert.equal(status, 204)
      assert.equal(headers['access-control-allow-headers'], asked)
      assert.equal(headers['access-control-allow-origin'], '*')
    }
  })

  test('§1.2 JSON is UTF-8 and says so; gzip and brotli on demand, exports too', async () => {
    const plain = await send(RECORDS)
    assert.equal(plain.headers['content-type'], 'application/json; charset=utf-8')
    assert.match(plain.bytes.toString(), /érable/)
    for (const path of [RECORDS, `${DATASET}/exports/csv`]) {
      const zipped = await send(path, { headers: { 'accept-encoding': 'gzip' } })
      assert.equal(zipped.headers['content-encoding'], 'gzip')
      assert.ok(gunzipSync(zipped.bytes).equals((await send(path)).bytes))
    }
  })

  test('§1.2 form POST: parameters add to those of the address', async () => {
    const { bytes } = await send(`${RECORDS}?where=age>10&limit=5`, {
      method: 'POST',
      body: 'where=height<2&limit=0',
    })
    const both = count(({ age, height }) => (age ?? 0) > 10 && height !== null && height < 2)
    assert.deepEqual(JSON.parse(bytes.toString()), { total_count: both, results: [] })
  })

  test('§1.2 names of parameters are case-sensitive, unknown ones do no harm', async () => {
    assert.equal(await totals({ WHERE: 'age=3', Where: 'age=3', bogus: 1 }), TREE_COUNT)
  })

  test('§1.2 parameters in any order, percent-encoded or with a plus', async () => {
    for (const spelt of ['?limit=0&where=age%20%3D%203', '?where=age+=+3&limit=0'])
      assert.equal((await read<{ total_count: number }>(`${RECORDS}${spelt}`)).total_count, 2)
  })

  test('§1.2 an empty value is an absent one', async () => {
    const empty = '?where=&select=&group_by=&order_by=&limit=&offset=&refine=&exclude=&lang=&timezone='
    assert.deepEqual(await read(`${RECORDS}${empty}`), await read(RECORDS))
  })

  test('§1.2 booleans in any letter case; anything else is refused', async () => {
    for (const text of ['true', 'True', 'TRUE'])
      assert.ok('_id' in ((await records({ include_links: text, limit: 1 })).results[0] ?? {}), text)
    for (const text of ['false', 'False'])
      assert.ok(!('_id' in ((await records({ include_links: text, limit: 1 })).results[0] ?? {})), text)
    await refuses(RECORDS, { include_app_metas: 'yes' }, [
      400,
      'InvalidRESTParameterError',
      'Invalid value for include_app_metas API parameter: yes was found but true or false is expected.',
    ])
  })

  test('§1.2 identifiers of datasets are case-sensitive', () =>
    refuses(`${ROOT}/catalog/datasets/City-Trees`, {}, [
      404,
      'NotFoundResource',
      'The requested dataset City-Trees does not exist.',
    ]))

  test('§1.1 sources other than the catalogue, and other versions, are not there', async () => {
    for (const source of ['monitoring', 'opendatasoft', 'shared'])
      await refuses(`${ROOT}/${source}/datasets`, {}, [
        404,
        'NotFoundURI',
        'The requested URI does not exist.',
      ])
  })

  test('§1.1 the same identifier on another portal is another dataset', async () => {
    const { bytes } = await send(`${RECORDS}?select=tree_id,species`, { host: TOWN })
    assert.deepEqual(JSON.parse(bytes.toString()), {
      total_count: 1,
      results: [{ tree_id: 'X-1', species: 'palm' }],
    })
  })

  test('§1.3 where repeated: all of them', async () => {
    const both = count(({ age, species }) => (age ?? 0) > 100 && species === 'oak')
    assert.equal(await totals({ where: ['age>100', 'species="oak"'] }), both)
    assert.equal(
      await totals({ where: ['age=1 or age=2', 'species="oak" or age=2'] }),
      2,
      'each is one condition',
    )
  })

  test('§1.3 refine, exclude and facet repeated: lists', async () => {
    const { results } = await records({ refine: ['species:oak', 'remarkable:true'], limit: 100 })
    assert.deepEqual(
      results.map(({ tree_id }) => tree_id),
      TREES.filter(({ species, remarkable }) => species === 'oak' && remarkable === true).map(t => t.tree_id),
    )
    assert.equal(
      await totals({ exclude: ['species:oak', 'species:ash'] }),
      count(({ species }) => species !== 'oak' && species !== 'ash'),
    )
  })

  test('§1.3 select, group_by and order_by repeated: joined', async () => {
    const { results } = await records({
      ...{ select: ['tree_id', 'age'], order_by: ['age desc', 'tree_id desc'], limit: 2 },
    })
    assert.deepEqual(results, [
      { tree_id: 'T-399', age: 198 },
      { tree_id: 'T-199', age: 198 },
    ])
    const grouped = await records({ group_by: ['species', 'remarkable'], limit: 1 })
    assert.deepEqual(Object.keys(grouped.results[0] ?? {}), ['species', 'remarkable'])
  })

  test('§1.3 of all others the last one counts', async () => {
    assert.equal((await records({ limit: ['5', '3'] })).results.length, 3)
    assert.equal((await records({ limit: ['3', ''] })).results.length, 3, 'empty is absent')
  })

  const ALIASES: readonly [why: string, legacy: Parameters, present: Parameters][] = [
    ['rows is limit', { rows: 3 }, { limit: 3 }],
    ['start is offset', { start: 7, limit: 2 }, { offset: 7, limit: 2 }],
    ['sort is order_by, upwards', { sort: 'age,tree_id' }, { order_by: 'age, tree_id' }],
    ['sort, downwards with a minus', { sort: '-age' }, { order_by: 'age desc' }],
    ['sort at random with a seed', { sort: 'random(7)' }, { order_by: 'random(7)' }],
  ]
  for (const [why, legacy, present] of ALIASES)
    test(`§1.4 ${why}`, async () => assert.deepEqual(await records(legacy), await records(present)))

  test('§1.4 sort=random without a seed', async () => {
    assert.equal((await records({ sort: 'random()', limit: 3 })).results.length, 3)
    assert.equal((await send(`${RECORDS}${queryString({ sort: 'random()' })}`)).headers.etag, undefined)
  })

  test('§1.4 pretty, lang beyond the list: no fault', async () => {
    assert.equal(await totals({ pretty: 'true', lang: 'xx' }), TREE_COUNT)
  })
}
