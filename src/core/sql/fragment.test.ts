import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { TREE_FIELDS } from '../../../test/golden/odsql/city-trees.ts'
import { compileCsvExport, compileJsonLines } from './export.ts'
import { type Fragment, identifier, join, numeral, param, paramList, render, sql } from './fragment.ts'
import { prepareQuery } from './prepare.ts'
import { recordTable } from './record-table.ts'
import { foldSql } from './table.ts'
import { folded } from './text-search.ts'

test('values are numbered in order and equal ones share a name', () => {
  const one = param('a', 'String')
  const statement = render(sql`SELECT ${one}, ${param('b', 'String')}, ${one}, ${param('a', 'Int64')}`)
  assert.deepEqual(statement, {
    sql: 'SELECT {p1:String}, {p2:String}, {p1:String}, {p3:Int64}',
    params: { p1: 'a', p2: 'b', p3: 'a' },
  })
})

test('only fragments join fragments, only names of ours are names', () => {
  const forged = { parts: ['1; DROP'] } as unknown as Fragment
  assert.throws(() => sql`SELECT ${forged}`)
  assert.throws(() => sql`SELECT ${'1' as unknown as Fragment}`)
  for (const name of ['a b', 'a;', '`a`', '', '1a', 'é', 'a-b', 'a\n']) assert.throws(() => identifier(name))
  for (const number of [1.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 60])
    assert.throws(() => numeral(number))
  assert.equal(render(join([identifier('a'), identifier('_b')], ', ')).sql, 'a, _b')
  assert.equal(render(paramList(["x'", '\\'], 'String')).params.p1, '["x\'","\\\\"]')
})

test('text is folded as the index folds it', () => {
  assert.equal(render(folded(identifier('x'))).sql, foldSql('x'))
})

const TABLE = recordTable('d_1', TREE_FIELDS, { datasetId: "it's; --", publishedAt: '2026-01-01T00:00:00Z' })

/** Every statement that a question can become. */
function statements(texts: { readonly where: string; readonly key: string }): readonly string[] {
  const options = { timezone: 'Europe/Paris', language: 'en', now: 0, limit: 5, offset: 1 }
  const label = `\`${texts.key.replace(/[\\`]/g, '\\$&')}\``
  const literal = JSON.stringify(texts.where)
  const where = `species = ${literal} or ${literal} or tags in (${literal}, "b") or search(species, ${literal}) or species like ${literal} or startswith(*, ${literal}) or suggest(${literal}) or date_format(planted_on, ${literal}) = "a"`
  const clauses = { where: [where], refine: [`taxonomy:${literal}`], exclude: [`tags:${literal}`] }
  const all: string[] = []
  for (const more of [
    { select: `tree_id as ${label}, ${literal} as x, ifnull(species, ${literal})` },
    { groupBy: `species as ${label}, date_format(planted_on, ${literal})`, select: 'count(*)' },
  ]) {
    const prepared = prepareQuery({
      clauses: { ...clauses, ...more },
      fields: TABLE.fields,
      options: { ...options, door: 'facets' },
    })
    if (!prepared.ok) continue
    const { rows, count } = prepared.value.compile(TABLE)
    const facets = prepared.value.compileFacets(TABLE).map(({ query }) => query.sql)
    const csv = compileCsvExport(prepared.value.planned, TABLE, {
      delimiter: ';',
      list_separator: texts.where,
      quote_all: false,
    })
    all.push(rows.sql, count.sql, ...facets, csv.sql, compileJsonLines(prepared.value.planned, TABLE).sql)
  }
  return all
}

test('the text of a statement does not depend on values: none of it is theirs', () => {
  const shapeless = (text: string): string => text.replace(/\{p\d+:/g, '{p:')
  const marked = fc.string({ unit: 'binary' }).map(text => `qqq ${text} zzz`)
  fc.assert(
    fc.property(marked, marked, (where, key) => {
      const texts = statements({ where, key })
      assert.ok(texts.length > 0)
      for (const text of texts) assert.doesNotMatch(shapeless(text), /qqq|zzz/)
    }),
    { numRuns: 300 },
  )
})

test('hostile values stay out of the text', () => {
  for (const value of [
    "'; DROP TABLE ds.d_1; --",
    '{p1:String}',
    '`',
    '\\',
    "\\'",
    '\0',
    '*/',
    '{p2:Identifier}',
  ])
    for (const text of statements({ where: `qqq${value}`, key: `qqq${value}` }))
      assert.doesNotMatch(text, /qqq|DROP/)
})
