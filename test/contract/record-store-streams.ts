import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parquetMetadata } from 'hyparquet'
import { VitrineError } from '../../src/core/errors.ts'
import { drain, hasCode, never, type Query, type Store, statement } from './record-store-kit.ts'

export function streams(store: Store): void {
  for (const [format, first] of [
    ['JSONCompactEachRow', '["0", "n0"]'],
    ['JSONEachRow', '{"number":"0","n":"n0"}'],
    ['CSV', '0,"n0"'],
    ['TSV', '0\tn0'],
    ['TSVRaw', '0\tn0'],
  ] as const) {
    test(`streams ${format} as one text`, async () => {
      const sql = 'SELECT number, concat({p:String}, toString(number)) AS n FROM numbers(200000)'
      const lines = (
        await drain(store().stream(statement(sql, { p: 'n' }), { format, profile: 'export' }, never))
      ).split('\n')
      assert.equal(lines.length, 200_001)
      assert.equal(lines[0], first)
    })
  }
  test('streams Parquet as one file', async () => {
    const file = store().stream(
      statement('SELECT number, concat({p:String}, toString(number)) AS n FROM numbers(200000)', { p: 'n' }),
      { format: 'Parquet', profile: 'export', compression: 'zstd' },
      never,
    )
    const chunks: Uint8Array[] = []
    for await (const chunk of file) chunks.push(chunk)
    const bytes = Buffer.concat(chunks)
    const { buffer, byteOffset, byteLength } = Uint8Array.from(bytes)
    const { num_rows, row_groups } = parquetMetadata(buffer.slice(byteOffset, byteOffset + byteLength))
    assert.equal(num_rows, 200_000n)
    assert.equal(row_groups[0]?.columns[0]?.meta_data?.codec, 'ZSTD')
  })
  for (const [format, rounds] of [
    ['CSV', 40],
    ['Parquet', 10],
  ] as const) {
    test(`a failure in mid-stream rejects: ${format}`, async () => {
      const sql = 'SELECT number, throwIf(number = 3000000) FROM numbers(4000000)'
      let seen = 0
      await assert.rejects(async () => {
        for await (const chunk of store().stream(statement(sql), { format, profile: 'export' }, never))
          seen += chunk.length
      }, VitrineError)
      assert.ok(seen > 0)
    })
    test(`a failure before the first byte is told as what it is: ${format}`, async () => {
      const wrong = statement('SELECT count() FROM ds.nothing_of_this_name')
      await assert.rejects(
        drain(store().stream(wrong, { format, profile: 'export' }, never)),
        hasCode('table_missing'),
      )
    })
    test(`leaving a stream early frees its place: ${format}`, async () => {
      for (let round = 0; round < rounds; round++) {
        const endless = store().stream(
          statement('SELECT number FROM numbers(1000000000)'),
          { format, profile: 'export' },
          never,
        )
        for await (const chunk of endless) {
          assert.ok(chunk.length > 0)
          break
        }
      }
      assert.equal(
        await drain(store().stream(statement('SELECT 1'), { format: 'TSV', profile: 'export' }, never)),
        '1\n',
      )
    })
  }
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

export function stopsWhenLeft(store: Store, query: Query): void {
  test('a signal that has fired runs nothing', async () => {
    await assert.rejects(
      store().query(statement('SELECT 1'), 'page', AbortSignal.abort()),
      hasCode('aborted'),
    )
  })
  for (const kind of ['query', 'CSV', 'Parquet'] as const) {
    test(`leaving a ${kind} stops it inside the engine`, async () => {
      const leave = new AbortController()
      const mark = `left_${kind}_${process.pid}`
      const slow = statement(`SELECT '${mark}', uniqExact(sipHash64(number)) FROM numbers(100000000000)`)
      const running =
        kind === 'query'
          ? store().query(slow, 'export', leave.signal)
          : drain(store().stream(slow, { format: kind, profile: 'export' }, leave.signal))
      const rejected = assert.rejects(running, hasCode('aborted'))
      await settlesAt(query, mark, '1')
      leave.abort()
      await rejected
      await settlesAt(query, mark, '0')
      assert.deepEqual(await query('SELECT 42'), [[42]])
    })
  }
}
