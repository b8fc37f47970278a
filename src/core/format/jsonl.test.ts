import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readDamaged, readEverything, refusalOf } from '../../../test/format/reading.ts'
import { jsonl } from './jsonl.ts'

test('objects, one a line, with the union of their names; lines are places', async () => {
  const { columns, rows, lines } = await readEverything(
    jsonl,
    '{"a":1}\n\n{"b":"é","a":2.5}\r\n{"a":null}',
    {},
    3,
  )
  assert.deepEqual(
    [columns, rows, lines],
    [
      ['a', 'b'],
      [
        [1, null],
        [2.5, 'é'],
        [null, null],
      ],
      [1, 3, 4],
    ],
  )
})

test('a bad line is a fault; the others are read', async () => {
  const { rows, faults, lines } = await readEverything(
    jsonl,
    '{"a":1}\n{"a":\nfoo\n{"a":2} x\n[1]\n{"a":3}\n',
  )
  assert.deepEqual(
    [rows, lines],
    [
      [[1], [3]],
      [1, 6],
    ],
  )
  assert.deepEqual(faults, [
    { line: 2, value: '{"a":', reason: 'record_malformed' },
    { line: 3, value: 'foo', reason: 'record_malformed' },
    { line: 4, value: '{"a":2} x', reason: 'record_malformed' },
    { line: 5, value: '[1]', reason: 'record_not_object' },
  ])
})

test('arrays, one a line, with or without a header', async () => {
  const named = await readEverything(jsonl, '["n","v"]\n["a",1]\n["b",2,3]')
  assert.deepEqual(
    [named.columns, named.rows, named.lines],
    [
      ['n', 'v', 'column_3'],
      [
        ['a', 1, null],
        ['b', 2, 3],
      ],
      [2, 3],
    ],
  )
  const bare = await readEverything(jsonl, '["n","v"]\n["a",1]', { header: false })
  assert.deepEqual(
    [bare.columns, bare.rows],
    [
      ['column_1', 'column_2'],
      [
        ['n', 'v'],
        ['a', 1],
      ],
    ],
  )
})

test('without any good line the source is refused', async () => {
  assert.deepEqual(await refusalOf(jsonl, 'foo\nbar'), {
    code: 'source_malformed',
    format: 'jsonl',
    line: 1,
    column: 1,
  })
  assert.deepEqual(await refusalOf(jsonl, '\n\n'), {
    code: 'source_malformed',
    format: 'jsonl',
    line: 1,
    column: 1,
  })
})

test('damaged lines never do worse than be refused', async () => {
  await readDamaged(jsonl, new TextEncoder().encode('{"a":[1,"é"]}\n{"a":{"b":1e5}}\n{"c":"\\u00e9"}\n'), 1)
})
