import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  calendarDay,
  DATE_ORDERS,
  dateOrders,
  epochOfDay,
  isCalendarDay,
  readDay,
  scanDate,
} from './types-date.ts'
import { coordinatePair } from './types-geo.ts'
import {
  DECIMAL,
  INTEGER,
  NOT_PLAIN,
  NUMBER_FORMATS,
  numberFormats,
  plainNumber,
  plainNumbers,
} from './types-number.ts'
import { isBlank, isBooleanWord, isMissingMarker, MISSING_MARKERS } from './types-value.ts'

const digits = fc.string({
  unit: fc.constantFrom('0', '1', '9', '5', '.', ',', '-', '+', ' ', 'e', "'"),
  maxLength: 10,
})

test('plain numbers are those of a regular expression', () => {
  fc.assert(
    fc.property(digits, text => {
      const integer = /^-?(?:0|[1-9]\d*)$/.test(text) && Number.isSafeInteger(Number(text))
      const decimal = /^-?(?:0|[1-9]\d*)?\.\d*$/.test(text) && /\d/.test(text)
      assert.equal(plainNumber(text), integer ? INTEGER : decimal ? DECIMAL : NOT_PLAIN)
    }),
    { numRuns: 5000 },
  )
})

test('a number that is written in a format is read from it', () => {
  const number = fc.tuple(fc.integer({ min: -9_999_999, max: 9_999_999 }), fc.integer({ min: 0, max: 99 }))
  fc.assert(
    fc.property(number, fc.constantFrom(...NUMBER_FORMATS), ([whole, cents], format) => {
      const groups = String(Math.abs(whole)).replace(/\B(?=(?:\d{3})+$)/g, format.group)
      const sign = whole < 0 ? '-' : ''
      const fraction = String(cents).padStart(2, '0')
      const text = `${sign}${groups}${format.decimal}${fraction}`
      assert.ok((numberFormats(text) & (1 << NUMBER_FORMATS.indexOf(format))) !== 0, text)
      assert.equal(Number(plainNumbers(format)(text)), Number(`${sign}${Math.abs(whole)}.${fraction}`))
    }),
    { numRuns: 3000 },
  )
})

test('what is no number under a format is refused', () => {
  for (const [text, decimal, group] of [
    ['1,5', '.', ''],
    ['1.5', ',', ''],
    ['12,34', '.', ','],
    ['1.23', ',', '.'],
    ['1 23', ',', ' '],
    ['', '.', ''],
    ['-', '.', ''],
    ['1-2', '.', ''],
  ] as const)
    assert.equal(plainNumbers({ decimal, group })(text), undefined, text)
})

test('days are those of the calendar, and read back from every order', () => {
  const day = fc.tuple(
    fc.integer({ min: 1970, max: 2067 }),
    fc.integer({ min: 1, max: 12 }),
    fc.integer({ min: 1, max: 31 }),
  )
  fc.assert(
    fc.property(
      day,
      fc.constantFrom(...DATE_ORDERS),
      fc.constantFrom('-', '/', '.'),
      ([year, month, date], order, mark) => {
        const real = new Date(Date.UTC(year, month - 1, date))
        const exists = real.getUTCMonth() === month - 1
        assert.equal(isCalendarDay(year, month, date), exists)
        const [y, m, d] = [String(year), String(month).padStart(2, '0'), String(date).padStart(2, '0')]
        const parts = {
          ymd: [y, m, d],
          dmy: [d, m, y],
          mdy: [m, d, y],
          yymd: [y.slice(2), m, d],
          dmyy: [d, m, y.slice(2)],
          mdyy: [m, d, y.slice(2)],
          compact: [y, m, d],
        }[order]
        assert.ok(scanDate(parts.join(order === 'compact' ? '' : mark)))
        assert.equal((dateOrders() & (1 << DATE_ORDERS.indexOf(order))) !== 0, exists)
        if (!exists) return
        assert.ok(readDay(DATE_ORDERS.indexOf(order)))
        assert.deepEqual({ ...calendarDay }, { year, month, day: date })
        assert.equal(epochOfDay(year, month, date), real.getTime())
      },
    ),
    { numRuns: 3000 },
  )
})

test('what only resembles a date is none', () => {
  for (const text of [
    '18:30',
    '2020-W01',
    '2020-1',
    '1/2',
    '1/2-2020',
    '2020-01-01T25:00',
    '2020-01-01 10:60',
    '2020-01-01x',
    '10.12',
    '2020-01-01 13:00 PM',
    '2020-01-01T00:00+19:00',
    '',
  ])
    assert.ok(!scanDate(text) || dateOrders() === 0, text)
})

test('pairs of coordinates', () => {
  for (const text of ['48.85, 2.35', '48.85,2.35', '(48.85, 2.35)', '[48.85; 2.35]', ' 48.85 , 2.35 ']) {
    const pair = coordinatePair(text)
    assert.ok(pair !== undefined, text)
    assert.equal(text.slice(pair.firstStart, pair.firstEnd), '48.85')
    assert.equal(text.slice(pair.secondStart, pair.secondEnd), '2.35')
    assert.ok(Math.abs(pair.first - 48.85) < 1e-9 && Math.abs(pair.second - 2.35) < 1e-9)
  }
  for (const text of ['48.85', '48.85, 2.35, 1', '4885.1, 2.3', 'a, b', '48., 2', ',', '1.2,'])
    assert.equal(coordinatePair(text), undefined, text)
})

test('words of truth and of absence, in any case', () => {
  for (const marker of MISSING_MARKERS) assert.ok(isMissingMarker(marker.toUpperCase()), marker)
  for (const word of ['oui', 'NON', 'True', 'waar', 'Sí', 'نعم']) assert.ok(isBooleanWord(word), word)
  for (const word of ['0', '1', 'maybe', 'x', ''])
    assert.ok(!isBooleanWord(word) && !isMissingMarker(word), word)
})

test('blank is white space, nothing else', () => {
  for (const text of ['', ' ', '\t\r\n', '\u00a0']) assert.ok(isBlank(text))
  for (const text of ['\u0000', '\u0007', '.', ' a ']) assert.ok(!isBlank(text))
})
