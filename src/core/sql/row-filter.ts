import { bind } from '../odsql/bind.ts'
import type { BoundCondition } from '../odsql/bound.ts'
import type { OdsqlFault } from '../odsql/faults.ts'
import type { FieldSet } from '../odsql/field-set.ts'
import { parse } from '../odsql/parser.ts'
import { type Parsed, parsed, refused } from '../parsed.ts'

/**
 * Zone and language in which stored conditions are read, whoever asks: a caller who could choose them could move the
 * bounds of what they may see.
 */
export const ROW_FILTER_FRAME = { timezone: 'UTC', language: 'en' } as const

/**
 * The condition of the records that somebody may read, bound to the fields of a revision. Searches over whole records
 * are refused: what they find depends on the fields that the caller sees.
 */
export function bindRowFilter(where: string, fields: FieldSet): Parsed<BoundCondition, OdsqlFault> {
  const tree = parse({ where: [where] })
  if (!tree.ok) return tree
  const bound = bind(tree.value, fields)
  if (!bound.ok) return bound
  const [condition] = bound.value.where
  if (condition !== undefined && !searchesAll(condition)) return parsed(condition)
  return refused({ code: 'odsql_filter_search', place: 'where', span: [0, where.length], params: {} })
}

function searchesAll(condition: BoundCondition): boolean {
  switch (condition.kind) {
    case 'and':
    case 'or':
      return condition.items.some(searchesAll)
    case 'not':
      return searchesAll(condition.operand)
    case 'text':
      return true
    case 'search':
      return condition.fields === null
    default:
      return false
  }
}
