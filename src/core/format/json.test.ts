import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { readDamaged, readEverything, refusalOf } from '../../../test/format/reading.ts'
import type { ReadOptions } from '../dataset/revision.ts'
import { json } from './json.ts'
import type { RawValue } from './reader.ts'

const readAll = (content: string | Uint8Array, options: ReadOptions = {}, chunk = 64) =>
  readEverything(json, content, options, chunk)
const fault = (content: string | Uint8Array, options: ReadOptions = {}) => refusalOf(json, content, options)

const list = (...items: string[]): RawValue => ({ kind: 'list', items })
const blob = (text: string): RawValue => ({ kind: 'json', text })

test('an array of objects: union of names in first-seen order, nulls where absent', async () => {
  const { columns, rows, lines } = await readAll('[{"a":1,"b":"x"},{"b":"y","c":true},{}]')
  assert.deepEqual(columns, ['a', 'b', 'c'])
  assert.deepEqual(rows, [
    [1, 'x', null],
    [null, 'y', true],
    [null, null, null],
  ])
  assert.deepEqual(lines, [1, 2, 3])
})

test('numbers keep their value and whether they are integers', async () => {
  const numbers = [
    '0',
    '-0',
    '12',
    '-12',
    '123456789012345',
    '9007199254740991',
    '9007199254740993',
    '-98765432109876543210',
    '1.5',
    '-0.25',
    '1.0',
    '1e3',
    '0.1',
    '2.319999933242798',
    '0.1000000000000000055511151231257827',
    '1e400',
  ]
  const { rows } = await readAll(`[${numbers.map(n => `{"n":${n}}`).join()}]`)
  assert.deepEqual(
    rows.map(([n]) => n),
    [
      0,
      -0,
      12,
      -12,
      123456789012345,
      9007199254740991,
      9007199254740993n,
      -98765432109876543210n,
      1.5,
      -0.25,
      '1.0',
      '1e3',
      0.1,
      2.319999933242798,
      '0.1000000000000000055511151231257827',
      '1e400',
    ],
  )
})

test('lists, nested values, names with dots and spaces', async () => {
  const { columns, rows } = await readAll(
    '[{" a.b":["x","é"],"n":[1, 2.50],"e":[],"m":[1,null],"o": { "p" : [ 1 , 2.0 ] },"q":[{"r":1}]}]',
  )
  assert.deepEqual(columns, [' a.b', 'n', 'e', 'm', 'o', 'q'])
  assert.deepEqual(rows[0], [
    list('x', 'é'),
    blob('[1,2.50]'),
    list(),
    blob('[1,null]'),
    blob('{"p":[1,2.0]}'),
    blob('[{"r":1}]'),
  ])
})

test('escapes, in names too', async () => {
  const { columns, rows } = await readAll(
    '[{"a\\"b":"\\u00e9\\n\\ud83d\\ude00","a\\\\b":"\\\\"},{"a\\\\b":"/\\/"}]',
  )
  assert.deepEqual(columns, ['a"b', 'a\\b'])
  assert.deepEqual(rows, [
    ['é\n😀', '\\'],
    [null, '//'],
  ])
})

test('objects by key, one object, rows with names elsewhere, rows with a header, scalars', async () => {
  const keyed = await readAll('{"x":{"a":1,"b":2},"y":{"a":3}}')
  assert.deepEqual(
    [keyed.columns, keyed.rows],
    [
      ['key', 'a', 'b'],
      [
        ['x', 1, 2],
        ['y', 3, null],
      ],
    ],
  )
  const taken = await readAll('{"x":{"key":1},"y":{"key":3}}')
  assert.deepEqual(
    [taken.columns, taken.rows],
    [
      ['key_2', 'key'],
      [
        ['x', 1],
        ['y', 3],
      ],
    ],
  )
  const single = await readAll(' {"name":"x","where":{"lat":null},"tags":["a"]}')
  assert.deepEqual(
    [single.columns, single.rows],
    [['name', 'where', 'tags'], [['x', blob('{"lat":null}'), list('a')]]],
  )
  const columnar = await readAll('{"signature":{"v":"1"},"fields":["a"," b.c"],"data":[[1,"x"],[2,null]]}')
  assert.deepEqual(
    [columnar.columns, columnar.rows],
    [
      ['a', ' b.c'],
      [
        [1, 'x'],
        [2, null],
      ],
    ],
  )
  const described = await readAll(
    '{"meta":{"view":{"columns":[{"id":7,"name":"a"},{"id":8,"name":"b"}]}},"data":[[1,2]]}',
  )
  assert.deepEqual([described.columns, described.rows], [['a', 'b'], [[1, 2]]])
  const header = await readAll('[["name","n"],["x",1],["y"]]')
  assert.deepEqual(
    [header.columns, header.rows, header.lines],
    [
      ['name', 'n'],
      [
        ['x', 1],
        ['y', null],
      ],
      [2, 3],
    ],
  )
  const bare = await readAll('[["x",1],["y",2,3]]')
  assert.deepEqual(
    [bare.columns, bare.rows],
    [
      ['column_1', 'column_2', 'column_3'],
      [
        ['x', 1, null],
        ['y', 2, 3],
      ],
    ],
  )
  const scalars = await readAll('["a",1,null]')
  assert.deepEqual([scalars.columns, scalars.rows], [['value'], [['a'], [1], [null]]])
})

test('the array of records inside a document is found, or named by a pointer', async () => {
  const document = '{"total":2,"links":[{"rel":"self"}],"result":{"a/b":[{"n":1},{"n":2}]}}'
  const found = await readAll(document)
  assert.deepEqual(found.rows, [[1], [2]])
  assert.deepEqual(found.evidence, [
    {
      about: 'path',
      decision: '/result/a~1b',
      because: 'json_largest_array',
      params: { items: 2, others: '/links (1)' },
    },
  ])
  assert.deepEqual((await readAll(document, { path: '/links' })).rows, [['self']])
  assert.deepEqual((await readAll(document, { path: '/links/0' })).rows, [['self']])
  assert.deepEqual((await readAll(document, { path: '' })).rows, [[1], [2]])
  assert.deepEqual(await fault(document, { path: '/result/c' }), {
    code: 'source_path_unknown',
    path: '/result/c',
  })
  assert.deepEqual(await fault(document, { path: '/links/1' }), {
    code: 'source_path_unknown',
    path: '/links/1',
  })
})

test('an object that describes something stays one record, however long its lists', async () => {
  const members = Array.from({ length: 12 }, (_, n) => `"m${n}":${n}`).join()
  const { rows, evidence } = await readAll(`{${members},"parts":[{"p":1},{"p":2}]}`)
  assert.equal(rows.length, 1)
  assert.deepEqual(evidence[0]?.params, { others: '/parts (2)' })
})

test('what is no record among records is a fault with its place', async () => {
  const { rows, faults } = await readAll('[{"a":1}, "x", {"a":2}, [1, 2]]')
  assert.deepEqual(rows, [[1], [2]])
  assert.deepEqual(faults, [
    { line: 2, value: '"x"', reason: 'record_not_object' },
    { line: 4, value: '[1,2]', reason: 'record_not_object' },
  ])
})

test('small faults are read over and counted once', async () => {
  const text = '\ufeff[{"a":1,},{"a":NaN,"b":[1,{"c":2,},],},{"a":-Infinity,"b":{"t":"x\ty"}},]'
  const { rows, warnings } = await readAll(text, {}, 3)
  assert.deepEqual(rows, [
    [1, null],
    [null, blob('[1,{"c":2}]')],
    [null, blob('{"t":"x\\u0009y"}')],
  ])
  assert.deepEqual(warnings, [
    { code: 'json_trailing_commas', params: { count: 5 } },
    { code: 'json_not_numbers', params: { count: 2 } },
    { code: 'json_control_characters', params: { count: 1 } },
  ])
})

test('broken text is refused with its line and column', async () => {
  const at = (line: number, column: number) => ({ code: 'source_malformed', format: 'json', line, column })
  assert.deepEqual(await fault('[\n {"a":1},\n {"a":01}]'), at(3, 7))
  assert.deepEqual(await fault('[{"a":1}\n{"a":2}]'), at(2, 1))
  assert.deepEqual(await fault('[{"a":"x\\q"}]'), at(1, 9))
  assert.deepEqual(await fault('[{"a":1}'), at(1, 9))
  assert.deepEqual(await fault('[{"a":1}] x'), at(1, 11))
  assert.deepEqual(await fault('[{"a":1,,"b":2}]'), at(1, 9))
  assert.deepEqual(await fault('[{a:1}]'), at(1, 3))
  assert.deepEqual(await fault('[{"a":tru}]'), at(1, 7))
  assert.deepEqual(await fault(''), { code: 'source_empty' })
  assert.deepEqual(await fault('  \n'), { code: 'source_empty' })
  assert.deepEqual(await fault('[]'), { code: 'source_empty' })
  assert.deepEqual(await fault('12'), { code: 'source_empty' })
  assert.deepEqual(await fault('['.repeat(5000)), { code: 'source_too_large', what: 'depth', limit: 1000 })
})

test('UTF-16 and windows-1252 are read, declared encodings are kept to', async () => {
  const text = '[{"é":"ü€"}]'
  const utf16 = Buffer.from(`\ufeff${text}`, 'utf16le')
  assert.deepEqual((await readAll(utf16, {}, 5)).rows, [['ü€']])
  assert.deepEqual((await readAll(Buffer.from(text, 'utf16le'))).columns, ['é'])
  assert.deepEqual((await readAll(Buffer.from(utf16).swap16())).rows, [['ü€']])
  assert.deepEqual((await readAll(Buffer.from('[{"\xe9":"\x80"}]', 'latin1'))).rows, [['€']])
  assert.deepEqual(await fault(Buffer.from('[{"a":"\xe9"}]', 'latin1'), { encoding: 'utf-8' }), {
    code: 'source_encoding_wrong',
    encoding: 'utf-8',
  })
  assert.deepEqual(await fault(text, { encoding: 'klingon' }), {
    code: 'source_encoding_unknown',
    encoding: 'klingon',
  })
})

/** What the reader's value stands for in JSON. */
const meant = (value: RawValue, written: unknown): unknown => {
  if (typeof value === 'bigint') return Number(value)
  if (typeof value === 'string' && typeof written === 'number') return Number(value)
  if (value === null || typeof value !== 'object') return value
  if (value.kind === 'json') return JSON.parse(value.text)
  if (value.kind !== 'list' || !Array.isArray(written)) return value
  return value.items.map((item, at) => (typeof written[at] === 'number' ? Number(item) : item))
}

test('any array of objects reads back as JSON.parse reads it, however it is cut', async () => {
  const record = fc.dictionary(fc.string({ unit: 'binary' }), fc.jsonValue({ maxDepth: 3 }), {
    noNullPrototype: true,
  })
  await fc.assert(
    fc.asyncProperty(
      fc.array(record, { minLength: 1 }),
      fc.integer({ min: 1, max: 40 }),
      fc.integer({ min: 0, max: 3 }),
      async (records, chunk, indent) => {
        const text = JSON.stringify(records, null, indent)
        const expected: Record<string, unknown>[] = JSON.parse(text)
        const { columns, rows } = await readAll(text, { path: '' }, chunk)
        assert.deepEqual(new Set(columns), new Set(expected.flatMap(entry => Object.keys(entry))))
        expected.forEach((entry, at) => {
          columns.forEach((name, column) => {
            const written = Object.hasOwn(entry, name) ? entry[name] : null
            assert.deepEqual(meant(rows[at]?.[column] ?? null, written), written)
          })
        })
      },
    ),
    { numRuns: 100 },
  )
})

test('cut anywhere and with any byte changed, it is read or refused, never worse', async () => {
  const text = '{"n":1,"data":[{"a":[1,"é"],"b":{"c":-1.5e3}},{"a":null,"b":"\\u00e9"}]}'
  const { refused } = await readDamaged(json, new TextEncoder().encode(text), 1)
  assert.ok(refused > text.length)
})
