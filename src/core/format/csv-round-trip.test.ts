import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import iconv from 'iconv-lite'
import { memorySource } from './containers-memory.ts'
import { csv } from './csv.ts'
import type { Dialect } from './csv-dialect.ts'
import { CsvTokenizer } from './csv-tokenizer.ts'
import { rowCells } from './csv-walk.ts'
import type { RawValue, RecordReader } from './reader.ts'

const never = new AbortController().signal

async function rowsOf(reader: RecordReader): Promise<{ rows: (readonly RawValue[])[]; faults: number }> {
  const rows: (readonly RawValue[])[] = []
  let faults = 0
  for await (const batch of reader.batches(never)) {
    rows.push(...batch.rows)
    faults += batch.faults.length
  }
  return { rows, faults }
}

const NASTY = [
  '"',
  "'",
  ',',
  ';',
  '\t',
  '|',
  ' ',
  '\n',
  '\r\n',
  'é',
  '漢',
  '😀',
  '\\',
  'a',
  'B',
  '1',
  '-',
  '.',
  '',
]
const cell = fc.array(fc.constantFrom(...NASTY), { maxLength: 8 }).map(parts => parts.join(''))
const delimiter = fc.constantFrom(',', ';', '\t', '|', '^', '~')

/** Written as RFC 4180 says, whatever the delimiter; every cell between quotes, or those that need it. */
function written(rows: readonly (readonly string[])[], by: string, end: string, all: boolean): string {
  const needs = new RegExp(`["\\r\\n${by === '^' ? '\\^' : by}]|^ | $`)
  const quote = (text: string): string => (all || needs.test(text) ? `"${text.replaceAll('"', '""')}"` : text)
  return rows.map(row => row.map(quote).join(by) + end).join('')
}

test('whatever is written with quotes is cut into the same cells, in pieces of any size', () => {
  const tables = fc.record({
    rows: fc.array(fc.array(cell, { minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 8 }),
    by: delimiter,
    end: fc.constantFrom('\n', '\r\n', '\r'),
    all: fc.boolean(),
    pieces: fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 6 }),
  })
  fc.assert(
    fc.property(tables, ({ rows, by, end, all, pieces }) => {
      const text = written(rows, by, end, all)
      assert.deepEqual(
        cutInPieces(text, { delimiter: by, quote: '"', escape: 'double', loneCr: true }, pieces),
        rows,
      )
    }),
    { numRuns: 2000 },
  )
})

function cutInPieces(text: string, dialect: Dialect, pieces: readonly number[]): string[][] {
  const tokenizer = new CsvTokenizer(dialect)
  const rows: string[][] = []
  let carry = ''
  for (let at = 0, i = 0; at < text.length; i++) {
    const size = pieces[i % pieces.length] ?? 1
    const piece = carry + text.slice(at, at + size)
    at += size
    const used = tokenizer.cut(piece, at >= text.length)
    for (let r = 0; r < tokenizer.rows; r++) rows.push(rowCells(piece, tokenizer, r, dialect))
    carry = piece.slice(used)
  }
  return rows
}

test('the tokenizer agrees with a naive one on any text', () => {
  const noise = fc.array(fc.constantFrom('"', '""', ',', '\n', '\r', 'a', ' ', 'b'), { maxLength: 40 })
  fc.assert(
    fc.property(
      noise.map(parts => parts.join('')),
      fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 4 }),
      (text, pieces) => {
        const dialect: Dialect = { delimiter: ',', quote: '', escape: 'double', loneCr: true }
        const lines = text
          .replace(/\r\n|\r/g, '\n')
          .replace(/\n$/, '')
          .split('\n')
        const naive = text === '' ? [] : lines.map(line => line.split(','))
        assert.deepEqual(cutInPieces(text, dialect, pieces), naive)
        const quoting = { ...dialect, quote: '"' }
        assert.deepEqual(cutInPieces(text, quoting, pieces), cutInPieces(text, quoting, [text.length + 1]))
      },
    ),
    { numRuns: 2000 },
  )
})

test('tables are found again in any dialect and encoding', async () => {
  const word = fc.constantFrom(
    'Liège',
    'Évreux',
    'Saint-Denis',
    'Ixelles, Elsene',
    'a "b" c',
    'x; y',
    'l’été',
    'Øystein',
    'two\nlines',
  )
  const record = fc.tuple(
    word,
    fc.integer({ min: 0, max: 99_999 }).map(String),
    fc.double({ min: 0, max: 99, noNaN: true }).map(n => n.toFixed(3)),
    word,
  )
  const tables = fc.record({
    rows: fc.array(record, { minLength: 12, maxLength: 60 }),
    by: fc.constantFrom(',', ';', '\t', '|'),
    end: fc.constantFrom('\n', '\r\n'),
    all: fc.boolean(),
    encoding: fc.constantFrom('utf-8', 'utf-16le', 'windows-1252'),
    chunk: fc.integer({ min: 1, max: 200 }),
  })
  await fc.assert(
    fc.asyncProperty(tables, async ({ rows, by, end, all, encoding, chunk }) => {
      const header = ['town', 'people', 'share', 'remark']
      const bytes = iconv.encode(written([header, ...rows], by, end, all), encoding, {
        addBOM: encoding === 'utf-16le',
      })
      const reader = await csv.open(memorySource('t.csv', bytes, chunk), {}, never)
      assert.deepEqual(
        reader.columns.map(column => column.name),
        header,
      )
      assert.deepEqual((await rowsOf(reader)).rows, rows)
    }),
    { numRuns: 150 },
  )
})
