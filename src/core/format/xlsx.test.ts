import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import ExcelJS from 'exceljs'
import { readDamaged, readEverything, refusalOf } from '../../../test/format/reading.ts'
import type { RawValue } from './reader.ts'
import { xlsx } from './xlsx.ts'
import { dateKind, dateValue } from './xlsx-dates.ts'

type Fill = (sheet: ExcelJS.Worksheet, workbook: ExcelJS.Workbook) => void

const written = async (
  fill: Fill,
  options: { readonly date1904?: boolean; readonly inline?: boolean } = {},
) => {
  const workbook = new ExcelJS.Workbook()
  workbook.properties.date1904 = options.date1904 ?? false
  fill(workbook.addWorksheet('First'), workbook)
  return new Uint8Array(await workbook.xlsx.writeBuffer({ useSharedStrings: options.inline !== true }))
}

const instant = (text: string): RawValue => ({ kind: 'datetime', epochMs: Date.parse(text) })
const day = (iso: string): RawValue => ({ kind: 'date', iso })

test('texts, numbers, booleans, formulas, errors and rich text', async () => {
  const fill: Fill = sheet => {
    sheet.addRow(['text', 'number', 'yes', 'formula', 'rich', 'error'])
    sheet.addRow([
      ' é\n<&>"',
      2.319999933242798,
      true,
      { formula: 'B2*2', result: 4 },
      { richText: [{ text: 'a' }, { text: 'b' }] },
      { error: '#N/A' },
    ])
    sheet.addRow(['0012', 9007199254740991, false, { formula: 'A1' }, '_x000D_', null])
  }
  for (const inline of [false, true]) {
    const { columns, rows, lines, warnings } = await readEverything(
      xlsx,
      await written(fill, { inline }),
      {},
      100,
    )
    assert.deepEqual(columns, ['text', 'number', 'yes', 'formula', 'rich', 'error'])
    assert.deepEqual(rows[0], [' é\n<&>"', 2.319999933242798, true, 4, 'ab', null])
    assert.deepEqual(rows[1]?.slice(0, 4), ['0012', 9007199254740991, false, null])
    assert.deepEqual(lines, [2, 3])
    assert.deepEqual(warnings, [
      { code: 'xlsx_error_cells', params: { count: 1 } },
      { code: 'xlsx_formulas_without_value', params: { count: 1 } },
    ])
  }
})

test('dates by their number format, in both date systems', async () => {
  const fill: Fill = sheet => {
    sheet.addRow(['d', 'dt', 'n'])
    sheet.addRow([new Date('2024-02-29T00:00:00Z'), new Date('2024-02-29T13:05:09.123Z'), 45351])
    sheet.getCell('A2').numFmt = 'dd/mm/yyyy'
    sheet.getCell('B2').numFmt = 'yyyy-mm-dd hh:mm:ss'
    sheet.getCell('C2').numFmt = '#,##0.00'
  }
  for (const date1904 of [false, true]) {
    const { rows } = await readEverything(xlsx, await written(fill, { date1904 }))
    assert.deepEqual(
      rows,
      [[day('2024-02-29'), instant('2024-02-29T13:05:09.123Z'), 45351]],
      String(date1904),
    )
  }
})

test('number formats that are dates, and those that only look like it', () => {
  const kinds = (codes: readonly string[]) => codes.map(code => dateKind(200, code))
  assert.deepEqual(
    kinds(['yyyy-mm-dd', 'd/m/yy', '[$-409]mmmm\\ d', 'mmm-yy', '[$-F800]dddd\\,\\ mmmm\\ dd', 'mm']),
    Array(6).fill('date'),
  )
  assert.deepEqual(
    kinds(['dd/mm/yyyy h:mm', 'yyyy-mm-dd"T"hh:mm:ss.000', 'm/d/yy h:mm AM/PM']),
    Array(3).fill('datetime'),
  )
  assert.deepEqual(kinds(['h:mm', 'hh:mm:ss', 'h:mm AM/PM', 'mm:ss.0']), Array(4).fill('time'))
  assert.deepEqual(kinds(['[h]:mm', '[mm]:ss']), ['elapsed', 'elapsed'])
  assert.deepEqual(
    kinds(['General', '0.00', '#,##0 "days"', '0%', '@', '[Red]0', '"year" 0', '_-* #,##0.00 €', '0.00E+00']),
    Array(9).fill(null),
  )
  assert.deepEqual(
    [14, 22, 20, 46, 0, 2, 49].map(id => dateKind(id, undefined)),
    ['date', 'datetime', 'time', 'elapsed', null, null, null],
  )
})

test('serial numbers, the day that never was, and what is no date', () => {
  assert.deepEqual(dateValue(1, 'date', false), day('1900-01-01'))
  assert.deepEqual(dateValue(59, 'date', false), day('1900-02-28'))
  assert.deepEqual(dateValue(61, 'date', false), day('1900-03-01'))
  assert.deepEqual(dateValue(0, 'date', true), day('1904-01-01'))
  assert.deepEqual(dateValue(45351.5, 'date', false), instant('2024-02-29T12:00:00Z'))
  assert.equal(dateValue(0.5451388889, 'time', false), '13:05:00')
  assert.equal(dateValue(1.5, 'elapsed', false), '36:00:00')
  assert.equal(dateValue(-3, 'date', false), -3)
  assert.equal(dateValue(1e9, 'date', false), 1e9)
})

test('the header is found below titles; columns and rows that are empty go', async () => {
  const fill: Fill = sheet => {
    sheet.getCell('B1').value = 'A title'
    sheet.getRow(3).values = [null, null, 'code', 'name ', 2019, 2020]
    sheet.getRow(4).values = [null, null, '01', 'x', 1, 2]
    sheet.getRow(6).values = [null, null, '02', 'y', null, 3, null, 'note']
    sheet.getRow(9).values = [null, '']
  }
  const { columns, rows, lines, evidence } = await readEverything(xlsx, await written(fill))
  assert.deepEqual(columns, ['code', 'name ', '2019', '2020', 'column_5'])
  assert.deepEqual(rows, [
    ['01', 'x', 1, 2, null],
    ['02', 'y', null, 3, 'note'],
  ])
  assert.deepEqual(lines, [4, 6])
  assert.deepEqual(evidence[1], {
    about: 'header',
    decision: '3',
    because: 'xlsx_header_row',
    params: { row: 3, above: 1, columns: 5 },
  })
})

test('a sheet without header, and one that is told to have one', async () => {
  const fill: Fill = sheet => {
    sheet.addRow([1, 2.5])
    sheet.addRow([3, 4.5])
  }
  const bare = await readEverything(xlsx, await written(fill))
  assert.deepEqual(
    [bare.columns, bare.rows, bare.lines],
    [
      ['column_1', 'column_2'],
      [
        [1, 2.5],
        [3, 4.5],
      ],
      [1, 2],
    ],
  )
  const told = await readEverything(xlsx, await written(fill), { header: true })
  assert.deepEqual([told.columns, told.rows], [['1', '2.5'], [[3, 4.5]]])
  const named: Fill = sheet => {
    sheet.addRow(['a', 'b'])
    sheet.addRow([3, 4.5])
  }
  assert.deepEqual((await readEverything(xlsx, await written(named), { header: false })).rows, [
    ['a', 'b'],
    [3, 4.5],
  ])
})

test('merged cells all have the value shown', async () => {
  const fill: Fill = sheet => {
    sheet.addRows([
      ['group', 'a', 'b'],
      ['north', 1, 2],
      [null, 3, 4],
      ['south', 5, null],
    ])
    sheet.mergeCells('A2:A3')
    sheet.mergeCells('B4:C4')
  }
  const { rows } = await readEverything(xlsx, await written(fill))
  assert.deepEqual(rows, [
    ['north', 1, 2],
    ['north', 3, 4],
    ['south', 5, 5],
  ])
})

test('the first visible sheet with a table is taken; any can be named', async () => {
  const content = await written((sheet, workbook) => {
    sheet.addRow(['Only a title'])
    const hidden = workbook.addWorksheet('Hidden', { state: 'hidden' })
    hidden.addRows([['h'], [1]])
    workbook.addWorksheet('Data & co').addRows([['d'], ['x']])
  })
  const found = await readEverything(xlsx, content)
  assert.deepEqual([found.columns, found.rows], [['d'], [['x']]])
  assert.deepEqual(found.evidence[0], {
    about: 'member',
    decision: 'Data & co',
    because: 'xlsx_first_table',
    params: { others: 'First, Hidden' },
  })
  assert.deepEqual((await readEverything(xlsx, content, { member: 'Hidden' })).rows, [[1]])
  assert.deepEqual(await refusalOf(xlsx, content, { member: 'x' }), {
    code: 'source_member_unknown',
    member: 'x',
    available: 'First, Hidden, Data & co',
  })
})

test('empty workbooks, other archives and encrypted ones are refused', async () => {
  assert.deepEqual(await refusalOf(xlsx, await written(() => {})), { code: 'source_empty' })
  assert.deepEqual(await refusalOf(xlsx, 'PK\x03\x04 and so on'), { code: 'source_damaged', format: 'zip' })
  assert.deepEqual(await refusalOf(xlsx, 'a,b\n'), { code: 'source_damaged', format: 'xlsx' })
  const compound = Buffer.concat([
    Buffer.from('d0cf11e0a1b11ae1', 'hex'),
    Buffer.alloc(500),
    Buffer.from('EncryptedPackage', 'utf16le'),
  ])
  assert.deepEqual(await refusalOf(xlsx, compound), { code: 'source_encrypted', name: 'sample' })
})

test('damaged workbooks never do worse than be refused', async () => {
  const content = await written(sheet =>
    sheet.addRows([
      ['a', 'b'],
      [1, 'x'],
      [new Date(), 'y'],
    ]),
  )
  const { refused } = await readDamaged(xlsx, content, 97)
  assert.ok(refused > 0)
})

const REAL = new URL(
  '../../../../shared/data/eulerhermes/corruption-perceptions-2017/CPI2017.xlsx',
  import.meta.url,
)

test('a real workbook of fifteen sheets', {
  skip: existsSync(REAL) ? false : '../shared is not there',
}, async () => {
  const { columns, rows } = await readEverything(xlsx, readFileSync(REAL), {}, 65536)
  assert.deepEqual([columns[0], columns[3], rows.length], ['Country', 'CPI Score 2017', 181])
  assert.deepEqual(rows[0]?.slice(0, 5), ['New Zealand', 'NZL', 'AP', 89, 1])
})
