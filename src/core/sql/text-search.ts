import { Fragment, join, param, sql } from './fragment.ts'
import { parted, partedSql } from './typography.ts'

/** The folding of the text index (`foldSql`), over a fragment. */
export const folded = (value: Fragment): Fragment => sql`${PARTED[0]}${unaccented(value)}${PARTED[1]}`

/** A value as it is searched; nothing where there is none. */
export const foldedText = (value: Fragment): Fragment => folded(sql`ifNull(${value}, '')`)

/** Without case and accents; typography stays. */
export const unaccented = (value: Fragment): Fragment => sql`removeDiacriticsUTF8(caseFoldUTF8(${value}))`

/** What stands before and after an expression whose typography is parted: our own text, without any value. */
const PARTED = cut(partedSql('@'))

function cut(text: string): readonly [Fragment, Fragment] {
  const [before = '', after = ''] = text.split('@')
  return [Fragment.of([before]), Fragment.of([after])]
}

const WORDS = /[^\s]+/g
const HAS_WORD = /[\p{L}\p{N}]/u

const needle = (text: string): Fragment => unaccented(param(parted(text), 'String'))

/** Words of a text, one space before, between and after each. */
const spaced = (text: Fragment): Fragment => sql`concat(' ', arrayStringConcat(tokens(${text}), ' '), ' ')`

/** The words that make a needle: those ending in `*` are starts of words. */
function wordsOf(pattern: string): { readonly whole: string; readonly starts: readonly string[] } {
  const words = (pattern.match(WORDS) ?? []).filter(word => HAS_WORD.test(word))
  return {
    whole: words.filter(word => !word.endsWith('*')).join(' '),
    starts: words.filter(word => word.endsWith('*')).map(withoutStars),
  }
}

/** By hand: a pattern would look for the end again from every star of a long word. */
function withoutStars(word: string): string {
  let end = word.length
  while (word[end - 1] === '*') end--
  return word.slice(0, end)
}

const ALL = sql`true`
const all = (conditions: readonly Fragment[]): Fragment =>
  conditions.length === 0 ? ALL : sql`(${join(conditions, ' AND ')})`

/** A word of the text begins with the last word of the needle, the words before it stand right before. */
const phraseStart = (text: Fragment, start: string): Fragment =>
  sql`position(${spaced(text)}, concat(' ', arrayStringConcat(tokens(${needle(start)}), ' '))) > 0`

/** `LIKE`: every word of the pattern is in the value, in any order; `oak*` is the start of one. */
export function likeSql(value: Fragment, pattern: string): Fragment {
  const { whole, starts } = wordsOf(pattern)
  const text = foldedText(value)
  const words = whole === '' ? [] : [sql`hasAllTokens(${text}, tokens(${needle(whole)}))`]
  return all([...words, ...starts.map(start => phraseStart(text, start))])
}

/** Whether a word stands in a text, whole; 1 or 0. */
export const hasWord = (text: Fragment, word: string): Fragment =>
  sql`hasAllTokens(${foldedText(text)}, tokens(${needle(word)}))`

/** A bare text: as `LIKE`, over the folded text of all visible fields, where the text index answers for whole words. */
export function fullTextSql(search: Fragment, pattern: string): Fragment {
  const { whole, starts } = wordsOf(pattern)
  const words = whole === '' ? [] : [sql`hasAllTokens(${search}, ${needle(whole)})`]
  return all([...words, ...starts.map(start => phraseStart(search, start))])
}

/** Edits allowed in a word of this length (explore-api §11.2). */
const tolerance = (length: number): number => (length <= 2 ? 0 : length <= 5 ? 1 : 2)

/** `search()` in a folded text: every word but the last with a few edits, the last one as a start. */
export function searchSql(haystack: Fragment, text: string): Fragment {
  const words = (text.match(WORDS) ?? []).filter(word => HAS_WORD.test(word))
  const fuzzy = words.slice(0, -1).map(word => {
    const edits = tolerance([...word].length)
    const near = sql`damerauLevenshteinDistance(t, ${needle(word)}) <= ${param(String(edits), 'UInt64')}`
    return sql`arrayExists(t -> ${near}, tokens(${haystack}))`
  })
  return all([...fuzzy, ...words.slice(-1).map(word => phraseStart(haystack, word))])
}

/** `suggest()` in a folded text: leading words exact and adjacent, the last one a start. */
export const suggestSql = (haystack: Fragment, text: string): Fragment =>
  HAS_WORD.test(text) ? phraseStart(haystack, text) : ALL

/** `startswith()`: the raw value begins with the raw text. */
export const startsWithSql = (value: Fragment, text: string): Fragment =>
  sql`startsWith(ifNull(${value}, ''), ${param(text, 'String')})`
