import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ColumnShape } from '../sql/compiled.ts'
import { countOf, jsonText, shapeRows, type WireValue } from './shape.ts'

/** What the engine gives, and what the wire has (explore-api §9.4). */
const CASES: readonly (readonly [ColumnShape, unknown, WireValue])[] = [
  ['text', 'a', 'a'],
  ['text', null, null],
  ['text', 3, '3'],
  ['texts', ['a', 'b'], ['a', 'b']],
  ['texts', ['a'], ['a']],
  ['texts', [], null],
  ['texts', 'a', 'a'],
  ['int', '12', 12],
  ['int', 12, 12],
  ['int', '-9007199254740991', -9007199254740991],
  ['int', '9007199254740993', 9007199254740993n],
  ['int', null, null],
  ['double', 1.5, 1.5],
  ['double', '1.5', 1.5],
  ['double', null, null],
  ['double', 'nan', null],
  ['double', Number.POSITIVE_INFINITY, null],
  ['boolean', true, true],
  ['boolean', false, false],
  ['boolean', null, null],
  ['date', '2019-03-26', '2019-03-26'],
  ['datetime', '2026-06-27T04:00:00+02:00', '2026-06-27T04:00:00+02:00'],
  ['geo_point', [2.35, 48.85], { lon: 2.35, lat: 48.85 }],
  ['geo_point', [null, null], null],
  ['geo_point', [0, 0], { lon: 0, lat: 0 }],
  [
    'geo_shape',
    '{"type":"Point","coordinates":[1,2]}',
    { type: 'Feature', geometry: { type: 'Point', coordinates: [1, 2] }, properties: {} },
  ],
  ['geo_shape', null, null],
  ['json', '{"a":[1]}', { a: [1] }],
  ['json', '"x"', 'x'],
  ['json', 'not json', 'not json'],
  ['json', null, null],
]

for (const [shape, value, wire] of CASES)
  test(`${shape}: ${JSON.stringify(value)}`, () => {
    const rows = shapeRows([{ key: 'k', shape }])([[value]])
    assert.deepEqual(rows, [{ k: wire }])
  })

test('keys in column order; missing columns are null', () => {
  const rows = shapeRows([
    { key: 'b', shape: 'int' },
    { key: 'a', shape: 'text' },
  ])([['1', 'x'], ['2']])
  assert.equal(jsonText(rows), '[{"b":1,"a":"x"},{"b":2,"a":null}]')
})

test('whole numbers beyond 2^53 keep every digit', () => {
  assert.equal(
    jsonText([{ a: 9007199254740993n, b: { c: [1, 'x', null] } }]),
    '[{"a":9007199254740993,"b":{"c":[1,"x",null]}}]',
  )
})

test('a count is a number, of no row 0', () => {
  assert.equal(countOf([['12']]), 12)
  assert.equal(countOf([]), 0)
})
