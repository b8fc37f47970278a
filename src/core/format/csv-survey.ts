import type { Dialect } from './csv-dialect.ts'
import { CsvTokenizer } from './csv-tokenizer.ts'
import { isBlankRow, rowEnd, walkRows } from './csv-walk.ts'

/** What a pass over a whole text says of a dialect. */
export interface Survey {
  readonly dialect: Dialect
  /** Rows that hold something, rows that hold separators only, rows too large. */
  readonly rows: number
  readonly blank: number
  readonly tooLarge: number
  /** Lines, of which `fitting` are in rows of the commonest number of cells. */
  readonly lines: number
  readonly fitting: number
  /** Rows by number of cells, and by number of cells up to the last that is not empty. */
  readonly widths: ReadonlyMap<number, number>
  readonly fills: ReadonlyMap<number, number>
  /** The commonest number of cells. */
  readonly width: number
  readonly quoted: number
  readonly strayQuotes: number
  readonly unterminated: number
  readonly innerLines: number
  readonly innerDelimiters: number
  readonly loneCrs: number
  readonly longestCell: number
}

/** Wider rows are counted as this wide. */
const WIDEST = 20_000

export async function surveyText(texts: AsyncIterable<string>, dialect: Dialect, skip = 0): Promise<Survey> {
  const tokenizer = new CsvTokenizer(dialect)
  const counter = new RowCounter(dialect, tokenizer, skip)
  for await (const piece of walkRows(texts, tokenizer)) {
    if ('tooLarge' in piece) counter.tooLarge++
    else counter.count(piece.text, piece.used)
  }
  return counter.survey()
}

/** The same for a text at hand. */
export function surveyString(text: string, whole: boolean, dialect: Dialect): Survey {
  const tokenizer = new CsvTokenizer(dialect)
  const counter = new RowCounter(dialect, tokenizer, 0)
  const used = tokenizer.cut(text, whole)
  counter.count(text, used)
  return counter.survey()
}

class RowCounter {
  tooLarge = 0
  readonly #dialect: Dialect
  readonly #tokenizer: CsvTokenizer
  readonly #skip: number
  /** Indexed by number of cells. */
  #widths = new Float64Array(64)
  #fills = new Float64Array(64)
  #lines = new Float64Array(64)
  #rows = 0
  #blank = 0

  constructor(dialect: Dialect, tokenizer: CsvTokenizer, skip: number) {
    this.#dialect = dialect
    this.#tokenizer = tokenizer
    this.#skip = skip
  }

  count(text: string, used: number): void {
    const { rowLines, rowEnds, rows, line } = this.#tokenizer
    let first = 0
    for (let r = 0; r < rows; r++) {
      const end = rowEnds[r] ?? 0
      const startLine = rowLines[r] ?? 0
      if (startLine > this.#skip) {
        if (this.#isBlank(text, r, used)) this.#blank++
        else this.#add(first, end, (r + 1 < rows ? (rowLines[r + 1] ?? 0) : line + 1) - startLine)
      }
      first = end
    }
  }

  #isBlank(text: string, r: number, used: number): boolean {
    const start = this.#tokenizer.rowStarts[r] ?? 0
    const code = text.charCodeAt(start)
    if ((code >= 48 && code <= 57) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122)) return false
    return isBlankRow(text, start, rowEnd(this.#tokenizer, r, used), this.#dialect)
  }

  #add(first: number, end: number, lines: number): void {
    const { starts, ends } = this.#tokenizer
    const width = Math.min(end - first, WIDEST)
    let last = end - 1
    while (last > first && starts[last] === (ends[last] ?? 0) >> 2) last--
    const fill = Math.min(last - first + 1, WIDEST)
    if (width >= this.#widths.length) this.#grow(width)
    this.#rows++
    this.#widths[width] = (this.#widths[width] ?? 0) + 1
    this.#fills[fill] = (this.#fills[fill] ?? 0) + 1
    this.#lines[width] = (this.#lines[width] ?? 0) + lines
  }

  #grow(width: number): void {
    const grown = (counts: Float64Array): Float64Array<ArrayBuffer> => {
      const larger = new Float64Array(width * 2)
      larger.set(counts)
      return larger
    }
    this.#widths = grown(this.#widths)
    this.#fills = grown(this.#fills)
    this.#lines = grown(this.#lines)
  }

  survey(): Survey {
    const tokenizer = this.#tokenizer
    const widths = nonZero(this.#widths)
    const width = [...widths].reduce((best, next) => (next[1] > best[1] ? next : best), [0, 0])[0]
    return {
      dialect: this.#dialect,
      rows: this.#rows,
      blank: this.#blank,
      tooLarge: this.tooLarge,
      lines: this.#lines.reduce((sum, n) => sum + n, 0),
      fitting: this.#lines[width] ?? 0,
      widths,
      fills: nonZero(this.#fills),
      width,
      quoted: tokenizer.quoted,
      strayQuotes: tokenizer.strayQuotes,
      unterminated: tokenizer.unterminated,
      innerLines: tokenizer.innerLines,
      innerDelimiters: tokenizer.innerDelimiters,
      loneCrs: tokenizer.loneCrs,
      longestCell: tokenizer.longestCell,
    }
  }
}

function nonZero(counts: Float64Array): ReadonlyMap<number, number> {
  const found = new Map<number, number>()
  for (let i = 0; i < counts.length; i++) if (counts[i] !== 0) found.set(i, counts[i] ?? 0)
  return found
}
