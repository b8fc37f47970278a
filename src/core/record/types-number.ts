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
 * The text as a plain JSON number (`1234.5`), or undefined when it is none under `format`. Nothing is
 * rounded: digits stay as they are.
 */
export function toPlainNumber(text: string, format: NumberFormat): string | undefined {
  if (plainNumber(text) !== NOT_PLAIN && format.decimal === '.' && format.group !== '.') return text
  const index = NUMBER_FORMATS.findIndex(f => f.decimal === format.decimal && f.group === format.group)
  const spaced = text.trim().replace(SPACES, ' ').replaceAll('’', "'")
  if (!NUMERIC.test(spaced) || !PATTERNS[index]?.test(spaced)) return undefined
  const bare = format.group === '' || format.group === ',' ? spaced : spaced.replaceAll(format.group, '')
  const sign = bare.startsWith('+') ? bare.slice(1) : bare
  if (format.group !== ',') return format.decimal === ',' ? sign.replace(',', '.') : sign
  if (format.decimal === '.') return sign.replaceAll(',', '')
  const last = sign.lastIndexOf(',')
  return last === -1 ? sign : `${sign.slice(0, last).replaceAll(',', '')}.${sign.slice(last + 1)}`
}

/** Digits before the decimal mark begin with a zero that says nothing of the quantity: a code. */
export const hasLeadingZero = (text: string): boolean => /^[+-]?0\d/.test(text)
