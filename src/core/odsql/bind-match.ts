import type { ConditionNode } from './ast.ts'
import { bindCondition } from './bind-condition.ts'
import { bindValue } from './bind-value.ts'
import type { Binder } from './binder.ts'
import type { BoundCondition } from './bound.ts'

/** Identifiers are compared whole, not by the words in them. */
const IDENTIFIER = /^(?:dataset_?u?id|record_?id)$/i

/**
 * `field:value` of the v1 language (explore-api §14.6): in a text the words of the value, together when they stand
 * between quotes; of any other type, equality.
 */
export function bindMatch(
  binder: Binder,
  node: ConditionNode & { readonly kind: 'match' },
): BoundCondition | null {
  const { field, value, span } = node
  const subject = bindValue(binder, field)
  if (subject === null) return null
  const isText = subject.type === 'text' || subject.type === 'json_blob' || subject.type === 'file'
  if (!isText || IDENTIFIER.test(field.path.join('.')))
    return bindCondition(binder, { kind: 'compare', op: '=', left: field, right: value, span })
  const words = { kind: 'like', subject, pattern: value.value } as const
  const isPhrase = node.phrase && /\S\s+\S/.test(value.value)
  if (!isPhrase) return words
  const together = { kind: 'search', fn: 'suggest', fields: [subject], text: value.value } as const
  return { kind: 'and', items: [words, together] }
}
