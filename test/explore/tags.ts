import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { type Answered, city, type Parameters, queryString, read, send } from './ask-city.ts'
import { CITY_DATASETS, DATASET, ROOT } from './city.ts'

const RECORDS = `${DATASET}/records`
const BIKES = `${ROOT}/catalog/datasets/bike-counts`

const tagOf = async (path: string, parameters: Parameters = {}): Promise<string | undefined> =>
  (await send(`${path}${queryString(parameters)}`)).headers.etag

/** Questions that mean the same, however they are spelt. */
const SAME: readonly [why: string, one: Parameters, other: Parameters][] = [
  [
    'white space and case of keywords',
    { where: 'age > 3 AND height<2' },
    { where: 'age>3   and  height < 2' },
  ],
  ['defaults said', {}, { limit: 10, offset: 0, timezone: 'UTC', select: '*' }],
  ['old names', { limit: 3, offset: 1 }, { rows: 3, start: 1 }],
  ['a minus', { order_by: 'age desc' }, { order_by: '-age' }],
  ['quotes', { refine: 'species:oak' }, { refine: 'species:"oak"' }],
  ['order of parameters', { where: 'age=1', limit: 1 }, { limit: 1, where: 'age=1' }],
  ['what nobody reads', {}, { bogus: 1 }],
]

/** Questions that mean something else. */
const OTHER: readonly [why: string, one: Parameters, other: Parameters][] = [
  ['page', { limit: 1 }, { limit: 2 }],
  ['zone', { limit: 1 }, { limit: 1, timezone: 'Europe/Paris' }],
  ['language', { limit: 1 }, { limit: 1, lang: 'fr' }],
  ['links', { limit: 1 }, { limit: 1, include_links: 'true' }],
  ['technical members', { limit: 1 }, { limit: 1, include_app_metas: 'true' }],
  ['key', { select: 'age as a' }, { select: 'age as b' }],
  ['literal', { where: 'species="oak"' }, { where: 'species="Oak"' }],
]

/** Style §3d: an answer's tag is the state of the data and what the question means. */
export function tagRows(): void {
  for (const [why, one, other] of SAME)
    test(`tag: the same question, ${why}`, async () => {
      const tag = await tagOf(RECORDS, one)
      assert.match(String(tag), /^W\/"[\w-]{22}"$/)
      assert.equal(await tagOf(RECORDS, other), tag)
    })
  for (const [why, one, other] of OTHER)
    test(`tag: another question, ${why}`, async () =>
      assert.notEqual(await tagOf(RECORDS, one), await tagOf(RECORDS, other)))

  test('tag: exports by format and options', async () => {
    const tags = await Promise.all(
      [
        'csv',
        'csv?delimiter=,',
        'csv?use_labels=true',
        'csv?compressed=true',
        'json',
        'jsonl',
        'geojson',
      ].map(format => tagOf(`${DATASET}/exports/${format}${format.includes('?') ? '&' : '?'}limit=900`)),
    )
    assert.equal(new Set(tags).size, tags.length)
    assert.equal(
      await tagOf(`${DATASET}/exports/json?delimiter=,&limit=900`),
      tags[4],
      'options of other formats',
    )
  })

  test('tag: none where the answer is another one each time', async () => {
    for (const parameters of [
      { where: 'last_visit < now()' },
      { select: 'now() as n' },
      { order_by: 'random()' },
      { where: 'last_visit > now(days=-3)' },
    ])
      assert.equal(await tagOf(RECORDS, parameters), undefined, JSON.stringify(parameters))
    assert.notEqual(await tagOf(RECORDS, { order_by: 'random(3)' }), undefined)
  })

  test('304: what the caller has is not sent again, by weak comparison', async () => {
    for (const path of [
      RECORDS,
      DATASET,
      `${DATASET}/facets`,
      `${DATASET}/exports/csv?limit=900`,
      `${ROOT}/catalog/datasets`,
    ]) {
      const tag = String(await tagOf(path))
      for (const sent of [tag, tag.slice(2), `"x", ${tag}`, '*'])
        assert.equal(
          (await send(path, { headers: { 'if-none-match': sent } })).status,
          304,
          `${path} ${sent}`,
        )
      for (const sent of ['"x"', 'W/"x"', tag.slice(3, -1), ''])
        assert.equal(
          (await send(path, { headers: { 'if-none-match': sent } })).status,
          200,
          `${path} ${sent}`,
        )
      const { bytes, headers } = await send(path, { headers: { 'if-none-match': tag } })
      assert.deepEqual([bytes.length, headers.etag], [0, tag])
    }
  })

  test('304 runs no query: it is answered while the engine stands still', withoutEngine)
  test('another revision, another tag; revision= pins the old one', revisions)
}

/** Asks with the engine stopped, so that whatever needed it could not answer. */
async function withoutEngine(): Promise<void> {
  const where = { where: 'height > 3.25 and age < 77' }
  const tag = String(await tagOf(RECORDS, where))
  const engine = city().running.engineHost()
  assert.ok(engine !== undefined)
  const patience = new AbortController()
  process.kill(engine.pid, 'SIGSTOP')
  try {
    // spelt anew, so that no answer is kept under this address
    const known = await send(`${RECORDS}${queryString({ ...where, spelt: 'anew' })}`, {
      headers: { 'if-none-match': tag },
    })
    assert.equal(known.status, 304)
    const asked = send(`${RECORDS}?where=height>3.25+and+age<78`, { signal: patience.signal })
    const late = new Promise<string>(resolve => setTimeout(resolve, 300, 'waiting'))
    assert.equal(await Promise.race([asked.catch(() => 'broken'), late]), 'waiting')
  } finally {
    process.kill(engine.pid, 'SIGCONT')
    patience.abort()
  }
  assert.equal((await send(`${RECORDS}?where=height>3.25+and+age<79`)).status, 200, 'the engine goes on')
}

async function revisions(): Promise<void> {
  const { running, folder } = city()
  const paths = ['', '/records', '/facets?facet=counter', '/exports/csv'].map(path => `${BIKES}${path}`)
  const ask = (path: string): Promise<Answered> => send(path)
  const before = await Promise.all(paths.map(ask))
  const listed = await tagOf(`${ROOT}/catalog/datasets`)
  const changed = `${CITY_DATASETS['bike-counts']?.data}2024-01-03,West,99\n`
  await writeFile(join(folder, 'city', 'bike-counts.csv'), changed)
  running.command('publish', '--portal', 'city', '--id', 'bike-counts')
  await untilSeen(4)
  const now = await Promise.all(paths.map(ask))
  for (const [index, path] of paths.entries()) {
    const [old, fresh] = [before[index], now[index]]
    assert.notEqual(fresh?.headers.etag, old?.headers.etag, path)
    const again = await send(path, { headers: { 'if-none-match': String(old?.headers.etag) } })
    assert.equal(again.status, 200, 'the old tag is no longer known')
    const pinned = await send(`${path}${path.includes('?') ? '&' : '?'}revision=1`)
    assert.ok(old !== undefined && pinned.bytes.equals(old.bytes), `${path} pinned to revision 1`)
    assert.equal(pinned.headers.etag, old.headers.etag)
  }
  assert.notEqual(await tagOf(`${ROOT}/catalog/datasets`), listed)
  const selected = 'select=title,records_count,data_processed as d, fields'
  const [was, is] = await Promise.all(
    ['revision=1&', 'revision=2&', ''].map(pin => read(`${BIKES}?${pin}${encodeURI(selected)}`)),
  )
  assert.deepEqual([was?.records_count, is?.records_count], [3, 4])
  assert.deepEqual(is, await read(`${BIKES}?${encodeURI(selected)}`))
  assert.equal((await send(`${BIKES}/records?revision=3`)).status, 404)
}

/** Waits until readers see so many records. */
async function untilSeen(count: number): Promise<void> {
  for (let i = 0; i < 100; i++) {
    const { total_count } = await read<{ total_count: number }>(`${BIKES}/records`, { limit: 0, turn: i })
    if (total_count === count) return
    await new Promise(resolve => setTimeout(resolve, 50))
  }
  assert.fail('the new revision is not seen')
}
