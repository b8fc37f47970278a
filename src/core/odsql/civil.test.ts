import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { civil, civilOf, instantOf, readPeriod, readTimezone } from './civil.ts'

const iso = (ms: number): string => new Date(ms).toISOString()

/** Text, start, end (excluded), offset in minutes. */
const PERIODS: readonly (readonly [string, string, string, number | null])[] = [
  ['2017', '2017-01-01T00:00:00.000Z', '2018-01-01T00:00:00.000Z', null],
  ['2017-04', '2017-04-01T00:00:00.000Z', '2017-05-01T00:00:00.000Z', null],
  ['2017/4', '2017-04-01T00:00:00.000Z', '2017-05-01T00:00:00.000Z', null],
  ['2017-12', '2017-12-01T00:00:00.000Z', '2018-01-01T00:00:00.000Z', null],
  ['2017/12/31', '2017-12-31T00:00:00.000Z', '2018-01-01T00:00:00.000Z', null],
  ['2020-2-29', '2020-02-29T00:00:00.000Z', '2020-03-01T00:00:00.000Z', null],
  ['2017-04-03T08', '2017-04-03T08:00:00.000Z', '2017-04-03T09:00:00.000Z', null],
  ['2017-04-03 08:02', '2017-04-03T08:02:00.000Z', '2017-04-03T08:03:00.000Z', null],
  ['2017-04-03T08:02:15', '2017-04-03T08:02:15.000Z', '2017-04-03T08:02:16.000Z', null],
  ['2017-04-03T08:02:15.5Z', '2017-04-03T08:02:15.500Z', '2017-04-03T08:02:15.600Z', 0],
  ['2017-04-03T08:02:15.123456Z', '2017-04-03T08:02:15.123Z', '2017-04-03T08:02:15.124Z', 0],
  ['2017-04-03T08:02:15+02:00', '2017-04-03T08:02:15.000Z', '2017-04-03T08:02:16.000Z', 120],
  ['2017-04-03T08:02:15 02:00', '2017-04-03T08:02:15.000Z', '2017-04-03T08:02:16.000Z', 120],
  ['2017-04-03T08:02-0530', '2017-04-03T08:02:00.000Z', '2017-04-03T08:03:00.000Z', -330],
  ['2017-04-03T08:02-05', '2017-04-03T08:02:00.000Z', '2017-04-03T08:03:00.000Z', -300],
  [' 1850 ', '1850-01-01T00:00:00.000Z', '1851-01-01T00:00:00.000Z', null],
  ['0001', '0001-01-01T00:00:00.000Z', '0002-01-01T00:00:00.000Z', null],
]

for (const [text, start, end, offset] of PERIODS)
  test(`a period: ${text}`, () => {
    const period = readPeriod(text)
    assert.deepEqual(period && [iso(period.start), iso(period.end), period.offset], [start, end, offset])
  })

const WRONG = [
  '',
  'soon',
  '20',
  '20170',
  '2017-13',
  '2017-00',
  '2017-02-29',
  '2017-04-31',
  '2017-04-03T24:00',
  '2017-04-03T08:60',
  '0000',
  '2017-04-03T08:02:15.5+2',
  '2017-04-03Z',
  '2017--04',
  "2017'; drop",
]

for (const text of WRONG) test(`no date: ${text}`, () => assert.equal(readPeriod(text), null))

const ZONES = [
  'Europe/Paris',
  'America/New_York',
  'Asia/Kolkata',
  'Asia/Kathmandu',
  'Australia/Lord_Howe',
  'Pacific/Apia',
  'America/Sao_Paulo',
  'America/St_Johns',
]

test('an instant is found again from its clock face, but for the repeated hour', () => {
  const moment = fc.integer({ min: civil(1950), max: civil(2100) })
  fc.assert(
    fc.property(moment, fc.constantFrom(...ZONES), (instant, zone) => {
      const face = civilOf(instant, zone)
      const found = instantOf(face, zone)
      assert.equal(civilOf(found, zone), face)
      assert.ok(Math.abs(found - instant) <= 3_600_000)
    }),
    { numRuns: 2000 },
  )
})

test('clock faces that never are lie after the gap', () => {
  assert.equal(iso(instantOf(civil(2026, 3, 29, 2, 30), 'Europe/Paris')), '2026-03-29T01:30:00.000Z')
  assert.equal(iso(instantOf(civil(2018, 11, 4), 'America/Sao_Paulo')), '2018-11-04T03:00:00.000Z')
  assert.equal(iso(instantOf(civil(2026, 1, 1), 'Europe/Paris')), '2025-12-31T23:00:00.000Z')
  assert.equal(iso(instantOf(civil(2026, 7, 1), 'Europe/Paris')), '2026-06-30T22:00:00.000Z')
})

test('years before 100 are themselves', () => assert.equal(iso(civil(50, 3, 2)), '0050-03-02T00:00:00.000Z'))

test('timezones by name only, canonical', () => {
  assert.equal(readTimezone('UTC'), 'UTC')
  assert.equal(readTimezone('europe/paris'), 'Europe/Paris')
  assert.equal(readTimezone('US/Eastern'), 'America/New_York')
  for (const wrong of ['', '+01:00', 'Mars/Olympus', "UTC'", 'Europe/Paris; x'])
    assert.equal(readTimezone(wrong), null)
})
