import type { BoundOrder } from '../odsql/bound.ts'
import { type Fragment, identifier, sql } from './fragment.ts'
import type { Scope } from './scope.ts'
import { unaccented } from './text-search.ts'

/**
 * Collations that ignore case and accents (ICU, primary strength) by the language of the request; they are
 * names of ours, never the request's text.
 */
const COLLATIONS: ReadonlyMap<string, Fragment> = new Map([
  ['ar', sql`'ar-u-ks-level1'`],
  ['ca', sql`'ca-u-ks-level1'`],
  ['de', sql`'de-u-ks-level1'`],
  ['es', sql`'es-u-ks-level1'`],
  ['eu', sql`'eu-u-ks-level1'`],
  ['fr', sql`'fr-u-ks-level1'`],
  ['it', sql`'it-u-ks-level1'`],
  ['nl', sql`'nl-u-ks-level1'`],
  ['pt', sql`'pt-u-ks-level1'`],
  ['sv', sql`'sv-u-ks-level1'`],
])
const ROOT = sql`'en-u-ks-level1'`

/** `COLLATE …` of texts in a language. */
export const collation = (language: string): Fragment => sql`COLLATE ${COLLATIONS.get(language) ?? ROOT}`

/** One key of ORDER BY: nulls last both ways, texts without case and accents (explore-api §10.7). */
export function orderSql(scope: Scope, order: BoundOrder, value: Fragment): Fragment {
  const direction = order.descending && order.value.kind !== 'random' ? sql`DESC` : sql`ASC`
  if (order.value.kind === 'field' && order.value.list)
    return sql`${extreme(order, value)} ${direction} NULLS LAST`
  const collate = order.value.type === 'text' ? sql` ${collation(scope.language)}` : sql``
  return sql`${value} ${direction} NULLS LAST${collate}`
}

/** The smallest element upwards, the largest downwards; an empty list is null. */
function extreme({ descending }: BoundOrder, list: Fragment): Fragment {
  const e = identifier('e')
  const elements = sql`arrayMap(${e} -> ${unaccented(e)}, ${list})`
  return sql`if(empty(${list}), NULL, ${descending ? sql`arrayMax` : sql`arrayMin`}(${elements}))`
}
