import assert from 'node:assert/strict'
import { chmod, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { openRecordStore } from '../../src/adapters/clickhouse/record-store.ts'
import { callWire, startEngine } from '../contract/embedded-engine.ts'
import { trialLines, trialTable } from '../contract/record-store-loads.ts'

const never = new AbortController().signal
const WAIT = { wait_end_of_query: '1' }
const root = process.getuid?.() === 0
if (!root) console.log('skipped: becoming another user (not root)')

async function userOf(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8')
  return Number(/Uid:\t\d+\t(\d+)/.exec(status)?.[1])
}

describe('engine host: whose files it can reach', { skip: !root }, () => {
  test('it becomes nobody on a folder that everybody may pass, and keeps working', async context => {
    const engine = await startEngine()
    context.after(() => engine.remove())
    const store = await openRecordStore({ socketPath: engine.socketPath }, { log: engine.log, signal: never })
    context.after(() => store.close())
    assert.equal(await userOf(engine.host().pid), 0)
    assert.ok(engine.log.has('engine_host_stays_root'))
    const table = trialTable('owned')
    await store.createTable(table, never)
    await store.load(table, trialLines(1000), never)
    await engine.host().stop()

    await chmod(engine.home, 0o711)
    await engine.restart()
    assert.notEqual(await userOf(engine.host().pid), 0)
    assert.notEqual((await stat(join(engine.home, 'engine'))).uid, 0)
    assert.equal(await store.countRows(`ds.${table.name}`, never), 1000)
    const second = trialTable('second')
    await store.createTable(second, never)
    await store.load(second, trialLines(1000), never)
    await store.seal(second, never)
    await store.dropTable(`ds.${table.name}`, never)

    const secret = join(engine.home, 'secret.txt')
    await writeFile(secret, 'secret', { mode: 0o600 })
    const read = await callWire(
      engine.socketPath,
      { ...WAIT, readonly: '1' },
      { body: `SELECT file('${secret}')` },
    )
    assert.notEqual(read.status, 200)
    assert.ok(!read.body.includes('secret\n'))
    const write = `SELECT 1 INTO OUTFILE '${secret}' TRUNCATE FORMAT CSV`
    assert.notEqual(
      (await callWire(engine.socketPath, { ...WAIT, readonly: '1' }, { body: write })).status,
      200,
    )
    assert.equal(await readFile(secret, 'utf8'), 'secret')
  })
})
