import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import { callWire, type EmbeddedEngine, startEngine } from '../contract/embedded-engine.ts'

/** A statement that fails after it began to write, by engine code, with the settings that make it fail. */
const FAILURES: readonly (readonly [
  code: string,
  sql: string,
  settings: Readonly<Record<string, string>>,
])[] = [
  ['6', "SELECT toInt32(if(number = 70000, 'x', toString(number))) FROM numbers(100000)", {}],
  ['395', 'SELECT number, throwIf(number = 70000) FROM numbers(100000)', {}],
  ['396', 'SELECT number FROM numbers(100000)', { max_result_rows: '70000', result_overflow_mode: 'throw' }],
  ['158', 'SELECT number FROM numbers(100000)', { max_rows_to_read: '50000' }],
  [
    '159',
    'SELECT number, sleepEachRow(0.001) FROM numbers(100000)',
    { max_execution_time: '0.3', max_block_size: '100' },
  ],
  [
    '241',
    'SELECT number, groupArray(number) OVER () FROM numbers(10000000)',
    { max_memory_usage: '60000000' },
  ],
  ['153', 'SELECT intDiv(1, number - 70000) FROM numbers(100000)', {}],
  ['60', 'SELECT * FROM ds.d_missing', {}],
  ['62', 'SELEC 1', {}],
]

const FORMATS = [
  'TabSeparated',
  'CSVWithNames',
  'JSON',
  'JSONCompactEachRow',
  'Parquet',
  'ArrowStream',
  'XML',
]

const READ = { max_threads: '2', readonly: '1' }

describe('no byte of a failed query is in a later answer', () => {
  let engine: EmbeddedEngine
  before(async () => {
    engine = await startEngine({ lanes: { answers: 2, streams: 1, inserts: 1, waiting: 100 } })
  })
  after(() => engine.remove())
  const ask = (sql: string, parameters: Readonly<Record<string, string>>, signal?: AbortSignal) =>
    callWire(engine.socketPath, { ...parameters }, { body: sql, ...(signal ? { signal } : {}) })

  const assertClean = async (settings: Readonly<Record<string, string>>) => {
    for (const parameters of [settings, READ]) {
      for (const wait of ['1', '0']) {
        const answer = await ask('SELECT 42', {
          ...parameters,
          wait_end_of_query: wait,
          default_format: 'CSV',
        })
        assert.equal(answer.body.toString(), '42\n')
      }
    }
  }

  for (const [code, sql, settings] of FAILURES) {
    test(`code ${code}, every format, whole and streamed`, async () => {
      for (const default_format of FORMATS) {
        const failed = await ask(sql, { ...settings, ...READ, wait_end_of_query: '1', default_format })
        assert.equal(failed.code, code, failed.body.toString().slice(0, 300))
        assert.notEqual(failed.status, 200)
        assert.match(failed.body.toString(), new RegExp(`^Code: ${code}\\. DB::Exception: `))
        await assertClean({ ...settings, ...READ })
      }
      await ask(sql, { ...settings, ...READ, default_format: 'CSV' }).catch(() => {})
      await assertClean({ ...settings, ...READ })
    })
  }

  for (const wait of ['1', '0']) {
    const slow = "SELECT 'slow', number, sleepEachRow(0.001) FROM numbers(100000)"
    const settings = { ...READ, max_block_size: '100' }
    const parameters = { ...settings, wait_end_of_query: wait, default_format: 'CSV' }

    test(`after a client that left (wait ${wait})`, async () => {
      await assert.rejects(ask(slow, parameters, AbortSignal.timeout(300)))
      await assertClean(settings)
    })

    test(`after a kill (wait ${wait})`, async () => {
      const running = ask(slow, parameters).catch(thrown => thrown as { readonly code: string })
      await delay(300)
      await ask("KILL QUERY WHERE query LIKE 'SELECT ''slow''%' ASYNC", { wait_end_of_query: '1' })
      assert.equal((await running).code, wait === '1' ? '394' : 'ECONNRESET')
      await assertClean(settings)
    })
  }

  test('after a broken insert', async () => {
    await ask('CREATE TABLE ds.spoilt (a Int64, b String) ENGINE = MergeTree ORDER BY a', {
      wait_end_of_query: '1',
    })
    const failed = await callWire(
      engine.socketPath,
      { query: 'INSERT INTO ds.spoilt (a, b) FORMAT TabSeparated' },
      { body: '1\tx\nnot a number\ty\n' },
    )
    assert.equal(failed.code, '27')
    await assertClean({})
  })
})
