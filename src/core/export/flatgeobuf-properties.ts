import { Buffer } from 'node:buffer'
import { ColumnType } from 'flatgeobuf/lib/mjs/flat-geobuf/column-type.js'
import { cellOf, type ExportColumn, type ExportKind, type ExportValue } from './rows.ts'

/** How values of each kind stand in a feature. */
const TYPES: Readonly<Record<ExportKind, ColumnType>> = {
  text: ColumnType.String,
  texts: ColumnType.Json,
  int: ColumnType.Long,
  double: ColumnType.Double,
  boolean: ColumnType.Bool,
  date: ColumnType.DateTime,
  datetime: ColumnType.DateTime,
  geo_point_2d: ColumnType.String,
  geo_shape: ColumnType.String,
  json_blob: ColumnType.Json,
  file: ColumnType.String,
}

export const propertyType = ({ kind }: ExportColumn): ColumnType => TYPES[kind]

/** Values of one feature, one behind another: number of the column, then the value; null is left out. */
export class PropertyBuffer {
  #bytes = Buffer.allocUnsafeSlow(4096)
  #length = 0

  /** What was added since it was last taken; valid until the next value is added. */
  take(): Uint8Array {
    const taken = this.#bytes.subarray(0, this.#length)
    this.#length = 0
    return taken
  }

  add(number: number, column: ExportColumn, value: ExportValue): void {
    const said = column.kind === 'texts' && value !== null ? JSON.stringify(value) : cellOf(column)(value)
    if (said === null) return
    this.#reserve(12)
    this.#length = this.#bytes.writeUInt16LE(number, this.#length)
    switch (TYPES[column.kind]) {
      case ColumnType.Long:
        this.#length = this.#bytes.writeBigInt64LE(BigInt(said), this.#length)
        return
      case ColumnType.Double:
        this.#length = this.#bytes.writeDoubleLE(Number(said), this.#length)
        return
      case ColumnType.Bool:
        this.#length = this.#bytes.writeUInt8(said === true ? 1 : 0, this.#length)
        return
      default:
        this.#addText(String(said))
    }
  }

  #addText(text: string): void {
    this.#reserve(4 + 3 * text.length)
    const length = this.#bytes.write(text, this.#length + 4)
    this.#bytes.writeUInt32LE(length, this.#length)
    this.#length += 4 + length
  }

  #reserve(more: number): void {
    const wanted = this.#length + more
    if (wanted <= this.#bytes.length) return
    const larger = Buffer.allocUnsafeSlow(Math.max(wanted, 2 * this.#bytes.length))
    this.#bytes.copy(larger, 0, 0, this.#length)
    this.#bytes = larger
  }
}
