import { Open } from './tree.ts'

/** What a clock on the wall shows, as milliseconds since 1970 as if the wall were in UTC. */
export type Wall = number

const formats = new Map<string, Intl.DateTimeFormat>()
const offsets = new Map<string, Map<number, number>>()
const DAY = 86_400_000

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone)
  if (known !== undefined) return known
  const made = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    ...{ year: 'numeric', month: 'numeric', day: 'numeric', era: 'short' },
    ...{ hour: 'numeric', minute: 'numeric', second: 'numeric' },
  })
  formats.set(zone, made)
  return made
}

/** Milliseconds that the wall of `zone` is ahead of UTC at that instant; seconds too before there were zones. */
export function offsetAt(instant: number, zone: string): number {
  if (zone === 'UTC') return 0
  const cache = offsets.get(zone) ?? new Map<number, number>()
  offsets.set(zone, cache)
  const known = cache.get(instant)
  if (known !== undefined) return known
  const seconds = Math.floor(instant / 1000) * 1000
  const parts = new Map(formatOf(zone).formatToParts(seconds).map(({ type, value }) => [type, value]))
  const [year, month, day, hour, minute, second] = ['year', 'month', 'day', 'hour', 'minute', 'second'].map(
    name => Number(parts.get(name as Intl.DateTimeFormatPartTypes)),
  ) as [number, number, number, number, number, number]
  const offset = Date.UTC(year, month - 1, day, hour, minute, second) - seconds
  cache.set(instant, offset)
  return offset
}

export const wallOf = (instant: number, zone: string): Wall => instant + offsetAt(instant, zone)

/**
 * The instant at which the wall shows a time. A time that never is, is the end of the gap when it may be (starts
 * of days); otherwise, and for one that is twice, the reference is silent.
 */
export function instantOf(wall: Wall, zone: string, mayGap: boolean): number {
  if (zone === 'UTC') return wall
  const before = offsetAt(wall - DAY, zone)
  const candidates = new Set([before, offsetAt(wall + DAY, zone), offsetAt(wall - before, zone)])
  const found = [...candidates].map(offset => wall - offset).filter(instant => wallOf(instant, zone) === wall)
  if (found.length === 1 && found[0] !== undefined) return found[0]
  if (found.length === 0 && mayGap) return wall - before
  throw new Open(`${new Date(wall).toISOString()} in ${zone}`)
}

/** The span that a date of some precision means: on the wall, or absolute where an offset is written. */
export interface Period {
  readonly start: number
  readonly end: number
  readonly isAbsolute: boolean
  /** A year, month or day. */
  readonly isDays: boolean
}

const WRITTEN =
  /^(\d{4})(?:[-/](\d{1,2})(?:[-/](\d{1,2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{3}))?)?(Z|[+-]\d{2}:\d{2})?)?)?)?$/

const utc = (year: number, month: number, day: number): number => {
  const date = new Date(0)
  date.setUTCFullYear(year, month, day)
  return date.getTime()
}

/** Reads a literal; null for what is not a date. */
export function periodOf(text: string): Period | null {
  const match = WRITTEN.exec(text)
  if (match === null) return null
  const [, y = '', mo, d, h, mi, s, f, offset] = match
  const [year, month, day] = [Number(y), Number(mo ?? 1) - 1, Number(d ?? 1)]
  const start = utc(year, month, day)
  const days = (end: number): Period => ({ start, end, isAbsolute: false, isDays: true })
  if (mo === undefined) return days(utc(year + 1, 0, 1))
  if (d === undefined) return days(utc(year, month + 1, 1))
  if (h === undefined) return days(start + DAY)
  const at = start + ((Number(h) * 60 + Number(mi)) * 60 + Number(s ?? 0)) * 1000 + Number(f ?? 0)
  const length = f !== undefined ? 1 : s !== undefined ? 1000 : 60_000
  const shift = offset === undefined ? 0 : offsetMs(offset)
  return { start: at - shift, end: at - shift + length, isAbsolute: offset !== undefined, isDays: false }
}

function offsetMs(offset: string): number {
  if (offset === 'Z') return 0
  const [hours = 0, minutes = 0] = offset.slice(1).split(':').map(Number)
  return (offset.startsWith('-') ? -1 : 1) * (hours * 60 + minutes) * 60_000
}

/** A period as instants. */
export function asInstants(period: Period, zone: string): readonly [number, number] {
  if (period.isAbsolute) return [period.start, period.end]
  const length = period.end - period.start
  const start = instantOf(period.start, zone, period.isDays)
  return period.isDays ? [start, instantOf(period.end, zone, true)] : [start, start + length]
}

/** A period on the wall. */
export const asWalls = (period: Period, zone: string): readonly [number, number] =>
  period.isAbsolute
    ? [wallOf(period.start, zone), wallOf(period.start, zone) + period.end - period.start]
    : [period.start, period.end]

const two = (value: number): string => String(value).padStart(2, '0')

/** `2020-03-01`. */
export const isoDay = (wall: Wall): string => new Date(wall).toISOString().slice(0, 10)

const QUARTER = 900_000

/** `+05:30`, without seconds. */
function isoOffset(offset: number): string {
  const minutes = Math.floor(Math.abs(offset) / 60_000)
  return `${offset < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`
}

/**
 * `2020-03-01T10:00:00.25+01:00`; the fraction only when there is one, without zeros at its end. Local mean times
 * of old are shown with a whole quarter of an hour: ISO 8601 has no seconds there, and the text must name the instant.
 */
export function isoInstant(instant: number, zone: string): string {
  const offset = Math.trunc(offsetAt(instant, zone) / QUARTER) * QUARTER
  const [clock = '', fraction = ''] = new Date(instant + offset).toISOString().slice(0, -1).split('.')
  const part = fraction.replace(/0+$/, '')
  return `${clock}${part === '' ? '' : `.${part}`}${isoOffset(offset)}`
}

/** The bound of a bucket: what the wall shows, and its offset. */
export function isoBound(instant: number, zone: string): string {
  if (offsetAt(instant, zone) % 60_000 !== 0) throw new Open('seconds of a local mean time')
  return `${new Date(wallOf(instant, zone)).toISOString().slice(0, 19)}${isoOffset(offsetAt(instant, zone))}`
}

/** ISO week-year, week and weekday (1 Monday) of a day on the wall. */
export function isoWeek(wall: Wall): { readonly year: number; readonly week: number; readonly weekday: number } {
  const midnight = Math.floor(wall / DAY) * DAY
  const weekday = ((((midnight / DAY + 3) % 7) + 7) % 7) + 1
  const thursday = midnight + (4 - weekday) * DAY
  const year = new Date(thursday).getUTCFullYear()
  return { year, week: Math.floor((thursday - utc(year, 0, 1)) / (7 * DAY)) + 1, weekday }
}

const SYMBOL = /'(?:[^']|'')*'|y+|Y+|x+|w+|e+|E+|D+|d+|H+|m+|s+|M+|./gs

/** A moment on the wall by a pattern of `date_format`. */
export function formatWall(wall: Wall, pattern: string, language: string): string {
  return pattern.replace(SYMBOL, symbol => formatSymbol(wall, symbol, language))
}

function formatSymbol(wall: Wall, symbol: string, language: string): string {
  const date = new Date(wall)
  if (symbol.startsWith("'")) return symbol === "''" ? "'" : symbol.slice(1, -1).replaceAll("''", "'")
  const name = (options: Intl.DateTimeFormatOptions): string =>
    new Intl.DateTimeFormat(language, { timeZone: 'UTC', ...options }).format(date)
  const pad = (value: number): string => (symbol.length > 1 ? String(value).padStart(symbol.length, '0') : String(value))
  switch (symbol) {
    case 'yy':
    case 'YY':
      return two(date.getUTCFullYear() % 100)
    case 'yyyy':
    case 'YYYY':
      return String(date.getUTCFullYear()).padStart(4, '0')
    case 'xx':
      return two(isoWeek(wall).year % 100)
    case 'xxxx':
      return String(isoWeek(wall).year)
    case 'w':
    case 'ww':
      return pad(isoWeek(wall).week)
    case 'e':
      return String(isoWeek(wall).weekday)
    case 'EEEE':
      return name({ weekday: 'long' })
    case 'MMMM':
      return name({ month: 'long' })
    case 'D':
    case 'DDD':
      return pad(Math.floor((wall - utc(date.getUTCFullYear(), 0, 1)) / DAY) + 1)
    case 'd':
    case 'dd':
      return pad(date.getUTCDate())
    case 'H':
    case 'HH':
      return pad(date.getUTCHours())
    case 'm':
    case 'mm':
      return pad(date.getUTCMinutes())
    case 's':
    case 'ss':
      return pad(date.getUTCSeconds())
    case 'M':
    case 'MM':
      return pad(date.getUTCMonth() + 1)
    default:
      return symbol
  }
}

const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday']

/** `now()` with its named arguments: parts first, then shifts, then weekdays. */
export function nowWith(now: number, args: readonly (readonly [string, number])[]): number {
  const last = new Map(args)
  const date = new Date(now)
  const has = (name: string): number | undefined => last.get(name)
  const month = (has('month') ?? date.getUTCMonth() + 1) - 1
  const first = utc(has('year') ?? date.getUTCFullYear(), month, 1)
  const time = [
    (has('hour') ?? date.getUTCHours()) * 3_600_000,
    (has('minute') ?? date.getUTCMinutes()) * 60_000,
    (has('second') ?? date.getUTCSeconds()) * 1000,
    date.getUTCMilliseconds(),
  ].reduce((a, b) => a + b, 0)
  const months = (has('years') ?? 0) * 12 + (has('months') ?? 0)
  const moved = clipDay(first, has('day') ?? date.getUTCDate(), 0)
  const shifted = clipDay(first, new Date(moved).getUTCDate(), months)
  const spans = { weeks: 7 * DAY, days: DAY, hours: 3_600_000, minutes: 60_000, seconds: 1000 }
  const shift = Object.entries(spans).reduce((sum, [name, ms]) => sum + (has(name) ?? 0) * ms, 0)
  return onWeekday(shifted + time + shift, last)
}

function clipDay(first: number, day: number, months: number): number {
  const start = new Date(first)
  start.setUTCMonth(start.getUTCMonth() + months)
  const length = new Date(Date.UTC(2000, 0, 1))
  length.setUTCFullYear(start.getUTCFullYear(), start.getUTCMonth() + 1, 0)
  return start.getTime() + (Math.min(day, length.getUTCDate()) - 1) * DAY
}

function onWeekday(instant: number, args: ReadonlyMap<string, number>): number {
  const named = WEEKDAYS.findIndex(name => args.has(`${name}s`))
  const weekday = args.get('weekday') ?? (named === -1 ? undefined : named)
  if (weekday === undefined) return instant
  const nth = args.has('weekday') ? 1 : (args.get(`${WEEKDAYS[named]}s`) ?? 1)
  const today = (isoWeek(instant).weekday + 6) % 7
  const ahead = (weekday - today + 7) % 7
  const days = nth > 0 ? ahead + (nth - 1) * 7 : -((7 - ahead) % 7) + (nth + 1) * 7
  return instant + days * DAY
}
