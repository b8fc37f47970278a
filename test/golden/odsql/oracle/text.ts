/** Without case, where `ß` is `ss`, and without diacritics (explore-api §11). */
export const fold = (text: string): string =>
  text.normalize('NFD').replace(/\p{Mn}/gu, '').toLowerCase().replaceAll('ß', 'ss')

/**
 * Words of letters and digits. Marks of ASCII and of typography part them; any other sign, a picture say, is a
 * letter: the reference names none.
 */
export function tokens(text: string): readonly string[] {
  const known = tokenized.get(text)
  if (known !== undefined) return known
  const found = fold(text).split(/[\p{P}\p{Z}\p{Cc}$+<=>^`|~]+/u).filter(token => token !== '')
  if (tokenized.size < 20_000) tokenized.set(text, found)
  return found
}

const tokenized = new Map<string, readonly string[]>()

/** Every token of the pattern is a token of the text; one that ends in `*` begins one. */
export function tokensMatch(pattern: string, words: readonly string[]): boolean {
  const wanted = pattern.split(/\s+/).flatMap(part => {
    const isPrefix = part.endsWith('*')
    const own = tokens(part)
    return own.map((token, index) => ({ token, isPrefix: isPrefix && index === own.length - 1 }))
  })
  return wanted.every(({ token, isPrefix }) =>
    words.some(word => (isPrefix ? word.startsWith(token) : word === token)),
  )
}

/** Edits between two words: insert, delete, substitute, swap of neighbours. */
export function edits(a: readonly string[], b: readonly string[]): number {
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, j) => j)]
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1
      let least = Math.min((rows[i - 1]?.[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (rows[i - 1]?.[j - 1] ?? 0) + same)
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        least = Math.min(least, (rows[i - 2]?.[j - 2] ?? 0) + 1)
      row.push(least)
    }
    rows.push(row)
  }
  return rows[a.length]?.[b.length] ?? 0
}

const allowed = (length: number): number => (length <= 2 ? 0 : length <= 5 ? 1 : 2)

/** All but the last term fuzzy, the last a prefix; all of them somewhere. */
export function searchMatches(text: string, words: readonly string[]): boolean {
  const terms = text.split(/\s+/).flatMap(tokens)
  return terms.every((term, index) => {
    if (index === terms.length - 1) return words.some(word => word.startsWith(term))
    const letters = [...term]
    return words.some(word => edits(letters, [...word]) <= allowed(letters.length))
  })
}

/** The words stand side by side, the last begun. */
export function suggestMatches(text: string, words: readonly string[]): boolean {
  const terms = tokens(text)
  return words.some((_, start) =>
    terms.every((term, index) => {
      const word = words[start + index]
      return word !== undefined && (index === terms.length - 1 ? word.startsWith(term) : word === term)
    }),
  )
}
