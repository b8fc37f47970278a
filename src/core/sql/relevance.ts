import type { RankedWord } from '../odsql/relevance.ts'
import { type Fragment, join, numeral, sql } from './fragment.ts'
import type { QueryTable } from './query-table.ts'
import { hasWord } from './text-search.ts'

/**
 * How well a row fits the words looked for: the weights of the fields that each stands whole in. A word that may have
 * been found by its start or with an edit counts once more where it stands whole.
 */
export function relevanceSql({ ranked, search }: QueryTable, words: readonly RankedWord[]): Fragment {
  const parts = words.flatMap(({ word, loose }) => [
    ...ranked.map(({ text, weight }) => sql`${numeral(weight)} * ${hasWord(text, word)}`),
    ...(loose ? [hasWord(search, word)] : []),
  ])
  return parts.length === 0 ? sql`toInt64(0)` : sql`toInt64(${join(parts, ' + ')})`
}
