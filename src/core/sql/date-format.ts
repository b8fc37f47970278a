import { type Fragment, join, param, paramList, sql } from './fragment.ts'
import { offsetSeconds } from './zone-offset.ts'

type Part = (value: Fragment, zone: Fragment) => Fragment

/** A number padded to so many digits. */
const padded =
  (length: number, part: Part): Part =>
  (value, zone) =>
    sql`leftPad(toString(${part(value, zone)}), ${param(String(length), 'UInt64')}, '0')`

const year: Part = (v, z) => sql`toYear(${v}, ${z})`
const isoYear: Part = (v, z) => sql`toISOYear(${v}, ${z})`
const month: Part = (v, z) => sql`toMonth(${v}, ${z})`
const day: Part = (v, z) => sql`toDayOfMonth(${v}, ${z})`
const hour: Part = (v, z) => sql`toHour(${v}, ${z})`
const minute: Part = (v, z) => sql`toMinute(${v}, ${z})`
const second: Part = (v, z) => sql`toSecond(${v}, ${z})`
const week: Part = (v, z) => sql`toISOWeek(${v}, ${z})`
const weekday: Part = (v, z) => sql`toDayOfWeek(${v}, 0, ${z})`
const yearDay: Part = (v, z) => sql`toDayOfYear(${v}, ${z})`
const plain =
  (part: Part): Part =>
  (value, zone) =>
    sql`toString(${part(value, zone)})`
const lastTwo =
  (part: Part): Part =>
  (value, zone) =>
    sql`leftPad(toString(${part(value, zone)} % 100), 2, '0')`

const hour12: Part = (v, z) => sql`(${hour(v, z)} + 11) % 12 + 1`
const halfDay: Part = (v, z) => sql`if(${hour(v, z)} < 12, 'AM', 'PM')`
const offsetMinutes: Part = (v, z) => sql`intDiv(${offsetSeconds(v, z)}, 60)`

/** `+0200`, or `+02:00` with a colon between. */
const offset =
  (colon: Fragment): Part =>
  (v, z) => {
    const minutes = offsetMinutes(v, z)
    const part = (n: Fragment): Fragment => sql`leftPad(toString(${n}), 2, '0')`
    return sql`concat(if(${minutes} < 0, '-', '+'), ${part(sql`intDiv(abs(${minutes}), 60)`)}, ${colon}, ${part(sql`abs(${minutes}) % 60`)})`
  }

/** Symbols by letter and length; a longer run falls back to the longest one listed (explore-api §10.14). */
const SYMBOLS: Readonly<Record<string, readonly Part[]>> = {
  y: [plain(year), lastTwo(year), padded(4, year), padded(4, year)],
  Y: [plain(year), lastTwo(year), padded(4, year), padded(4, year)],
  x: [plain(isoYear), lastTwo(isoYear), padded(4, isoYear), padded(4, isoYear)],
  w: [plain(week), padded(2, week)],
  e: [plain(weekday)],
  D: [plain(yearDay), padded(2, yearDay), padded(3, yearDay)],
  d: [plain(day), padded(2, day)],
  H: [plain(hour), padded(2, hour)],
  h: [plain(hour12), padded(2, hour12)],
  a: [halfDay],
  m: [plain(minute), padded(2, minute)],
  s: [plain(second), padded(2, second)],
  S: [(v, z) => sql`leftPad(toString(toMillisecond(${v}, ${z})), 3, '0')`],
  Z: [offset(sql`''`), offset(sql`':'`)],
}

const names = (
  language: string,
  options: Intl.DateTimeFormatOptions,
  dates: readonly number[],
): readonly string[] => {
  const format = new Intl.DateTimeFormat(language, { timeZone: 'UTC', ...options })
  return dates.map(date => format.format(date))
}

const MONTHS = Array.from({ length: 12 }, (_, index) => Date.UTC(2024, index, 1))
/** Monday 1 January 2024 and the days after. */
const WEEKDAYS = Array.from({ length: 7 }, (_, index) => Date.UTC(2024, 0, index + 1))

function named(letter: string, length: number, language: string): Part | null {
  if (letter === 'M' && length < 3) return length === 1 ? plain(month) : padded(2, month)
  const style = length === 3 || letter === 'E' ? (length > 3 ? 'long' : 'short') : 'long'
  if (letter === 'M')
    return (v, z) => sql`${paramList(names(language, { month: style }, MONTHS), 'String')}[${month(v, z)}]`
  if (letter !== 'E') return null
  return (v, z) =>
    sql`${paramList(names(language, { weekday: style }, WEEKDAYS), 'String')}[${weekday(v, z)}]`
}

const TOKEN = /'((?:[^']|'')*)'|([A-Za-z])\2*|[^A-Za-z']+|'/g

/** `date_format(value, pattern)`: names in `language`, everything in `zone`; null for null. */
export function dateFormatSql(
  { value, zone }: { readonly value: Fragment; readonly zone: Fragment },
  pattern: string,
  language: string,
): Fragment {
  const pieces = [...pattern.matchAll(TOKEN)].map(([text, free, letter]) => {
    if (free !== undefined) return param(free === '' ? "'" : free.replaceAll("''", "'"), 'String')
    if (letter === undefined) return param(text, 'String')
    const parts = SYMBOLS[letter]
    const part = named(letter, text.length, language) ?? parts?.[Math.min(text.length, parts.length) - 1]
    return part === undefined ? param(text, 'String') : part(value, zone)
  })
  return sql`if(isNull(${value}), NULL, concat('', ${join([sql`''`, ...pieces], ', ')}))`
}
