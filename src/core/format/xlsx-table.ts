import type { Evidence, ReadOptions } from '../dataset/revision.ts'
import { countedWarning } from './counted-warning.ts'
import { headerNames } from './json-header.ts'
import type { RawBatch, RawValue, RecordReader } from './reader.ts'

const BATCH_RECORDS = 1024
/** Rows in which the header is looked for. */
const LOOK_ROWS = 50

/** One written row of a sheet; cells end with the last that has a value. */
export interface SheetRow {
  readonly number: number
  readonly cells: readonly RawValue[]
}

/** Cells shown as one; rows from 1, columns from 0, both ends included. */
export interface Merge {
  readonly top: number
  readonly bottom: number
  readonly left: number
  readonly right: number
}

/** What a walk over a sheet meets beside its rows. */
export interface SheetWalk {
  readonly merges: Merge[]
  errors: number
  noCachedValue: number
}

export const newWalk = (): SheetWalk => ({ merges: [], errors: 0, noCachedValue: 0 })

/** Where the table of a sheet is. */
export interface TableLayout {
  /** Number of the header's row, null without one. */
  readonly header: number | null
  /** Rows before this one are above the table. */
  readonly firstRow: number
  readonly names: readonly string[]
  /** Columns of the sheet that hold the table's columns. */
  readonly columns: readonly number[]
  readonly merges: readonly Merge[]
  readonly evidence: Evidence
  readonly warnings: RecordReader['warnings']
}

const isFilled = (value: RawValue | undefined): boolean =>
  value !== null && value !== undefined && value !== ''
const filled = (row: SheetRow): number => row.cells.filter(isFilled).length

/** Finds the table of a sheet in one walk; null when the sheet has none. */
export const findTable = async (
  rows: AsyncIterable<SheetRow>,
  walk: SheetWalk,
  options: ReadOptions,
): Promise<TableLayout | null> => {
  const first: SheetRow[] = []
  const widths: number[] = []
  const lastFilled: number[] = []
  let count = 0
  for await (const row of rows) {
    if (row.number <= (options.skip ?? 0) || filled(row) === 0) continue
    if (first.length < LOOK_ROWS) {
      first.push(row)
      widths.push(filled(row))
    }
    row.cells.forEach((value, column) => {
      if (isFilled(value)) lastFilled[column] = row.number
    })
    count++
  }
  const [top] = first
  if (top === undefined) return null
  const header = options.header === false ? null : headerRow(first, widths, options.header === true)
  if (header !== null && first.at(-1) === header && count === first.length && options.header !== true)
    return null
  const from = header?.number ?? top.number
  const columns = lastFilled.flatMap((row, column) => (row !== undefined && row >= from ? [column] : []))
  const cells = columns.map(column => asText(header?.cells[column]))
  const above = header === null ? 0 : first.indexOf(header)
  return {
    header: header?.number ?? null,
    firstRow: header === null ? top.number : header.number + 1,
    names: headerNames(cells, columns.length),
    columns,
    merges: walk.merges.filter(
      merge => merge.bottom > from && (merge.bottom > merge.top || merge.right > merge.left),
    ),
    evidence: {
      about: 'header',
      decision: header === null ? 'none' : String(header.number),
      because: header === null ? 'xlsx_no_header' : 'xlsx_header_row',
      params: { row: header?.number ?? 0, above, columns: columns.length },
    },
    warnings: warningsOf(walk),
  }
}

const asText = (value: RawValue | undefined): RawValue => {
  if (value === null || value === undefined) return null
  if (typeof value !== 'object') return String(value)
  if (value.kind === 'date') return value.iso
  return value.kind === 'datetime' ? new Date(value.epochMs).toISOString() : null
}

/**
 * The header is the first row that is about as wide as the rows after it are, and of texts; titles above it are
 * narrower. Null when a row of values comes first.
 */
const headerRow = (rows: readonly SheetRow[], widths: readonly number[], sure: boolean): SheetRow | null => {
  for (const [at, row] of rows.entries()) {
    const after = widths.slice(at + 1).sort((a, b) => a - b)
    const typical = after[Math.floor(after.length / 2)] ?? 0
    if ((widths[at] ?? 0) < typical * 0.6 || (widths[at] === 1 && Math.max(0, ...after) > 1)) continue
    return sure || looksLikeNames(row) ? row : null
  }
  return null
}

/** Texts mostly, and years or other whole numbers at most beside them; no value twice. */
const looksLikeNames = ({ cells }: SheetRow): boolean => {
  const values = cells.filter(isFilled)
  const texts = values.filter(value => typeof value === 'string')
  const whole = values.filter(value => typeof value === 'number' && Number.isInteger(value))
  const dates = values.filter(value => typeof value === 'object')
  return (
    texts.length > 0 &&
    texts.length + whole.length + dates.length === values.length &&
    texts.length * 10 >= values.length
  )
}

const warningsOf = ({ errors, noCachedValue }: SheetWalk): RecordReader['warnings'] => [
  ...countedWarning('xlsx_error_cells', errors),
  ...countedWarning('xlsx_formulas_without_value', noCachedValue),
]

/** The records of a table, merged cells all with the value shown; rows without any value are passed. */
export async function* tableBatches(
  rows: AsyncIterable<SheetRow>,
  layout: TableLayout,
): AsyncGenerator<RawBatch> {
  const spread = new MergeSpreader(layout.merges)
  let batch = { rows: [] as RawValue[][], lines: [] as number[], faults: [] }
  for await (const row of rows) {
    const cells = spread.apply(row)
    if (row.number < layout.firstRow || row.cells.every(value => !isFilled(value))) continue
    batch.rows.push(layout.columns.map(column => cells[column] ?? null))
    batch.lines.push(row.number)
    if (batch.rows.length < BATCH_RECORDS) continue
    yield batch
    batch = { rows: [], lines: [], faults: [] }
  }
  if (batch.rows.length > 0) yield batch
}

/** Gives the value of a merged cell to all cells it covers, row after row. */
class MergeSpreader {
  readonly #waiting: Merge[]
  #active: { readonly merge: Merge; readonly value: RawValue }[] = []

  constructor(merges: readonly Merge[]) {
    this.#waiting = [...merges].sort((a, b) => b.top - a.top)
  }

  apply(row: SheetRow): readonly RawValue[] {
    if (this.#waiting.length === 0 && this.#active.length === 0) return row.cells
    const cells = [...row.cells]
    for (
      let next = this.#waiting.at(-1);
      next !== undefined && next.top <= row.number;
      next = this.#waiting.at(-1)
    ) {
      this.#waiting.pop()
      if (next.top === row.number) this.#active.push({ merge: next, value: row.cells[next.left] ?? null })
    }
    this.#active = this.#active.filter(({ merge }) => merge.bottom >= row.number)
    for (const { merge, value } of this.#active) {
      for (let column = merge.left; column <= merge.right; column++) {
        while (cells.length <= column) cells.push(null)
        cells[column] ??= value
      }
    }
    return cells
  }
}
