import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
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
    engine = await startEngine({ lanes: { answers: 1, streams: 1, inserts: 1, waiting: 100 } })
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

  test('after a client that left, and after a kill', async () => {
    const slow = 'SELECT number, sleepEachRow(0.001) FROM numbers(100000)'
    for (const wait of ['1', '0']) {
      const parameters = { ...READ, max_block_size: '100', wait_end_of_query: wait, default_format: 'CSV' }
      await assert.rejects(ask(slow, parameters, AbortSignal.timeout(300)))
      await assertClean({ ...READ, max_block_size: '100' })
      const running = ask(slow, parameters).catch(() => null)
      await ask('SELECT sleep(0.2)', { ...READ, wait_end_of_query: '1' }).catch(() => {})
      void running
      await engineIsIdle()
      await assertClean({ ...READ, max_block_size: '100' })
    }
  })

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

  /** Waits until the single place of each lane is free again. */
  async function engineIsIdle(): Promise<void> {
    await ask('SELECT 1', { ...READ, wait_end_of_query: '1' })
    await ask('SELECT 1', READ)
  }
})
