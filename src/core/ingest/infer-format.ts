import type { EvidenceKey } from '../dataset/evidence-keys.ts'
import { DATE_ORDERS, type DateOrder } from '../record/types-date.ts'
import { NUMBER_FORMATS, type NumberFormat, PLAIN_FORMAT } from '../record/types-number.ts'
import type { Note } from './infer-type.ts'
import type { Tally } from './tally.ts'

const DOT = 0
const COMMA = 1
const COMMA_GROUPS = 2

export interface NumberChoice {
  readonly format: NumberFormat
  /** Values that are numbers so beside the plain integers, and those of them with a fraction. */
  readonly valid: number
  readonly fractions: number
  /** Hardly a number has the comma: cells such as `2,2` are then lists rather than numbers. */
  readonly rare: boolean
  readonly notes: readonly Note[]
}

/**
 * The marks that make numbers of the most values. `1,234` alone says nothing: it is a thousand when the
 * column has no ungrouped number over 999 (who groups, groups all), and has a fraction otherwise.
 */
export function numberChoice(tally: Tally): NumberChoice {
  let best = DOT
  for (let i = 0; i < NUMBER_FORMATS.length; i++) if (worth(tally, i) > worth(tally, best)) best = i
  const rare = isRare(tally, best)
  const ambiguous = best === COMMA && worth(tally, COMMA_GROUPS) === worth(tally, COMMA)
  const grouped = ambiguous && tally.thousands === 0
  if (grouped) best = COMMA_GROUPS
  const format = NUMBER_FORMATS[best] ?? PLAIN_FORMAT
  const valid = worth(tally, best)
  return {
    format,
    valid,
    rare,
    fractions: (tally.fractions[best] ?? 0) + (format.decimal === '.' ? tally.decimals : 0),
    notes: ambiguous
      ? [{ because: grouped ? 'number_comma_groups' : 'number_comma_decimal', params: { values: valid } }]
      : [],
  }
}

const isRare = (tally: Tally, index: number): boolean =>
  tally.numbers[index] !== 0 &&
  (tally.numbers[index] ?? 0) < tally.integers * RARE &&
  NUMBER_FORMATS[index]?.decimal === ','

const RARE = 0.05

/** Numbers under a format; one dot is a fraction or, where dots group digits, a thousand. */
function worth(tally: Tally, index: number): number {
  const { decimal, group } = NUMBER_FORMATS[index] ?? PLAIN_FORMAT
  const dotted = decimal === '.' ? tally.decimals : group === '.' ? tally.dotGroups : 0
  return (tally.numbers[index] ?? 0) + dotted
}

export interface DateChoice {
  readonly order: DateOrder
  readonly valid: number
  readonly notes: readonly Note[]
}

/**
 * The order of day, month and year that makes days of the most values. Where two do, the column's range
 * decides: in a monthly series the part that is always 1 is the day; of a two-digit year and a day, the day is
 * the one that reaches from the first to the last of the month. Else the day comes first, as in most of the world.
 */
export function dateChoice(tally: Tally): DateChoice {
  const most = Math.max(...tally.dates)
  const tied = DATE_ORDERS.filter((_, i) => tally.dates[i] === most && most > 0)
  const [only] = tied
  if (only === undefined) return { order: 'ymd', valid: 0, notes: [] }
  const why = (because: EvidenceKey): readonly Note[] => [{ because, params: { values: most } }]
  if (tied.length === 1) return { order: only, valid: most, notes: only === 'ymd' ? [] : why(`date_${only}`) }
  const order = byRanges(tally, tied)
  if (order !== undefined) return { order, valid: most, notes: why(`date_${order}_by_range`) }
  const dayFirst = tied.find(o => o.startsWith('d')) ?? only
  return { order: dayFirst, valid: most, notes: why('date_ambiguous') }
}

const DAY_FIRST = ['dmy', 'dmyy'] as const
const MONTH_FIRST = ['mdy', 'mdyy'] as const

/** Orders that the range of a column can decide for. */
type Ranged = (typeof DAY_FIRST | typeof MONTH_FIRST)[number] | 'yymd'

function byRanges(tally: Tally, tied: readonly DateOrder[]): Ranged | undefined {
  const [a, b, c] = tally.dateParts
  const yearFirst = tied.includes('yymd')
  const yearLast = tied.find(order => order === 'dmyy' || order === 'mdyy')
  if (!yearFirst || yearLast === undefined) return onlyOf(tally, tied)
  const day = yearLast === 'dmyy' ? a : b
  if (coversMonth(c) && !coversMonth(day)) return 'yymd'
  if (coversMonth(day) && !coversMonth(c)) return yearLast
  return undefined
}

/** The days of a column that has many reach from the first to the last of the month. */
const coversMonth = ({ least, most }: { least: number; most: number }): boolean => least <= 3 && most >= 28

/** One of day-first and month-first, when one of the two numbers never varies: that is the day. */
function onlyOf(tally: Tally, tied: readonly DateOrder[]): Ranged | undefined {
  const [a, b] = tally.dateParts
  if (a.width === 0 && a.least === 1 && b.width > 1) return DAY_FIRST.find(order => tied.includes(order))
  if (b.width === 0 && b.least === 1 && a.width > 1) return MONTH_FIRST.find(order => tied.includes(order))
  return undefined
}
