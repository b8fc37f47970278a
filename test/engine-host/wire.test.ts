import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { request } from 'node:http'
import { after, before, describe, test } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import { callWire, type EmbeddedEngine, startEngine } from '../contract/embedded-engine.ts'

const WAIT = { wait_end_of_query: '1' }

describe('engine host: the wire', () => {
  let engine: EmbeddedEngine
  before(async () => {
    engine = await startEngine({ lanes: { answers: 2, streams: 1, inserts: 1, waiting: 2 } })
  })
  after(() => engine.remove())
  const ask = (sql: string, parameters: Readonly<Record<string, string>> = WAIT, signal?: AbortSignal) =>
    callWire(engine.socketPath, parameters, { body: sql, ...(signal ? { signal } : {}) })
  const text = async (sql: string, parameters?: Readonly<Record<string, string>>) =>
    (await ask(sql, parameters)).body.toString()

  test('answers a ping', async () => {
    const { promise, resolve } = Promise.withResolvers<number | undefined>()
    request({ socketPath: engine.socketPath, path: '/ping' }, answer => {
      answer.resume()
      resolve(answer.statusCode)
    }).end()
    assert.equal(await promise, 200)
  })

  test('a statement may be in the address, in the body, or begin in one and end in the other', async () => {
    assert.equal(await text('', { ...WAIT, query: 'SELECT 1' }), '1\n')
    assert.equal(await text('SELECT 1'), '1\n')
    assert.equal(await text(' 1', { ...WAIT, query: 'SELECT' }), '1\n')
  })

  test('settings of the address hold, for this request and not for the next', async () => {
    const sql = "SELECT value FROM system.settings WHERE name = 'max_threads'"
    assert.equal(await text(sql, { ...WAIT, max_threads: '7' }), '7\n')
    assert.equal(await text(sql, { ...WAIT, max_threads: '5', readonly: '1' }), '5\n')
    assert.equal(await text(sql, { ...WAIT, readonly: '1', max_threads: '6' }), '6\n')
    assert.notEqual(await text(sql, WAIT), '7\n')
  })

  test('readonly cannot be undone by a statement', async () => {
    for (const sql of [
      'SET readonly = 0',
      'SELECT 1 SETTINGS readonly = 0',
      'SELECT 1; DROP DATABASE live',
    ]) {
      const answer = await ask(sql, { ...WAIT, readonly: '1' })
      assert.equal(answer.code, '164', sql)
    }
  })

  test('an unknown setting, a bad name and an unknown format are refused', async () => {
    assert.equal((await ask('SELECT 1', { ...WAIT, max_nonsense: '1' })).code, '115')
    assert.equal((await ask('SELECT 1', { ...WAIT, "a' = 1, b": '1' })).code, '115')
    assert.equal((await ask('SELECT 1', { default_format: 'ORC' })).code, '73')
  })

  test('a statement over the limit and an INSERT that is no table are refused', async () => {
    assert.equal((await ask(`SELECT '${'x'.repeat(5_000_000)}'`)).status, 413)
    const query = 'INSERT INTO FUNCTION file(x) FORMAT TabSeparated'
    assert.equal((await callWire(engine.socketPath, { query }, { body: '1\n' })).code, '62')
  })

  test('any whole format is answered whole', async () => {
    const answer = await ask('SELECT number FROM numbers(100000)', { ...WAIT, default_format: 'Parquet' })
    assert.equal(answer.body.subarray(0, 4).toString(), 'PAR1')
    assert.equal(answer.body.subarray(-4).toString(), 'PAR1')
    assert.equal(answer.body.toString('latin1').split('PAR1').length, 3)
  })

  test('the request after the last place in the queue is refused at once, to come again', async () => {
    const leave = new AbortController()
    const slow = Array.from({ length: 4 }, () => ask('SELECT sleep(3)', WAIT, leave.signal).catch(() => null))
    await delay(200)
    const refused = await ask('SELECT 1')
    assert.deepEqual([refused.status, refused.code, refused.retryAfter], [503, '202', '1'])
    leave.abort()
    await Promise.all(slow)
    for (let attempt = 0; (await ask('SELECT 1')).status !== 200; attempt++) {
      assert.ok(attempt < 100)
      await delay(20)
    }
  })

  test('a failure in mid-stream breaks the answer off', async () => {
    const sql = 'SELECT number, throwIf(number = 3000000) FROM numbers(4000000)'
    await assert.rejects(ask(sql, { default_format: 'CSV' }), { code: 'ECONNRESET' })
  })

  test('a failure before the first row of a stream has a status', async () => {
    assert.equal((await ask('SELECT throwIf(1)', { default_format: 'CSV' })).code, '395')
  })

  test('a stream whose reader pauses does not fill the host', async () => {
    const { promise, resolve } = Promise.withResolvers<void>()
    const call = request(
      { socketPath: engine.socketPath, path: '/?default_format=CSV', method: 'POST', agent: false },
      answer => {
        answer.once('readable', () => resolve())
      },
    )
    call.on('error', () => {})
    call.end('SELECT number, randomPrintableASCII(100) FROM numbers(1000000000)')
    await promise
    const before = await residentBytes(engine.host().pid)
    await delay(1000)
    const grown = (await residentBytes(engine.host().pid)) - before
    call.destroy()
    assert.ok(grown < 200_000_000, `grew by ${grown} bytes`)
  })
})

async function residentBytes(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8')
  return 1024 * Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0)
}
