/** Order of the parts of a date, and whether its year has two digits. */
export const DATE_ORDERS = ['ymd', 'dmy', 'mdy', 'yymd', 'dmyy', 'mdyy', 'compact'] as const
export type DateOrder = (typeof DATE_ORDERS)[number]

/** What {@link scanDate} found, valid until its next call: no allocation for millions of cells. */
export const scanned = {
  /** The three numbers in written order, and how many digits the first and last have. */
  a: 0,
  b: 0,
  c: 0,
  aDigits: 0,
  cDigits: 0,
  compact: false,
  hasTime: false,
  hasOffset: false,
  hour: 0,
  minute: 0,
  second: 0,
  milliseconds: 0,
  offsetMinutes: 0,
}

let text = ''
let at = 0

/** Reads a run of 1 to `most` digits; -1 when there is none. */
function digits(most: number): number {
  let value = 0
  const start = at
  while (at - start < most) {
    const code = text.charCodeAt(at)
    if (!(code >= 48 && code <= 57)) break
    value = value * 10 + code - 48
    at++
  }
  return at === start ? -1 : value
}

/**
 * Whether the text has the form of a date, with or without a time: three numbers with the same `-`, `/` or `.`
 * between them, or 8, 12 or 14 digits. Which number is the year is not decided here.
 */
export function scanDate(candidate: string): boolean {
  text = candidate
  at = 0
  const d = scanned
  d.hasTime = d.hasOffset = d.compact = false
  d.hour = d.minute = d.second = d.milliseconds = d.offsetMinutes = 0
  d.a = digits(14)
  d.aDigits = at
  if (d.aDigits >= 8) return scanCompact()
  const separator = text.charCodeAt(at)
  if (d.a < 0 || d.aDigits > 4 || d.aDigits === 3 || !isSeparator(separator)) return false
  at++
  d.b = digits(2)
  if (d.b < 0 || text.charCodeAt(at) !== separator) return false
  at++
  const start = at
  d.c = digits(4)
  d.cDigits = at - start
  if (d.c < 0 || d.cDigits === 3) return false
  return at === text.length || scanTime()
}

const isSeparator = (code: number): boolean => code === 45 || code === 47 || code === 46

function scanCompact(): boolean {
  const d = scanned
  if (at !== text.length || (at !== 8 && at !== 12 && at !== 14)) return false
  let rest = d.a
  d.compact = true
  if (at === 14) {
    d.second = rest % 100
    rest = Math.floor(rest / 100)
  }
  if (at >= 12) {
    d.minute = rest % 100
    rest = Math.floor(rest / 100)
    d.hour = rest % 100
    rest = Math.floor(rest / 100)
    d.hasTime = true
  }
  d.c = rest % 100
  rest = Math.floor(rest / 100)
  d.b = rest % 100
  d.a = Math.floor(rest / 100)
  return isTime()
}

const isTime = (): boolean =>
  scanned.minute < 60 && scanned.second < 60 && (scanned.hour < 24 || isEndOfDay())

const isEndOfDay = (): boolean => scanned.hour === 24 && scanned.minute === 0 && scanned.second === 0

/** ` 12:30`, `T12:30:45.678+02:00`, ` 1:30 PM`. */
function scanTime(): boolean {
  const d = scanned
  const lead = text.charCodeAt(at)
  if (lead !== 32 && lead !== 84 && lead !== 116) return false
  at++
  d.hour = digits(2)
  if (d.hour < 0 || text.charCodeAt(at) !== 58) return false
  at++
  const start = at
  d.minute = digits(2)
  if (at - start !== 2) return false
  if (text.charCodeAt(at) === 58 && !scanSeconds()) return false
  if (!scanHalfDay() || !scanOffset()) return false
  d.hasTime = true
  return at === text.length && isTime()
}

function scanSeconds(): boolean {
  at++
  const start = at
  scanned.second = digits(2)
  if (at - start !== 2) return false
  const mark = text.charCodeAt(at)
  const next = text.charCodeAt(at + 1)
  if ((mark !== 46 && mark !== 44) || !(next >= 48 && next <= 57)) return true
  at++
  const fraction = at
  const value = digits(3)
  scanned.milliseconds = value * 10 ** (3 - (at - fraction))
  digits(9)
  return true
}

function scanHalfDay(): boolean {
  const place = text.charCodeAt(at) === 32 ? at + 1 : at
  const half = text.charCodeAt(place) | 32
  if ((half !== 97 && half !== 112) || (text.charCodeAt(place + 1) | 32) !== 109) return true
  at = place + 2
  if (scanned.hour < 1 || scanned.hour > 12) return false
  scanned.hour = (scanned.hour % 12) + (half === 112 ? 12 : 0)
  return true
}

function scanOffset(): boolean {
  if (at === text.length) return true
  const rest = text.slice(at)
  if (rest === 'Z' || rest === 'z' || rest === ' UTC' || rest === ' GMT' || rest === ' Z') {
    scanned.hasOffset = true
    at = text.length
    return true
  }
  const match = /^ ?([+-])(\d\d):?(\d\d)?$/.exec(rest)
  if (match === null) return false
  const minutes = Number(match[2]) * 60 + Number(match[3] ?? 0)
  if (minutes > 18 * 60) return false
  scanned.offsetMinutes = match[1] === '-' ? -minutes : minutes
  scanned.hasOffset = true
  at = text.length
  return true
}

/** Two digits of a year as POSIX reads them: 69 to 99 are of the 20th century, 00 to 68 of the 21st. */
export const fullYear = (twoDigits: number): number => twoDigits + (twoDigits < 69 ? 2000 : 1900)

const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
const isLeap = (year: number): boolean => year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)

/** Proleptic Gregorian calendar, years 1 to 9999. */
export const isCalendarDay = (year: number, month: number, day: number): boolean =>
  year >= 1 &&
  year <= 9999 &&
  month >= 1 &&
  month <= 12 &&
  day >= 1 &&
  day <= (month === 2 && isLeap(year) ? 29 : (DAYS[month - 1] ?? 0))

/** Bits of {@link DATE_ORDERS} under which the scanned text is a day of the calendar. */
export function dateOrders(): number {
  const { a, b, c, aDigits, cDigits, compact } = scanned
  if (compact) return a >= 1700 && a < 2200 && isCalendarDay(a, b, c) ? 1 << 6 : 0
  let mask = 0
  if (aDigits === 4) return cDigits <= 2 && isCalendarDay(a, b, c) ? 1 : 0
  if (cDigits === 4) {
    if (isCalendarDay(c, b, a)) mask |= 2
    if (isCalendarDay(c, a, b)) mask |= 4
    return mask
  }
  if (aDigits === 2 && isCalendarDay(fullYear(a), b, c)) mask |= 8
  if (cDigits === 2 && isCalendarDay(fullYear(c), b, a)) mask |= 16
  if (cDigits === 2 && isCalendarDay(fullYear(c), a, b)) mask |= 32
  return mask
}

/** Year, month and day of the scanned text read in an order that {@link dateOrders} allows. */
export const calendarDay = { year: 0, month: 0, day: 0 }

/** Fills {@link calendarDay}; false when the text is no day in this order (an index of {@link DATE_ORDERS}). */
export function readDay(order: number): boolean {
  if ((dateOrders() & (1 << order)) === 0) return false
  const { a, b, c } = scanned
  switch (order) {
    case 0:
    case 6:
      return setDay(a, b, c)
    case 1:
      return setDay(c, b, a)
    case 2:
      return setDay(c, a, b)
    case 3:
      return setDay(fullYear(a), b, c)
    case 4:
      return setDay(fullYear(c), b, a)
    default:
      return setDay(fullYear(c), a, b)
  }
}

function setDay(year: number, month: number, day: number): true {
  calendarDay.year = year
  calendarDay.month = month
  calendarDay.day = day
  return true
}

/** Midnight UTC of a day, in milliseconds since 1970 (H. Hinnant, "days_from_civil"). */
export function epochOfDay(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year
  const era = Math.floor(y / 400)
  const yearOfEra = y - era * 400
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear
  return (era * 146_097 + dayOfEra - 719_468) * 86_400_000
}
