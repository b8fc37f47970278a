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
  return {
    fields,
    find: name => exact.get(name) ?? folded.get(name.toLowerCase()) ?? 'unknown',
    nearest: name =>
      nearestOf(
        name,
        fields.filter(field => field.visible).map(field => field.name),
      ),
  }
}

function nearestOf(name: string, candidates: readonly string[]): string | null {
  const limit = Math.min(3, Math.floor(name.length / 3))
  let best: { readonly name: string; readonly distance: number } | null = null
  for (const candidate of candidates) {
    const distance = editDistance(name.toLowerCase(), candidate.toLowerCase(), limit)
    if (distance <= limit && (best === null || distance < best.distance)) best = { name: candidate, distance }
  }
  return best?.name ?? null
}

/** Insertions, deletions, substitutions and neighbour swaps between two short names; over `limit` is inexact. */
function editDistance(left: string, right: string, limit: number): number {
  if (Math.abs(left.length - right.length) > limit) return limit + 1
  let before: readonly number[] = []
  let previous: readonly number[] = Array.from({ length: right.length + 1 }, (_, index) => index)
  for (let i = 1; i <= left.length; i++) {
    const row = [i]
    for (let j = 1; j <= right.length; j++) {
      const same = left[i - 1] === right[j - 1] ? 0 : 1
      const swapped = left[i - 1] === right[j - 2] && left[i - 2] === right[j - 1]
      const swap = swapped ? (before[j - 2] ?? limit) + 1 : Number.POSITIVE_INFINITY
      const near = Math.min((previous[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (previous[j - 1] ?? 0) + same)
      row.push(Math.min(near, swap))
    }
    before = previous
    previous = row
  }
  return previous[right.length] ?? limit + 1
}
