import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parse } from '../../../core/odsql/parser.ts'
import { conditionExamples } from './condition-examples.ts'
import type { CellValue, FieldView } from './dataset-model.ts'

const field = (name: string, type: FieldView['type'], more: Partial<FieldView> = {}): FieldView => ({
  name,
  label: { text: name, lang: '' },
  description: null,
  type,
  unit: null,
  decimals: null,
  id: false,
  multivalued: false,
  facet: false,
  ...more,
})

const examples = (...columns: readonly (readonly [FieldView, readonly CellValue[]])[]): readonly string[] =>
  conditionExamples({
    fields: columns.map(([one]) => one),
    rows: (columns[0]?.[1] ?? []).map((_, row) => columns.map(([, values]) => values[row])),
  })

test('a condition for each kind of field, on a value that is there', () => {
  const found = examples(
    [field('shape', 'geo_shape'), [null, {}]],
    [field('name', 'text'), ['', 'Sirius']],
    [field('alias', 'text'), ['a', 'b']],
    [field('magnitude', 'double'), [null, -1.44]],
    [field('seen', 'date'), ['2018-02-07', null]],
    [field('open', 'boolean'), [true, false]],
  )
  for (const where of found) assert.equal(parse({ where: [where] }).ok, true, where)
  assert.deepEqual(found, ['name = "Sirius"', 'magnitude >= -1.44', "seen >= date'2018-02-07'"])
})

test('nothing that would not be understood: codes, lists, quotes, long texts', () => {
  assert.deepEqual(examples([field('id', 'int', { id: true }), [8_000_410]]), [])
  assert.deepEqual(examples([field('tags', 'text', { multivalued: true }), [['a']]]), [])
  assert.deepEqual(examples([field('note', 'text'), ['say "x"', 'a\\b', 'x'.repeat(41)]]), [])
  assert.deepEqual(examples([field('note', 'text'), []]), [])
})

test('names that are words of the language stand in back-quotes, and every example can be asked', () => {
  const fields = [field('group', 'text'), field('order by', 'int'), field('date', 'datetime')]
  const found = examples(
    ...fields.map(one => [one, [one.type === 'int' ? 3 : '2018-02-07T10:00:00+00:00']] as const),
  )
  assert.deepEqual(found, [
    '`group` = "2018-02-07T10:00:00+00:00"',
    '`order by` >= 3',
    "date >= date'2018-02-07'",
  ])
  for (const where of found) assert.equal(parse({ where: [where] }).ok, true, where)
})
