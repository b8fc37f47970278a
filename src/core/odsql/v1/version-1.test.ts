import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { TREE_FIELDS } from '../../../../test/golden/odsql/city-trees.ts'
import { prepareQuery } from '../../sql/prepare.ts'
import { recordTable } from '../../sql/record-table.ts'
import { wireError } from '../faults.ts'
import { FORMULAS } from './function-rows.ts'
import type { SeriesText, Version1 } from './version-1.ts'

const TABLE = recordTable('trees', TREE_FIELDS, { datasetId: 'trees', publishedAt: '2026-01-01T00:00:00Z' })

const asked = (version1: Version1, groupBy = '') =>
  prepareQuery({
    clauses: { groupBy },
    fields: TABLE.fields,
    options: {
      ...{ timezone: 'UTC', language: 'en', now: 1000, limit: 10, offset: 0, door: 'records' },
      version1,
    },
  })

const sum = (expression: string): SeriesText => ({ label: 's', fn: 'sum', expression })

function statement(expression: string): { readonly sql: string; readonly tag: string | null } {
  const prepared = asked({ series: [sum(expression)] })
  assert.ok(prepared.ok, expression)
  return { sql: prepared.value.compile(TABLE).rows.sql, tag: prepared.value.etagText }
}

/** The sentence that a caller reads. */
function refusal(expression: string): string {
  const prepared = asked({ series: [sum(expression)] })
  assert.ok(!prepared.ok, expression)
  return prepared.ok ? '' : wireError(prepared.diagnostics).message
}

/** A call of a function as requests write it. */
const callOf = (name: keyof typeof FORMULAS, inner: string): string => {
  const written = { greatest: 'max', least: 'min' }[name as string] ?? name
  if (name === 'time') return '1'
  const count = FORMULAS[name].parameters.length
  return `${written}(${Array.from({ length: count }, (_, index) => (index === 0 ? inner : '2')).join(', ')})`
}

test('every function in every other, as deep as anything may be: a statement in proportion', () => {
  for (const name of Object.keys(FORMULAS) as (keyof typeof FORMULAS)[]) {
    let text = 'age'
    for (let depth = 0; depth < 55; depth++) text = callOf(name, text)
    assert.ok(statement(text).sql.length < 60_000, name)
  }
})

test('whatever is sent as an expression is read or refused by its place, and never reaches the statement', () => {
  const pieces = fc.constantFrom(
    ...['age', 'height', 'species', '(', ')', '+', '-', '*', '/', ',', ' ', '1', '2.5', 'sin', 'max', 'MIN'],
    ...["'", '"', '`', ';', '--', '/*', '{p1:String}', 'as', 'geom', 'date', 'now', 'count', '\\', '\0', 'é'],
  )
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 12 }), parts => {
      const text = parts.join('')
      const prepared = asked({ series: [sum(text)] })
      if (prepared.ok) return prepared.value.compile(TABLE).rows.sql.length > 0
      return prepared.diagnostics.every(({ place }) => place === 'series')
    }),
    { numRuns: 2000 },
  )
  assert.doesNotMatch(statement('age + 4242.5').sql, /4242/, 'a number is handed over apart')
})

test('the same expression however it is written is the same question', () => {
  assert.equal(statement('sin( age )').tag, statement('SIN(`age`)').tag)
  assert.notEqual(statement('sin(age)').tag, statement('cos(age)').tag)
})

test('what depends on the moment or on chance has no tag', () => {
  assert.deepEqual([statement('time()').tag, statement('age * random()').tag], [null, null])
  assert.notEqual(statement('time(planted_on)').tag, null)
})

test('faults speak of functions as they were written', () => {
  assert.equal(
    refusal('max(species, 1)'),
    'ODSQL query is malformed: Function max does not accept an argument of type text. Clause(s) containing the error(s): series.',
  )
  assert.match(refusal('min(1, tags)'), /Multivalued field tags/)
  assert.match(refusal('hieght'), /Did you mean height\?|Unknown field: hieght/)
})

test('series stand beside group keys, alone in place of records; places group and filter', () => {
  const keys = (version1: Version1, groupBy?: string): readonly string[] => {
    const prepared = asked(version1, groupBy)
    assert.ok(prepared.ok)
    return prepared.ok ? prepared.value.planned.select.map(({ key }) => key) : []
  }
  const series = [sum('age'), { label: 'n', fn: 'count', expression: null } as const]
  assert.deepEqual(keys({ series }, 'species'), ['species', 's', 'n'])
  assert.deepEqual(keys({ series }), ['s', 'n'])
  assert.deepEqual(keys({ series, shapes: { field: 'crown', zoom: 3 } }), ['digest', 'shape', 'n', 's', 'n'])
  assert.ok(keys({ simplify: 3 }).includes('crown'))
  const bad = asked({ digests: [{ field: 'age', digest: '1' }], shapes: { field: 'no', zoom: 1 } })
  assert.deepEqual(bad.ok ? [] : bad.diagnostics.map(({ code }) => code), [
    'odsql_argument_type',
    'odsql_unknown_field',
  ])
})
