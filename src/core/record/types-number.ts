/** How a column writes its numbers: decided once for the column, never for a cell. */
export interface NumberFormat {
  readonly decimal: '.' | ','
  /** What stands between groups of three digits; a space is also a no-break or thin one. */
  readonly group: '' | ',' | '.' | ' ' | "'"
}

/**
 * The ways that are told apart, the plainest first. The last one is met in exports that replaced the wrong
 * comma: `2,849,83` for two thousand.
 */
export const NUMBER_FORMATS: readonly NumberFormat[] = [
  { decimal: '.', group: '' },
  { decimal: ',', group: '' },
  { decimal: '.', group: ',' },
  { decimal: ',', group: '.' },
  { decimal: '.', group: ' ' },
  { decimal: ',', group: ' ' },
  { decimal: '.', group: "'" },
  { decimal: ',', group: "'" },
  { decimal: ',', group: ',' },
]
export const PLAIN_FORMAT: NumberFormat = { decimal: '.', group: '' }

/** What {@link plainNumber} finds. */
export const NOT_PLAIN = 0
export const INTEGER = 1
export const DECIMAL = 2

/** `-12`, `3.5`, `.5`, without any other mark; an integer with a leading zero or over 2^53 is not plain. */
export function plainNumber(text: string): typeof NOT_PLAIN | typeof INTEGER | typeof DECIMAL {
  const length = text.length
  let i = text.charCodeAt(0) === 45 ? 1 : 0
  const first = i
  let dot = -1
  for (; i < length; i++) {
    const code = text.charCodeAt(i)
    if (code >= 48 && code <= 57) continue
    if (code !== 46 || dot !== -1) return NOT_PLAIN
    dot = i
  }
  const whole = (dot === -1 ? length : dot) - first
  if (whole > 1 && text.charCodeAt(first) === 48) return NOT_PLAIN
  if (dot === -1) return whole > 0 && (whole < 16 || isSafe(text)) ? INTEGER : NOT_PLAIN
  return length - first > 1 ? DECIMAL : NOT_PLAIN
}

const isSafe = (text: string): boolean => text.length <= 17 && Number.isSafeInteger(Number(text))

const NUMERIC = /^[+-]?[\d.,'’ \u00a0\u2009\u202f]*\d[\d.,]*(?:[eE][+-]?\d{1,3})?$/
const SPACES = /[\u00a0\u2009\u202f]/g

const patternOf = ({ decimal, group }: NumberFormat): RegExp => {
  const d = decimal === '.' ? '\\.' : ','
  const g = group === '.' ? '\\.' : group
  if (group === '') return new RegExp(`^[+-]?(?:\\d+(?:${d}\\d*)?|${d}\\d+)(?:[eE][+-]?\\d{1,3})?$`)
  if (group === decimal) return /^[+-]?(?:\d{1,3}(?:,\d{3})*,(?:\d{1,2}|\d{4,})|\d+(?:,\d+)?)$/
  return new RegExp(`^[+-]?(?:\\d{1,3}(?:${g}\\d{3})+|\\d+)(?:${d}\\d+)?$`)
}
const PATTERNS = NUMBER_FORMATS.map(patternOf)

/** Bits of {@link NUMBER_FORMATS} under which a text is a number; 0 for none. */
export function numberFormats(text: string): number {
  if (!NUMERIC.test(text)) return 0
  const plain = text.replace(SPACES, ' ').replaceAll('’', "'")
  let mask = 0
  for (let i = 0; i < PATTERNS.length; i++) if (PATTERNS[i]?.test(plain)) mask |= 1 << i
  return mask
}

/**
 * Reads the numbers of a column: the text as a plain JSON number (`1234.5`), or undefined when it is none under
 * `format`. Nothing is rounded: digits stay as they are.
 */
export function plainNumbers(format: NumberFormat): (text: string) => string | undefined {
  const { decimal, group } = format
  const pattern = PATTERNS[NUMBER_FORMATS.findIndex(f => f.decimal === decimal && f.group === group)]
  const dotsStay = decimal === '.' && group !== '.'
  return text => {
    if (dotsStay && plainNumber(text) !== NOT_PLAIN) return text
    const spaced = /[\u00a0\u2009\u202f’]/.test(text) ? text.replace(SPACES, ' ').replaceAll('’', "'") : text
    if (pattern === undefined || !NUMERIC.test(spaced) || !pattern.test(spaced)) return undefined
    const bare = group === '' || group === ',' ? spaced : spaced.replaceAll(group, '')
    return withoutCommas(bare.charCodeAt(0) === 43 ? bare.slice(1) : bare, format)
  }
}

function withoutCommas(text: string, { decimal, group }: NumberFormat): string {
  if (group !== ',') return decimal === ',' ? text.replace(',', '.') : text
  if (decimal === '.') return text.replaceAll(',', '')
  const last = text.lastIndexOf(',')
  return last === -1 ? text : `${text.slice(0, last).replaceAll(',', '')}.${text.slice(last + 1)}`
}

/** Digits before the decimal mark begin with a zero that says nothing of the quantity: a code. */
export const hasLeadingZero = (text: string): boolean => /^[+-]?0\d/.test(text)
