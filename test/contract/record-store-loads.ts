import assert from 'node:assert/strict'
import { test } from 'node:test'
import { VitrineError } from '../../src/core/errors.ts'
import { SEARCH_COLUMNS, type TableDefinition, TEXT_INDEX } from '../../src/core/sql/table.ts'
import { hasCode, never, type Query, type Store } from './record-store-kit.ts'

/** A table that no other test knows. */
export function trialTable(name: string): TableDefinition {
  return {
    database: 'ds',
    name: `t_${name}_${process.pid}`,
    columns: [
      { name: '_id', type: 'UInt64' },
      { name: 'c1', type: 'Nullable(String)' },
      { name: 'c2', type: "Nullable(DateTime64(0, 'UTC'))" },
      { name: 'c3', type: 'Array(String)' },
      ...SEARCH_COLUMNS,
    ],
    indexes: [TEXT_INDEX],
    engine: 'ENGINE = MergeTree ORDER BY _id SETTINGS min_bytes_for_wide_part = 33554432',
  }
}

const qualified = (table: TableDefinition): string => `${table.database}.${table.name}`

/** `rows` lines of {@link trialTable}, cut into chunks without regard for line ends. */
export async function* trialLines(rows: number, cut = 50_000): AsyncGenerator<Uint8Array> {
  let text = ''
  for (let id = 0; id < rows; id++) {
    text += `${id}\tcommune ${id % 100}\t2020-01-01 00:00:00\t['a','b\\'c']\tCommune Été ${id % 100}\n`
    if (text.length < cut) continue
    yield Buffer.from(text)
    text = ''
  }
  yield Buffer.from(text)
}

export function loadsTables(store: Store, query: Query): void {
  test('rows are removed by a condition and counted; no row, no work', async () => {
    const table = trialTable('removed')
    await store().createTable(table, never)
    await store().load(table, trialLines(1000), never)
    const older = `_id NOT IN (SELECT max(_id) FROM ${qualified(table)} GROUP BY c1)`
    assert.equal(await store().removeRows(table, older, never), 900)
    assert.equal(await store().countRows(qualified(table), never), 100)
    assert.deepEqual(await query(`SELECT min(_id), max(_id) FROM ${qualified(table)}`), [['900', '999']])
    assert.equal(await store().removeRows(table, older, never), 0)
  })

  test('every double is loaded as itself', async () => {
    const doubles = Array.from({ length: 20_000 }, (_, i) => Math.sin(i + 1) * 10 ** ((i % 31) - 15))
    const table = {
      ...trialTable('doubles'),
      columns: [
        { name: '_id', type: 'UInt64' },
        { name: 'c1', type: 'Nullable(Float64)' },
      ],
      indexes: [],
    }
    await store().createTable(table, never)
    async function* lines() {
      yield Buffer.from(doubles.map((value, id) => `${id}\t${value}\n`).join(''))
    }
    await store().load(table, lines(), never)
    const rows = await query(`SELECT c1 FROM ${qualified(table)} ORDER BY _id`)
    assert.deepEqual(
      rows.map(([value]) => value),
      doubles,
    )
    await store().dropTable(qualified(table), never)
  })

  test('creates, loads, seals, finds, lists and drops', async () => {
    const table = trialTable('load')
    await store().createTable(table, never)
    await store().load(table, trialLines(250_000), never)
    await store().seal(table, never)
    assert.equal(await store().countRows(qualified(table), never), 250_000)
    assert.ok((await store().listTables(never)).includes(qualified(table)))
    const rows = await query(
      `SELECT count() FROM ${qualified(table)} WHERE hasAllTokens(_search, {q:String})`,
      {
        q: 'ete 7',
      },
    )
    assert.deepEqual(rows, [['2500']])
    assert.deepEqual(await query(`SELECT c1, c2, c3 FROM ${qualified(table)} WHERE _id = 249999`), [
      ['commune 99', '2020-01-01T00:00:00Z', ['a', "b'c"]],
    ])
    await store().dropTable(qualified(table), never)
    assert.ok(!(await store().listTables(never)).includes(qualified(table)))
    await store().dropTable(qualified(table), never)
  })
  test('creating again starts empty, and so does an empty load', async () => {
    const table = trialTable('again')
    await store().createTable(table, never)
    await store().load(table, trialLines(10), never)
    await store().createTable(table, never)
    await store().load(table, trialLines(0), never)
    assert.equal(await store().countRows(qualified(table), never), 0)
    await store().dropTable(qualified(table), never)
  })
  test('nulls, extreme dates and hostile cells survive a load', async () => {
    const table = trialTable('cells')
    await store().createTable(table, never)
    const cells = [
      '0\t\\N\t0001-01-01 00:00:00\t[]\t\n',
      "1\ta\\tb\\nc\\\\d\t9999-12-31 23:59:59\t['\\'']\té\n",
    ]
    await store().load(table, asBytes(cells), never)
    assert.deepEqual(await query(`SELECT c1, c2, c3 FROM ${qualified(table)} ORDER BY _id`), [
      [null, '0001-01-01T00:00:00Z', []],
      ['a\tb\nc\\d', '9999-12-31T23:59:59Z', ["'"]],
    ])
    await store().dropTable(qualified(table), never)
  })
  test('a broken line, a broken source and a missing table end a load with their own fault', async () => {
    const table = trialTable('broken')
    await store().createTable(table, never)
    await assert.rejects(store().load(table, asBytes(['0\tx\n', 'one\ttwo\n']), never), hasCode('bug'))
    const failure = new VitrineError('ingest_crashed')
    await assert.rejects(store().load(table, failing(failure), never), thrown => thrown === failure)
    await store().dropTable(qualified(table), never)
    await assert.rejects(store().load(table, trialLines(200_000), never), hasCode('table_missing'))
  })
  test('a load stops with its signal', async () => {
    const table = trialTable('stopped')
    await store().createTable(table, never)
    const leave = new AbortController()
    async function* endless(): AsyncGenerator<Uint8Array> {
      for (let round = 0; ; round++) {
        if (round === 3) leave.abort()
        yield* trialLines(20_000)
      }
    }
    await assert.rejects(store().load(table, endless(), leave.signal), hasCode('aborted'))
    await store().dropTable(qualified(table), never)
  })
}

async function* asBytes(texts: readonly string[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) yield Buffer.from(text)
}

async function* failing(failure: Error): AsyncGenerator<Uint8Array> {
  yield* trialLines(100_000)
  throw failure
}
