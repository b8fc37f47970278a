import assert from 'node:assert/strict'
import { test } from 'node:test'
import { VitrineError } from '../../src/core/errors.ts'
import { drain, hasCode, never, type Query, type Store, statement } from './record-store-kit.ts'

/** Statements that fail, some after they began to write, and the code each leaves with. */
const FAULTS: readonly (readonly [string, string, string])[] = [
  [
    'a cast in the middle',
    "SELECT toInt32(if(number = 70000, 'x', toString(number))) FROM numbers(100000)",
    'query_value_unfit',
  ],
  ['too many rows', 'SELECT number FROM numbers(300000)', 'query_too_large'],
  [
    'too much memory',
    'SELECT length(groupArray(repeat(toString(number), 200))) FROM numbers(10000000)',
    'query_too_large',
  ],
  ['a missing table', 'SELECT * FROM ds.d_missing', 'table_missing'],
  ['throwIf', 'SELECT throwIf(number = 70000) FROM numbers(100000)', 'bug'],
  ['bad syntax', 'SELECT FROM WHERE', 'bug'],
  ['an unknown column', 'SELECT nothing FROM numbers(1)', 'bug'],
  ['writing', 'CREATE TABLE ds.x (a Int8) ENGINE = Memory', 'bug'],
  ['a setting', 'SELECT 1 SETTINGS max_execution_time = 0', 'bug'],
]

export function failsInCatalogue(store: Store, query: Query): void {
  for (const [what, sql, code] of FAULTS) {
    test(`${what} fails as ${code}, without the engine's text`, async () => {
      await assert.rejects(query(sql), thrown => {
        assert.ok(thrown instanceof VitrineError)
        assert.equal(thrown.code, code)
        return !/Exception|SELECT|Code:/.test(`${thrown.message}${JSON.stringify(thrown.params)}`)
      })
    })
  }
  test('a missing table is named', async () => {
    await assert.rejects(
      query('SELECT * FROM ds.d_missing'),
      thrown => thrown instanceof VitrineError && thrown.params.table === 'ds.d_missing',
    )
    await assert.rejects(store().countRows('ds.d_missing', never), hasCode('table_missing'))
  })
  test('no name outside our databases is a table', async () => {
    for (const name of ['default.x', 'system.one', 'x', 'ds.`x`', "ds.x'"]) {
      await assert.rejects(async () => store().countRows(name, never), TypeError)
    }
  })
}

export function keepsAnswersApart(store: Store, query: Query): void {
  for (const [what, sql] of FAULTS) {
    test(`nothing of ${what} is in the next answers`, async () => {
      await query(sql).catch(() => {})
      await drain(store().stream(statement(sql), { format: 'CSV', profile: 'page' }, never)).catch(() => {})
      const answers = await Promise.all(Array.from({ length: 12 }, () => query('SELECT 42')))
      for (const rows of answers) assert.deepEqual(rows, [[42]])
      assert.equal(
        await drain(store().stream(statement('SELECT 42'), { format: 'CSV', profile: 'page' }, never)),
        '42\n',
      )
    })
  }
}
