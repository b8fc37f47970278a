/**
 * A long mixed load on the engine host: pages, streams, failures of every kind, callers that leave and loads,
 * side by side, each answer compared with what it must be. Prints what ran, what was wrong (must be 0) and the
 * host's memory on the way. `node --import tsx bench/engine-soak.ts [seconds] [in flight]`
 */

import { readFileSync } from 'node:fs'
import { type OpenRecordStore, openRecordStore } from '../src/adapters/clickhouse/record-store.ts'
import { VitrineError } from '../src/core/errors.ts'
import { startEngine } from '../test/contract/embedded-engine.ts'
import { trialLines, trialTable } from '../test/contract/record-store-loads.ts'

const seconds = Number(process.argv[2] ?? 30)
const lanes = Number(process.argv[3] ?? 24)
const never = new AbortController().signal
const engine = await startEngine()
const store = await openRecordStore({ socketPath: engine.socketPath }, { log: engine.log, signal: never })
const counts: Record<string, number> = {}
const wrong: string[] = []

const count = (name: string): void => {
  counts[name] = (counts[name] ?? 0) + 1
}

function expect(what: string, found: unknown, wanted: unknown): void {
  if (JSON.stringify(found) !== JSON.stringify(wanted))
    wrong.push(`${what}: ${JSON.stringify(found).slice(0, 200)}`)
}

async function text(records: OpenRecordStore, sql: string, signal: AbortSignal): Promise<string> {
  const chunks: Uint8Array[] = []
  for await (const chunk of records.stream(
    { sql, params: {} },
    { format: 'CSV', profile: 'export' },
    signal,
  )) {
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString()
}

async function fails(run: Promise<unknown>, codes: readonly string[]): Promise<void> {
  try {
    await run
    if (!codes.includes('none')) wrong.push(`did not fail: ${codes}`)
  } catch (thrown) {
    if (!(thrown instanceof VitrineError) || !codes.includes(thrown.code)) wrong.push(`${codes}: ${thrown}`)
  }
}

const page = (sql: string, params: Readonly<Record<string, string>> = {}, signal = never) =>
  store.query({ sql, params }, 'page', signal)

/** What a lane does in a turn; the number makes every question its own. */
const WORK: Readonly<Record<string, (turn: number) => Promise<void>>> = {
  page: async turn =>
    expect('page', await page('SELECT {n:UInt32}, {t:String}', { n: `${turn}`, t: `t'${turn}` }), [
      [turn, `t'${turn}`],
    ]),
  rows: async turn => {
    const rows = await page(`SELECT number FROM numbers(${turn % 5000})`)
    expect('rows', rows.length, turn % 5000)
  },
  stream: async turn => {
    const found = await text(store, `SELECT number FROM numbers(${turn % 30_000})`, never)
    expect('stream', found.length === 0 ? 0 : found.trimEnd().split('\n').length, turn % 30_000)
  },
  cast: () =>
    fails(page("SELECT toInt32(if(number = 70000, 'x', toString(number))) FROM numbers(100000)"), [
      'query_value_unfit',
    ]),
  large: () => fails(page('SELECT number FROM numbers(300000)'), ['query_too_large']),
  missing: () => fails(page('SELECT * FROM ds.d_missing'), ['table_missing']),
  broken: () =>
    fails(text(store, 'SELECT throwIf(number = 200000) FROM numbers(300000)', never), [
      'bug',
      'engine_unavailable',
    ]),
  left: turn => {
    const heavy = 'SELECT uniqExact(sipHash64(number)) FROM numbers(1000000000)'
    return fails(page(heavy, {}, AbortSignal.timeout(turn % 60)), ['aborted', 'query_too_large'])
  },
  leftStream: turn => {
    const endless = 'SELECT number FROM numbers(10000000000)'
    return fails(text(store, endless, AbortSignal.timeout(turn % 60)), ['aborted'])
  },
  load: async turn => {
    const table = { ...trialTable('soak'), name: `soak_${turn}` }
    await store.createTable(table, never)
    await store.load(table, trialLines(turn % 3000), never)
    expect('load', await store.countRows(`ds.${table.name}`, never), turn % 3000)
    await store.dropTable(`ds.${table.name}`, never)
  },
}

const names = Object.keys(WORK)
const resident = (): number =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${engine.host().pid}/status`, 'utf8'))?.[1]) / 1024

const end = performance.now() + seconds * 1000
const memory: number[] = []
const watch = setInterval(() => memory.push(Math.round(resident())), (seconds * 1000) / 10)
let turn = 0
await Promise.all(
  Array.from({ length: lanes }, async () => {
    while (performance.now() < end) {
      const mine = turn++
      const name = names[(mine * 7) % names.length] ?? 'page'
      await WORK[name]?.(mine)
      count(name)
    }
  }),
)
clearInterval(watch)
await store.close()
await engine.host().stop()
console.table(counts)
console.log(`turns ${turn}, wrong ${wrong.length}, host MB on the way ${memory.join(' ')}`)
console.log(`end: ${JSON.stringify(await engine.host().ended)}`)
for (const line of wrong.slice(0, 20)) console.log(line)
await engine.remove()
process.exitCode = wrong.length === 0 ? 0 : 1
