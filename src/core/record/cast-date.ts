import type { Cast } from './cast.ts'
import type { TsvWriter } from './tsv-writer.ts'
import { type DateOrder, scanDate, scanned, scannedEpoch } from './types-date.ts'

const DAY = 86_400_000
/** Days of which the text is kept: a century. */
const MOST_DAYS = 40_000
const EARLIEST = new Date('0001-01-01T00:00:00Z').getTime()
const LATEST = new Date('9999-12-31T23:59:59.999Z').getTime()

/** Days and instants, in UTC; a day is its midnight, a text without an offset is taken to be UTC. */
export function castDate(type: 'date' | 'datetime', order: DateOrder): Cast {
  const days = new Map<number, string>()
  const write = (epoch: number, out: TsvWriter): boolean => {
    if (!(epoch >= EARLIEST && epoch <= LATEST)) return false
    const day = Math.floor(epoch / DAY)
    let text = days.get(day)
    if (text === undefined) {
      if (days.size >= MOST_DAYS) days.clear()
      text = new Date(day * DAY).toISOString().slice(0, 10)
      days.set(day, text)
    }
    out.plain(text)
    out.plain(type === 'date' ? ' 00:00:00' : clock(epoch - day * DAY))
    return true
  }
  return (value, out) => {
    if (typeof value === 'string') return scanDate(value) && fitsDay(type) && write(scannedEpoch(order), out)
    if (typeof value !== 'object' || value === null) return false
    if (value.kind === 'date') return write(new Date(`${value.iso}T00:00:00Z`).getTime(), out)
    return value.kind === 'datetime' && fits(type, value.epochMs) && write(value.epochMs, out)
  }
}

/** A day with a time other than midnight is no day. */
const fitsDay = (type: 'date' | 'datetime'): boolean =>
  type === 'datetime' ||
  !scanned.hasTime ||
  (scanned.hour | scanned.minute | scanned.second | scanned.milliseconds) === 0

const fits = (type: 'date' | 'datetime', epoch: number): boolean => type === 'datetime' || epoch % DAY === 0

const two = Array.from({ length: 60 }, (_, i) => String(i).padStart(2, '0'))

function clock(milliseconds: number): string {
  const seconds = Math.floor(milliseconds / 1000)
  const fraction = milliseconds - seconds * 1000
  const time = ` ${two[Math.floor(seconds / 3600)]}:${two[Math.floor(seconds / 60) % 60]}:${two[seconds % 60]}`
  return fraction === 0 ? time : `${time}.${String(Math.floor(fraction)).padStart(3, '0')}`
}
