import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import fc from 'fast-check'
import type { Field } from '../../../src/core/dataset/field.ts'
import { wireError } from '../../../src/core/odsql/faults.ts'
import type { ClauseTexts } from '../../../src/core/odsql/parser.ts'
import { jsonText, shapeRows } from '../../../src/core/record/shape.ts'
import {
  type CatalogRow,
  catalogFieldSet,
  catalogQueryTable,
  catalogTable,
} from '../../../src/core/sql/catalog.ts'
import { catalogRowTsv } from '../../../src/core/sql/catalog.ts'
import {
  type CsvOptions,
  compileCsvExport,
  compileJsonLines,
  csvHeader,
} from '../../../src/core/sql/export.ts'
import { type Prepared, prepareQuery } from '../../../src/core/sql/prepare.ts'
import type { QueryTable } from '../../../src/core/sql/query-table.ts'
import { recordTable } from '../../../src/core/sql/record-table.ts'
import { revisionTable } from '../../../src/core/sql/table.ts'
import { TREE_FIELDS, treesTsv } from './city-trees.ts'
import { createSql, engineWith, type TestEngine, loadSql } from './engine.ts'

const CONTEXT = { datasetId: 'city-trees', publishedAt: '2026-01-02T03:04:05Z' }
const TREES = recordTable('d_7', TREE_FIELDS, CONTEXT)
const SEMICOLON: CsvOptions = { delimiter: ';', list_separator: ',', quote_all: false }

let engine: TestEngine
before(async () => {
  engine = await engineWith(revisionTable(7, TREE_FIELDS), treesTsv())
  await engine.run('CREATE DATABASE live')
})
after(() => engine.close())

function prepare(clauses: ClauseTexts, table: QueryTable, timezone = 'UTC'): Prepared {
  const prepared = prepareQuery({
    clauses,
    fields: table.fields,
    options: { timezone, language: 'en', now: 0, limit: null, offset: 0, door: 'export' },
  })
  if (!prepared.ok) throw new Error(wireError(prepared.diagnostics).message)
  return prepared.value
}

async function csv(clauses: ClauseTexts, options = SEMICOLON, timezone = 'UTC'): Promise<string> {
  const compiled = compileCsvExport(prepare(clauses, TREES, timezone).planned, TREES, options)
  return csvHeader(compiled.keys, options) + (await engine.text(compiled, 'TSVRaw'))
}

/** Exactly the bytes of explore-api §8.3. */
const FILES: readonly (readonly [ClauseTexts, Partial<CsvOptions>, string])[] = [
  [
    { select: 'tree_id, tags, height, position, crown, survey', where: ['age > 100'] },
    {},
    'tree_id;tags;height;position;crown;survey\r\n' +
      'T-001;old,listed;18.5;48.85341, 2.3488;"{""coordinates"": [[[2.3, 48.8], [2.4, 48.8], [2.4, 48.9], [2.3, 48.8]]], ""type"": ""Polygon""}";"{""state"":""good""}"\r\n' +
      'T-006;old,old;22;44.8, -0.5;;\r\n',
  ],
  [
    { select: 'species, position, tags', where: ["tree_id in ('T-001', 'T-009', 'T-005')"] },
    { delimiter: ',', list_separator: '|' },
    'species,position,tags\r\noak,"48.85341, 2.3488",old|listed\r\n,,\r\n"say ""hi""; or\nnot","48.1, 2.1",\r\n',
  ],
  [
    { select: 'species, age, remarkable', where: ['age = 20 or age = 0'] },
    { quote_all: true },
    '"species";"age";"remarkable"\r\n"Ash";0;\r\n"cœur";20;false\r\n"say ""hi""; or\nnot";20;false\r\n',
  ],
  [
    {
      select: 'tree_id as `a;b`, planted_on, last_visit, height / 0 as z',
      where: ["tree_id in ('T-004', 'T-006')"],
    },
    {},
    '"a;b";planted_on;last_visit;z\r\nT-004;2020-03-11;2025-12-31T23:30:00.250000+00:00;\r\nT-006;1850-05-05;1899-12-31T23:59:59+00:00;\r\n',
  ],
  [
    {
      groupBy: 'remarkable, year(planted_on) as y',
      select: 'count(*) as n, avg(height)',
      where: ['age > 50'],
    },
    { delimiter: '\t' },
    'remarkable\ty\tn\tavg(height)\r\nfalse\t1965\t1\t14\r\ntrue\t1850\t1\t22\r\ntrue\t1905\t1\t18.5\r\n',
  ],
  [{ where: ['age > 5000'], select: 'age' }, { delimiter: '|' }, 'age\r\n'],
]

for (const [clauses, options, expected] of FILES)
  test(`csv: ${JSON.stringify(clauses)}`, async () => {
    assert.equal(await csv(clauses, { ...SEMICOLON, ...options }), expected)
  })

test('datetimes carry the offset of the zone, dates do not move', async () => {
  const lines = await csv(
    { select: 'planted_on, last_visit', where: ["tree_id = 'T-002'"] },
    SEMICOLON,
    'Asia/Kolkata',
  )
  assert.equal(lines, 'planted_on;last_visit\r\n1965-03-01;2026-07-01T05:00:00+05:30\r\n')
})

const QUESTIONS: readonly ClauseTexts[] = [
  {},
  { select: 'age as `a"b`, species as `x\\\\y`' },
  { groupBy: 'tags, planted_on', select: 'count(*) as n, max(last_visit)' },
  { select: 'avg(age) as a, tree_id, bbox(position) as b' },
  { groupBy: 'range(age, 10)' },
]

for (const timezone of ['UTC', 'Europe/Paris'])
  for (const clauses of QUESTIONS)
    test(`json lines are the values of records: ${timezone} ${JSON.stringify(clauses)}`, async () => {
      const prepared = prepare(clauses, TREES, timezone)
      const { rows } = prepared.compile(TREES)
      const values = shapeRows(rows.columns)(await engine.rows(rows)).map(jsonText)
      const text = await engine.text(compileJsonLines(prepared.planned, TREES), 'TSVRaw')
      const lines = text.split('\n').filter(line => line !== '')
      assert.deepEqual(
        lines.map(line => JSON.stringify(JSON.parse(line))),
        values,
      )
    })

/** A reader of CSV, as plain as can be. */
function readCsv(text: string, delimiter: string): readonly (readonly string[])[] {
  const rows: string[][] = [[]]
  for (const [, quoted, plain = '', end] of text.matchAll(
    new RegExp(`(?:"((?:[^"]|"")*)"|([^"\\${delimiter}\\r\\n]*))(\\${delimiter}|\\r\\n)`, 'g'),
  )) {
    rows.at(-1)?.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'))
    if (end === '\r\n') rows.push([])
  }
  return rows.slice(0, -1)
}

const FIELDS: readonly Field[] = ['a', 'b'].map(name => ({
  ...{ name, type: 'text', label: {}, description: null, annotations: {} },
}))

test('any text comes back from a CSV as it was', async () => {
  const nasty = fc
    .array(fc.constantFrom('a', ';', ',', '|', '"', '\n', '\r', '\t', '\\', "'", 'é', ' ', '\\N', '😀'), {
      maxLength: 8,
    })
    .map(parts => parts.join(''))
  const cell = (text: string) =>
    text.replace(/[\\\t\n\r]/g, c => ({ '\\': '\\\\', '\t': '\\t', '\n': '\\n' })[c] ?? '\\r')
  let run = 100
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(nasty, nasty), { minLength: 1 }),
      fc.constantFrom<CsvOptions['delimiter']>(';', ',', '\t', '|'),
      fc.boolean(),
      async (rows, delimiter, quote_all) => {
        const number = ++run
        await engine.run(createSql(revisionTable(number, FIELDS)))
        const tsv = rows.map(([a, b], index) => `${index}\t${cell(a)}\t${cell(b)}\t\n`).join('')
        await engine.run(loadSql(revisionTable(number, FIELDS), tsv))
        const table = recordTable(`d_${number}`, FIELDS, CONTEXT)
        const compiled = compileCsvExport(prepare({}, table).planned, table, {
          delimiter,
          list_separator: ',',
          quote_all,
        })
        assert.deepEqual(readCsv(await engine.text(compiled, 'TSVRaw'), delimiter), rows)
      },
    ),
    { numRuns: 60 },
  )
})

const TEXT = fc.string({
  unit: fc.constantFrom('a', "'", '"', '\\', '\t', '\n', '{', '}', ':', ',', '[', ']', 'é', 'œ'),
})
const TEXTS = fc.dictionary(
  fc.constantFrom('en', 'fr', ''),
  TEXT.filter(text => text !== ''),
)

test('any metadata comes back from the catalogue as it was', async () => {
  await engine.run(createSql(catalogTable()))
  let portalId = 0
  await fc.assert(
    fc.asyncProperty(
      TEXTS,
      fc.array(TEXTS),
      fc.array(TEXT),
      TEXT,
      async (title, keyword, territory, publisher) => {
        portalId++
        const row: CatalogRow = {
          ...{ portalId, datasetUid: 'da_1', datasetId: 'a', version: 1, state: 's', deleted: false },
          ...{
            title,
            description: {},
            theme: [],
            keyword,
            publisher,
            license: null,
            licenseUrl: null,
            language: 'fr',
          },
          ...{
            references: [],
            attributions: [],
            territory,
            updateFrequency: null,
            modified: '2026-01-01T00:00:00Z',
          },
          ...{
            dataProcessed: '2026-01-01T00:00:00Z',
            metadataProcessed: '2026-01-01T00:00:00Z',
            recordsCount: 1,
          },
          ...{ features: [], hasRecords: true, dataVisible: true, metas: {} },
        }
        await engine.run(loadSql(catalogTable(), catalogRowTsv(row)))
        const table = catalogQueryTable(portalId, 'en')
        const prepared = prepareQuery({
          clauses: { select: 'title, keyword, territory, publisher' },
          fields: catalogFieldSet(),
          options: { timezone: 'UTC', language: 'en', now: 0, limit: 10, offset: 0, door: 'records' },
        })
        assert.ok(prepared.ok)
        if (!prepared.ok) return
        const { rows } = prepared.value.compile(table)
        const [found] = shapeRows(rows.columns)(await engine.rows(rows))
        const resolve = (texts: Readonly<Record<string, string>>) => texts.en ?? texts.fr ?? texts[''] ?? null
        const keywords = keyword.map(resolve).filter(text => text !== null)
        const orNull = <T>(list: readonly T[]) => (list.length === 0 ? null : list)
        assert.deepEqual(found, {
          title: resolve(title),
          keyword: orNull(keywords),
          territory: orNull(territory),
          publisher,
        })
      },
    ),
    { numRuns: 100 },
  )
})
