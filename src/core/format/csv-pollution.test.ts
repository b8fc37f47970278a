import assert from 'node:assert/strict'
import { test } from 'node:test'
import iconv from 'iconv-lite'
import { memorySource } from './containers-memory.ts'
import { csv } from './csv.ts'
import type { RawValue } from './reader.ts'

const never = new AbortController().signal

const HEADER = [
  'DATE',
  'TIME',
  'Qty',
  'PRODUCTID',
  'Price',
  'ProductType',
  'ProductDescription',
  'URL',
  'Comments',
]

/** The clean table: 84 records of every kind of cell. */
const CLEAN = Array.from({ length: 84 }, (_, i) => [
  `2018-09-${String(1 + (i % 28)).padStart(2, '0')}`,
  `0${i % 10}:1${i % 6}`,
  String(i % 13),
  `WX${1000 + i}`,
  `${(i * 7.13).toFixed(2)}`,
  ['Kitchen', 'Garden', 'Office'][i % 3] ?? '',
  i % 5 === 0 ? 'Pan, 28 cm; "non-stick"' : `Thing no. ${i}`,
  `https://example.org/p/${i}?a=1&b=2`,
  i % 4 === 0 ? '' : `ok ${i}`,
])

interface Writing {
  readonly delimiter?: string
  readonly quote?: string
  readonly before?: string
  readonly end?: string
  readonly all?: boolean
}

function written(rows: readonly (readonly string[])[], how: Writing = {}): string {
  const { delimiter = ',', quote = '"', before = quote, end = '\r\n', all = false } = how
  const cell = (text: string): string =>
    all || text.includes(delimiter) || text.includes(quote)
      ? quote + text.replaceAll(quote, before + quote) + quote
      : text
  return rows.map(row => row.map(cell).join(delimiter)).join(end) + end
}

/** What was done to the file as a whole (after the kinds of G. Vitagliano et al., "Pollock", 2023). */
const POLLUTIONS: readonly (readonly [what: string, file: string | Buffer])[] = [
  ['nothing', written([HEADER, ...CLEAN])],
  ...[';', '\t', '|', '^', '~'].map(
    delimiter =>
      [`delimiter ${JSON.stringify(delimiter)}`, written([HEADER, ...CLEAN], { delimiter })] as const,
  ),
  ['every cell quoted', written([HEADER, ...CLEAN], { all: true })],
  ['apostrophes for quotes', written([HEADER, ...CLEAN], { quote: "'", all: true })],
  ['backslash escapes', written([HEADER, ...CLEAN], { before: '\\', all: true })],
  ['LF', written([HEADER, ...CLEAN], { end: '\n' })],
  ['CR', written([HEADER, ...CLEAN], { end: '\r' })],
  ['no line end at the end', written([HEADER, ...CLEAN]).trimEnd()],
  ['empty lines at the end', `${written([HEADER, ...CLEAN])}\r\n\r\n\r\n`],
  ['empty lines at the beginning', `\r\n\r\n${written([HEADER, ...CLEAN])}`],
  ['a delimiter after every row', written([[...HEADER, ''], ...CLEAN.map(row => [...row, ''])])],
  ['a title', `Sales of September\r\n${written([HEADER, ...CLEAN])}`],
  ['a title and an empty line', `Sales of September\r\n\r\n${written([HEADER, ...CLEAN])}`],
  ['comments', `# made by a tool\r\n# on a day, at a time\r\n${written([HEADER, ...CLEAN])}`],
  ['a mark of UTF-8', `\ufeff${written([HEADER, ...CLEAN])}`],
  ['UTF-16', iconv.encode(written([HEADER, ...CLEAN]), 'utf-16le', { addBOM: true })],
  ['UTF-16, big end first, without a mark', iconv.encode(written([HEADER, ...CLEAN]), 'utf-16be')],
  [
    'the last, empty, cell left out',
    written([HEADER, ...CLEAN.map(row => (row.at(-1) === '' ? row.slice(0, -1) : row))]),
  ],
  [
    'a row of delimiters only',
    written([HEADER, ...CLEAN.slice(0, 40), HEADER.map(() => ''), ...CLEAN.slice(40)]),
  ],
]

for (const [what, file] of POLLUTIONS)
  test(`the same table comes out of a file with: ${what}`, async () => {
    const bytes = typeof file === 'string' ? Buffer.from(file) : file
    const reader = await csv.open(memorySource('sales.csv', bytes, 997), {}, never)
    const rows: (readonly RawValue[])[] = []
    for await (const batch of reader.batches(never)) {
      assert.deepEqual(batch.faults, [])
      rows.push(...batch.rows)
    }
    const names = reader.columns.map(column => column.name)
    assert.deepEqual(names.slice(0, 9), HEADER)
    assert.ok(names.slice(9).every(name => name === ''))
    assert.deepEqual(
      rows.map(row => row.slice(0, 9).map(value => value ?? '')),
      CLEAN,
    )
  })
