import { loadavg } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { readCursor, writeCursor } from '../src/core/record/cursor.ts'
import { type BesideEngine, DATASET, openBesideEngine } from './beside-engine.ts'
import { markdown, measure, type Times } from './measure.ts'

// The product beside the raw engine, in one run on one machine (design.md §5): the same question through HTTP and as
// bare SQL on the engine's own socket. Every question is another one, so that no kept answer is measured by mistake.
// npm run long:bench -- [--rows 1000000] [--seconds 5]; npm run long:bench10m

const { values } = parseArgs({
  options: { rows: { type: 'string', default: '1000000' }, seconds: { type: 'string', default: '5' } },
})
const ROWS = Number(values.rows)
const seconds = Number(values.seconds)

/** Pages at each end of a walk. */
const WALKED = 100

type Row = readonly string[]

const ms = (value: number): string => value.toFixed(value < 100 ? 2 : 0)
const both = ({ p50, p99 }: Times): string => `${ms(p50)} / ${ms(p99)}`
const times = (ours: number, raw: number): string => `× ${(ours / raw).toFixed(2)}`

const clock = async (once: () => Promise<unknown>): Promise<number> => {
  const began = performance.now()
  await once()
  return performance.now() - began
}

/** The number and name of the first field of a type. */
function column({ fields }: BesideEngine, type: string): { readonly name: string; readonly sql: string } {
  const at = fields.findIndex(field => field.type === type)
  return { name: fields[at]?.name ?? '', sql: `c${at + 1}` }
}

const condition = (text: string): string => `where=${encodeURIComponent(text)}`

async function pages(bench: BesideEngine): Promise<readonly Row[]> {
  const { table, columns, sql, ask } = bench
  const [int, double] = [column(bench, 'int'), column(bench, 'double')]
  const page = (n: number) =>
    ask(`${DATASET}/records?limit=20&order_by=${double.name}&${condition(`${int.name} > ${n % 5000}`)}`)
  const rawPage =
    (settings = '') =>
    (n: number) => {
      const where = `WHERE ${int.sql} > ${n % 5000}`
      const order = `ORDER BY ${double.sql} NULLS LAST, _id LIMIT 20`
      return Promise.all([
        sql(`SELECT ${columns} FROM ${table} ${where} ${order} FORMAT JSONCompactEachRow`, settings),
        sql(`SELECT count() FROM ${table} ${where} FORMAT JSONCompactEachRow`, settings),
      ])
    }
  // by default the engine leaves rows out early, and some too many (profiles.ts); the product pays for all of them
  const careful = await measure(rawPage('&use_top_k_dynamic_filtering=0'), { lanes: 1, seconds })
  const rows: Row[] = [['records page, the engine without its faulty short cut', both(careful), '', '']]
  // so many at once of what takes the engine half a second each are refused, by ours and by the engine's own clock
  for (const lanes of [1, ROWS > 2_000_000 ? 4 : 32]) {
    const raw = await measure(rawPage(), { lanes, seconds })
    const ours = await measure(page, { lanes, seconds })
    const over = `${ms(ours.p50 - raw.p50)} ms over at p50; p99 ${times(ours.p99, ours.p50)} of p50`
    rows.push([`records page, ${lanes} in flight`, both(raw), both(ours), over])
  }
  const same = await measure(() => page(1), { lanes: 16, seconds })
  const { headers } = await ask(`${DATASET}/records?limit=20`)
  const tag = { 'if-none-match': String(headers.etag) }
  const known = await measure(() => ask(`${DATASET}/records?limit=20`, tag), { lanes: 16, seconds })
  return [
    ...rows,
    ['the same question again', '', `${same.rate.toFixed(0)}/s`, ''],
    ['the same, tag known (304)', '', `${known.rate.toFixed(0)}/s`, ''],
  ]
}

async function facets({ table, fields, sql, ask, ...bench }: BesideEngine): Promise<Row> {
  const int = column({ table, fields, sql, ask, ...bench }, 'int')
  const chosen = fields.flatMap(({ name, type }, i) =>
    ['text', 'int', 'boolean'].includes(type) ? [{ name, sql: `c${i + 1}` }] : [],
  )
  const five = chosen.slice(0, 5)
  const one = (c: string, n: number): string =>
    `SELECT ${c} AS v, count() AS n FROM ${table} WHERE ${int.sql} > ${n % 50} GROUP BY v ORDER BY n DESC LIMIT 50`
  const raw = await measure(
    n => Promise.all(five.map(field => sql(`${one(field.sql, n)} FORMAT JSONCompactEachRow`))),
    { lanes: 1, seconds },
  )
  const asked = five.map(({ name }) => `facet=${encodeURIComponent(`facet(name="${name}",limit=50)`)}`)
  const ours = await measure(
    n => ask(`${DATASET}/facets?${asked.join('&')}&${condition(`${int.name} > ${n % 50}`)}`),
    { lanes: 1, seconds },
  )
  return ['five facets', both(raw), both(ours), times(ours.p50, raw.p50)]
}

/** Squares of one depth of the map, each other one. */
async function tiles(bench: BesideEngine): Promise<Row> {
  const { table, sql, ask } = bench
  const place = column(bench, 'geo_point_2d').sql
  const int = column(bench, 'int')
  const depth = 3
  const square = (n: number) => ({ x: Math.abs(n) % 8, y: 2 + (Math.abs(n) % 4) })
  const raw = await measure(
    n => {
      const { x, y } = square(n)
      const point = `(assumeNotNull(${place}_lon), assumeNotNull(${place}_lat))::Point`
      const [west, east] = [x * 45 - 180, x * 45 - 135]
      const inside = `${place}_lon BETWEEN ${west} AND ${east} AND ${int.sql} > ${n % 500}`
      const drawn = `SELECT MVTEncodeGeom(${point}, ${depth}, ${x}, ${y}) g, _id FROM ${table} WHERE ${inside}`
      return sql(
        `SELECT MVTEncode('l')(g, tuple(_id)::Tuple(id UInt64)) FROM (${drawn}) WHERE g IS NOT NULL FORMAT RawBLOB`,
      )
    },
    { lanes: 1, seconds },
  )
  const ours = await measure(
    n => {
      const { x, y } = square(n)
      return ask(`${DATASET}/tiles/${depth}/${x}/${y}.mvt?${condition(`${int.name} > ${n % 500}`)}`)
    },
    { lanes: 1, seconds },
  )
  return [`vector tile, depth ${depth}`, both(raw), both(ours), times(ours.p50, raw.p50)]
}

async function lookUps({ table, sql, ask }: BesideEngine): Promise<Row> {
  const spread = `_id IN (SELECT number * ${Math.floor(ROWS / 1000)} FROM numbers(1000))`
  const text = await sql(`SELECT _record FROM ${table} WHERE ${spread} FORMAT TSV`)
  const ids = text.trim().split('\n')
  const at = (n: number): string => ids[Math.abs(n) % ids.length] ?? ''
  const raw = await measure(n => sql(`SELECT * FROM ${table} WHERE _record = '${at(n)}' LIMIT 1`), {
    ...{ lanes: 1, seconds },
  })
  // spelt anew, so that no kept answer is measured
  const ours = await measure(
    n => ask(`${DATASET}/records/${at(n)}?select=*,${n} as n`.replaceAll(' ', '+')),
    {
      ...{ lanes: 1, seconds },
    },
  )
  return ['record by its identifier', both(raw), both(ours), times(ours.p50, raw.p50)]
}

/** A walk by cursors: its first pages, and those that lie at nine tenths of it, to which a cursor is turned forward. */
async function walk({ ask }: BesideEngine, order: string): Promise<Row> {
  const step = async (path: string): Promise<{ readonly took: number; readonly next: string }> => {
    const began = performance.now()
    const { headers } = await ask(path)
    const [, href = 'http://end/'] = /<([^>]+)>/.exec(String(headers.link ?? '')) ?? []
    const { pathname, search } = new URL(href)
    return { took: performance.now() - began, next: pathname + search }
  }
  const some = async (
    path: string,
  ): Promise<{ readonly times: readonly number[]; readonly next: string }> => {
    const times: number[] = []
    let next = path
    for (let page = 0; page < WALKED; page++) {
      const { took, next: further } = await step(next)
      times.push(took)
      next = further
    }
    return { times, next }
  }
  const near = await some(`${DATASET}/records?limit=100${order === '' ? '' : `&order_by=${order}`}`)
  const forward = new URL(near.next, 'http://bench')
  const cursor = readCursor(forward.searchParams.get('cursor') ?? '')
  if (cursor === null) throw new Error('the walk has no cursor')
  const position = Math.floor(ROWS * 0.9)
  const far = { ...cursor, position, after: cursor.after === null ? null : String(position) }
  forward.searchParams.set('cursor', writeCursor(far))
  // an order that cannot be made within the deadline of a page is refused, and said to be
  const first = await step(forward.pathname + forward.search).catch(() => null)
  const late = first === null ? null : await some(first.next)
  const median = (times: readonly number[]): string =>
    ms(times.toSorted((x, y) => x - y)[times.length >> 1] ?? 0)
  const further = late === null ? 'refused there' : `${median(late.times)} at nine tenths`
  return [
    `page of a walk by cursor, ${order || 'source'} order`,
    '',
    `${median(near.times)} at the start, ${further}`,
    first === null ? 'more than the deadline of a page' : `turned there in ${ms(first.took)}`,
  ]
}

async function exportsOf({ table, columns, drain, drainSql, ask }: BesideEngine): Promise<readonly Row[]> {
  const rows: Row[] = []
  for (const [format, own] of [
    ['csv', 'CSV'],
    ['jsonl', 'JSONEachRow'],
  ] as const) {
    const raw = await clock(() => drainSql(`SELECT ${columns} FROM ${table} ORDER BY _id FORMAT ${own}`))
    const ours = await clock(() => drain(`${DATASET}/exports/${format}`))
    const share = `${((100 * raw) / ours).toFixed(0)} % of the engine's own writer`
    rows.push([`${format} export, all rows`, `${ms(raw)} ms`, `${ms(ours)} ms`, share])
  }
  await drain(`${DATASET}/exports/csv`)
  const isFile = async () =>
    (await ask(`${DATASET}/exports/csv`, { range: 'bytes=0-9' }).catch(() => null)) === null
  for (let i = 0; i < 60 && !(await isFile()); i++) await sleep(1000)
  const again = await clock(() => drain(`${DATASET}/exports/csv`))
  return [...rows, ['csv export as a file', '', `${ms(again)} ms`, '']]
}

async function catalogue({ ask }: BesideEngine): Promise<readonly Row[]> {
  const anew = await measure(n => ask(`/en/explore/?q=&page=${1 + (n % 3)}&x=${n}`), { lanes: 8, seconds })
  const kept = await measure(() => ask('/en/explore/'), { lanes: 16, seconds })
  return [
    ['catalogue page, asked anew', '', `${anew.rate.toFixed(0)}/s`, ''],
    ['catalogue page, kept', '', `${kept.rate.toFixed(0)}/s`, ''],
  ]
}

await using bench = await openBesideEngine(ROWS)
const rate = `${Math.round(ROWS / (bench.load / 1000)).toLocaleString('en')} rows/s`
const rows: readonly Row[] = [
  ...(await pages(bench)),
  await facets(bench),
  await tiles(bench),
  await lookUps(bench),
  await walk(bench, ''),
  await walk(bench, column(bench, 'double').name),
  await walk(bench, column(bench, 'text').name),
  ...(await exportsOf(bench)),
  ...(await catalogue(bench)),
  [
    `publish ${ROWS.toLocaleString('en')} rows, command to served`,
    ...['', `${(bench.load / 1000).toFixed(1)} s`, rate],
  ],
]
const load = loadavg().map(value => value.toFixed(1))
console.log(`${ROWS.toLocaleString('en')} rows, load average ${load.join(' ')}\n`)
console.log(markdown(['what', 'raw engine, p50 / p99 ms', 'product', 'ratio'], rows))
