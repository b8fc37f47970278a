import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readWindow, type WindowDoor } from './window.ts'

const CASES: readonly (readonly [WindowDoor, string | undefined, string | undefined, unknown])[] = [
  ['list', undefined, undefined, { limit: 10, offset: 0 }],
  ['list', '', '', { limit: 10, offset: 0 }],
  ['list', '0', '5', { limit: 0, offset: 5 }],
  ['list', '-1', undefined, { limit: 100, offset: 0 }],
  ['list', '100', '9900', { limit: 100, offset: 9900 }],
  ['list', '-1', '9950', { limit: 50, offset: 9950 }],
  [
    'list',
    '101',
    undefined,
    'Invalid value for limit API parameter: 101 was found but -1 <= limit <= 100 is expected.',
  ],
  [
    'list',
    '-2',
    undefined,
    'Invalid value for limit API parameter: -2 was found but -1 <= limit <= 100 is expected.',
  ],
  [
    'list',
    'ten',
    undefined,
    'Invalid value for limit API parameter: ten was found but -1 <= limit <= 100 is expected.',
  ],
  [
    'list',
    '1.5',
    undefined,
    'Invalid value for limit API parameter: 1.5 was found but -1 <= limit <= 100 is expected.',
  ],
  [
    'list',
    '100',
    '9901',
    'Invalid value for sum of offset + limit API parameter: 10001 was found but <= 10000 is expected.',
  ],
  ['list', '1', '-1', 'Invalid value for offset API parameter: -1 was found but offset >= 0 is expected.'],
  ['grouped', '20000', undefined, { limit: 20_000, offset: 0 }],
  ['grouped', '-1', undefined, { limit: 20_000, offset: 0 }],
  [
    'grouped',
    '20001',
    undefined,
    'Invalid value for limit API parameter: 20001 was found but -1 <= limit <= 20000 is expected.',
  ],
  [
    'grouped',
    '1',
    '20000',
    'Invalid value for sum of offset + limit API parameter: 20001 was found but <= 20000 is expected.',
  ],
  ['export', undefined, undefined, { limit: null, offset: 0 }],
  ['export', '1000000', undefined, { limit: 1_000_000, offset: 0 }],
  ['export', '100', '10', { limit: 100, offset: 10 }],
  [
    'export',
    '10000',
    '1',
    'Invalid value for sum of offset + limit API parameter: 10001 was found but <= 10000 is expected.',
  ],
]

for (const [door, limit, offset, expected] of CASES)
  test(`${door} limit=${limit} offset=${offset}`, () => {
    const window = readWindow(door, limit, offset)
    assert.deepEqual(window.ok ? window.value : window.diagnostics[0].params.message, expected)
  })
