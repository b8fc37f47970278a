import type { Evidence, IngestReport } from '../dataset/revision.ts'
import type { Dialect } from './csv-dialect.ts'
import { CsvTokenizer } from './csv-tokenizer.ts'
import { cellText, isBlankRow, type Piece, rowEnd, walkRows } from './csv-walk.ts'
import type { RawBatch, RawFault, RawValue, RecordReader, SourceColumn } from './reader.ts'

/** A text table whose shape is known. */
export interface CsvShape {
  readonly columns: readonly SourceColumn[]
  readonly dialect: Dialect
  /** Records begin after this line. */
  readonly afterLine: number
  /** Whether a row of a single cell is no record. */
  readonly singleCells: boolean
  readonly texts: (signal: AbortSignal) => AsyncIterable<string>
  readonly evidence: readonly Evidence[]
  readonly warnings: IngestReport['warnings']
}

/** Records in a batch, at most. */
const BATCH = 1024
/** Characters of a faulty row that are kept. */
const SHOWN = 1000

export class CsvReader implements RecordReader {
  readonly format = 'csv'
  readonly columns: readonly SourceColumn[]
  readonly evidence: readonly Evidence[]
  readonly warnings: IngestReport['warnings']
  readonly #shape: CsvShape

  constructor(shape: CsvShape) {
    this.#shape = shape
    this.columns = shape.columns
    this.evidence = shape.evidence
    this.warnings = shape.warnings
  }

  async *batches(signal: AbortSignal): AsyncGenerator<RawBatch> {
    const tokenizer = new CsvTokenizer(this.#shape.dialect)
    for await (const piece of walkRows(this.#shape.texts(signal), tokenizer)) {
      signal.throwIfAborted()
      if ('tooLarge' in piece) {
        const fault: RawFault = { line: piece.line, value: piece.tooLarge, reason: 'record_too_large' }
        yield { rows: [], lines: [], faults: [fault] }
      } else for (let r = 0; r < tokenizer.rows; r += BATCH) yield this.#batch(piece, tokenizer, r)
    }
  }

  #batch(piece: Extract<Piece, { text: string }>, tokenizer: CsvTokenizer, from: number): RawBatch {
    const { text, used } = piece
    const { dialect, afterLine, columns, singleCells } = this.#shape
    const rows: RawValue[][] = []
    const lines: number[] = []
    const faults: RawFault[] = []
    const to = Math.min(from + BATCH, tokenizer.rows)
    for (let r = from; r < to; r++) {
      const line = tokenizer.rowLines[r] ?? 0
      if (line <= afterLine) continue
      const start = tokenizer.rowStarts[r] ?? 0
      const code = text.charCodeAt(start)
      if (!isWordly(code) && isBlankRow(text, start, rowEnd(tokenizer, r, used), dialect)) continue
      const reason = this.#fault(tokenizer, r, singleCells)
      if (reason !== null) {
        const value = text.slice(start, Math.min(start + SHOWN, rowEnd(tokenizer, r, used))).trimEnd()
        faults.push({ line, value, reason })
        continue
      }
      rows.push(cells(text, tokenizer, r, columns.length, dialect))
      lines.push(line)
    }
    return { rows, lines, faults }
  }

  /** Why the row is no record: text where no column is, or no cell apart from the first. */
  #fault(tokenizer: CsvTokenizer, r: number, singleCells: boolean): RawFault['reason'] | null {
    const first = r === 0 ? 0 : (tokenizer.rowEnds[r - 1] ?? 0)
    const end = tokenizer.rowEnds[r] ?? 0
    if (end - first === 1 && singleCells) return 'record_not_a_row'
    for (let k = first + this.columns.length; k < end; k++)
      if (tokenizer.starts[k] !== (tokenizer.ends[k] ?? 0) >> 2) return 'record_too_long'
    return null
  }
}

/** Letters and digits begin no blank row. */
const isWordly = (code: number): boolean =>
  (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122)

function cells(
  text: string,
  tokenizer: CsvTokenizer,
  r: number,
  width: number,
  dialect: Dialect,
): RawValue[] {
  const { starts, ends, rowEnds } = tokenizer
  const from = r === 0 ? 0 : (rowEnds[r - 1] ?? 0)
  const count = Math.min((rowEnds[r] ?? 0) - from, width)
  const row: RawValue[] = []
  for (let j = 0; j < count; j++) {
    const mark = ends[from + j] ?? 0
    const start = starts[from + j] ?? 0
    row.push((mark & 3) < 2 ? text.slice(start, mark >> 2) : cellText(text, start, mark, dialect))
  }
  for (let j = count; j < width; j++) row.push(null)
  return row
}
