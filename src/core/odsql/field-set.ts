import { closestMatch } from '../closest-match.ts'
import type { ValueType } from './functions.ts'

/** A field as questions see it. Its number in the set is what trees refer to. */
export interface QueryField {
  readonly name: string
  readonly aliases: readonly string[]
  readonly type: ValueType
  /** Holds a list of texts. */
  readonly list: boolean
  /** Separator of the levels of a path. */
  readonly hierarchy: string | null
  /** Levels of the facet tree and of the rendered value of dates. */
  readonly precision: 'year' | 'month' | 'day'
  /** Part of `*` and of searches over all fields. */
  readonly visible: boolean
  /** May only be selected: a structure. */
  readonly structure: boolean
  /** Offered as a facet, with its own sort and way to combine. */
  readonly facet: boolean
  readonly facetSort: string | null
  readonly disjunctive: boolean
}

export const QUERY_FIELD = {
  aliases: [],
  list: false,
  hierarchy: null,
  precision: 'day',
  visible: true,
  structure: false,
  facet: false,
  facetSort: null,
  disjunctive: false,
} as const satisfies Partial<QueryField>

/** The fields that a question may name, found in constant time. */
export interface FieldSet {
  readonly fields: readonly QueryField[]
  /** Number of the field: exact name, then unique name in any letter case (explore-api §10.1). */
  find(name: string): number | 'unknown' | 'ambiguous'
  /** The name that was probably meant, or null. */
  nearest(name: string): string | null
}

/** A field set over a list of fields; made once per revision. */
export function fieldSet(fields: readonly QueryField[]): FieldSet {
  const exact = new Map<string, number>()
  const folded = new Map<string, number | 'ambiguous'>()
  for (const [index, field] of fields.entries())
    for (const name of [field.name, ...field.aliases]) {
      if (!exact.has(name)) exact.set(name, index)
      const known = folded.get(name.toLowerCase())
      folded.set(name.toLowerCase(), known === undefined || known === index ? index : 'ambiguous')
    }
  const visible = fields.filter(field => field.visible).map(field => field.name)
  return {
    fields,
    find: name => exact.get(name) ?? folded.get(name.toLowerCase()) ?? 'unknown',
    nearest: name => closestMatch(name, visible) ?? null,
  }
}
