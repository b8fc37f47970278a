import type { NowArgument } from './ast.ts'
import { civil, daysInMonth } from './civil.ts'

type Setting = Omit<NowArgument, 'span'>

interface Clock {
  readonly year: number
  readonly month: number
  readonly day: number
  readonly time: {
    readonly hour: number
    readonly minute: number
    readonly second: number
    readonly ms: number
  }
}

const WEEKDAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU']
const DAYS = ['mondays', 'tuesdays', 'wednesdays', 'thursdays', 'fridays', 'saturdays', 'sundays']
const DAY = 86_400_000
const UNITS: Readonly<Record<string, number>> = {
  weeks: 7 * DAY,
  days: DAY,
  hours: DAY / 24,
  minutes: 60_000,
  seconds: 1000,
  microseconds: 0.001,
}

const clockOf = (instant: number): Clock => {
  const date = new Date(instant)
  const [hour, minute, second] = [date.getUTCHours(), date.getUTCMinutes(), date.getUTCSeconds()]
  const time = { hour, minute, second, ms: date.getUTCMilliseconds() }
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate(), time }
}

/** Day clipped to the length of its month. */
const instantOf = ({ year, month, day, time }: Clock): number =>
  civil(year, month, Math.min(day, daysInMonth(year, month)), time.hour, time.minute, time.second, time.ms)

/**
 * The instant that `now(…)` means at `instant` (Unix milliseconds): components set, then shifted, then moved
 * to a weekday (explore-api §10.13). A negative singular is a shift.
 */
export function evaluateNow(settings: readonly Setting[], instant: number): number {
  const isSet = (setting: Setting): boolean => !setting.name.endsWith('s') && setting.value >= 0
  const isWeekday = ({ name }: Setting): boolean => name === 'weekday' || DAYS.includes(name)
  const lastOfEach = [...new Map(settings.map(setting => [setting.name, setting])).values()]
  const [weekdays, parts] = [lastOfEach.filter(isWeekday), lastOfEach.filter(setting => !isWeekday(setting))]
  const set = instantOf(parts.filter(isSet).reduce(withPart, clockOf(instant)))
  const shifts = parts.filter(setting => !isSet(setting))
  const months = shifts.reduce((sum, { name, value }) => sum + value * monthsIn(name), 0)
  const shifted = shifts.reduce(shift, shiftMonths(set, months))
  return weekdays.reduce(toWeekday, shifted)
}

function withPart(clock: Clock, { name, value }: Setting): Clock {
  if (name === 'microsecond') return { ...clock, time: { ...clock.time, ms: Math.floor(value / 1000) } }
  if (name === 'year' || name === 'month' || name === 'day') return { ...clock, [name]: value }
  return { ...clock, time: { ...clock.time, [name]: value } }
}

const monthsIn = (name: string): number => (/^years?$/.test(name) ? 12 : /^months?$/.test(name) ? 1 : 0)

/** Years and months are shifted together, before all that has a length of its own (python-dateutil). */
function shiftMonths(instant: number, by: number): number {
  const clock = clockOf(instant)
  const months = clock.year * 12 + clock.month - 1 + by
  return instantOf({ ...clock, year: Math.floor(months / 12), month: (((months % 12) + 12) % 12) + 1 })
}

const shift = (instant: number, { name, value }: Setting): number =>
  instant + value * (UNITS[name.endsWith('s') ? name : `${name}s`] ?? 0)

/** The n-th such day after (or before) today, today included. */
function toWeekday(instant: number, { name, value, weekday }: Setting): number {
  const wanted =
    name === 'weekday' ? (weekday === null ? value % 7 : WEEKDAYS.indexOf(weekday)) : DAYS.indexOf(name)
  const count = name === 'weekday' && weekday === null ? 1 : value
  const today = (new Date(instant).getUTCDay() + 6) % 7
  const forward = (wanted - today + 7) % 7
  const back = (today - wanted + 7) % 7
  if (count === 0) return instant
  return count > 0 ? instant + (forward + 7 * (count - 1)) * DAY : instant - (back + 7 * (-count - 1)) * DAY
}
