import assert from 'node:assert/strict'
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { facetTree } from '../../../src/core/facet/tree.ts'
import { wireError } from '../../../src/core/odsql/faults.ts'
import { parse } from '../../../src/core/odsql/parser.ts'
import { print } from '../../../src/core/odsql/print.ts'
import { countOf, shapeRows } from '../../../src/core/record/shape.ts'
import { catalogQueryTable, catalogTable } from '../../../src/core/sql/catalog.ts'
import { type Prepared, prepareQuery } from '../../../src/core/sql/prepare.ts'
import type { QueryTable } from '../../../src/core/sql/query-table.ts'
import { recordTable } from '../../../src/core/sql/record-table.ts'
import { revisionTable } from '../../../src/core/sql/table.ts'
import { CASES, families, type GoldenCase, readCases } from './case-files.ts'
import { catalogTsv } from './city-catalog.ts'
import { PLACE_FIELDS, placesTsv } from './city-places.ts'
import { TREE_FIELDS, treesTsv } from './city-trees.ts'
import { createSql, engineWith, type TestEngine, loadSql } from './engine.ts'

/** Thursday 6 May 2021, as in the API's documents of `now()`. */
const NOW = Date.parse('2021-05-06T12:34:55.450Z')
const RECORDS = recordTable('d_7', TREE_FIELDS, {
  datasetId: 'city-trees',
  publishedAt: '2026-01-02T03:04:05Z',
})

const PLACES = recordTable('d_8', PLACE_FIELDS, {
  datasetId: 'city-places',
  publishedAt: '2026-01-02T03:04:05Z',
})

/** What the questions of a family are put to; those not named here to the trees. */
const TABLES: Readonly<Record<string, (language: string) => QueryTable>> = {
  catalog: language => catalogQueryTable(1, language),
  geo: () => PLACES,
}
const tableOf = (family: string, language: string): QueryTable => TABLES[family]?.(language) ?? RECORDS

let engine: TestEngine
before(async () => {
  engine = await engineWith(revisionTable(7, TREE_FIELDS), treesTsv())
  await engine.run(createSql(revisionTable(8, PLACE_FIELDS)))
  await engine.run(loadSql(revisionTable(8, PLACE_FIELDS), placesTsv()))
  await engine.run('CREATE DATABASE live')
  await engine.run(createSql(catalogTable()))
  await engine.run(loadSql(catalogTable(), catalogTsv()))
})
after(() => engine.close())

type Outcome = Readonly<Record<string, unknown>>

function prepare(family: string, golden: GoldenCase): ReturnType<typeof prepareQuery> {
  const { clauses, timezone, language, limit, offset, facets } = golden
  const door = facets ? 'facets' : 'records'
  return prepareQuery({
    clauses,
    fields: tableOf(family, language).fields,
    options: { timezone, language, now: NOW, limit, offset, door },
  })
}

async function answerRecords(prepared: Prepared, table: QueryTable): Promise<Outcome> {
  const { rows, count } = prepared.compile(table)
  const results = shapeRows(rows.columns)(await engine.rows(rows))
  return { sql: rows.sql, params: rows.params, total_count: countOf(await engine.rows(count)), results }
}

async function answerFacets(prepared: Prepared, table: QueryTable): Promise<Outcome> {
  const facets: unknown[] = []
  for (const compiled of prepared.compileFacets(table)) {
    const group = facetTree(compiled, await engine.rows(compiled.query))
    facets.push({ sql: compiled.query.sql, params: compiled.query.params, ...group })
  }
  return { facets }
}

/** Clauses that were said, canonically. */
function treeOf(golden: GoldenCase): Outcome {
  const tree = parse(golden.clauses)
  if (!tree.ok) return {}
  return Object.fromEntries(Object.entries(print(tree.value)).filter(([, text]) => text.length > 0))
}

async function outcomeOf(family: string, golden: GoldenCase): Promise<Outcome> {
  const prepared = prepare(family, golden)
  if (!prepared.ok) return { question: golden.name, error: wireError(prepared.diagnostics) }
  const table = tableOf(family, golden.language)
  const answer = golden.facets
    ? await answerFacets(prepared.value, table)
    : await answerRecords(prepared.value, table)
  const json = JSON.stringify(answer, (_, value: unknown) =>
    typeof value === 'bigint' ? `${value}n` : value,
  )
  return { question: golden.name, tree: treeOf(golden), ...(JSON.parse(json) as Outcome) }
}

/** Compares with the outcomes beside the case file; what is new is written, what differs is written beside. */
function compare(family: string, outcomes: readonly Outcome[]): void {
  const file = join(CASES, `${family}.json`)
  const text = `${JSON.stringify(outcomes, null, 1)}\n`
  const changed = join(CASES, `${family}-changed.json`)
  if (!existsSync(file) && process.env.CI === undefined) writeFileSync(file, text)
  rmSync(changed, { force: true })
  if (readFileSync(file, 'utf8') === text) return
  writeFileSync(changed, text)
  assert.deepEqual(outcomes, JSON.parse(readFileSync(file, 'utf8')), `see ${changed}`)
}

for (const family of families())
  test(`golden: ${family}`, async () => {
    const outcomes: Outcome[] = []
    for (const golden of readCases(family)) outcomes.push(await outcomeOf(family, golden))
    compare(family, outcomes)
  })
