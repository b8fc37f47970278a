import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { readCursor, writeCursor } from '../../src/core/record/cursor.ts'
import {
  city,
  type Link,
  type Members,
  type Parameters,
  queryString,
  type RecordsPage,
  refuses,
  send,
} from './ask-city.ts'
import { ROOT } from './city.ts'

const WALKS = `${ROOT}/catalog/datasets/walks`
const RECORDS = `${WALKS}/records`
const ROWS = 10_700

/** More records than offsets reach: few kinds, many ties, some nulls; texts that sort by no byte. */
const KINDS = ['Été', 'eté', 'zone', 'Zone', 'Ångström', 'ample', '', 'œuf', '1er', '-']
const table = (rows: number): string =>
  `n,kind,half,day\n${Array.from({ length: rows }, (_, i) => {
    const half = i % 7 === 0 ? '' : ((i * 7919) % 1000) / 2
    return `${i},${KINDS[i % KINDS.length]},${half},2024-0${1 + (i % 9)}-1${i % 10}`
  }).join('\n')}\n`

async function publish(rows: number): Promise<void> {
  const { running, folder } = city()
  await writeFile(join(folder, 'walks.csv'), table(rows))
  running.command('publish', join(folder, 'walks.csv'), '--portal', 'city', '--id', 'walks')
}

interface Step extends RecordsPage {
  /** Path and query of the next page. */
  readonly next: string | null
}

async function step(path: string): Promise<Step> {
  const { status, headers, bytes } = await send(path)
  assert.equal(status, 200, `${path}\n${bytes}`)
  const [, href] = /^<([^>]+)>; rel="next"$/.exec(String(headers.link ?? '')) ?? []
  const { pathname, search } = new URL(href ?? 'http://x/')
  return {
    ...(JSON.parse(bytes.toString()) as RecordsPage),
    next: href === undefined ? null : pathname + search,
  }
}

const cursorIn = (path: string | null): string =>
  new URL(path ?? '', 'http://x').searchParams.get('cursor') ?? ''

/** All the results of a question, by its cursors alone. */
async function walk(parameters: Parameters): Promise<readonly Members[]> {
  const all: Members[] = []
  let total = -1
  for (let path: string | null = `${RECORDS}${queryString(parameters)}`; path !== null; ) {
    const page: Step = await step(path)
    total = page.total_count
    all.push(...page.results)
    path = page.next
  }
  assert.equal(all.length, total)
  return all
}

/** The same by one export. */
async function whole(parameters: Parameters): Promise<readonly Members[]> {
  const { limit: _, ...clauses } = parameters
  const { bytes } = await send(`${WALKS}/exports/jsonl${queryString(clauses)}`)
  return bytes
    .toString()
    .trimEnd()
    .split('\n')
    .map(line => JSON.parse(line) as Members)
}

/** Questions in orders of every kind. */
const QUESTIONS: readonly [why: string, parameters: Parameters][] = [
  ['in the order of the source', { limit: 100, select: 'n' }],
  ['of what a filter leaves', { limit: 97, select: 'n', where: 'half > 10' }],
  ['by numbers, nulls last', { limit: 100, select: 'n, half', order_by: 'half' }],
  ['by texts, falling', { limit: 100, select: 'n, kind', order_by: 'kind desc' }],
  ['by several keys', { limit: 100, select: 'n', order_by: 'day desc, kind, -half' }],
  ['by chance with a seed', { limit: 100, select: 'n', order_by: 'random(3)' }],
  ['of groups', { limit: 1000, group_by: 'n', select: 'count(*) as c', order_by: 'n desc' }],
  ['of groups in their own order', { limit: 700, group_by: 'half, kind, day', select: 'count(*) as c' }],
]

/** Walks beyond the bounds of offsets. */
export function walkRows(): void {
  test('walks: a dataset that is longer than offsets reach', () => publish(ROWS))

  for (const [why, parameters] of QUESTIONS)
    test(`walks: every result once, ${why}`, async () => {
      const [walked, exported] = [await walk(parameters), await whole(parameters)]
      assert.equal(walked.length, exported.length)
      for (const [index, record] of walked.entries())
        assert.deepEqual(record, exported[index], `result ${index}`)
    })

  test('walks: offsets lead into a walk and keep their bounds', async () => {
    const last = await step(`${RECORDS}?limit=100&offset=9900&select=n`)
    assert.deepEqual(last.results[99], { n: 9999 })
    assert.deepEqual((await step(String(last.next))).results[0], { n: 10_000 })
    await refuses(RECORDS, { limit: 100, offset: 9901 }, [
      ...([400, 'InvalidRESTParameterError'] as const),
      'Invalid value for sum of offset + limit API parameter: 10001 was found but <= 10000 is expected.',
    ])
    const end = await step(`${RECORDS}?limit=100&where=n<50`)
    assert.deepEqual([end.results.length, end.next], [50, null])
    assert.equal((await step(`${RECORDS}?limit=50&where=n<50`)).next, null, 'a full page may be the last')
    assert.equal((await step(`${RECORDS}?limit=0`)).next, null)
    assert.equal((await step(`${RECORDS}?order_by=random()`)).next, null, 'no order to go on in')
  })

  test('walks: links in the answer go by offset as far as it reaches, then by cursor', async () => {
    const rels = async (path: string) => {
      const { _links = [] } = await step(path)
      return new Map(_links.map(({ rel, href }: Link) => [rel, new URL(href).searchParams]))
    }
    const near = await rels(`${RECORDS}?limit=10&include_links=true`)
    assert.equal(near.get('next')?.get('offset'), '10')
    const far = await rels(`${RECORDS}?limit=100&offset=9900&include_links=true`)
    assert.deepEqual([far.get('next')?.has('cursor'), far.get('next')?.has('offset')], [true, false])
    const walked = await rels(`${RECORDS}?${far.get('next')}`)
    assert.deepEqual([...walked.keys()].sort(), ['dataset', 'first', 'next', 'self'])
    assert.equal(walked.get('first')?.has('cursor'), false)
  })

  test('walks: a cursor is of its question, whole and alone', async () => {
    const { next } = await step(`${RECORDS}?limit=10&where=n>5`)
    const cursor = cursorIn(next)
    const expected = (what: string, found: string) =>
      `Invalid value for cursor API parameter: ${found} was found but ${what} is expected.`
    const same = 'the cursor of a page with the same clauses'
    const refused = (parameters: Parameters, message: string) =>
      refuses(RECORDS, parameters, [400, 'InvalidRESTParameterError', message])
    await refused({ cursor }, expected(same, cursor))
    await refused({ cursor, where: 'n>6' }, expected(same, cursor))
    await refused({ cursor, where: 'n>5', order_by: 'kind' }, expected(same, cursor))
    for (const damaged of [cursor.slice(1), `${cursor}x`, 'x', cursor.toUpperCase()])
      await refused({ cursor: damaged, where: 'n>5' }, expected('the cursor of a page before', damaged))
    await refused(
      { cursor, where: 'n>5', offset: 10 },
      'Invalid value for offset API parameter: 10 was found but no offset beside cursor is expected.',
    )
    const other = await send(`${ROOT}/catalog/datasets/city-trees/records${queryString({ cursor })}`)
    assert.equal(other.status, 400, 'of another dataset')
    assert.equal(
      (await step(`${RECORDS}${queryString({ cursor, where: 'n>5', limit: 3 })}`)).results.length,
      3,
    )
  })

  test('walks: the catalogue', async () => {
    const first = await step(`${ROOT}/catalog/datasets?limit=2&select=dataset_id`)
    const second = await step(String(first.next))
    const all = await step(`${ROOT}/catalog/datasets?limit=100&select=dataset_id`)
    assert.deepEqual([...first.results, ...second.results], all.results)
    assert.equal(second.next, null)
  })

  test('walks: a walk stays in its revision; when that is gone it says so', async () => {
    const { next } = await step(`${RECORDS}?limit=10&order_by=n`)
    const listed = await step(`${ROOT}/catalog/datasets?limit=2`)
    await publish(20)
    const page = await step(String(next))
    assert.deepEqual(
      [page.total_count, page.results.map(({ n }) => n)],
      [ROWS, [10, 11, 12, 13, 14, 15, 16, 17, 18, 19]],
    )
    assert.equal((await step(RECORDS)).total_count, 20)
    const { question } = readCursor(cursorIn(next)) ?? { question: '' }
    const lost = writeCursor({ version: 999, position: 10, after: null, question })
    for (const path of [`${RECORDS}?order_by=n&cursor=${lost}`, String(listed.next)]) {
      const { status, bytes } = await send(path)
      assert.deepEqual([status, (JSON.parse(bytes.toString()) as Members).error_code], [410, 'CursorExpired'])
    }
  })
}
