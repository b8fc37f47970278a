import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { Pool } from 'undici'
import { EXPORT_FORMATS } from '../src/core/export/formats.ts'
import { startDeployment } from '../test/chaos/deployment.ts'
import { testPortal } from '../test/chaos/open-test-deployment.ts'
import { markdown } from './measure.ts'

// Every export format of one dataset of places, through HTTP, beside the engine's own CSV of the same table.
// node --import tsx bench/exports.ts [--rows 300000]

const { values } = parseArgs({ options: { rows: { type: 'string', default: '300000' } } })
const ROWS = Number(values.rows)
const HOST = 'bench.localhost'

const SPECIES = ['oak', 'ash', 'elm; "red"', 'beech', 'érable']
const line = (i: number): string =>
  [
    ...[
      `T-${i}`,
      SPECIES[i % 5]?.replaceAll('"', '""'),
      `plant/${i % 50}`,
      'old,listed',
      (i % 300) / 10,
      i % 200,
    ],
    ...[
      i % 2 === 0,
      `19${String(i % 90).padStart(2, '0')}-03-0${(i % 9) + 1}`,
      `2020-01-01T${String(i % 24).padStart(2, '0')}:00:00Z`,
    ],
    `${48.8 + (i % 777) / 10_000}, ${2.3 + (i % 1000) / 10_000}`,
  ]
    .map(cell => `"${cell}"`)
    .join(',')

const folder = await mkdtemp(join(tmpdir(), 'vitrine-bench-'))
const portal = join(folder, 'portals', 'bench')
await mkdir(portal, { recursive: true })
const { slug: _slug, ...config } = testPortal('bench')
await writeFile(join(portal, 'portal.json'), JSON.stringify(config))
const names = 'tree_id,species,taxonomy,tags,height,age,remarkable,planted_on,last_visit,position'
const file = join(folder, 'trees.csv')
await writeFile(file, `${names}\n${Array.from({ length: ROWS }, (_, i) => line(i)).join('\n')}\n`)
const running = await startDeployment({ portals: join(folder, 'portals') })
running.command('publish', file, '--portal', 'bench', '--id', 'trees')

const product = new Pool(`http://127.0.0.1:${running.port}`, { connections: 4 })
const engine = new Pool('http://engine', { socketPath: join(running.home, 'data', 'run', 'engine.sock') })
const headers = { host: `${HOST}:${running.port}` }

interface Taken {
  readonly seconds: number
  readonly bytes: number
  readonly peak: number
}

/** Resident memory of the main process now, in megabytes. */
async function resident(): Promise<number> {
  const status = await readFile(`/proc/${running.main()?.pid}/status`, 'utf8')
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024
}

async function drain(ask: () => ReturnType<Pool['request']>): Promise<Taken> {
  const started = performance.now()
  const answer = await ask()
  if (answer.statusCode !== 200) throw new Error((await answer.body.text()).slice(0, 300))
  let [bytes, peak] = [0, 0]
  const watch = setInterval(() => void resident().then(now => (peak = Math.max(peak, now))), 50)
  for await (const chunk of answer.body) bytes += chunk.byteLength
  clearInterval(watch)
  return { seconds: (performance.now() - started) / 1000, bytes, peak }
}

async function best(ask: () => ReturnType<Pool['request']>): Promise<Taken> {
  const [first, second] = [await drain(ask), await drain(ask)]
  return first.seconds < second.seconds ? first : second
}

const tables = await engine.request({
  path: '/?readonly=1',
  method: 'POST',
  body: "SELECT name FROM system.tables WHERE database = 'ds'",
})
const table = (await tables.body.text()).trim().split('\n')[0]
const columns = 'c1, c2, c3, c4, c5, c6, c7, c8, c9, c10_lon, c10_lat'
const sql = `SELECT ${columns} FROM ds.${table} ORDER BY _id`
const own = await best(() =>
  engine.request({ path: '/?readonly=1&max_threads=2&default_format=CSV', method: 'POST', body: sql }),
)
const rows: string[][] = [['the engine’s CSV', ...told(own)]]
for (const format of Object.keys(EXPORT_FORMATS)) {
  const path = `/api/explore/v2.1/catalog/datasets/trees/exports/${format}`
  rows.push([format, ...told(await best(() => product.request({ path, method: 'GET', headers })))])
}
process.stdout.write(`${markdown(['format', 'rows/s', '% of the engine', 'MB', 'memory, MB'], rows)}\n`)

function told({ seconds, bytes, peak }: Taken): string[] {
  const share = (100 * own.seconds) / seconds
  return [(ROWS / seconds).toFixed(0), share.toFixed(0), (bytes / 1e6).toFixed(1), peak.toFixed(0)]
}

await product.destroy()
await engine.destroy()
await running.stop()
await rm(folder, { recursive: true, force: true })
