import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { DuckDBInstance } from '@duckdb/node-api'
import { bytesOf, generateCsv } from './generate-csv.ts'

const folder = mkdtempSync(join(tmpdir(), 'vitrine-generated-'))
const hashOf = (file: string): string => createHash('sha256').update(readFileSync(file)).digest('hex')

const counted = async (file: string): Promise<Record<string, unknown>> => {
  const connection = await (await DuckDBInstance.create(':memory:')).connect()
  const texts = `read_csv('${file}', header=true, all_varchar=true, delim=',', quote='"', escape='"')`
  const read = await connection.runAndReadAll(`
    with rows as (select *, quantity like '%x' as dirty from ${texts})
    select count(*) as rows,
      count(*) filter (where dirty) as dirty,
      sum(try_cast(quantity as bigint)) filter (where not coalesce(dirty, false)) as quantity_sum,
      count(*) filter (where quantity is null) as quantity_nulls,
      sum(replace(amount, '.', '')::bigint) filter (where not coalesce(dirty, false)) as cents,
      count(*) filter (where active::boolean and not coalesce(dirty, false)) as active_true,
      count(*) filter (where note is null and not coalesce(dirty, false)) as note_nulls,
      min(day) filter (where not coalesce(dirty, false)) as first_day,
      max(day) filter (where not coalesce(dirty, false)) as last_day,
      count(*) filter (where not regexp_full_match(code, '[0-9]{5}')) as bad_codes,
      count(*) filter (where try_cast(seen_at as timestamptz) is null or seen_at not like day || '%') as bad_moments,
      count(*) filter (where not regexp_full_match(position, '-?[0-9]{1,2}[.][0-9]{4}, -?[0-9]{1,3}[.][0-9]{4}')) as bad_points
    from rows`)
  return read.getRowObjectsJson()[0] ?? {}
}

test('what it says the file holds is what DuckDB counts in it', async () => {
  const file = join(folder, 'counted.csv')
  const facts = await generateCsv(file, { rows: 20_000, dirtEvery: 999, seed: 7 })
  assert.deepEqual(await counted(file), {
    rows: '20000',
    dirty: '20',
    quantity_sum: String(facts.quantitySum),
    quantity_nulls: String(facts.quantityNulls),
    cents: String(facts.amountCents),
    active_true: String(facts.activeTrue),
    note_nulls: String(facts.noteNulls),
    first_day: facts.firstDay,
    last_day: facts.lastDay,
    bad_codes: '0',
    bad_moments: '0',
    bad_points: '0',
  })
  assert.equal(facts.bytes, statSync(file).size)
})

test('dirty lines are where they are said to be, line feeds inside cells counted', async () => {
  const file = join(folder, 'dirt.csv')
  const { dirtyLines } = await generateCsv(file, { rows: 5000, dirtEvery: 100, seed: 3 })
  const lines = readFileSync(file, 'utf8').split('\n')
  assert.equal(dirtyLines.length, 50)
  assert.deepEqual(
    dirtyLines.map(line => Number.parseInt(lines[line - 1] ?? '', 10)),
    Array.from({ length: 50 }, (_, at) => (at + 1) * 100),
  )
  assert.ok(dirtyLines.some((line, at) => line !== (at + 1) * 100 + 1))
})

test('ends with the record that reaches the size; the same seed gives the same bytes, another does not', async () => {
  const [first, second, third] = ['a.csv', 'b.csv', 'c.csv'].map(name => join(folder, name)) as [
    string,
    string,
    string,
  ]
  const facts = await generateCsv(first, { bytes: 1_000_000, dirtEvery: 0, seed: 1 })
  await generateCsv(second, { bytes: 1_000_000, dirtEvery: 0, seed: 1 })
  await generateCsv(third, { bytes: 1_000_000, dirtEvery: 0, seed: 2 })
  assert.ok(facts.bytes >= 1_000_000 && facts.bytes < 1_000_300)
  assert.deepEqual(facts.dirtyLines, [])
  assert.equal(hashOf(first), hashOf(second))
  assert.notEqual(hashOf(first), hashOf(third))
})

test('no rows give a header only', async () => {
  const file = join(folder, 'none.csv')
  const facts = await generateCsv(file, { rows: 0, dirtEvery: 10, seed: 1 })
  assert.equal(facts.rows, 0)
  assert.equal(readFileSync(file, 'utf8').trimEnd().split('\n').length, 1)
})

test('sizes are read with their unit', () => {
  assert.deepEqual(['1gb', '250MB', '3kb', '17'].map(bytesOf), [1e9, 2.5e8, 3000, 17])
  assert.ok(['', '1.5gb', '1tb', '-1', 'gb'].every(text => Number.isNaN(bytesOf(text))))
})
