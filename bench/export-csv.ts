/**
 * CSV export of 1 M records: the engine writing our lines, beside the engine's own CSV writer over the same
 * columns. Goal: at least 70 % of the latter (design.md §5). `node --import tsx bench/export-csv.ts [records]`
 */

import type { Statement } from '../src/core/sql/compiled.ts'
import { compileCsvExport, compileJsonLines } from '../src/core/sql/export.ts'
import { prepareQuery } from '../src/core/sql/prepare.ts'
import { recordFieldSet, recordTable } from '../src/core/sql/record-table.ts'
import { revisionTable } from '../src/core/sql/table.ts'
import { TREE_FIELDS } from '../test/golden/odsql/city-trees.ts'
import { createSql, openEngine } from '../test/golden/odsql/engine.ts'

const records = Number(process.argv[2] ?? 1_000_000)
const fields = TREE_FIELDS.filter(field => !['crown', 'photo', 'survey'].includes(field.name))
const engine = openEngine()
const definition = revisionTable(1, fields)
await engine.run('CREATE DATABASE ds')
await engine.run(createSql(definition))
await engine.run(`INSERT INTO ds.d_1 SELECT number, concat('T-', toString(number)), ['oak', 'ash', 'elm; "red"', 'beech'][number % 4 + 1],
  concat('plant/', toString(number % 50)), ['old', 'listed'], number % 300 / 10, number % 200, number % 2 = 0,
  toDateTime64('1950-01-01 00:00:00', 0, 'UTC') + number % 20000 * 86400, toDateTime64('2001-01-01 00:00:00', 3, 'UTC') + number,
  2.3 + number % 1000 / 10000, 48.8 + number % 777 / 10000, '' FROM numbers(${records})`)

const question = (timezone: string) =>
  prepareQuery({
    clauses: {},
    fields: recordFieldSet(fields),
    options: { timezone, language: 'en', now: 0, limit: null, offset: 0, door: 'export' },
  })
const table = recordTable('d_1', fields, { datasetId: 'bench', publishedAt: '2026-01-01T00:00:00Z' })

/** Best of five, written to a file that is no disk. */
async function seconds({ sql, params }: Statement, format: string): Promise<number> {
  let best = Number.POSITIVE_INFINITY
  for (let run = 0; run < 5; run++) {
    const started = performance.now()
    await engine.text({ sql: `${sql} INTO OUTFILE '/dev/null' TRUNCATE FORMAT ${format}`, params }, 'TSV')
    best = Math.min(best, (performance.now() - started) / 1000)
  }
  return best
}

const columns = definition.columns.slice(1, -1).map(column => column.name)
const own = await seconds({ sql: `SELECT ${columns.join(', ')} FROM ds.d_1 ORDER BY _id`, params: {} }, 'CSV')
const json = await seconds(
  { sql: `SELECT ${columns.join(', ')} FROM ds.d_1 ORDER BY _id`, params: {} },
  'JSONEachRow',
)
const report: Record<string, number> = { 'engine CSV, s': own, 'engine JSONEachRow, s': json }
for (const timezone of ['UTC', 'Europe/Paris']) {
  const prepared = question(timezone)
  if (!prepared.ok) throw new Error('the question of the bench is wrong')
  const options = { delimiter: ';', list_separator: ',', quote_all: false } as const
  const csv = await seconds(compileCsvExport(prepared.value.planned, table, options), 'TSVRaw')
  report[`our CSV ${timezone}, s`] = csv
  report[`our CSV ${timezone}, % of engine`] = (100 * own) / csv
  const lines = await seconds(compileJsonLines(prepared.value.planned, table), 'TSVRaw')
  report[`our JSON lines ${timezone}, s`] = lines
  report[`our JSON lines ${timezone}, % of engine`] = (100 * json) / lines
}
console.table(report)
await engine.close()
