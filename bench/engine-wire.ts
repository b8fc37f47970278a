/**
 * What the wire between the web process and the engine costs: chDB in this process, our client and the
 * official one over the host's socket, on the same data. One row of a table by its key, `SELECT 1`, and a
 * load of TSV. `node --import tsx bench/engine-wire.ts [rows] [milliseconds a measurement]`
 */

import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { Agent, type AgentOptions } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { createClient } from '@clickhouse/client'
import { openRecordStore } from '../src/adapters/clickhouse/record-store.ts'
import { engineHostProgram } from '../src/adapters/engine-host/program.ts'
import { recordingLog } from '../test/contract/recording-log.ts'

const rows = Number(process.argv[2] ?? 1_000_000)
const milliseconds = Number(process.argv[3] ?? 2000)
const never = new AbortController().signal

const TABLE = {
  database: 'ds',
  name: 'bench',
  columns: [
    { name: '_id', type: 'UInt64' },
    { name: 'c1', type: 'Nullable(String)' },
    { name: 'c2', type: 'Nullable(Int64)' },
    { name: 'c3', type: 'Nullable(Float64)' },
    { name: '_search', type: 'String' },
  ],
  indexes: [
    'INDEX fts _search TYPE text(tokenizer = splitByNonAlpha, preprocessor = removeDiacriticsUTF8(caseFoldUTF8(_search)))',
  ],
  engine: 'ENGINE = MergeTree ORDER BY _id SETTINGS min_bytes_for_wide_part = 33554432',
} as const

async function* lines(): AsyncGenerator<Buffer> {
  let text = ''
  for (let id = 0; id < rows; id++) {
    text += `${id}\tcommune ${id % 1000}\t${(id * 7919) % 100_000}\t${id / 7}\tcommune ${id % 977}\n`
    if (text.length < 65_536) continue
    yield Buffer.from(text)
    text = ''
  }
  yield Buffer.from(text)
}

interface Measured {
  readonly perSecond: number
  readonly p50: number
  readonly p99: number
  /** Processor time a call, milliseconds: of this process, and of the host. */
  readonly ours: number
  readonly hosts: number
}

/** Pid of the host while there is one. */
let hostPid = 0

/** Processor time that the host has used, in milliseconds (Linux's clock ticks are 10 ms). */
function hostTime(): number {
  if (hostPid === 0) return 0
  const words = readFileSync(`/proc/${hostPid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
  return 10 * (Number(words[11]) + Number(words[12]))
}

/** Runs `call` `lanes` at a time for the time of a measurement. */
async function measure(call: (turn: number) => Promise<unknown>, lanes: number): Promise<Measured> {
  for (let turn = 0; turn < 20; turn++) await call(turn)
  const taken: number[] = []
  const end = performance.now() + milliseconds
  const begun = performance.now()
  const own = process.cpuUsage()
  const host = hostTime()
  await Promise.all(
    Array.from({ length: lanes }, async () => {
      while (performance.now() < end) {
        const started = performance.now()
        await call(taken.length)
        taken.push(performance.now() - started)
      }
    }),
  )
  const seconds = (performance.now() - begun) / 1000
  const { user, system } = process.cpuUsage(own)
  taken.sort((a, b) => a - b)
  const at = (share: number) => taken[Math.floor(taken.length * share)] ?? 0
  return {
    perSecond: taken.length / seconds,
    p50: at(0.5),
    p99: at(0.99),
    ours: (user + system) / 1000 / taken.length,
    hosts: (hostTime() - host) / taken.length,
  }
}

type Ask = (sql: string, id: number) => Promise<unknown>

const ROW = 'SELECT c1, c2, c3 FROM ds.bench WHERE _id = {id:UInt64}'

async function report(name: string, ask: Ask): Promise<Record<string, string>[]> {
  const lines: Record<string, string>[] = []
  for (const [what, sql] of [
    ['SELECT 1', 'SELECT 1'],
    ['one row', ROW],
  ] as const) {
    for (const lanes of [1, 4, 32]) {
      const { perSecond, p50, p99, ours, hosts } = await measure(
        turn => ask(sql, (turn * 7919) % rows),
        lanes,
      )
      lines.push({
        through: name,
        what,
        'in flight': String(lanes),
        'q/s': perSecond.toFixed(0),
        'p50 ms': p50.toFixed(2),
        'p99 ms': p99.toFixed(2),
        'our CPU ms': ours.toFixed(2),
        'host CPU ms': hosts.toFixed(2),
      })
    }
  }
  return lines
}

/** chDB alone in a process of its own, for one process opens one folder. */
function inProcess(home: string): Promise<Record<string, string>[]> {
  const child = spawn(
    process.execPath,
    [...process.execArgv, import.meta.filename, String(rows), String(milliseconds)],
    {
      env: { ...process.env, ENGINE_WIRE_FOLDER: join(home, 'engine'), UV_THREADPOOL_SIZE: '16' },
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  )
  let text = ''
  child.stdout.on('data', (chunk: Buffer) => {
    text += chunk
  })
  return new Promise(resolve => child.on('close', () => resolve(JSON.parse(text))))
}

async function runInProcess(folder: string): Promise<void> {
  const { Session } = await import('chdb')
  const idle = Array.from({ length: 4 }, () => new Session(folder))
  const waiting: ((session: InstanceType<typeof Session>) => void)[] = []
  const ask: Ask = async (sql, id) => {
    const session =
      idle.pop() ?? (await new Promise<InstanceType<typeof Session>>(resolve => waiting.push(resolve)))
    const result = await session.queryAsync(`SET param_id='${id}'; ${sql}`, { format: 'JSONCompactEachRow' })
    const next = waiting.shift()
    if (next === undefined) idle.push(session)
    else next(session)
    return JSON.parse(result.text())
  }
  const lines = await report('chDB in process', ask)
  process.stdout.write(JSON.stringify(lines))
  for (const session of idle) session.close()
}

async function compare(): Promise<void> {
  const home = await mkdtemp(join(tmpdir(), 'vitrine-bench-'))
  const socketPath = join(home, 'e.sock')
  const log = recordingLog()
  const host = await engineHostProgram({ home, socketPath, log, ballastBytes: 0 }).start(
    AbortSignal.timeout(60_000),
  )
  hostPid = host.pid
  const store = await openRecordStore({ socketPath }, { log, signal: never })
  const overSocket: AgentOptions & { socketPath: string } = { socketPath, keepAlive: true, maxSockets: 64 }
  const client = createClient({
    url: 'http://localhost',
    http_agent: new Agent(overSocket),
    keep_alive: { enabled: true },
  })
  const table: Record<string, string>[] = []
  const loads: Record<string, string>[] = []
  const load = async (name: string, run: () => Promise<unknown>) => {
    await store.createTable(TABLE, never)
    const started = performance.now()
    await run()
    const seconds = (performance.now() - started) / 1000
    const found = await store.countRows('ds.bench', never)
    loads.push({ through: name, rows: String(found), 'rows/s': (found / seconds).toFixed(0) })
  }
  await load('our client', () => store.load(TABLE, lines(), never))
  await load('@clickhouse/client', () =>
    client
      .exec({
        query: 'INSERT INTO ds.bench (_id, c1, c2, c3, _search) FORMAT TabSeparated',
        values: Readable.from(lines(), { objectMode: false }),
      })
      .then(result => result.stream.resume()),
  )
  await load('our client, again', () => store.load(TABLE, lines(), never))
  await store.seal(TABLE, never)
  table.push(
    ...(await report('our client', (sql, id) =>
      store.query({ sql, params: { id: String(id) } }, 'page', never),
    )),
  )
  table.push(
    ...(await report('@clickhouse/client', async (query, id) => {
      const answer = await client.query({
        query,
        query_params: { id },
        format: 'JSONCompactEachRow',
        clickhouse_settings: { wait_end_of_query: 1 },
      })
      return answer.json()
    })),
  )
  await client.close()
  await store.close()
  await host.stop()
  table.unshift(...(await inProcess(home)))
  await rm(home, { recursive: true, force: true })
  console.table(table)
  console.table(loads)
}

const folder = process.env.ENGINE_WIRE_FOLDER
if (folder === undefined) await compare()
else await runInProcess(folder)
