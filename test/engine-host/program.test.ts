import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { readdir, readFile, stat, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, type TestContext, test } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { type OpenRecordStore, openRecordStore } from '../../src/adapters/clickhouse/record-store.ts'
import { engineHostProgram } from '../../src/adapters/engine-host/program.ts'
import { VitrineError } from '../../src/core/errors.ts'
import {
  callWire,
  type EmbeddedEngine,
  type EngineChoices,
  startEngine,
} from '../contract/embedded-engine.ts'
import { trialLines, trialTable } from '../contract/record-store-loads.ts'

const never = new AbortController().signal
const WAIT = { wait_end_of_query: '1' }
const hasCode = (code: string) => (thrown: unknown) => thrown instanceof VitrineError && thrown.code === code

/** An engine and a client of it, removed when the test ends. */
async function start(
  context: TestContext,
  choices: EngineChoices = {},
): Promise<{ engine: EmbeddedEngine; connect: () => Promise<OpenRecordStore> }> {
  const engine = await startEngine(choices)
  context.after(() => engine.remove())
  const connect = async () => {
    const store = await openRecordStore({ socketPath: engine.socketPath }, { log: engine.log, signal: never })
    context.after(() => store.close())
    return store
  }
  return { engine, connect }
}

const alive = (pid: number): boolean => existsSync(`/proc/${pid}/exe`)

async function waitUntil(what: string, reached: () => boolean | Promise<boolean>): Promise<void> {
  for (let attempt = 0; !(await reached()); attempt++) {
    assert.ok(attempt < 400, `never ${what}`)
    await delay(25)
  }
}

async function fill(store: OpenRecordStore, name: string, rows: number): Promise<string> {
  const table = { ...trialTable(name), name }
  await store.createTable(table, never)
  await store.load(table, trialLines(rows), never)
  await store.seal(table, never)
  return `ds.${name}`
}

describe('engine host: its life', () => {
  test('it ends in order with whole answers, streams and a load under way, exit code 0', async context => {
    const { engine, connect } = await start(context)
    const store = await connect()
    const table = trialTable('ending')
    await store.createTable(table, never)
    const heavy = 'SELECT uniqExact(sipHash64(number)) FROM numbers(100000000000)'
    async function* endless(): AsyncGenerator<Uint8Array> {
      for (;;) yield* trialLines(20_000)
    }
    const running = [
      store.query({ sql: heavy, params: {} }, 'export', never),
      store.query({ sql: heavy, params: {} }, 'export', never),
      drain(store.stream({ sql: heavy, params: {} }, { format: 'CSV', profile: 'export' }, never)),
      drain(
        store.stream(
          { sql: 'SELECT number FROM numbers(100000000000)', params: {} },
          { format: 'CSV', profile: 'export' },
          never,
        ),
      ),
      store.load(table, endless(), never),
    ].map(call => assert.rejects(call, hasCode('engine_unavailable')))
    await delay(500)
    await engine.host().stop()
    assert.deepEqual(await engine.host().ended, { code: 0, signal: null })
    await Promise.all(running)
    assert.ok(engine.log.has('engine_host_ended'))
    await engine.restart()
    await (await connect()).health(never)
  })

  test('killed in the middle of a load it starts again with every earlier table whole', async context => {
    const { engine, connect } = await start(context)
    const store = await connect()
    const whole = await fill(store, 'whole', 50_000)
    const cut = trialTable('cut')
    await store.createTable(cut, never)
    let sent = 0
    async function* endless(): AsyncGenerator<Uint8Array> {
      for (; ; sent++) {
        if (sent === 20) engine.host().kill()
        yield* trialLines(20_000)
      }
    }
    await assert.rejects(store.load(cut, endless(), never), hasCode('engine_unavailable'))
    assert.equal((await engine.host().ended).signal, 'SIGKILL')
    await assert.rejects(store.health(never), hasCode('engine_unavailable'))
    await engine.restart()
    assert.equal(await store.countRows(whole, never), 50_000)
    await store.createTable(cut, never)
    await store.load(cut, trialLines(10), never)
    assert.equal(await store.countRows(`ds.${cut.name}`, never), 10)
  })

  test('it does not outlive its parent', async context => {
    const { engine } = await start(context)
    await engine.host().stop()
    const parent = spawn(
      process.execPath,
      [fileURLToPath(new URL('./short-lived-parent.ts', import.meta.url)), engine.home, engine.socketPath],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    )
    const pid = Number(await new Promise<Buffer>(resolve => parent.stdout.once('data', resolve)))
    assert.ok(alive(pid))
    parent.kill('SIGKILL')
    await waitUntil('gone', () => !alive(pid))
    await engine.restart()
  })

  test('one left behind, even stopped, is cleared away', async context => {
    const { engine } = await start(context)
    const left = engine.host()
    process.kill(left.pid, 'SIGSTOP')
    const next = await engine.restart()
    assert.notEqual(next.pid, left.pid)
    assert.equal((await left.ended).signal, 'SIGKILL')
    assert.ok(engine.log.has('engine_host_predecessor_killed'))
  })

  test('one that belongs to a living parent is respected, and so is the lock without a pid file', async context => {
    const { engine } = await start(context)
    await engine.host().stop()
    const parent = spawn(
      process.execPath,
      [fileURLToPath(new URL('./short-lived-parent.ts', import.meta.url)), engine.home, engine.socketPath],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    )
    context.after(() => parent.kill('SIGKILL'))
    const pid = Number(await new Promise<Buffer>(resolve => parent.stdout.once('data', resolve)))
    await assert.rejects(engine.restart(), hasCode('data_folder_locked'))
    await writeFile(join(engine.home, 'engine-host.pid'), '')
    const other = engineHostProgram({
      home: engine.home,
      socketPath: `${engine.socketPath}2`,
      log: engine.log,
      ballastBytes: 0,
    })
    await assert.rejects(other.start(AbortSignal.timeout(30_000)), hasCode('data_folder_locked'))
    assert.ok(alive(pid))
    parent.kill('SIGKILL')
    await waitUntil('gone', () => !alive(pid))
  })

  test('a start that is given up leaves no process', async context => {
    const { engine } = await start(context)
    await engine.host().stop()
    const program = engineHostProgram({ home: engine.home, socketPath: engine.socketPath, log: engine.log })
    await assert.rejects(program.start(AbortSignal.abort()))
    await engine.restart()
  })

  test('a query that outlives its kill takes the host down, for the parent to restart', async context => {
    const { engine } = await start(context, { patienceMs: 300, memoryBytes: 8_000_000_000 })
    let ended = false
    void engine.host().ended.then(() => {
      ended = true
    })
    for (let seconds = 1; !ended && seconds < 8; seconds++) {
      await leaveAfter(engine, seconds)
      await Promise.race([engine.host().ended, delay(8000)])
    }
    assert.equal((await engine.host().ended).signal, 'SIGKILL')
    assert.ok(engine.log.has('engine_query_immortal'))
    await engine.restart()
  })
})

/** Leaves a query that stops for no kill while it is inside one function, when it has run for some seconds. */
async function leaveAfter(engine: EmbeddedEngine, seconds: number): Promise<void> {
  const sql = 'SELECT arrayFold((a, x) -> a + x, range(100000000), toUInt64(0))'
  const settings = { ...WAIT, function_range_max_elements_in_block: '1000000000' }
  const leave = new AbortController()
  const rejected = assert.rejects(callWire(engine.socketPath, settings, { body: sql, signal: leave.signal }))
  const body = `SELECT count() FROM system.processes WHERE query LIKE 'SELECT arrayFold%' AND elapsed > ${seconds}`
  await waitUntil('begun', async () => {
    const answer = await callWire(engine.socketPath, WAIT, { body })
    return answer.body.toString() === '1\n'
  })
  leave.abort()
  await rejected
}

describe('engine host: the disk', () => {
  test('no write while space is short; reading and dropping go on', async context => {
    const { engine, connect } = await start(context, { freeSpace: { minBytes: 2 ** 60, minShare: 0 } })
    const store = await connect()
    await assert.rejects(store.createTable(trialTable('full'), never), hasCode('disk_full'))
    await assert.rejects(store.load(trialTable('full'), trialLines(10), never), hasCode('disk_full'))
    assert.deepEqual(await store.query({ sql: 'SELECT 1', params: {} }, 'page', never), [[1]])
    await store.dropTable('ds.never_there', never)
    const answer = await callWire(engine.socketPath, WAIT, {
      body: '/* x */ ALTER TABLE ds.a ADD COLUMN b Int8',
    })
    assert.deepEqual([answer.status, answer.code], [507, '243'])
  })

  test('the ballast stands while there is room and goes when there is none', async context => {
    const { engine } = await start(context, { ballastBytes: 3_000_000 })
    const file = join(engine.home, 'engine.ballast')
    assert.equal((await stat(file)).size, 3_000_000)
    await engine.host().stop()
    const short = engineHostProgram({
      home: engine.home,
      socketPath: engine.socketPath,
      log: engine.log,
      ballastBytes: 3_000_000,
      freeSpace: { minBytes: 2 ** 60, minShare: 0 },
    })
    const host = await short.start(AbortSignal.timeout(30_000))
    assert.ok(!existsSync(file))
    assert.ok(engine.log.has('engine_disk_short'))
    await host.stop()
  })

  const spoil: Readonly<Record<string, (file: string) => Promise<void>>> = {
    'an empty definition': file => truncate(file, 0),
    'a definition cut in the middle': file => truncate(file, 90),
    'a definition of noise': file => writeFile(file, Buffer.alloc(300, 0xfe)),
  }
  for (const [what, ruin] of Object.entries(spoil)) {
    test(`${what} is moved away, and everything else opens`, async context => {
      const { engine, connect } = await start(context)
      const store = await connect()
      for (const name of ['one', 'two', 'three']) await fill(store, name, 10)
      await engine.host().stop()
      await ruin(await definitionOf(engine, 'two'))
      await engine.restart()
      assert.deepEqual(await store.listTables(never), ['ds.one', 'ds.three'])
      assert.equal(await store.countRows('ds.three', never), 10)
      assert.ok(engine.log.has('engine_metadata_broken'))
      assert.equal((await readdir(join(engine.home, 'broken'))).length, 1)
    })

    test(`${what} of the database itself is written anew`, async context => {
      const { engine, connect } = await start(context)
      const store = await connect()
      await fill(store, 'one', 10)
      const file = join(engine.home, 'engine/metadata/ds.sql')
      const before = await readFile(file, 'utf8')
      await engine.host().stop()
      await ruin(file)
      await engine.restart()
      assert.equal(await readFile(file, 'utf8'), before)
      assert.equal(await store.countRows('ds.one', never), 10)
    })
  }
})

async function definitionOf(engine: EmbeddedEngine, table: string): Promise<string> {
  const root = join(engine.home, 'engine/store')
  const found = (await readdir(root, { recursive: true })).find(path => path.endsWith(`/${table}.sql`))
  assert.ok(found)
  return join(root, found)
}

async function drain(bytes: AsyncIterable<Uint8Array>): Promise<void> {
  for await (const chunk of bytes) assert.ok(chunk.length > 0)
}
