import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { isUnmodifiedSince, rangeStillHolds, readRange } from './byte-range.ts'

const part = (start: number, end: number) => ({ kind: 'part', start, end })

test('one range: from a place, up to a place, the last bytes', () => {
  assert.deepEqual(readRange('bytes=0-0', 10), part(0, 1))
  assert.deepEqual(readRange('bytes=2-5', 10), part(2, 6))
  assert.deepEqual(readRange('bytes=7-', 10), part(7, 10))
  assert.deepEqual(readRange('bytes=7-99', 10), part(7, 10))
  assert.deepEqual(readRange('bytes=-3', 10), part(7, 10))
  assert.deepEqual(readRange('bytes=-30', 10), part(0, 10))
  assert.deepEqual(readRange('BYTES= 1-2 ', 10), part(1, 3))
})

test('outside the file', () => {
  for (const range of ['bytes=10-', 'bytes=10-12', 'bytes=-0', 'bytes=999999999999999-'])
    assert.deepEqual(readRange(range, 10), { kind: 'outside' }, range)
  assert.deepEqual(readRange('bytes=-1', 0), { kind: 'outside' })
})

test('several ranges, other units and what does not parse mean the whole file', () => {
  for (const range of [
    undefined,
    ...['', 'bytes', 'bytes=', 'bytes=-', 'bytes=5-2', 'bytes=0-1,3-4', 'items=0-1', 'bytes=a-b'],
    ...['bytes=0x1-2', 'bytes=1.5-2', 'bytes=--1', 'bytes=+1-2', `bytes=${'9'.repeat(16)}-`],
  ])
    assert.deepEqual(readRange(range, 10), { kind: 'whole' }, range)
})

test('a part lies in the file and is not empty, whatever is asked', () => {
  const text = fc.oneof(
    fc.string(),
    fc.tuple(fc.nat(30), fc.nat(30)).map(([a, b]) => `bytes=${a}-${b}`),
    fc.nat(30).map(n => `bytes=-${n}`),
    fc.nat(30).map(n => `bytes=${n}-`),
  )
  fc.assert(
    fc.property(text, fc.nat(20), (asked, size) => {
      const range = readRange(asked, size)
      if (range.kind !== 'part') return
      assert.ok(0 <= range.start && range.start < range.end && range.end <= size)
    }),
  )
})

test('If-Range holds for the strong tag or the very second only', () => {
  const file = { etag: '"abc"', modified: new Date('2026-01-04T11:22:14.440Z') }
  assert.ok(rangeStillHolds(undefined, file))
  assert.ok(rangeStillHolds('"abc"', file))
  assert.ok(rangeStillHolds('Sun, 04 Jan 2026 11:22:14 GMT', file))
  for (const other of ['W/"abc"', '"abd"', 'abc', '', 'Sun, 04 Jan 2026 11:22:15 GMT', '*'])
    assert.ok(!rangeStillHolds(other, file), other)
})

test('If-Modified-Since counts in whole seconds, and not at all when it is no date', () => {
  const modified = new Date('2026-01-04T11:22:14.440Z')
  assert.ok(isUnmodifiedSince('Sun, 04 Jan 2026 11:22:14 GMT', modified))
  assert.ok(isUnmodifiedSince('Mon, 05 Jan 2026 11:22:14 GMT', modified))
  for (const since of [undefined, 'Sun, 04 Jan 2026 11:22:13 GMT', 'yesterday', ''])
    assert.ok(!isUnmodifiedSince(since, modified), since)
})
