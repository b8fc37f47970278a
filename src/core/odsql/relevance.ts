import type { BoundCondition, BoundOrder } from './bound.ts'

/** Words that rank: more would only cost. */
const MOST_WORDS = 8
const HAS_WORD = /[\p{L}\p{N}]/u

/** A word looked for. `loose` when it was found although it may not stand there whole. */
export interface RankedWord {
  readonly word: string
  readonly loose: boolean
}

/** The texts looked for over all fields, but for those that must not be found. */
function textsOf(condition: BoundCondition): readonly { readonly text: string; readonly loose: boolean }[] {
  switch (condition.kind) {
    case 'and':
    case 'or':
      return condition.items.flatMap(textsOf)
    case 'text':
      return [{ text: condition.text, loose: false }]
    case 'search':
      return condition.fn === 'startswith' ? [] : [{ text: condition.text, loose: true }]
    default:
      return []
  }
}

function wordsOf(where: readonly BoundCondition[]): readonly RankedWord[] {
  const words = where.flatMap(textsOf).flatMap(({ text, loose }) =>
    text.split(/\s+/).map(word => ({
      word: word.replace(/\*+$/, ''),
      loose: loose || word.endsWith('*'),
    })),
  )
  const known = new Map(words.filter(({ word }) => HAS_WORD.test(word)).map(one => [one.word, one]))
  return [...known.values()].slice(0, MOST_WORDS)
}

/** The order of a search that asks for none: the most relevant first (explore-api §6.2, §7.1); null without a search. */
export function relevanceOrder(where: readonly BoundCondition[]): BoundOrder | null {
  const words = wordsOf(where)
  return words.length === 0 ? null : { value: { kind: 'relevance', type: 'int', words }, descending: true }
}
