import { formattingLocale } from './message.ts'

/** How one language writes numbers, sizes and dates. Instants are ISO 8601 texts; one that is not stays as it is. */
export interface Formats {
  number(value: number): string
  /** A figure of a record: no separator in four digits (years), exactly `decimals` places when given. */
  figure(value: number, decimals?: number): string
  /** Bytes as kB, MB or GB (powers of 1000). */
  bytes(value: number): string
  /** `9 Feb 2025` in the language's own order. */
  date(instant: string): string
  /** Date, hour and minute, with the zone's name where it is UTC. */
  dateTime(instant: string): string
  /** `180 days`, `12 hours`: seconds in the largest unit up to days that holds them whole. */
  duration(seconds: number): string
  /** `one, two and three` */
  list(texts: readonly string[]): string
}

const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const

const cache = new Map<string, Formats>()

/** The formats of a language, made once for each pair; instants are shown in `timeZone`. */
export function formatsFor(language: string, timeZone = 'UTC'): Formats {
  const key = `${language} ${timeZone}`
  const known = cache.get(key)
  if (known) return known
  const made = makeFormats(formattingLocale(language), timeZone)
  cache.set(key, made)
  return made
}

function makeFormats(locale: string, timeZone: string): Formats {
  const number = new Intl.NumberFormat(locale)
  // Arabic's medium date is digits only, which readers from left and from right read differently
  const dateStyle = locale.startsWith('ar') ? 'long' : 'medium'
  const date = new Intl.DateTimeFormat(locale, { dateStyle, timeZone })
  const dateTime = new Intl.DateTimeFormat(locale, { dateStyle, timeStyle: 'short', timeZone })
  const list = new Intl.ListFormat(locale)
  const zone = timeZone === 'UTC' ? ' UTC' : ''
  return {
    number: value => number.format(value),
    figure: figureFormat(locale),
    bytes: bytesFormat(locale),
    date: instant => formatInstant(date, instant),
    dateTime: instant => formatInstant(dateTime, instant, zone),
    duration: durationFormat(locale),
    list: texts => list.format(texts),
  }
}

const DURATIONS = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
  ['second', 1],
] as const

function durationFormat(locale: string): Formats['duration'] {
  const formats = DURATIONS.map(
    ([unit]) => new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'long' }),
  )
  return seconds => {
    const at = DURATIONS.findIndex(([, length]) => seconds >= length && seconds % length === 0)
    const index = at < 0 ? DURATIONS.length - 1 : at
    return formats[index]?.format(seconds / (DURATIONS[index]?.[1] ?? 1)) ?? String(seconds)
  }
}

const ISO_DATE = /^\d{4}-\d{2}-\d{2}/

function formatInstant(format: Intl.DateTimeFormat, instant: string, zone = ''): string {
  const time = ISO_DATE.test(instant) ? Date.parse(instant) : Number.NaN
  return Number.isNaN(time) ? instant : `${format.format(time)}${zone}`
}

function figureFormat(locale: string): Formats['figure'] {
  const byDecimals = new Map<number | undefined, Intl.NumberFormat>()
  return (value, decimals) => {
    let format = byDecimals.get(decimals)
    if (!format) {
      const least = decimals === undefined ? 0 : Math.min(Math.max(Math.trunc(decimals), 0), 15)
      const most = decimals === undefined ? 15 : least
      format = new Intl.NumberFormat(locale, {
        useGrouping: 'min2',
        minimumFractionDigits: least,
        maximumFractionDigits: most,
      })
      byDecimals.set(decimals, format)
    }
    return format.format(value)
  }
}

function bytesFormat(locale: string): Formats['bytes'] {
  const formats = UNITS.map(
    unit =>
      new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'short', maximumFractionDigits: 1 }),
  )
  return value => {
    const power = value < 1000 ? 0 : Math.min(Math.floor(Math.log10(value) / 3), UNITS.length - 1)
    const scaled = value / 1000 ** power
    return formats[power]?.format(scaled >= 10 ? Math.round(scaled) : scaled) ?? String(value)
  }
}
