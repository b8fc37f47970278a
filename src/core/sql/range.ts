import type { BoundRange, BoundValue } from '../odsql/bound.ts'
import { civilOf, instantOf } from '../odsql/civil.ts'
import { type Fragment, join, param, paramList, sql } from './fragment.ts'
import { momentFor, type Scope } from './scope.ts'
import { offsetSeconds } from './zone-offset.ts'

type RangeValue = BoundValue & { readonly kind: 'range' }
type Bounds = BoundRange & { readonly kind: 'bounds' }

/** Text of the bucket that a value falls in, null outside all of them (explore-api §10.11). */
export function rangeSql(scope: Scope, { subject, spec }: RangeValue, value: Fragment): Fragment {
  const ofDate = subject.type === 'date'
  const zone = ofDate ? 'UTC' : scope.timezone
  switch (spec.kind) {
    case 'width':
      return widthSql(value, spec.width)
    case 'interval':
      return intervalSql(value, spec, zone)
    case 'bounds':
      return boundsSql(scope, { type: subject.type, spec }, value)
  }
}

/** Smallest value of the bucket, which orders buckets; null where {@link rangeSql} is null. */
export function rangeStart(scope: Scope, { subject, spec }: RangeValue, value: Fragment): Fragment {
  const zone = subject.type === 'date' ? 'UTC' : scope.timezone
  if (spec.kind === 'width') return floorSql(value, spec.width)
  if (spec.kind === 'interval') return startSql(value, spec, zone)
  return positionSql(scope, { type: subject.type, spec }, value)
}

const floorSql = (value: Fragment, width: string): Fragment =>
  sql`floor(${value} / ${param(width, 'Float64')})`

function widthSql(value: Fragment, width: string): Fragment {
  const step = param(width, width.includes('.') ? 'Float64' : 'Int64')
  const cast = width.includes('.') ? sql`toFloat64` : sql`toInt64`
  const start = sql`${cast}(${floorSql(value, width)}) * ${step}`
  return sql`if(isNull(${value}), NULL, concat('[', toString(${start}), ', ', toString(${start} + ${step}), '['))`
}

const UNIT_SQL = {
  millisecond: sql`MILLISECOND`,
  second: sql`SECOND`,
  minute: sql`MINUTE`,
  hour: sql`HOUR`,
  day: sql`DAY`,
  week: sql`WEEK`,
  month: sql`MONTH`,
  quarter: sql`QUARTER`,
  year: sql`YEAR`,
} as const

type Interval = BoundRange & { readonly kind: 'interval' }

const intervalOf = ({ count, unit }: Interval): Fragment =>
  sql`INTERVAL ${param(String(count), 'Int64')} ${UNIT_SQL[unit]}`

/** Start of the interval as a moment with milliseconds, whatever type the engine floors to. */
function startSql(value: Fragment, spec: Interval, zone: string): Fragment {
  const name = param(zone, 'String')
  const moment = spec.unit === 'millisecond' ? value : wholeSeconds(value)
  return sql`toDateTime64(toStartOfInterval(${moment}, ${intervalOf(spec)}, ${name}), 3, ${name})`
}

/** The second that a moment is in; the engine (26.7) takes the one after for fractions before 1970. */
const wholeSeconds = (value: Fragment): Fragment =>
  sql`(${value} - toIntervalMillisecond(positiveModulo(toUnixTimestamp64Milli(${value}), 1000)))`

/** Start of the next interval: several hours are told by the clock, so that a change of clocks makes one longer or shorter. */
function endSql(start: Fragment, spec: Interval, zone: string): Fragment {
  const end = sql`${start} + ${intervalOf(spec)}`
  return spec.unit === 'hour' && spec.count > 1 ? startSql(sql`(${end} + INTERVAL 1 HOUR)`, spec, zone) : end
}

function intervalSql(value: Fragment, spec: Interval, zone: string): Fragment {
  const start = startSql(value, spec, zone)
  const end = endSql(start, spec, zone)
  const text = (moment: Fragment): Fragment => intervalText(moment, zone)
  return sql`if(isNull(${value}), NULL, concat('[', ${text(start)}, ', ', ${text(end)}, '['))`
}

/** UTC with milliseconds and `Z`; another zone as local time with its offset and none. */
function intervalText(moment: Fragment, zone: string): Fragment {
  if (zone === 'UTC') return sql`concat(replaceOne(toString(${moment}, 'UTC'), ' ', 'T'), 'Z')`
  const name = param(zone, 'String')
  const local = sql`replaceOne(substring(toString(m, ${name}), 1, 19), ' ', 'T')`
  return sql`arrayMap(m -> concat(${local}, ${offsetSql(sql`m`, name)}), [${moment}])[1]`
}

/** `+02:00` of a moment in a zone. */
function offsetSql(moment: Fragment, zone: Fragment): Fragment {
  const seconds = offsetSeconds(moment, zone)
  const two = (n: Fragment): Fragment => sql`leftPad(toString(${n}), 2, '0')`
  return sql`concat(if(${seconds} < 0, '-', '+'), ${two(sql`intDiv(abs(${seconds}), 3600)`)}, ':', ${two(sql`intDiv(abs(${seconds}), 60) % 60`)})`
}

/** Buckets over values of a type. */
interface Bucketed {
  readonly type: BoundValue['type']
  readonly spec: Bounds
}

/** The buckets of a static range as texts `[low, high[`, in their order. */
export function bucketLabels(
  scope: Scope,
  { type, spec }: Bucketed,
): { readonly list: Fragment; readonly length: number } {
  const texts = spec.bounds.map(bound => boundText(scope, type, bound))
  const ends = [...(spec.openLow ? ['*'] : []), ...texts, ...(spec.openHigh ? ['*'] : [])]
  const buckets = ends.slice(1).map((high, index) => `[${ends[index] ?? '*'}, ${high}[`)
  return { list: paramList(buckets, 'String'), length: buckets.length }
}

/** Text of the bucket that a value falls in. */
function boundsSql(scope: Scope, { type, spec }: Bucketed, value: Fragment): Fragment {
  const position = positionSql(scope, { type, spec }, value)
  return sql`if(isNull(${position}), NULL, ${bucketLabels(scope, { type, spec }).list}[${position}])`
}

/** 1-based number of the bucket, null outside. */
function positionSql(scope: Scope, { type, spec }: Bucketed, value: Fragment): Fragment {
  const bounds = spec.bounds.map(bound => boundSql(scope, type, bound))
  const last = bounds.at(-1)
  const first = bounds[0]
  const cases: Fragment[] = [sql`isNull(${value}), NULL`]
  if (!spec.openLow && first !== undefined) cases.push(sql`${value} < ${first}, NULL`)
  if (!spec.openHigh && last !== undefined) cases.push(sql`${value} >= ${last}, NULL`)
  const ends = bounds.slice(spec.openLow ? 0 : 1, spec.openHigh ? undefined : -1)
  for (const [index, end] of ends.entries()) cases.push(sql`${value} < ${end}, ${place(index + 1)}`)
  return sql`multiIf(${join(cases, ', ')}, ${place(ends.length + 1)})`
}

const place = (position: number): Fragment => sql`toNullable(${param(String(position), 'UInt64')})`

function boundSql(scope: Scope, type: BoundValue['type'], bound: Bounds['bounds'][number]): Fragment {
  if (bound.kind === 'number') return param(bound.text, bound.type === 'int' ? 'Int64' : 'Float64')
  const ofType = type === 'date' ? 'date' : 'datetime'
  return momentFor(scope, ofType, { civil: bound.period.start, offset: bound.period.offset })
}

/** Numbers as doubles, moments as instants of UTC; of dates, which never shift, the clock face (explore-api §19.19, §19.21). */
function boundText(scope: Scope, type: BoundValue['type'], bound: Bounds['bounds'][number]): string {
  if (bound.kind === 'period') {
    const { start, offset } = bound.period
    const instant = offset === null ? instantOf(start, scope.timezone) : start - offset * 60_000
    const shown = type !== 'date' ? instant : offset === null ? start : civilOf(instant, scope.timezone)
    return new Date(shown).toISOString()
  }
  const text = String(Number(bound.text))
  return Number.isInteger(Number(text)) ? `${text}.0` : text
}
