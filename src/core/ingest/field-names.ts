/** Letters that do not fall apart into a base letter and marks. */
const LETTERS: Readonly<Record<string, string>> = {
  ß: 'ss',
  œ: 'oe',
  æ: 'ae',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ı: 'i',
  ħ: 'h',
}

/** Longest wire identifier that is made from a label. */
const LONGEST = 100

function identifier(label: string): string {
  const folded = label
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[ßœæøłđðþıħ]/g, letter => LETTERS[letter] ?? '')
  return folded
    .replace(/[^a-z0-9]+/g, '_')
    .slice(0, LONGEST)
    .replace(/^_+|_+$/g, '')
}

/**
 * Wire identifiers for labels, in the same order: `[a-z0-9_]+`, never empty (`column_3`), each one once (`name`,
 * `name_2`). A label that is an identifier already keeps it, whatever comes before it.
 */
export function fieldNames(labels: readonly string[]): readonly string[] {
  const wanted = labels.map(identifier)
  const taken = new Set<string>()
  return wanted.map((name, index) => {
    const base = name === '' ? `column_${index + 1}` : name
    let unique = base
    for (let n = 2; taken.has(unique) || (unique !== base && wanted.includes(unique)); n++)
      unique = `${base}_${n}`
    taken.add(unique)
    return unique
  })
}
