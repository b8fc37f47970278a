import { Buffer } from 'node:buffer'
import { uniqueNames } from './field-names.ts'
import { cellOf, type ExportColumn, type ExportRow } from './rows.ts'

/** Bytes that a text of a DBF file may have. */
export const LONGEST_TEXT = 254
/** Digits, sign included, that readers of DBF files take as a whole number. */
const LONGEST_INT = 18
/** Characters of the longest double: `-1.2345678901234567e-100`. */
const DOUBLE_WIDTH = 24
const DOUBLE_DECIMALS = 15
const NAME_BYTES = 10

/** A column of a DBF file. */
export interface DbfField {
  readonly name: string
  readonly type: 'C' | 'N' | 'L' | 'D'
  readonly width: number
  readonly decimals: number
}

/** Texts that a DBF file holds for a row, one a column; empty for null. */
export type DbfRow = readonly string[]

/** A column of an export on its way into DBF files. */
export interface DbfColumn {
  readonly column: ExportColumn
  /** Its name in the file: ten bytes, like no other. */
  readonly name: string
  textOf(row: ExportRow): string
}

/** Columns by their numbers, with names that DBF files can have. */
export function dbfColumns(
  columns: readonly ExportColumn[],
  described: readonly number[],
): readonly DbfColumn[] {
  const chosen = described.flatMap(index => {
    const column = columns[index]
    return column === undefined ? [] : [{ column, index }]
  })
  const names = uniqueNames(
    chosen.map(({ column }) => column.key),
    (name, number) => {
      const end = number === 1 ? '' : `_${number}`
      return `${cut(name, NAME_BYTES - end.length)}${end}`
    },
  )
  return chosen.map(({ column, index }, at) => {
    const cell = cellOf(column)
    return {
      column,
      name: names[at] ?? '',
      textOf: row => {
        const value = cell(row[index] ?? null)
        if (value === null) return ''
        if (typeof value === 'boolean') return value ? 'T' : 'F'
        // a zero byte would end the text for many readers
        return typeof value === 'string' ? value.replaceAll('\0', '\uFFFD') : String(value)
      },
    }
  })
}

/** The longest start of a text that has so many bytes in UTF-8, whole characters only. */
export function cut(text: string, bytes: number): string {
  if (Buffer.byteLength(text) <= bytes) return text
  let kept = ''
  let length = 0
  for (const character of text) {
    length += Buffer.byteLength(character)
    if (length > bytes) break
    kept += character
  }
  return kept
}

/** What the texts of a column need, learnt as they pass. */
export class FieldWidth {
  #bytes = 1
  #dates = true
  readonly #kind: ExportColumn['kind']

  constructor({ kind }: ExportColumn) {
    this.#kind = kind
  }

  learn(text: string): void {
    const bytes = Buffer.byteLength(text)
    if (bytes > this.#bytes) this.#bytes = bytes
    if (this.#kind === 'date' && text !== '' && !WHOLE_DATE.test(text)) this.#dates = false
  }

  field(name: string): DbfField {
    const text = { name, type: 'C', width: Math.min(this.#bytes, LONGEST_TEXT), decimals: 0 } as const
    switch (this.#kind) {
      case 'int':
        return this.#bytes > LONGEST_INT ? text : { ...text, type: 'N' }
      case 'double':
        return { ...text, type: 'N', width: DOUBLE_WIDTH, decimals: DOUBLE_DECIMALS }
      case 'boolean':
        return { ...text, type: 'L', width: 1 }
      case 'date':
        return this.#dates ? { ...text, type: 'D', width: 8 } : text
      default:
        return text
    }
  }
}

const WHOLE_DATE = /^\d{4}-\d{2}-\d{2}$/

/** Bytes before the records, one of which each field and the whole have. */
export const headerLength = (fields: readonly DbfField[]): number => 32 * (fields.length + 1) + 1

export const recordLength = (fields: readonly DbfField[]): number =>
  fields.reduce((sum, { width }) => sum + width, 1)

/** The head of a dBASE III file. */
export function dbfHeader(fields: readonly DbfField[], count: number): Buffer {
  const head = Buffer.alloc(headerLength(fields))
  head.writeUInt8(3, 0)
  head.set([80, 1, 1], 1)
  head.writeUInt32LE(count, 4)
  head.writeUInt16LE(headerLength(fields), 8)
  head.writeUInt16LE(recordLength(fields), 10)
  for (const [index, { name, type, width, decimals }] of fields.entries()) {
    const at = 32 * (index + 1)
    head.write(name, at, NAME_BYTES)
    head.write(type, at + 11)
    head.writeUInt8(width, at + 16)
    head.writeUInt8(decimals, at + 17)
  }
  head.writeUInt8(0x0d, head.length - 1)
  return head
}

/** The records of some rows. */
export function dbfRecords(fields: readonly DbfField[], rows: readonly DbfRow[]): Buffer {
  const length = recordLength(fields)
  const out = Buffer.alloc(length * rows.length, ' ')
  for (const [number, row] of rows.entries()) {
    let at = number * length + 1
    for (const [index, { type, width }] of fields.entries()) {
      out.write(padded(row[index] ?? '', type, width), at, width)
      at += width
    }
  }
  return out
}

function padded(text: string, type: DbfField['type'], width: number): string {
  switch (type) {
    case 'N':
      return text.padStart(width)
    case 'D':
      return text.replaceAll('-', '')
    default:
      return text
  }
}
