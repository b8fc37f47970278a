import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { HOSTILE_TEXTS } from './hostile-texts.ts'
import { hasCode, never, type Query, type Store } from './record-store-kit.ts'

export function tellsTraits(store: Store): void {
  test('tells what it is and that it is well', async () => {
    const { version, parallelQueries } = await store().traits()
    assert.match(version, /^\d+\.\d+/)
    assert.ok(parallelQueries > 0)
    await store().health(never)
  })
}

export function writesValues(query: Query): void {
  test('integers of 64 bits arrive as exact strings', async () => {
    const sql =
      'SELECT toInt64(9223372036854775807), toInt64(-9223372036854775808), toUInt64(18446744073709551615)'
    assert.deepEqual(await query(sql), [
      ['9223372036854775807', '-9223372036854775808', '18446744073709551615'],
    ])
  })
  test('not a number and the infinities arrive as null, and emptiness too', async () => {
    assert.deepEqual(await query('SELECT nan, inf, -inf, NULL'), [[null, null, null, null]])
    assert.deepEqual(await query('SELECT max(number), avg(number), count() FROM numbers(0)'), [
      [null, null, '0'],
    ])
  })
  test('no rows is an empty list', async () => {
    assert.deepEqual(await query('SELECT 1 WHERE 0'), [])
  })
  test('a missed join gives null', async () => {
    const sql = "SELECT b.n FROM (SELECT 1 AS k) AS a LEFT JOIN (SELECT 2 AS k, 'x' AS n) AS b ON a.k = b.k"
    assert.deepEqual(await query(sql), [[null]])
  })
  test('dates hold from year 1 to 9999', async () => {
    const sql = `SELECT toStartOfMonth(toDateTime64('1950-05-05', 0, 'UTC')), toDateTime64({a:String}, 0, 'UTC'),
      toDateTime64({b:String}, 3, 'UTC')`
    assert.deepEqual(await query(sql, { a: '0001-01-01 00:00:00', b: '9999-12-31 23:59:59.999' }), [
      ['1950-05-01', '0001-01-01T00:00:00Z', '9999-12-31T23:59:59.999Z'],
    ])
  })
}

export function bindsParams(query: Query): void {
  test('hostile texts come back as they went', async () => {
    for (const text of HOSTILE_TEXTS) {
      assert.deepEqual(await query('SELECT {p1:String}, {p2:Nullable(String)}', { p1: text, p2: text }), [
        [text, text],
      ])
    }
  })
  test('any text and any list of texts come back as they went', async () => {
    const texts = fc.array(fc.oneof(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'binary' })), {
      maxLength: 4,
    })
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary' }), texts, async (text, list) => {
        fc.pre(text.isWellFormed() && list.every(item => item.isWellFormed()))
        const literal = `[${list.map(item => `'${item.replace(/[\\']/g, '\\$&')}'`).join(',')}]`
        const rows = await query('SELECT {p1:String}, {p2:Array(String)}', { p1: text, p2: literal })
        assert.deepEqual(rows, [[text, list]])
      }),
      { numRuns: 200 },
    )
  })
  test('a value of an earlier statement is not there for the next', async () => {
    await query('SELECT {lost:String}', { lost: 'secret' })
    for (let attempt = 0; attempt < 10; attempt++)
      await assert.rejects(query('SELECT {lost:String}'), hasCode('bug'))
  })
  test('statements side by side keep their own values', async () => {
    const answers = await Promise.all(
      Array.from({ length: 200 }, (_, index) => query('SELECT {p1:UInt64}', { p1: String(index) })),
    )
    assert.deepEqual(
      answers.map(rows => rows[0]?.[0]),
      Array.from({ length: 200 }, (_, index) => String(index)),
    )
  })
}
