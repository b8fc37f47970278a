import { isBareName } from '../../../core/odsql/expression.ts'
import type { FieldView, Records } from './dataset-model.ts'

const MOST = 3
const QUOTABLE = /^[^"\\\n]{1,40}$/

/**
 * Conditions on the dataset's own fields and values, in the query language: one for each kind of field, true of at
 * least one of the records shown.
 */
export function conditionExamples({ fields, rows }: Records): readonly string[] {
  const found = new Map<string, string>()
  for (const [index, field] of fields.entries()) {
    if (found.has(field.type) || field.multivalued) continue
    const condition = rows.map(row => conditionOn(field, row[index])).find(text => text !== null)
    if (condition !== undefined) found.set(field.type, condition)
  }
  return [...found.values()].slice(0, MOST)
}

function conditionOn(field: FieldView, value: unknown): string | null {
  const name = isBareName(field.name) ? field.name : `\`${field.name}\``
  if (typeof value === 'boolean') return `${name} = ${value}`
  if (typeof value === 'number') return field.id ? null : `${name} >= ${value}`
  if (typeof value !== 'string') return null
  if (field.type === 'text' && QUOTABLE.test(value)) return `${name} = "${value}"`
  if (field.type === 'date' || field.type === 'datetime') return `${name} >= date'${value.slice(0, 10)}'`
  return null
}
