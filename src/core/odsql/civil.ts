/**
 * Calendar arithmetic without any zone: a civil moment is the milliseconds that UTC would count for the same
 * clock face. Zones enter in {@link instantOf} and {@link civilOf} only.
 */
export interface Period {
  /** Civil moment of the start, included. */
  readonly start: number
  /** Civil moment of the end, excluded. */
  readonly end: number
  /** Minutes east of UTC when the text said so; null for a clock face of the request's timezone. */
  readonly offset: number | null
}

const MINUTE = 60_000
const DAY = 86_400_000

/** The civil moment of these numbers, months from 1; overflow carries, as in `Date.UTC`, years below 100 too. */
export function civil(...parts: readonly (number | undefined)[]): number {
  const [year = 1970, month = 1, day = 1, hour = 0, minute = 0, second = 0, ms = 0] = parts
  return new Date(0).setUTCFullYear(year, month - 1, day) + ((hour * 60 + minute) * 60 + second) * 1000 + ms
}

export const daysInMonth = (year: number, month: number): number =>
  (civil(year, month + 1) - civil(year, month)) / DAY

const DATE =
  /^\s*(\d{4})(?:[-/](\d{1,2})(?:[-/](\d{1,2})(?:[T ](\d{1,2})(?::(\d{1,2})(?::(\d{1,2})(?:[.,](\d{1,9}))?)?)?\s*(Z|[+ -]\d{2}(?::?\d{2})?)?)?)?)?\s*$/i

function offsetOf(text: string | undefined): number | null {
  if (text === undefined) return null
  if (/^z$/i.test(text)) return 0
  const [hours = 0, minutes = 0] = [text.slice(1, 3), text.slice(3).replace(':', '')].map(Number)
  return (text.startsWith('-') ? -1 : 1) * (hours * 60 + minutes)
}

/** The `n` of a text of digits, undefined when it was not written. */
const numeral = (text: string | undefined): number | undefined =>
  text === undefined ? undefined : Number(text)

/**
 * The period that a date text denotes at the precision it is written in (explore-api §10.1, §10.2): `2017` is
 * a year, `2017-04-03T08` an hour. Null when it is no date.
 */
export function readPeriod(text: string): Period | null {
  const found = DATE.exec(text)
  if (found === null) return null
  const [year = 0, month, day, hour, minute, second] = found.slice(1, 7).map(numeral)
  const isReal =
    year >= 1 &&
    within(month, 1, 12) &&
    within(day, 1, daysInMonth(year, month ?? 1)) &&
    within(hour, 0, 23) &&
    within(minute, 0, 59) &&
    within(second, 0, 59)
  if (!isReal) return null
  const fraction = found[7]
  const ms = fraction === undefined ? 0 : Math.floor(Number(`0.${fraction}`) * 1000)
  const start = civil(year, month, day, hour, minute, second, ms)
  return {
    start,
    end: endOf([year, month, day, hour, minute, second], start, fraction),
    offset: offsetOf(found[8]),
  }
}

const within = (value: number | undefined, low: number, high: number): boolean =>
  value === undefined || (value >= low && value <= high)

function endOf(parts: readonly (number | undefined)[], start: number, fraction: string | undefined): number {
  const [year = 0, month, day, hour, minute, second] = parts
  if (fraction !== undefined) return start + Math.max(1, 10 ** (3 - fraction.length))
  if (second !== undefined) return start + 1000
  if (minute !== undefined) return start + MINUTE
  if (hour !== undefined) return start + 60 * MINUTE
  if (day !== undefined) return start + DAY
  return month === undefined ? civil(year + 1) : civil(year, month + 1)
}

const formats = new Map<string, Intl.DateTimeFormat>()

function formatOf(timezone: string): Intl.DateTimeFormat {
  const known = formats.get(timezone)
  if (known !== undefined) return known
  const numeric = 'numeric'
  const format = new Intl.DateTimeFormat('en-u-ca-iso8601', {
    timeZone: timezone,
    hourCycle: 'h23',
    ...{ era: 'short', year: numeric, month: numeric, day: numeric },
    ...{ hour: numeric, minute: numeric, second: numeric },
  })
  formats.set(timezone, format)
  return format
}

/** The clock face in `timezone` at an instant (milliseconds of Unix time). */
export function civilOf(instant: number, timezone: string): number {
  if (timezone === 'UTC') return instant
  const parts = new Map(
    formatOf(timezone)
      .formatToParts(instant)
      .map(part => [part.type, Number(part.value)]),
  )
  const get = (type: Intl.DateTimeFormatPartTypes): number => parts.get(type) ?? 0
  const face = civil(get('year'), get('month'), get('day'), get('hour'), get('minute'), get('second'))
  return face + (((instant % 1000) + 1000) % 1000)
}

/**
 * The instant at which clocks of `timezone` show a civil moment: the first one where they show it twice, that of
 * the same time before the change where they never do, so that a day without midnight begins at its first moment.
 */
export function instantOf(moment: number, timezone: string): number {
  if (timezone === 'UTC') return moment
  const instants = [moment - DAY, moment + DAY].map(near => moment - (civilOf(near, timezone) - near))
  return instants.find(instant => civilOf(instant, timezone) === moment) ?? Math.max(...instants)
}

/** The canonical name of a timezone, or null when there is none of this name (explore-api §5.1). */
export function readTimezone(text: string): string | null {
  if (!/^[A-Za-z]/.test(text)) return null
  try {
    return new Intl.DateTimeFormat('en', { timeZone: text }).resolvedOptions().timeZone
  } catch {
    return null
  }
}
