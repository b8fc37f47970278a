import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Freshness, freshnessOf } from './freshness.ts'

const NOW = Date.parse('2026-11-21T12:00:00Z')

test('freshness against the declared frequency', () => {
  const cases: readonly (readonly [string | null, string | null, Freshness])[] = [
    ['2026-11-21T11:00:00Z', 'HOURLY', 'on_time'],
    ['2026-11-19T11:00:00Z', 'HOURLY', 'late'],
    ['2026-11-20T11:00:00Z', 'DAILY', 'on_time'],
    ['2026-11-19T11:00:00Z', 'DAILY', 'late'],
    ['2026-11-12', 'WEEKLY', 'on_time'],
    ['2026-11-01', 'WEEKLY', 'late'],
    ['2025-10-01', 'ANNUAL', 'on_time'],
    ['2024-10-01', 'ANNUAL', 'late'],
    ['1999-01-01', 'NEVER', 'on_time'],
    ['2026-11-21', 'IRREG', 'unknown'],
    ['2026-11-21', 'UNKNOWN', 'unknown'],
    ['2026-11-21', null, 'unknown'],
    ['2026-11-21', 'toString', 'unknown'],
    [null, 'DAILY', 'unknown'],
    ['one day', 'DAILY', 'unknown'],
    ['2030-01-01', 'DAILY', 'on_time'],
  ]
  for (const [modified, frequency, expected] of cases)
    assert.equal(freshnessOf(modified, frequency, NOW), expected, `${modified} ${frequency}`)
})
