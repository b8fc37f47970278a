import { VitrineError } from '../errors.ts'
import type { RawValue } from './reader.ts'
import { dateValue } from './xlsx-dates.ts'
import type { SheetRow, SheetWalk } from './xlsx-table.ts'
import { unescapeText, type Workbook } from './xlsx-workbook.ts'
import { walkXml } from './xlsx-xml.ts'
import type { ZipMember } from './zip-archive.ts'

const MAX_COLUMN = 16_384
const MOST_MERGES = 100_000

/** `C` of `C12` as 2. */
const columnOf = (reference: string): number => {
  let column = 0
  for (let at = 0; at < reference.length; at++) {
    const code = reference.charCodeAt(at) & 0xdf
    if (code < 65 || code > 90) break
    column = column * 26 + code - 64
  }
  return column - 1
}

interface Cell {
  readonly column: number
  readonly type: string
  readonly style: number
  value: string | null
  formula: boolean
}

/** Gathers rows from the events of a sheet's XML. */
class RowBuilder {
  readonly rows: SheetRow[] = []
  readonly #workbook: Workbook
  readonly #walk: SheetWalk
  #cells: RawValue[] = []
  #row = 0
  #cell: Cell | null = null
  #column = 0
  #inValue = false
  #phonetic = false

  constructor(workbook: Workbook, walk: SheetWalk) {
    this.#workbook = workbook
    this.#walk = walk
  }

  open(name: string, attributes: Readonly<Record<string, string>>): void {
    if (name === 'c') this.#openCell(attributes)
    else if (name === 'v' || name === 't') this.#inValue = this.#cell !== null && !this.#phonetic
    else if (name === 'row') {
      this.#row = Number(attributes.r ?? this.#row + 1)
      this.#cells = []
      this.#column = 0
    } else if (name === 'f' && this.#cell !== null) this.#cell.formula = true
    else if (name === 'rPh') this.#phonetic = true
    else if (name === 'mergeCell') this.#noteMerge(attributes.ref ?? '')
  }

  text(text: string): void {
    if (this.#inValue && this.#cell !== null) this.#cell.value = (this.#cell.value ?? '') + text
  }

  close(name: string): void {
    if (name === 'v' || name === 't') this.#inValue = false
    else if (name === 'rPh') this.#phonetic = false
    else if (name === 'c' && this.#cell !== null) {
      const value = this.#valueOf(this.#cell)
      if (value !== null) {
        while (this.#cells.length < this.#cell.column) this.#cells.push(null)
        this.#cells[this.#cell.column] = value
      }
      this.#cell = null
    } else if (name === 'row') this.rows.push({ number: this.#row, cells: this.#cells })
  }

  #openCell({ r, t = 'n', s = '0' }: Readonly<Record<string, string>>): void {
    const column = r === undefined ? this.#column : columnOf(r)
    if (column < 0 || column >= MAX_COLUMN) throw new VitrineError('source_damaged', { format: 'xlsx' })
    this.#column = column + 1
    this.#cell = { column, type: t, style: Number(s), value: null, formula: false }
  }

  #noteMerge(reference: string): void {
    const [from = '', to = ''] = reference.split(':')
    if (this.#walk.merges.length >= MOST_MERGES) return
    const row = (cell: string): number => Number(/\d+$/.exec(cell)?.[0] ?? 0)
    const merge = { top: row(from), bottom: row(to), left: columnOf(from), right: columnOf(to) }
    if (merge.right < MAX_COLUMN) this.#walk.merges.push(merge)
  }

  #valueOf({ type, style, value, formula }: Cell): RawValue {
    if (value === null) {
      if (formula) this.#walk.noCachedValue++
      return null
    }
    if (type === 's') return this.#workbook.texts[Number(value)] ?? null
    if (type === 'str' || type === 'inlineStr') return unescapeText(value)
    if (type === 'b') return value.trim() === '1' || value.trim() === 'true'
    if (type === 'd') return value
    if (type === 'e') {
      this.#walk.errors++
      return null
    }
    const number = Number(value)
    if (value.trim() === '' || !Number.isFinite(number)) return value === '' ? null : value
    const kind = this.#workbook.dates[style] ?? null
    return kind === null ? number : dateValue(number, kind, this.#workbook.is1904)
  }
}

/** The rows of a sheet that are written, in order; what else is met is noted in `walk`. */
export async function* sheetRows(
  part: ZipMember,
  workbook: Workbook,
  walk: SheetWalk,
): AsyncGenerator<SheetRow> {
  const builder = new RowBuilder(workbook, walk)
  for await (const _ of walkXml('xlsx', part.stream(), builder)) yield* builder.rows.splice(0)
}
