import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import fc from 'fast-check'
import type { RecordStore, Row } from '../../src/app/ports/record-store.ts'
import { VitrineError } from '../../src/core/errors.ts'
import type { TableDefinition } from '../../src/core/sql/table.ts'
import { HOSTILE_TEXTS } from './hostile-texts.ts'

/** A record store under test and how to end it. */
export interface OpenedStore {
  readonly store: RecordStore
  readonly close: () => Promise<void>
}

const never = new AbortController().signal
const statement = (sql: string, params: Readonly<Record<string, string>> = {}) => ({ sql, params })
const hasCode = (code: string) => (thrown: unknown) => thrown instanceof VitrineError && thrown.code === code

/** The contract of the `RecordStore` port, for any engine `open` gives. */
export function recordStoreContract(name: string, open: () => Promise<OpenedStore>): void {
  describe(`record store: ${name}`, () => {
    let opened: OpenedStore
    before(async () => {
      opened = await open()
    })
    after(() => opened?.close())
    const query = (sql: string, params?: Readonly<Record<string, string>>): Promise<readonly Row[]> =>
      opened.store.query(statement(sql, params), 'page', never)

    tellsTraits(() => opened.store)
    writesValues(() => opened.store, query)
    bindsParams(query)
    loadsTables(() => opened.store, query)
    failsInCatalogue(() => opened.store, query)
    keepsAnswersApart(() => opened.store, query)
    streams(() => opened.store)
    stopsWhenLeft(() => opened.store, query)
  })
}

type Query = (sql: string, params?: Readonly<Record<string, string>>) => Promise<readonly Row[]>
type Store = () => RecordStore

function tellsTraits(store: Store): void {
  test('tells what it is and that it is well', async () => {
    const { version, parallelQueries } = await store().traits()
    assert.match(version, /^\d+\.\d+/)
    assert.ok(parallelQueries > 0)
    await store().health(never)
  })
}

function writesValues(_store: Store, query: Query): void {
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

function bindsParams(query: Query): void {
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
      { name: '_search', type: 'String' },
    ],
    indexes: [
      'INDEX fts _search TYPE text(tokenizer = splitByNonAlpha, preprocessor = removeDiacriticsUTF8(caseFoldUTF8(_search)))',
    ],
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

function loadsTables(store: Store, query: Query): void {
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
        q: 'ETE 7',
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

/** Statements that fail, some after they began to write, and the code each leaves with. */
const FAULTS: readonly (readonly [string, string, string])[] = [
  [
    'a cast in the middle',
    "SELECT toInt32(if(number = 70000, 'x', toString(number))) FROM numbers(100000)",
    'query_value_unfit',
  ],
  ['too many rows', 'SELECT number FROM numbers(300000)', 'query_too_large'],
  ['too much memory', 'SELECT groupArray(toString(number)) FROM numbers(100000000)', 'query_too_large'],
  ['a missing table', 'SELECT * FROM ds.d_missing', 'table_missing'],
  ['throwIf', 'SELECT throwIf(number = 70000) FROM numbers(100000)', 'bug'],
  ['bad syntax', 'SELECT FROM WHERE', 'bug'],
  ['an unknown column', 'SELECT nothing FROM numbers(1)', 'bug'],
  ['writing', 'CREATE TABLE ds.x (a Int8) ENGINE = Memory', 'bug'],
  ['a setting', 'SELECT 1 SETTINGS max_execution_time = 0', 'bug'],
]

function failsInCatalogue(store: Store, query: Query): void {
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

function keepsAnswersApart(store: Store, query: Query): void {
  for (const [what, sql] of FAULTS) {
    test(`nothing of ${what} is in the next answers`, async () => {
      await query(sql).catch(() => {})
      await drain(store().stream(statement(sql), 'CSV', 'page', never)).catch(() => {})
      const answers = await Promise.all(Array.from({ length: 12 }, () => query('SELECT 42')))
      for (const rows of answers) assert.deepEqual(rows, [[42]])
      assert.equal(await drain(store().stream(statement('SELECT 42'), 'CSV', 'page', never)), '42\n')
    })
  }
}

async function drain(bytes: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = []
  for await (const chunk of bytes) chunks.push(chunk)
  return Buffer.concat(chunks).toString('utf8')
}

function streams(store: Store): void {
  for (const [format, first] of [
    ['JSONCompactEachRow', '["0", "n0"]'],
    ['JSONEachRow', '{"number":"0","n":"n0"}'],
    ['CSV', '0,"n0"'],
    ['TSV', '0\tn0'],
    ['TSVRaw', '0\tn0'],
  ] as const) {
    test(`streams ${format} as one text`, async () => {
      const sql = 'SELECT number, concat({p:String}, toString(number)) AS n FROM numbers(200000)'
      const lines = (await drain(store().stream(statement(sql, { p: 'n' }), format, 'export', never))).split(
        '\n',
      )
      assert.equal(lines.length, 200_001)
      assert.equal(lines[0], first)
    })
  }
  test('a failure in mid-stream rejects', async () => {
    const sql = 'SELECT number, throwIf(number = 3000000) FROM numbers(4000000)'
    let seen = 0
    await assert.rejects(async () => {
      for await (const chunk of store().stream(statement(sql), 'CSV', 'export', never)) seen += chunk.length
    }, VitrineError)
    assert.ok(seen > 0)
  })
  test('leaving a stream early frees its place', async () => {
    for (let round = 0; round < 40; round++) {
      const endless = store().stream(
        statement('SELECT number FROM numbers(1000000000)'),
        'TSV',
        'export',
        never,
      )
      for await (const chunk of endless) {
        assert.ok(chunk.length > 0)
        break
      }
    }
    assert.equal(await drain(store().stream(statement('SELECT 1'), 'TSV', 'export', never)), '1\n')
  })
}

/** Statements of ours that run now and carry a mark. */
const RUNNING =
  "SELECT count() FROM system.processes WHERE query LIKE concat('%', {m:String}, '%') AND query NOT LIKE '%system.processes%'"

async function settlesAt(query: Query, mark: string, wanted: string): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt++) {
    const [row] = await query(RUNNING, { m: mark })
    if (row?.[0] === wanted) return
    await new Promise(resolve => setTimeout(resolve, 25))
  }
  assert.fail(`never ${wanted} running ${mark}`)
}

function stopsWhenLeft(store: Store, query: Query): void {
  test('a signal that has fired runs nothing', async () => {
    await assert.rejects(
      store().query(statement('SELECT 1'), 'page', AbortSignal.abort()),
      hasCode('aborted'),
    )
  })
  for (const kind of ['query', 'stream'] as const) {
    test(`leaving a ${kind} stops it inside the engine`, async () => {
      const leave = new AbortController()
      const mark = `left_${kind}_${process.pid}`
      const slow = statement(`SELECT '${mark}', uniqExact(sipHash64(number)) FROM numbers(100000000000)`)
      const running =
        kind === 'query'
          ? store().query(slow, 'export', leave.signal)
          : drain(store().stream(slow, 'CSV', 'export', leave.signal))
      const rejected = assert.rejects(running, hasCode('aborted'))
      await settlesAt(query, mark, '1')
      leave.abort()
      await rejected
      await settlesAt(query, mark, '0')
      assert.deepEqual(await query('SELECT 42'), [[42]])
    })
  }
}
