/** Markers of a missing value, in lower case; a text column keeps them as they are (`NA` is also Namibia). */
export const MISSING_MARKERS: ReadonlySet<string> = new Set([
  'na',
  'n/a',
  '#n/a',
  'n.a.',
  'n.a',
  'nan',
  'null',
  'none',
  'nil',
  '\\n',
  '-',
  '--',
  '---',
  '–',
  '—',
  '.',
  '..',
  '...',
  '…',
  '?',
  'mq',
  'nd',
  'n.d.',
  'nc',
  'n.c.',
  's.o.',
  'k.a.',
  '#value!',
  '#ref!',
  '#div/0!',
])

export const isMissingMarker = (text: string): boolean =>
  mayBe(MARKER_SHAPES, text) && MISSING_MARKERS.has(text.toLowerCase())

/** Words for true and false, by pair: a column uses one pair. 0 and 1 are numbers. */
export const BOOLEAN_PAIRS: readonly (readonly [truth: string, falsehood: string])[] = [
  ['true', 'false'],
  ['yes', 'no'],
  ['oui', 'non'],
  ['vrai', 'faux'],
  ['ja', 'nee'],
  ['ja', 'nein'],
  ['waar', 'onwaar'],
  ['wahr', 'falsch'],
  ['sí', 'no'],
  ['si', 'no'],
  ['sì', 'no'],
  ['sim', 'não'],
  ['verdadero', 'falso'],
  ['vero', 'falso'],
  ['نعم', 'لا'],
  ['y', 'n'],
  ['t', 'f'],
  ['o', 'n'],
  ['j', 'n'],
]

const BOOLEAN_WORDS = new Set(BOOLEAN_PAIRS.flat())

export const isBooleanWord = (text: string): boolean =>
  mayBe(WORD_SHAPES, text) && BOOLEAN_WORDS.has(text.toLowerCase())

/** First letters and lengths of words: most texts are told from all of them without being folded. */
function shapesOf(words: ReadonlySet<string>): Uint8Array {
  const shapes = new Uint8Array(LONGEST * 128)
  for (const word of words)
    for (const first of [word.charCodeAt(0), word.toUpperCase().charCodeAt(0)])
      shapes[word.length * 128 + (first & 127)] = 1
  return shapes
}

const mayBe = (shapes: Uint8Array, text: string): boolean =>
  text.length < LONGEST && shapes[text.length * 128 + (text.charCodeAt(0) & 127)] === 1

const LONGEST = 12
const MARKER_SHAPES = shapesOf(MISSING_MARKERS)
const WORD_SHAPES = shapesOf(BOOLEAN_WORDS)

/** Nothing but white space. */
export function isBlank(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (!isSpace(text.charCodeAt(i))) return false
  return true
}

const isSpace = (code: number): boolean =>
  code === 32 || (code >= 9 && code <= 13) || code === 0xa0 || code === 0x202f || code === 0xfeff

/** Letters and digits are nowhere: separators, dashes, white space only. */
export const isOnlySeparators = (text: string): boolean => /^[\s,;|]*$/.test(text)
