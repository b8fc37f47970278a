import { attribute, characterData } from '../xml-text.ts'
import type { Cell } from './rows.ts'
import { utf8 } from './text-batches.ts'
import { type ZipEntry, zipStream } from './zip-stream.ts'

/** Rows that a sheet of Excel holds, its header among them. */
const SHEET_ROWS = 1_048_576

/** Digits of a number that spreadsheets keep. */
const EXACT = 1e15

/** A table to be written as a workbook. */
export interface XlsxTable {
  /** Name of the sheet; a number behind it names those that follow: `Sheet1` is followed by `Sheet2`. */
  readonly sheet: string
  readonly header: readonly string[]
  readonly batches: AsyncIterable<readonly (readonly Cell[])[]>
}

/**
 * A workbook (Office Open XML, ECMA-376) as it is made. Every text is a text, never a formula; whole numbers of more
 * than 15 digits are texts, for spreadsheets would change them. Rows beyond those of a sheet go on in another one, under
 * the same header.
 */
export function xlsxStream(table: XlsxTable, sheetRows: number = SHEET_ROWS): AsyncGenerator<Uint8Array> {
  return zipStream(workbook(table, sheetRows))
}

async function* workbook({ sheet, header, batches }: XlsxTable, sheetRows: number): AsyncGenerator<ZipEntry> {
  const rows = new RowQueue(batches[Symbol.asyncIterator]())
  const names: string[] = []
  try {
    do {
      names.push(nameOf(sheet, names.length))
      const bytes = utf8(sheetXml(header, rows, sheetRows - 1))
      yield { name: `xl/worksheets/sheet${names.length}.xml`, bytes }
    } while (await rows.more())
  } finally {
    await rows.close()
  }
  for (const [name, xml] of Object.entries(parts(names))) yield { name, bytes: utf8(once(xml)) }
}

/** `Sheet1`, `Sheet2` …; `Data`, `Data2` …; at most the 31 characters of a name. */
function nameOf(sheet: string, index: number): string {
  if (index === 0) return sheet.slice(0, 31)
  const [, stem = sheet, number = '1'] = /^(.*?)(\d*)$/.exec(sheet) ?? []
  const end = String(Number(number || '1') + index)
  return `${stem.slice(0, 31 - end.length)}${end}`
}

async function* once(text: string): AsyncGenerator<string> {
  yield text
}

/** Batches of rows, cut where a sheet ends. */
class RowQueue {
  readonly #source: AsyncIterator<readonly (readonly Cell[])[]>
  #rest: readonly (readonly Cell[])[] = []

  constructor(source: AsyncIterator<readonly (readonly Cell[])[]>) {
    this.#source = source
  }

  async more(): Promise<boolean> {
    while (this.#rest.length === 0) {
      const next = await this.#source.next()
      if (next.done === true) return false
      this.#rest = next.value
    }
    return true
  }

  take(most: number): readonly (readonly Cell[])[] {
    const taken = this.#rest.length <= most ? this.#rest : this.#rest.slice(0, most)
    this.#rest = this.#rest.slice(taken.length)
    return taken
  }

  async close(): Promise<void> {
    await this.#source.return?.()
  }
}

async function* sheetXml(header: readonly string[], rows: RowQueue, most: number): AsyncGenerator<string> {
  const columns = header.map((_, index) => columnName(index))
  yield `${XML}<worksheet xmlns="${MAIN}"><sheetData>${rowXml(columns, header, 1)}`
  let number = 1
  while (number <= most && (await rows.more())) {
    let text = ''
    for (const row of rows.take(most + 1 - number)) text += rowXml(columns, row, ++number)
    yield text
  }
  yield '</sheetData></worksheet>'
}

/** `A` … `Z`, `AA` …, of a column's 0-based place. */
function columnName(index: number): string {
  const [before, letter] = [Math.floor(index / 26), String.fromCharCode(65 + (index % 26))]
  return before === 0 ? letter : `${columnName(before - 1)}${letter}`
}

/** A row of its 1-based number; empty cells are left out. */
function rowXml(columns: readonly string[], row: readonly Cell[], number: number): string {
  let cells = ''
  for (let index = 0; index < row.length; index++) {
    const cell = row[index] ?? null
    if (cell !== null && cell !== '') cells += `<c r="${columns[index]}${number}"${contentXml(cell)}</c>`
  }
  return `<row r="${number}">${cells}</row>`
}

function contentXml(cell: NonNullable<Cell>): string {
  switch (typeof cell) {
    case 'number':
      return Number.isInteger(cell) && Math.abs(cell) >= EXACT ? textXml(String(cell)) : `><v>${cell}</v>`
    case 'bigint':
      return textXml(String(cell))
    case 'boolean':
      return cell ? ' t="b"><v>1</v>' : ' t="b"><v>0</v>'
    default:
      return textXml(cell)
  }
}

const textXml = (text: string): string =>
  ` t="inlineStr"><is><t xml:space="preserve">${SPECIAL.test(text) ? characterData(escaped(text)) : text}</t></is>`

/** What a text may hold that cannot stand as it is; most have nothing of it. */
const SPECIAL = /[^\t\n -%'-;=?-^`-\uD7FF\uE000-\uFFFD]/

/** Characters that XML does not have, and what looks like their escape (ECMA-376 part 1, ST_Xstring). */
const UNWRITTEN = /[^\t\n -\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]|_(?=x[0-9A-Fa-f]{4}_)/gu

const escaped = (text: string): string =>
  text.replace(
    UNWRITTEN,
    character => `_x${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`,
  )

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006'
const CONTENT = 'application/vnd.openxmlformats-officedocument.spreadsheetml'

/** The parts of a workbook beside its sheets. */
function parts(names: readonly string[]): Readonly<Record<string, string>> {
  const each = (xml: (number: number, name: string) => string): string =>
    names.map((name, index) => xml(index + 1, name)).join('')
  const relation = (id: number, type: string, to: string): string =>
    `<Relationship Id="rId${id}" Type="${OFFICE}/${type}" Target="${to}"/>`
  const relations = (inner: string): string =>
    `${XML}<Relationships xmlns="${PACKAGE}/relationships">${inner}</Relationships>`
  const part = (path: string, type: string): string =>
    `<Override PartName="/xl/${path}" ContentType="${CONTENT}.${type}+xml"/>`
  const sheets = each((id, name) => `<sheet name="${attribute(name)}" sheetId="${id}" r:id="rId${id}"/>`)
  return {
    '[Content_Types].xml': `${XML}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>${part('workbook.xml', 'sheet.main')}${each(id => part(`worksheets/sheet${id}.xml`, 'worksheet'))}${part('styles.xml', 'styles')}</Types>`,
    '_rels/.rels': relations(relation(1, 'officeDocument', 'xl/workbook.xml')),
    'xl/workbook.xml': `${XML}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets>${sheets}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': relations(
      `${each(id => relation(id, 'worksheet', `worksheets/sheet${id}.xml`))}${relation(names.length + 1, 'styles', 'styles.xml')}`,
    ),
    'xl/styles.xml': `${XML}<styleSheet xmlns="${MAIN}"><fonts count="1"><font/></fonts><fills count="1"><fill/></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="1"><xf/></cellXfs></styleSheet>`,
  }
}
