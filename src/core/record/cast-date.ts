import type { Cast } from './cast.ts'
import type { TsvWriter } from './tsv-writer.ts'
import {
  calendarDay,
  DATE_ORDERS,
  type DateOrder,
  epochOfDay,
  readDay,
  scanDate,
  scanned,
} from './types-date.ts'

const DAY = 86_400_000
const EARLIEST = epochOfDay(1, 1, 1)
const LATEST = epochOfDay(9999, 12, 31) + DAY - 1

/** Days and instants, in UTC; a day is its midnight, a text without an offset is taken to be UTC. */
export function castDate(type: 'date' | 'datetime', order: DateOrder): Cast {
  const index = DATE_ORDERS.indexOf(order)
  const onlyDay = type === 'date'
  return (value, out) => {
    if (typeof value === 'string') return scanDate(value) && readDay(index) && writeScanned(onlyDay, out)
    if (typeof value !== 'object' || value === null) return false
    if (value.kind === 'date') return writeInstant(new Date(`${value.iso}T00:00:00Z`).getTime(), onlyDay, out)
    return value.kind === 'datetime' && writeInstant(value.epochMs, onlyDay, out)
  }
}

function writeScanned(onlyDay: boolean, out: TsvWriter): boolean {
  const { hasTime, hour, minute, second, milliseconds, offsetMinutes } = scanned
  const { year, month, day } = calendarDay
  if (offsetMinutes !== 0 || hour === 24) {
    const time = ((hour * 60 + minute - offsetMinutes) * 60 + second) * 1000 + milliseconds
    return writeInstant(epochOfDay(year, month, day) + time, onlyDay, out)
  }
  // a day with a time other than midnight is no day
  if (onlyDay && hasTime && (hour | minute | second | milliseconds) !== 0) return false
  writeDay(year, month, day, out)
  writeTime(hour, minute, second, out)
  if (milliseconds !== 0) writeFraction(milliseconds, out)
  return true
}

function writeInstant(epoch: number, onlyDay: boolean, out: TsvWriter): boolean {
  if (!(epoch >= EARLIEST && epoch <= LATEST) || (onlyDay && epoch % DAY !== 0)) return false
  const date = new Date(epoch)
  writeDay(date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate(), out)
  writeTime(date.getUTCHours(), date.getUTCMinutes(), date.getUTCSeconds(), out)
  if (date.getUTCMilliseconds() !== 0) writeFraction(date.getUTCMilliseconds(), out)
  return true
}

function writeDay(year: number, month: number, day: number, out: TsvWriter): void {
  const century = Math.floor(year / 100)
  out.twoDigits(century)
  out.twoDigits(year - century * 100)
  out.plain('-')
  out.twoDigits(month)
  out.plain('-')
  out.twoDigits(day)
}

function writeTime(hour: number, minute: number, second: number, out: TsvWriter): void {
  out.plain(' ')
  out.twoDigits(hour)
  out.plain(':')
  out.twoDigits(minute)
  out.plain(':')
  out.twoDigits(second)
}

const writeFraction = (milliseconds: number, out: TsvWriter): void =>
  out.plain(`.${String(milliseconds).padStart(3, '0')}`)
