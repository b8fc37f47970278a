import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { memorySource } from '../format/containers-memory.ts'
import { analyse } from './analyse.ts'
import { encodeRecords } from './encode-records.ts'

const never = new AbortController().signal

/** No identifiers: each row ends with an empty cell. */
const NAMELESS = { fields: [], digest: () => '' }

interface Column {
  readonly type: string
  readonly because: readonly string[]
  /** What the table gets, `\N` for null. */
  readonly stored: readonly string[]
  readonly quarantined: readonly string[]
}

/** Reads a table of an identifier and this column. */
async function column(values: readonly string[], options = {}, name = 'v'): Promise<Column> {
  const quoted = values.map((value, i) => `k${i};"${value.replaceAll('"', '""')}"`)
  const bytes = Buffer.from(`key;${name}\n${quoted.join('\n')}\n`)
  const analysis = await analyse(
    memorySource('t.csv', bytes),
    { delimiter: ';', quote: '"', header: true, ...options },
    { signal: never },
  )
  const stored: string[] = []
  const quarantined: string[] = []
  for await (const chunk of encodeRecords(analysis, NAMELESS, never)) {
    const lines = Buffer.from(chunk.tsv).toString().split('\n').slice(0, -1)
    stored.push(...lines.map(line => line.split('\t').slice(2, -2).join(' ')))
    quarantined.push(...chunk.quarantined.map(({ value, reason }) => `${reason} ${value}`))
  }
  const field = analysis.fields[1]
  const because = analysis.evidence.filter(({ about }) => about === `type:${field?.name}`)
  return { type: field?.type ?? '', because: because.map(e => e.because), stored, quarantined }
}

const times = (n: number, value: (i: number) => string): string[] =>
  Array.from({ length: n }, (_, i) => value(i))

describe('types by value', () => {
  const cases: readonly (readonly [title: string, type: string, values: readonly string[]])[] = [
    ['integers', 'int', ['1', '-2', '30', '']],
    ['zero and one are numbers', 'int', ['0', '1', '1', '0']],
    ['seconds since 1970 are numbers', 'int', ['1514764800', '1514851200']],
    ['years are numbers', 'int', ['1999', '2024', '2025']],
    ['integers up to 2^53', 'int', ['9007199254740991', '-9007199254740991']],
    ['identifiers beyond 2^53', 'text', ['9007199254740993', '12345678901234567890']],
    ['codes with leading zeros', 'text', ['01', '02', '75', '13']],
    ['one code with a leading zero', 'text', [...times(5000, i => String(100 + i)), '007']],
    ['telephone numbers', 'text', ['+33123456789', '+32498765432']],
    ['signed differences', 'int', ['+3', '-2', '+1', '0']],
    ['decimals', 'double', ['1.5', '2', '.097', '-3.', '1e-5', '1.5E3']],
    ['codes like 3E4', 'text', ['3E4', '1E1', '2E2']],
    ['sections 01.11', 'text', ['01.11', '01.12', '10.20']],
    ['decimal commas', 'double', ['1,5', '2,25', '10', '-0,125']],
    ['thousands with a space', 'int', ['1 234', '12', '1 234 567']],
    ['thousands with a narrow space and a decimal comma', 'double', ['1\u202f234,5', '12,25']],
    ['thousands with commas', 'double', ['1,234.5', '12', '1,234,567.25']],
    ['thousands with dots', 'double', ['1.234,5', '12', '1.234.567,25', '1.234']],
    ['thousands with apostrophes', 'int', ["1'234", '999', '12’345']],
    ['lists of small numbers', 'text', [...times(100, i => String(i % 4)), '2,2', '2,4']],
    ['days, year first', 'date', ['2020-01-31', '1850-12-01']],
    ['days, day first', 'date', ['31/01/2020', '01/02/2020']],
    ['days with dots', 'date', ['31.01.2020', '1.2.2020']],
    ['eight digits that are all days', 'date', ['20200131', '20201231', '19991130']],
    ['eight digits that are not all days', 'int', ['20200131', '20201331']],
    ['fourteen digits', 'datetime', ['20180601000000', '20180630210000']],
    ['times of day', 'text', ['18.00.00', '19.30.00']],
    ['hours', 'text', ['08:30', '17:45']],
    ['weeks', 'text', ['2020-W01', '2020-W53']],
    ['school years', 'text', ['2009-2010', '2010-2011']],
    ['instants', 'datetime', ['2020-01-01T00:00:00Z', '2020-06-01 12:30:15.250']],
    ['true and false', 'boolean', ['true', 'false', 'TRUE']],
    ['oui et non', 'boolean', ['oui', 'non', 'Oui', '']],
    ['ja en nee', 'boolean', ['ja', 'nee']],
    ['nothing but no', 'text', ['no', 'no']],
    ['yes, no and something else', 'text', ['Yes', 'No', 'Territory of GB']],
    ['points', 'geo_point_2d', ['48.853, 2.349', '-21.5,165.75']],
    ['points, some without fraction', 'geo_point_2d', ['12.5,-69.96667', '33,65', '1.5,2']],
    ['shapes', 'geo_shape', ['{"type":"Point","coordinates":[1,2]}']],
    ['documents', 'json_blob', ['{"a":1}', '[1,2]']],
    ['NA in a text is Namibia', 'text', ['NA', 'FR', 'DE']],
    ['percentages', 'text', ['65%', '65 %']],
    ['Roman numerals', 'text', ['I', 'II', 'IV']],
  ]
  for (const [title, type, values] of cases)
    test(title, async () => assert.equal((await column(values)).type, type))
})

describe('values as stored', () => {
  const cases: readonly (readonly [title: string, values: readonly string[], stored: readonly string[]])[] = [
    ['decimal commas', ['1,5', '-0,125', '10'], ['1.5', '-0.125', '10']],
    ['comma both for thousands and cents', ['44,38', '2,849,83', '12,00'], ['44.38', '2849.83', '12.00']],
    ['long decimals as the nearest double', ['3521418059.923445', '0.1'], ['3521418059.923445', '0.1']],
    ['white space around numbers', [' 12 ', '\u00a07'], ['12', '7']],
    ['white space around text', [' a ', 'b\tc'], [' a ', 'b\\tc']],
    ['backslash, line feed, NUL', ['\\N', 'a\nb', 'c\u0000d'], ['\\\\N', 'a\\nb', 'c\\0d']],
    ['beyond ASCII', ['é', '漢', '😀', '\u0007'], ['é', '漢', '😀', '\u0007']],
    ['white space alone is missing', ['a', ' ', ''], ['a', '\\N', '\\N']],
    ['markers in numbers', ['1', 'mq', 'N/A', '-', 'NaN', '..'], ['1', '\\N', '\\N', '\\N', '\\N', '\\N']],
    ['markers in text stay', ['a', 'NA', '-'], ['a', 'NA', '-']],
    ['day first', ['31/12/1999', '1/2/2000'], ['1999-12-31 00:00:00', '2000-02-01 00:00:00']],
    ['month first', ['12/31/1999', '1/2/2000'], ['1999-12-31 00:00:00', '2000-01-02 00:00:00']],
    [
      'two-digit years',
      ['10/22/12', '1/2/69', '1/2/68'],
      ['2012-10-22 00:00:00', '1969-01-02 00:00:00', '2068-01-02 00:00:00'],
    ],
    [
      'offsets',
      ['2010-04-26T00:00:00+02:00', '2010-04-26 00:00'],
      ['2010-04-25 22:00:00', '2010-04-26 00:00:00'],
    ],
    [
      'half days',
      ['01/31/2020 12:05 AM', '02/01/2020 1:05:06 pm'],
      ['2020-01-31 00:05:00', '2020-02-01 13:05:06'],
    ],
    [
      'fractions of a second',
      ['2020-01-01T00:00:00.5Z', '2020-01-01T00:00:00.123456'],
      ['2020-01-01 00:00:00.500', '2020-01-01 00:00:00.123'],
    ],
    ['latitude first', ['48.85, 2.35'], ['2.35 48.85']],
    ['longitude first, when it must be', ['165.5,-21.2', '2.35,48.85'], ['165.5 -21.2', '2.35 48.85']],
    ['oui et non', ['oui', 'NON'], ['true', 'false']],
    [
      'a shape and its centre',
      ['{"type":"LineString","coordinates":[[0,0],[4,2]]}'],
      ['{"type":"LineString","coordinates":[[0,0],[4,2]]} 2 1'],
    ],
  ]
  for (const [title, values, stored] of cases)
    test(title, async () => assert.deepEqual((await column(values)).stored, stored))
})

describe('what is ambiguous is decided for the whole column, and said', () => {
  const cases: readonly (readonly [values: readonly string[], because: string, stored: string])[] = [
    [['01/02/2020', '03/04/2020'], 'date_ambiguous', '2020-02-01 00:00:00'],
    [times(12, i => `1/${i + 1}/2020`), 'date_dmy_by_range', '2020-01-01 00:00:00'],
    [times(12, i => `${i + 1}/1/2020`), 'date_mdy_by_range', '2020-01-01 00:00:00'],
    [
      times(300, i => `16/05/${String(1 + (i % 31)).padStart(2, '0')}`),
      'date_yymd_by_range',
      '2016-05-01 00:00:00',
    ],
    [
      times(300, i => `${String(1 + (i % 31)).padStart(2, '0')}/05/16`),
      'date_dmyy_by_range',
      '2016-05-01 00:00:00',
    ],
    [['1,234', '999', '12'], 'number_comma_groups', '1234'],
    [['1,234', '2000', '1,500'], 'number_comma_decimal', '1.234'],
    [['2020-01-01 10:00', '2020-01-02 10:00'], 'type_no_offset', '2020-01-01 10:00:00'],
  ]
  for (const [values, because, stored] of cases)
    test(`${because}: ${values.slice(0, 3).join(' ')}`, async () => {
      const found = await column(values)
      assert.ok(found.because.includes(because), found.because.join())
      assert.equal(found.stored[0], stored)
    })
})

describe('a few values that do not fit', () => {
  const good = times(500, i => String(i))

  test('their records go to quarantine with the reason', async () => {
    const found = await column([...good, 'twelve', '3.5.7'])
    assert.equal(found.type, 'int')
    assert.deepEqual(found.quarantined, ['cast_int twelve', 'cast_int 3.5.7'])
    assert.equal(found.stored.length, 500)
  })

  test('too many make a text', async () => {
    const found = await column([...good, ...times(6, i => `x${i}`)])
    assert.deepEqual([found.type, found.quarantined.length], ['text', 0])
  })

  test('too few good ones make a text', async () => {
    assert.equal((await column(['1', '2', '3', 'x'])).type, 'text')
  })

  test('an identifier with a letter is no number', async () => {
    const found = await column([...good, '11031_relais'], {}, 'Identifiant station')
    assert.deepEqual([found.type, found.because], ['text', ['type_code_name']])
  })

  test('impossible days', async () => {
    const days = times(300, i => `${1 + (i % 28)}/0${1 + (i % 9)}/2020`)
    const found = await column([...days, '31/09/2020'])
    assert.deepEqual([found.type, found.quarantined], ['date', ['cast_date 31/09/2020']])
  })
})

describe('a declared type wins', () => {
  const cases: readonly (readonly [
    type: string,
    values: readonly string[],
    stored: readonly string[],
    quarantined: number,
  ])[] = [
    ['int', ['01', '02', 'x'], ['1', '2'], 1],
    ['text', ['1', '2'], ['1', '2'], 0],
    ['double', ['1', '2,5'], ['1', '2.5'], 0],
    ['datetime', ['2020-01-01'], ['2020-01-01 00:00:00'], 0],
    ['date', ['20200101', '20201399'], ['2020-01-01 00:00:00'], 1],
    ['boolean', ['no', 'no'], ['false', 'false'], 0],
    ['int', ['1.5', '2'], ['2'], 1],
    ['geo_point_2d', ['1,2'], ['2 1'], 0],
  ]
  for (const [type, values, stored, quarantined] of cases)
    test(`${type} of ${values.join(' ')}`, async () => {
      const found = await column(values, { types: { v: type } })
      assert.equal(found.type, type)
      assert.deepEqual(found.stored, stored)
      assert.equal(found.quarantined.length, quarantined)
    })

  test('a type that is none is refused', async () => {
    await assert.rejects(column(['1'], { types: { v: 'colour' } }), { code: 'read_option_invalid' })
  })
})
