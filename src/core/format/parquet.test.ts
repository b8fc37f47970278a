import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { DuckDBInstance } from '@duckdb/node-api'
import { readDamaged, readEverything, refusalOf } from '../../../test/format/reading.ts'
import { analyse } from '../ingest/analyse.ts'
import { memorySource } from './containers-memory.ts'
import { parquet } from './parquet.ts'
import type { RawValue } from './reader.ts'

const folder = mkdtempSync(join(tmpdir(), 'vitrine-parquet-'))
after(() => rmSync(folder, { recursive: true, force: true }))

/** Has DuckDB write the rows of a query. */
const written = async (select: string, how = ''): Promise<Uint8Array> => {
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  const path = join(folder, 'file.parquet')
  try {
    await connection.run(`SET threads = 1; COPY (${select}) TO '${path}' (FORMAT parquet${how})`)
    return new Uint8Array(readFileSync(path))
  } finally {
    connection.closeSync()
    instance.closeSync()
  }
}

const values = async (expression: string, how = ''): Promise<readonly RawValue[]> => {
  const { rows } = await readEverything(parquet, await written(`SELECT unnest([${expression}]) AS v`, how))
  return rows.map(([value]) => value ?? null)
}

test('numbers keep their value', async () => {
  assert.deepEqual(await values('1::BIGINT, 9007199254740993, -9223372036854775808, NULL'), [
    1,
    9007199254740993n,
    -9223372036854775808n,
    null,
  ])
  assert.deepEqual(await values('18446744073709551615::UBIGINT, 0'), [18446744073709551615n, 0])
  assert.deepEqual(await values('255::UTINYINT, 0'), [255, 0])
  assert.deepEqual(await values('(-128)::TINYINT, 127'), [-128, 127])
  assert.deepEqual(await values('4294967295::UINTEGER, 1'), [4294967295, 1])
  assert.deepEqual(await values("1.5::DOUBLE, 'nan', 'inf', 0.1"), [1.5, null, null, 0.1])
  assert.deepEqual(await values('1.5::FLOAT, 0.1'), [1.5, Math.fround(0.1)])
  assert.deepEqual(await values('true, false, NULL'), [true, false, null])
})

test('decimals of every width are exact', async () => {
  assert.deepEqual(await values('12.30::DECIMAL(4,2), -0.01, 10.00'), [12.3, -0.01, '10.00'])
  assert.deepEqual(await values('123456789012.345::DECIMAL(18,6), -1.000000'), [
    '123456789012.345000',
    '-1.000000',
  ])
  const wide = '12345678901234567890.123456789012345678'
  assert.deepEqual(await values(`${wide}::DECIMAL(38,18), -0.000000000000000001`), [wide, -1e-18])
  assert.deepEqual(await values('123456789012345678901234567890::DECIMAL(38,0)'), [
    123456789012345678901234567890n,
  ])
})

test('dates, instants and times', async () => {
  assert.deepEqual(await values("DATE '0044-03-15', DATE '2024-02-29', NULL"), [
    { kind: 'date', iso: '0044-03-15' },
    { kind: 'date', iso: '2024-02-29' },
    null,
  ])
  const instant = (text: string): RawValue => ({ kind: 'datetime', epochMs: Date.parse(text) })
  const two = [instant('1950-05-05T12:30:00.123Z'), instant('2024-01-01T00:00:00Z')]
  for (const type of ['TIMESTAMP', 'TIMESTAMP_MS', 'TIMESTAMP_NS', 'TIMESTAMPTZ']) {
    const zone = type === 'TIMESTAMPTZ' ? '+00' : ''
    assert.deepEqual(
      await values(`'1950-05-05 12:30:00.123${zone}'::${type}, '2024-01-01 00:00:00${zone}'`),
      two,
      type,
    )
  }
  assert.deepEqual(await values("TIME '13:05:09', TIME '00:00:00.5'"), ['13:05:09', '00:00:00.5'])
})

test('texts, enumerations, identifiers, bytes, JSON', async () => {
  assert.deepEqual(await values("'é', '', NULL, ' x '"), ['é', '', null, ' x '])
  assert.deepEqual(await values("'a'::ENUM('a','b'), 'b'"), ['a', 'b'])
  assert.deepEqual(await values("'550e8400-e29b-41d4-a716-446655440000'::UUID"), [
    '550e8400-e29b-41d4-a716-446655440000',
  ])
  assert.deepEqual(await values("'\\xFF\\x00'::BLOB, 'text'"), ['ff00', 'text'])
})

test('columns have the types of the schema', async () => {
  const file =
    await written(`SELECT 1::TINYINT AS i, 1::UBIGINT AS u, 2::DOUBLE AS d, 2::FLOAT AS f, 1.5::DECIMAL(9,2) AS n,
    true AS b, 'x' AS t, DATE '2024-01-02' AS day, TIMESTAMP '2024-01-02' AS at, TIME '10:00' AS hour,
    [1] AS list, {'x': 1} AS record, ''::BLOB AS bytes`)
  const { signal } = new AbortController()
  const reader = await parquet.open(memorySource('t.parquet', file), {}, signal)
  assert.deepEqual(
    reader.columns.map(({ name, type }) => [name, type]),
    [
      ['i', 'int'],
      ['u', 'int'],
      ['d', 'double'],
      ['f', 'double'],
      ['n', 'double'],
      ['b', 'boolean'],
      ['t', 'text'],
      ['day', 'date'],
      ['at', 'datetime'],
      ['hour', 'text'],
      ['list', undefined],
      ['record', undefined],
      ['bytes', undefined],
    ],
  )
})

test('the types of the schema win: whole doubles, digits that are texts, empty columns; written days do not', async () => {
  const file = await written(
    "SELECT 2::DOUBLE AS d, '75001' AS code, NULL::DOUBLE AS none, '2024-01-02' AS day, 'true' AS word",
  )
  const { signal } = new AbortController()
  const { fields } = await analyse(memorySource('t.parquet', file), {}, { signal })
  assert.deepEqual(
    fields.map(field => field.type),
    ['double', 'text', 'double', 'date', 'text'],
  )
})

test('lists, structs and maps', async () => {
  const { columns, rows } = await readEverything(
    parquet,
    await written(`SELECT ['a','b'] AS l, [1, 2] AS n, [1.50::DECIMAL(4,2)] AS d, {'x': 1, 'y': {'z': DATE '2024-01-02'}} AS s,
      MAP {'k': 9007199254740993} AS m, [{'p': 10.00::DECIMAL(4,2)}] AS o, [NULL, 'x'] AS h, [['q']] AS q
      UNION ALL SELECT [], NULL, NULL, NULL, NULL, NULL, NULL, NULL`),
  )
  const list = (...items: string[]): RawValue => ({ kind: 'list', items })
  const json = (text: string): RawValue => ({ kind: 'json', text })
  assert.deepEqual(columns, ['l', 'n', 'd', 's', 'm', 'o', 'h', 'q'])
  assert.deepEqual(rows[0], [
    list('a', 'b'),
    json('[1,2]'),
    json('[1.5]'),
    json('{"x":1,"y":{"z":"2024-01-02"}}'),
    json('{"k":9007199254740993}'),
    json('[{"p":10.00}]'),
    json('[null,"x"]'),
    json('[["q"]]'),
  ])
  assert.deepEqual(rows[1], [list(), null, null, null, null, null, null, null])
})

test('every codec and version, many row groups, in order', async () => {
  const select =
    "SELECT range AS i, 'n' || (range % 7) AS t, CASE WHEN range % 3 = 0 THEN NULL ELSE range / 2 END AS x FROM range(30000)"
  for (const how of ['uncompressed', 'snappy', 'gzip', 'zstd', 'lz4_raw', 'brotli']) {
    for (const version of how === 'zstd' ? ['V1', 'V2'] : ['V1']) {
      const file = await written(select, `, CODEC '${how}', ROW_GROUP_SIZE 10000, PARQUET_VERSION ${version}`)
      const { rows, lines } = await readEverything(parquet, file)
      assert.equal(rows.length, 30000)
      for (const [at, row] of rows.entries()) {
        assert.deepEqual(row, [at, `n${at % 7}`, at % 3 === 0 ? null : at / 2])
        assert.equal(lines[at], at + 1)
      }
    }
  }
})

test('well-known binary is found by its bytes, one that is none keeps the column text', async () => {
  const point =
    "'\\x01\\x01\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\xF0\\x3F\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x40'::BLOB"
  assert.deepEqual(await values(`${point}, NULL`), [
    { kind: 'geometry', geometry: { type: 'Point', coordinates: [1, 2] } },
    null,
  ])
  const mixed = await values(`${point}, 'x'::BLOB`)
  assert.deepEqual(mixed, ['0101000000000000000000f03f0000000000000040', 'x'])
})

test('declared geometries are brought to WGS 84', async () => {
  const bytes = Buffer.alloc(21)
  bytes.writeUInt8(1)
  bytes.writeUInt32LE(1, 1)
  bytes.writeDoubleLE(648237.3, 5)
  bytes.writeDoubleLE(6862271.8, 13)
  const lambert = `from_hex('${bytes.toString('hex')}')`
  const geo =
    '{"version":"1.0.0","primary_column":"g","columns":{"g":{"encoding":"WKB","crs":{"id":{"authority":"EPSG","code":2154}}}}}'
  const { rows, evidence } = await readEverything(
    parquet,
    await written(`SELECT ${lambert} AS g`, `, KV_METADATA {geo: '${geo}'}`),
  )
  const [value] = rows[0] ?? []
  assert.ok(typeof value === 'object' && value?.kind === 'geometry', JSON.stringify(value))
  const [longitude = 0, latitude = 0] = value.geometry.coordinates as number[]
  assert.ok(
    Math.abs(longitude - 2.2945) < 1e-4 && Math.abs(latitude - 48.8584) < 1e-4,
    `${longitude} ${latitude}`,
  )
  assert.deepEqual(evidence[0]?.params, { column: 'g', crs: 'EPSG:2154' })
})

test('what is no Parquet, or has no rows, is refused', async () => {
  assert.deepEqual(await refusalOf(parquet, 'PAR1 and nothing more of it PAR1'), {
    code: 'source_damaged',
    format: 'parquet',
  })
  assert.deepEqual(await refusalOf(parquet, 'PAR1'), { code: 'source_damaged', format: 'parquet' })
  assert.deepEqual(await refusalOf(parquet, await written('SELECT 1 AS a WHERE false')), {
    code: 'source_empty',
  })
  assert.deepEqual(await refusalOf(parquet, 'PAR1....\x04\x00\x00\x00PARE'), {
    code: 'source_encrypted',
    name: 'sample',
  })
})

for (const codec of ['snappy', 'zstd', 'gzip', 'lz4_raw', 'brotli', 'uncompressed']) {
  test(`damaged files never do worse than be refused: ${codec}`, async () => {
    const select = `SELECT range AS i, 'name ' || (range % 5) AS t, [range, 2] AS l, range / 3.0 AS d,
      DATE '2024-01-01' + range::INT AS day FROM range(40)`
    const { refused } = await readDamaged(parquet, await written(select, `, CODEC '${codec}'`), 5)
    assert.ok(refused > 0)
  })
}
