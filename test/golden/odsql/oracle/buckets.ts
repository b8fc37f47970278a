import { instantOf, isoDay, isoBound, isoWeek, periodOf, wallOf } from './calendar.ts'
import { type Context, evaluate, isDay, isInstant, isNumber } from './expression.ts'
import { Open, type Expr, type RangeSpec, type Row } from './tree.ts'

/** A bucket of `range()`: its text and where it stands among the others. */
export interface Bucket {
  readonly text: string
  readonly rank: number
}

type Range = Extract<Expr, { kind: 'range' }>

/** The bucket of a record; null when it is in none. */
export function bucketOf(range: Range, row: Row, context: Context): Bucket | null {
  const value = evaluate({ kind: 'field', name: range.field }, row, context)
  if (value === null) return null
  if (range.spec.kind === 'bounds') {
    const at = isDay(value) ? value.day : isInstant(value) ? value.instant : Number(value)
    return staticBuckets(range, context).find(({ low, high }) => low <= at && at < high) ?? null
  }
  if (range.spec.kind === 'width' && isNumber(value)) {
    const width = Number(range.spec.width)
    const low = Math.floor(Number(value) / width) * width
    return { text: `[${low}, ${low + width}[`, rank: low }
  }
  if (range.spec.kind !== 'interval') throw new Error('a width of numbers beside a date')
  if (isDay(value)) return timeBucket(value.day, range.spec, 'UTC')
  if (isInstant(value)) return timeBucket(wallOf(value.instant, context.timezone), range.spec, context.timezone)
  throw new Error('an interval beside a number')
}

interface Static extends Bucket {
  readonly low: number
  readonly high: number
}

/** Every bucket between bounds, also those where no record falls. */
export function staticBuckets({ field, spec }: Range, context: Context): readonly Static[] {
  if (spec.kind !== 'bounds') return []
  const type = context.fields.get(field)?.type
  const at = (bound: string, open: number): number => {
    if (bound === '*') return open
    const period = type === 'date' || type === 'datetime' ? periodOf(bound) : null
    if (period === null) return Number(bound)
    return type === 'date' || period.isAbsolute ? period.start : instantOf(period.start, context.timezone, period.isDays)
  }
  const text = (bound: string): string => {
    if (bound === '*') return '*'
    if (type === 'int' || type === 'double') return Number.isInteger(Number(bound)) ? `${Number(bound)}.0` : String(Number(bound))
    return new Date(at(bound, 0)).toISOString()
  }
  return spec.bounds.slice(1).map((high, index) => {
    const low = spec.bounds[index] ?? '*'
    const [from, to] = [at(low, Number.NEGATIVE_INFINITY), at(high, Number.POSITIVE_INFINITY)]
    return { text: `[${text(low)}, ${text(high)}[`, rank: index, low: from, high: to }
  })
}

const UNITS: Readonly<Record<string, 'ms' | 's' | 'm' | 'h' | 'd' | 'w' | 'M' | 'q' | 'y'>> = {
  ...{ ms: 'ms', millisecond: 'ms', s: 's', second: 's', seconds: 's', m: 'm', minute: 'm', minutes: 'm' },
  ...{ h: 'h', hour: 'h', hours: 'h', d: 'd', day: 'd', days: 'd', w: 'w', week: 'w', M: 'M', month: 'M' },
  ...{ q: 'q', quarter: 'q', y: 'y', year: 'y' },
}
const DAY = 86_400_000
const LENGTHS = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: DAY }

function timeBucket(
  at: number,
  { every, unit }: Extract<RangeSpec, { kind: 'interval' }>,
  zone: string,
): Bucket {
  const kind = UNITS[unit]
  if (kind === undefined) throw new Error(`no unit ${unit}`)
  const [low, high] = kind in LENGTHS ? even(at, every, [kind as keyof typeof LENGTHS, zone]) : calendar(at, kind as 'w' | 'M' | 'q' | 'y')
  if (zone === 'UTC')
    return { text: `[${new Date(low).toISOString()}, ${new Date(high).toISOString()}[`, rank: low }
  const [from, to] = [low, high].map(bound => instantOf(bound, zone, true)) as [number, number]
  return { text: `[${isoBound(from, zone)}, ${isoBound(to, zone)}[`, rank: low }
}

function even(at: number, every: number, [kind, zone]: readonly [keyof typeof LENGTHS, string]): readonly [number, number] {
  if (every !== 1 && kind === 'd') throw new Open('where the first of several days is')
  if (kind !== 'd' && zone === 'Australia/Lord_Howe') throw new Open('hours where clocks change by half of one')
  const width = LENGTHS[kind] * every
  const midnight = Math.floor(at / DAY) * DAY
  const low = midnight + Math.floor((at - midnight) / width) * width
  return [low, low + width]
}

function calendar(at: number, kind: 'w' | 'M' | 'q' | 'y'): readonly [number, number] {
  const midnight = Math.floor(at / DAY) * DAY
  if (kind === 'w') {
    const monday = midnight - (isoWeek(at).weekday - 1) * DAY
    return [monday, monday + 7 * DAY]
  }
  const [year = 0, month = 1] = isoDay(at).split('-').map(Number)
  const months = { M: 1, q: 3, y: 12 }[kind]
  const first = Math.floor((month - 1) / months) * months
  const start = (m: number): number => new Date(0).setUTCFullYear(year, m, 1)
  return [start(first), start(first + months)]
}
