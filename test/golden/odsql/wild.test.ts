import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import type { Field, FieldType } from '../../../src/core/dataset/field.ts'
import { wireError } from '../../../src/core/odsql/faults.ts'
import type { ClauseTexts } from '../../../src/core/odsql/parser.ts'
import { catalogFieldSet, catalogQueryTable, catalogTable } from '../../../src/core/sql/catalog.ts'
import { type Prepared, prepareQuery } from '../../../src/core/sql/prepare.ts'
import type { QueryTable } from '../../../src/core/sql/query-table.ts'
import { recordTable } from '../../../src/core/sql/record-table.ts'
import { revisionTable } from '../../../src/core/sql/table.ts'
import { createSql, openEngine, type TestEngine } from './engine.ts'

/** Requests of public programs; not part of the repository. */
const CORPUS = join(import.meta.dirname, '../../../../shared/wild/queries.jsonl')

interface WildRequest {
  readonly id: number
  readonly dataset: string | null
  readonly endpoint: string
  readonly params: Readonly<Record<string, string | readonly string[]>>
  readonly fields: Readonly<Record<string, FieldType>>
  readonly valid: boolean | 'unsure'
}

/** Questions that wait for a later part: shapes, clusters, templates of metadata. */
const LATER = new Map<number, string>([
  ...[60, 135, 150, 164, 255, 258, 321, 428].map(id => [id, 'predicates on shapes'] as const),
  ...[155, 375].map(id => [id, 'templates and structures of metadata'] as const),
])

const listed = (value: string | readonly string[] | undefined): readonly string[] =>
  value === undefined ? [] : typeof value === 'string' ? [value] : value

function clausesOf({ params }: WildRequest): ClauseTexts {
  const joined = (name: string) => listed(params[name]).join(',')
  const repeated = ['where', 'refine', 'exclude', 'facet'].map(name => [name, listed(params[name])])
  const single = { select: joined('select'), groupBy: joined('group_by'), orderBy: joined('order_by') }
  return { ...single, ...Object.fromEntries(repeated) }
}

const schemaOf = (request: WildRequest): readonly Field[] =>
  Object.entries(request.fields)
    .filter(([name]) => !['recordid', 'record_timestamp', 'datasetid'].includes(name))
    .map(([name, type]) => ({ name, type, label: {}, description: null, annotations: {} }))

async function run(engine: TestEngine, prepared: Prepared, table: QueryTable): Promise<void> {
  const { rows, count } = prepared.compile(table)
  await engine.rows(rows)
  await engine.rows(count)
  for (const facet of prepared.compileFacets(table)) await engine.rows(facet.query)
}

let engine: TestEngine

async function tableOf(request: WildRequest): Promise<QueryTable> {
  if (request.dataset === null) return catalogQueryTable(1, 'en')
  const schema = schemaOf(request)
  await engine.run(createSql(revisionTable(request.id, schema)))
  return recordTable(`d_${request.id}`, schema, { datasetId: 'wild', publishedAt: '2026-01-01T00:00:00Z' })
}

const requests = existsSync(CORPUS)
  ? readFileSync(CORPUS, 'utf8')
      .split('\n')
      .filter(line => line !== '')
      .map(line => JSON.parse(line) as WildRequest)
  : []
if (requests.length === 0)
  test('questions of public programs', t => t.skip('the folder ../shared/wild is absent'))
else {
  before(async () => {
    engine = openEngine()
    await engine.run('CREATE DATABASE ds')
    await engine.run('CREATE DATABASE live')
    await engine.run(createSql(catalogTable()))
  })
  after(() => engine.close())
}

for (const request of requests.filter(({ valid }) => valid === true))
  test(`in the wild ${request.id}: ${JSON.stringify(clausesOf(request)).slice(0, 160)}`, async t => {
    const later = LATER.get(request.id)
    if (later !== undefined) return t.skip(later)
    const table = await tableOf(request)
    const prepared = prepareQuery({
      clauses: clausesOf(request),
      fields: request.dataset === null ? catalogFieldSet() : table.fields,
      options: { timezone: 'UTC', language: 'en', now: 0, limit: 10, offset: 0, door: 'records' },
    })
    assert.ok(prepared.ok, prepared.ok ? '' : wireError(prepared.diagnostics).message)
    if (prepared.ok) await run(engine, prepared.value, table)
  })
