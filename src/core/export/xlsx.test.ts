import assert from 'node:assert/strict'
import { Buffer } from 'node:buffer'
import { test } from 'node:test'
import ExcelJS from 'exceljs'
import readSheets from 'read-excel-file/node'
import type { Cell } from './rows.ts'
import { xlsxStream } from './xlsx.ts'

type Rows = readonly (readonly Cell[])[]

async function* inBatches(rows: Rows, size: number): AsyncGenerator<Rows> {
  for (let at = 0; at < rows.length; at += size) yield rows.slice(at, at + size)
}

async function workbook(header: readonly string[], rows: Rows, sheetRows?: number): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  const batches = inBatches(rows, 3)
  for await (const chunk of xlsxStream({ sheet: 'Sheet1', header, batches }, sheetRows)) chunks.push(chunk)
  return Buffer.concat(chunks)
}

/** Values of every sheet, by the library that is not the one below. */
async function opened(
  file: Buffer,
): Promise<readonly (readonly [string, readonly (readonly unknown[])[]])[]> {
  const sheets = await readSheets(file, { trim: false })
  return sheets.map(({ sheet, data }) => [sheet, data])
}

test('xlsx: numbers are numbers, the rest texts, empty cells stay in their place', async () => {
  const rows = [
    ['oak', 1.5, true, null, -3],
    [null, 0, false, 'é 🌳 مرحبا', 123456789012345],
    ['', null, null, null, 1e21],
  ]
  const [sheet] = await opened(await workbook(['a', 'b', 'c', 'd', 'e'], rows))
  assert.deepEqual(sheet, [
    'Sheet1',
    [
      ['a', 'b', 'c', 'd', 'e'],
      ['oak', 1.5, true, null, -3],
      [null, 0, false, 'é 🌳 مرحبا', 123456789012345],
      [null, null, null, null, '1e+21'],
    ],
  ])
})

test('xlsx: no text is a formula, whole numbers keep their digits', async () => {
  const texts = ['=1+1', '+1', '@SUM(A1)', '<b>&amp;"\'', ' two  spaces ', 'a\nb', '9007199254740993']
  const file = await workbook(['n', ...texts], [[9007199254740993n, ...texts]])
  const [sheet] = await opened(file)
  assert.deepEqual(sheet?.[1].slice(0, 2), [
    ['n', ...texts],
    ['9007199254740993', ...texts],
  ])
  const book = new ExcelJS.Workbook()
  await book.xlsx.load(file as unknown as ExcelJS.Buffer)
  const cells = book.worksheets[0]?.getRow(2).values
  assert.deepEqual(Array.isArray(cells) ? cells.slice(1) : cells, ['9007199254740993', ...texts])
})

test('xlsx: characters that XML does not have are escaped as the format says', async () => {
  const [sheet] = await opened(await workbook(['t'], [['a\u0001b\u000bc\r_x0041_\uFFFE']]))
  assert.equal(sheet?.[1][1]?.[0], 'a\u0001b\u000bc\r_x0041_\uFFFE')
})

test('xlsx: what one sheet does not hold goes on in the next, headed alike', async () => {
  const rows = Array.from({ length: 11 }, (_, index) => [index])
  const sheets = await opened(await workbook(['n'], rows, 5))
  assert.deepEqual(
    sheets.map(([name, data]) => [name, data.flat()]),
    [
      ['Sheet1', ['n', 0, 1, 2, 3]],
      ['Sheet2', ['n', 4, 5, 6, 7]],
      ['Sheet3', ['n', 8, 9, 10]],
    ],
  )
  assert.deepEqual((await opened(await workbook(['n'], rows.slice(0, 4), 5))).length, 1, 'full, not more')
  assert.deepEqual(await opened(await workbook(['n'], [])), [['Sheet1', [['n']]]])
})

test('xlsx: the same rows give the same bytes', async () => {
  const rows = Array.from({ length: 100 }, (_, index) => [index, `text ${index}`])
  assert.ok((await workbook(['a', 'b'], rows)).equals(await workbook(['a', 'b'], rows)))
})

test('xlsx: a fault of the rows is a fault of the file, and leaving early ends the rows', async () => {
  async function* broken(): AsyncGenerator<Rows> {
    yield [['a']]
    throw new Error('engine')
  }
  const all = async () => {
    for await (const _ of xlsxStream({ sheet: 'S', header: ['a'], batches: broken() }));
  }
  await assert.rejects(all(), /engine/)
  let ended = false
  async function* endless(): AsyncGenerator<Rows> {
    try {
      for (;;) yield Array.from({ length: 100 }, () => [Math.random(), Math.random(), Math.random()])
    } finally {
      ended = true
    }
  }
  for await (const _ of xlsxStream({ sheet: 'S', header: ['a'], batches: endless() })) break
  assert.ok(ended)
})
