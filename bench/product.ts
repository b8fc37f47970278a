import { readdirSync } from 'node:fs'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { Pool } from 'undici'
import { type RunningDeployment, startDeployment } from '../test/chaos/deployment.ts'
import { testPortal } from '../test/chaos/open-test-deployment.ts'
import { generateCsv } from '../test/datasets/generate-csv.ts'
import { markdown, measure } from './measure.ts'

// The product beside the raw engine, in one run on one machine (design.md §5): the same question through HTTP and as
// bare SQL on the engine's own socket. Every question is another one, so that no kept answer is measured by mistake.
// node --import tsx bench/product.ts [--rows 1000000] [--seconds 5]

const { values } = parseArgs({
  options: { rows: { type: 'string', default: '1000000' }, seconds: { type: 'string', default: '5' } },
})
const ROWS = Number(values.rows)
const seconds = Number(values.seconds)
const HOST = 'bench.localhost'
const DATASET = '/api/explore/v2.1/catalog/datasets/rows'

const folder = await mkdtemp(join(tmpdir(), 'vitrine-bench-'))
const portal = join(folder, 'portals', 'bench')
await mkdir(portal, { recursive: true })
const { slug: _slug, ...config } = testPortal('bench')
await writeFile(join(portal, 'portal.json'), JSON.stringify(config))
const file = join(folder, 'rows.csv')
await generateCsv(file, { rows: ROWS, dirtEvery: 50_000, seed: 1 })
const running = await startDeployment({ portals: join(folder, 'portals') })
const product = new Pool(`http://127.0.0.1:${running.port}`, { connections: 64 })

async function ask(path: string, headers: Readonly<Record<string, string>> = {}): Promise<string> {
  const answer = await product.request({
    path,
    method: 'GET',
    headers: { host: `${HOST}:${running.port}`, ...headers },
  })
  const body = await answer.body.text()
  if (answer.statusCode !== 200 && answer.statusCode !== 304)
    throw new Error(`${answer.statusCode} ${body.slice(0, 300)}`)
  return body
}

async function drain(path: string): Promise<number> {
  const answer = await product.request({ path, method: 'GET', headers: { host: `${HOST}:${running.port}` } })
  let bytes = 0
  for await (const chunk of answer.body) bytes += chunk.byteLength
  return bytes
}

/** The engine's socket: the runtime folder is named by the data folder's link. */
function engineOf({ home }: RunningDeployment): Pool {
  const socketPath = join(home, 'data', 'run', 'engine.sock')
  readdirSync(join(home, 'data'))
  return new Pool('http://engine', { socketPath, connections: 64 })
}

const engine = engineOf(running)
async function sql(query: string, settings = 'readonly=1&max_threads=2'): Promise<string> {
  const answer = await engine.request({
    path: `/?${settings}&wait_end_of_query=1`,
    method: 'POST',
    body: query,
  })
  const body = await answer.body.text()
  if (answer.statusCode !== 200) throw new Error(body.slice(0, 300))
  return body
}

async function drainSql(query: string): Promise<number> {
  const answer = await engine.request({ path: '/?readonly=1&max_threads=2', method: 'POST', body: query })
  let bytes = 0
  for await (const chunk of answer.body) bytes += chunk.byteLength
  return bytes
}

const clock = async (once: () => Promise<unknown>): Promise<number> => {
  const began = performance.now()
  await once()
  return performance.now() - began
}

try {
  const load = await clock(async () =>
    running.command('publish', file, '--portal', 'bench', '--id', 'rows', '--json'),
  )
  const dataset = JSON.parse(await ask(DATASET))
  const fields: { name: string; type: string }[] = dataset.fields
  const column = (type: string): { readonly name: string; readonly sql: string } => {
    const at = fields.findIndex(field => field.type === type)
    return { name: fields[at]?.name ?? '', sql: `c${at + 1}` }
  }
  const int = column('int')
  const double = column('double')
  const table = (await sql(`SELECT name FROM system.tables WHERE database = 'ds' FORMAT TSV`))
    .trim()
    .split('\n')
    .at(-1)
  const columns = fields
    .map((_field, index) => `c${index + 1}`)
    .filter((_, i) => !fields[i]?.type.startsWith('geo_'))
    .join(', ')
  const rows: string[][] = []
  const ms = (value: number): string => value.toFixed(2)

  const filter = (n: number): string => `${int.name} > ${n % 5000}`
  const page = (n: number): Promise<string> =>
    ask(`${DATASET}/records?limit=20&order_by=${double.name}&where=${encodeURIComponent(filter(n))}`)
  const rawPage = (n: number): Promise<unknown> => {
    const where = `${int.sql} > ${n % 5000}`
    return Promise.all([
      sql(
        `SELECT ${columns} FROM ds.${table} WHERE ${where} ORDER BY ${double.sql} NULLS LAST, _id LIMIT 20 FORMAT JSONCompactEachRow`,
      ),
      sql(`SELECT count() FROM ds.${table} WHERE ${where} FORMAT JSONCompactEachRow`),
    ])
  }
  for (const lanes of [1, 32]) {
    const raw = await measure(rawPage, { lanes, seconds })
    const ours = await measure(page, { lanes, seconds })
    rows.push([
      `records page, ${lanes} in flight`,
      `${ms(raw.p50)} / ${ms(raw.p99)}`,
      `${ms(ours.p50)} / ${ms(ours.p99)}`,
      `+${ms(ours.p50 - raw.p50)} ms p50`,
    ])
  }
  const same = await measure(() => page(1), { lanes: 16, seconds })
  const known = await measure(() => ask(`${DATASET}/records?limit=20`, { 'if-none-match': '*' }), {
    lanes: 16,
    seconds,
  })
  rows.push(
    ['the same question again', '', `${same.rate.toFixed(0)}/s`, ''],
    ['the same, tag known (304)', '', `${known.rate.toFixed(0)}/s`, ''],
  )

  const facets = fields
    .filter(({ type }) => type === 'text' || type === 'int' || type === 'boolean')
    .slice(0, 5)
  const facetSql = facets.map(({ name }) => `c${fields.findIndex(field => field.name === name) + 1}`)
  const rawFacets = await measure(
    n =>
      Promise.all(
        facetSql.map(c =>
          sql(
            `SELECT ${c} AS v, count() AS n FROM ds.${table} WHERE ${int.sql} > ${n % 50} GROUP BY v ORDER BY n DESC LIMIT 50 FORMAT JSONCompactEachRow`,
          ),
        ),
      ),
    { lanes: 1, seconds },
  )
  const ourFacets = await measure(
    n =>
      ask(
        `${DATASET}/facets?${facets.map(({ name }) => `facet=${encodeURIComponent(`facet(name="${name}",limit=50)`)}`).join('&')}&where=${encodeURIComponent(`${int.name} > ${n % 50}`)}`,
      ),
    { lanes: 1, seconds },
  )
  rows.push([
    'five facets',
    ms(rawFacets.p50),
    ms(ourFacets.p50),
    `× ${(ourFacets.p50 / rawFacets.p50).toFixed(2)}`,
  ])

  const rawCsv = await clock(() => drainSql(`SELECT ${columns} FROM ds.${table} ORDER BY _id FORMAT CSV`))
  const ourCsv = await clock(() => drain(`${DATASET}/exports/csv`))
  rows.push([
    'CSV export, all rows',
    `${ms(rawCsv)} ms`,
    `${ms(ourCsv)} ms`,
    `${((100 * rawCsv) / ourCsv).toFixed(0)} % of the engine's own writer`,
  ])
  const ourJson = await clock(() => drain(`${DATASET}/exports/jsonl`))
  const rawJson = await clock(() =>
    drainSql(`SELECT ${columns} FROM ds.${table} ORDER BY _id FORMAT JSONEachRow`),
  )
  rows.push([
    'JSON Lines export',
    `${ms(rawJson)} ms`,
    `${ms(ourJson)} ms`,
    `${((100 * rawJson) / ourJson).toFixed(0)} %`,
  ])

  const catalogue = await measure(n => ask(`/en/explore/?q=&page=${1 + (n % 3)}&x=${n}`), {
    lanes: 8,
    seconds,
  })
  const kept = await measure(() => ask('/en/explore/'), { lanes: 16, seconds })
  rows.push(
    ['catalogue page, asked anew', '', `${catalogue.rate.toFixed(0)}/s`, ''],
    ['catalogue page, kept', '', `${kept.rate.toFixed(0)}/s`, ''],
  )
  rows.push([
    `publish ${ROWS.toLocaleString('en')} rows, command to served`,
    '',
    `${(load / 1000).toFixed(1)} s`,
    `${Math.round(ROWS / (load / 1000)).toLocaleString('en')} rows/s`,
  ])
  console.log(
    `${ROWS.toLocaleString('en')} rows, load average ${loadavg()
      .map(value => value.toFixed(1))
      .join(' ')}\n`,
  )
  console.log(markdown(['what', 'raw engine, p50 / p99 ms', 'product', 'ratio'], rows))
} finally {
  await Promise.all([product.close(), engine.close()])
  await running.stop()
  await rm(folder, { recursive: true, force: true })
}
