import type { RawValue } from './reader.ts'

/** What a number format makes of a serial number. */
export type DateKind = 'date' | 'datetime' | 'time' | 'elapsed'

const DAY = 86_400_000
/** Days from 1899-12-30 to 1970-01-01. */
const EPOCH = 25_569
/** Days between the two date systems of workbooks. */
const SYSTEM_1904 = 1462

/** Formats every workbook has (ECMA-376 §18.8.30), those of East Asian locales included. */
const BUILT_IN: Readonly<Record<number, DateKind>> = {
  14: 'date',
  15: 'date',
  16: 'date',
  17: 'date',
  18: 'time',
  19: 'time',
  20: 'time',
  21: 'time',
  22: 'datetime',
  27: 'date',
  28: 'date',
  29: 'date',
  30: 'date',
  31: 'date',
  32: 'time',
  33: 'time',
  34: 'time',
  35: 'time',
  36: 'date',
  45: 'time',
  46: 'elapsed',
  47: 'time',
  50: 'date',
  51: 'date',
  52: 'date',
  53: 'date',
  54: 'date',
  55: 'time',
  56: 'time',
  57: 'date',
  58: 'date',
}

/** What a number format, by its id and its code, makes of a number; null when a number stays one. */
export const dateKind = (id: number, code: string | undefined): DateKind | null => {
  if (code === undefined) return BUILT_IN[id] ?? null
  const [positive = ''] = code.replace(/"[^"]*"|\\.|_.|\*./g, '').split(';')
  if (/\[(?:h+|m+|s+)\]/i.test(positive)) return 'elapsed'
  const plain = positive.replace(/\[[^\]]*\]/g, '').replace(/general/gi, '')
  if (/[#0?]/.test(plain.replace(/[sS]+\.0+/g, 's'))) return null
  const date = /[ydaeg]/i.test(plain.replace(/AM\/PM|A\/P/gi, '')) || /m{3,}/i.test(plain)
  const time = /[hs]|AM\/PM/i.test(plain)
  if (date) return time ? 'datetime' : 'date'
  if (time) return 'time'
  return /m/i.test(plain) ? 'date' : null
}

/** The value of a serial number under a format. Texts for times of day (`13:05:00`) and spans (`36:00:00`). */
export const dateValue = (serial: number, kind: DateKind, is1904: boolean): RawValue => {
  if (kind === 'elapsed') return clock(Math.round(serial * DAY), null)
  if (kind === 'time' && serial >= 0 && serial < 1) return clock(Math.round(serial * DAY), 24)
  const days = is1904 ? serial + SYSTEM_1904 : serial < 60 ? serial + 1 : serial
  const epochMs = Math.round((days - EPOCH) * DAY)
  const date = new Date(epochMs)
  if (serial < 0 || Number.isNaN(date.getTime()) || date.getUTCFullYear() > 9999) return serial
  if (kind === 'date' && epochMs % DAY === 0) return { kind: 'date', iso: date.toISOString().slice(0, 10) }
  return { kind: 'datetime', epochMs }
}

const clock = (ms: number, wrap: number | null): string => {
  const sign = ms < 0 ? '-' : ''
  const seconds = Math.round(Math.abs(ms) / 1000)
  const hours = Math.floor(seconds / 3600)
  const parts = [wrap === null ? hours : hours % wrap, Math.floor(seconds / 60) % 60, seconds % 60]
  return `${sign}${parts.map(part => String(part).padStart(2, '0')).join(':')}`
}
