import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, test } from 'node:test'
import { setTimeout as sleep, setImmediate as turn } from 'node:timers/promises'
import { DuckDBInstance } from '@duckdb/node-api'
import type { ByteSource } from '../format/byte-source.ts'
import { memorySource } from '../format/containers-memory.ts'
import { analyse } from './analyse.ts'
import { encodeRecords } from './encode-records.ts'

const folder = mkdtempSync(join(tmpdir(), 'vitrine-loads-'))
after(() => rmSync(folder, { recursive: true, force: true }))

const ROWS = 40_000
const { signal } = new AbortController()

const COLUMNS = (kind: string): string =>
  `SELECT range AS n, 'station ${kind} ' || (range % 5) AS place, '${kind}' || range || 'é' AS code,
    repeat('${kind}', 40) AS filler, CASE WHEN range % 7 = 0 THEN NULL ELSE range / 3 END AS x,
    TIMESTAMP '2020-01-01' + INTERVAL (range) MINUTE AS at FROM range(${ROWS})`

/** Has DuckDB write rows that tell one load from another, in this format. */
async function written(kind: string, format: string): Promise<ByteSource> {
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  const path = join(folder, `${kind}.${format.split(',', 1)[0]}`)
  try {
    await connection.run(`SET threads = 1; COPY (${COLUMNS(kind)}) TO '${path}' (FORMAT ${format})`)
    return unhurried(memorySource(path, readFileSync(path)))
  } finally {
    connection.closeSync()
    instance.closeSync()
  }
}

/** A source whose reads give way to whatever else runs. */
const unhurried = (source: ByteSource): ByteSource => ({
  ...source,
  async *stream() {
    for await (const chunk of source.stream()) {
      await turn()
      yield chunk
    }
  },
  async read(offset, length) {
    await turn()
    return source.read(offset, length)
  },
})

const NAMELESS = { fields: [], digest: () => '' }

/** Loads; a chunk is held for a while, as a connection holds what it sends, and must still be what it was. */
async function load(source: ByteSource, holding: number): Promise<string> {
  const analysis = await analyse(source, {}, { signal })
  const held: { readonly tsv: Uint8Array; readonly was: Buffer }[] = []
  let quarantined = 0
  for await (const chunk of encodeRecords(analysis, NAMELESS, signal)) {
    held.push({ tsv: chunk.tsv, was: Buffer.from(chunk.tsv) })
    quarantined += chunk.quarantined.length
    await sleep(holding)
  }
  assert.equal(quarantined, 0)
  assert.ok(held.length > 2)
  for (const { tsv, was } of held) assert.ok(was.equals(tsv), 'a chunk changed after it was handed over')
  return Buffer.concat(held.map(({ tsv }) => tsv)).toString()
}

describe('loads at once, each read by a slow receiver, are what they are alone', () => {
  for (const format of ["parquet, CODEC 'snappy', ROW_GROUP_SIZE 9000", "parquet, CODEC 'zstd'", 'csv'])
    test(format, async () => {
      const sources = [await written('a', format), await written('b', format)]
      const alone: string[] = []
      for (const source of sources) alone.push(await load(source, 0))
      const together = await Promise.all([...sources, ...sources].map((source, i) => load(source, i * 2)))
      for (const [i, text] of together.entries()) assert.ok(text === alone[i % 2], `load ${i} differs`)
      const rows = (alone[0] ?? '').split('\n')
      assert.equal(rows.length, ROWS + 1)
      assert.match(rows[5] ?? '', /^5\t5\tstation a 0\ta5é\ta{40}\t/)
    })
})
