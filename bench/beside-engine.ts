import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Pool } from 'undici'
import { startDeployment } from '../test/chaos/deployment.ts'
import { testPortal } from '../test/chaos/open-test-deployment.ts'
import { generateCsv } from '../test/datasets/generate-csv.ts'

const HOST = 'bench.localhost'
export const DATASET = '/api/explore/v2.1/catalog/datasets/rows'

/** A running product with one dataset of `rows` records, and the socket of its engine. */
export interface BesideEngine extends AsyncDisposable {
  /** Milliseconds from the command to a served dataset. */
  readonly load: number
  readonly fields: readonly { readonly name: string; readonly type: string }[]
  /** The records table, qualified, and its columns of fields that are no places. */
  readonly table: string
  readonly columns: string
  /** Asks the product; anything but an answer is thrown. */
  ask(path: string, headers?: Readonly<Record<string, string>>): Promise<Asked>
  /** Asks the engine the bare statement. */
  sql(query: string, settings?: string): Promise<string>
  /** Both, read to the end and thrown away; the number of bytes. */
  drain(path: string): Promise<number>
  drainSql(query: string): Promise<number>
}

export interface Asked {
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: string
}

/** Generates, starts, publishes. */
export async function openBesideEngine(rows: number): Promise<BesideEngine> {
  const folder = await mkdtemp(join(tmpdir(), 'vitrine-bench-'))
  const portal = join(folder, 'portals', 'bench')
  await mkdir(portal, { recursive: true })
  const { slug: _slug, ...config } = testPortal('bench')
  await writeFile(join(portal, 'portal.json'), JSON.stringify(config))
  const file = join(folder, 'rows.csv')
  await generateCsv(file, { rows, dirtEvery: 50_000, seed: 1 })
  const running = await startDeployment({ portals: join(folder, 'portals') })
  const product = new Pool(`http://127.0.0.1:${running.port}`, { connections: 64, bodyTimeout: 600_000 })
  const socketPath = join(running.home, 'data', 'run', 'engine.sock')
  const engine = new Pool('http://engine', { socketPath, connections: 64, bodyTimeout: 600_000 })

  const request = (path: string, headers: Readonly<Record<string, string>> = {}) =>
    product.request({ path, method: 'GET', headers: { host: `${HOST}:${running.port}`, ...headers } })
  const statement = (query: string, settings: string) =>
    engine.request({ path: `/?readonly=1&max_threads=2${settings}`, method: 'POST', body: query })

  const ask = async (path: string, headers?: Readonly<Record<string, string>>): Promise<Asked> => {
    const answer = await request(path, headers)
    const body = await answer.body.text()
    if (answer.statusCode !== 200 && answer.statusCode !== 304)
      throw new Error(`${answer.statusCode} ${path} ${body.slice(0, 300)}`)
    return { headers: answer.headers, body }
  }
  const sql = async (query: string, settings = ''): Promise<string> => {
    const answer = await statement(query, `&wait_end_of_query=1${settings}`)
    const body = await answer.body.text()
    if (answer.statusCode !== 200) throw new Error(body.slice(0, 300))
    return body
  }

  const began = performance.now()
  running.command('publish', file, '--portal', 'bench', '--id', 'rows', '--json')
  const load = performance.now() - began
  const { fields } = JSON.parse((await ask(DATASET)).body) as Pick<BesideEngine, 'fields'>
  const tables = await sql(`SELECT name FROM system.tables WHERE database = 'ds' ORDER BY name FORMAT TSV`)
  return {
    ...{ load, fields, ask, sql },
    table: `ds.${tables.trim().split('\n').at(-1)}`,
    columns: fields.flatMap(({ type }, i) => (type.startsWith('geo_') ? [] : [`c${i + 1}`])).join(', '),
    drain: async path => sizeOf((await request(path)).body),
    drainSql: async query => sizeOf((await statement(query, '')).body),
    [Symbol.asyncDispose]: async () => {
      await Promise.all([product.close(), engine.close()])
      await running.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

async function sizeOf(chunks: AsyncIterable<Uint8Array>): Promise<number> {
  let bytes = 0
  for await (const chunk of chunks) bytes += chunk.byteLength
  return bytes
}
