import { type Dialect, MAX_CELL } from './csv-dialect.ts'

const LF = 10
const CR = 13
const SPACE = 32
const TAB = 9
const NEVER = -1

/** How a cell is written; kept in the low bits of its end. */
export const PLAIN = 0
export const QUOTED = 1
/** Quoted, with escapes to undo. */
export const ESCAPED = 2
/** Plain, with backslash escapes to undo. */
export const PLAIN_ESCAPED = 3

/**
 * Cuts text into rows and cells without making a string: places go into arrays that are used again for every
 * piece of text. Cell `k` is `text.slice(starts[k], ends[k] >> 2)`, written as `ends[k] & 3` says; row `r`
 * begins at `rowStarts[r]`, on line `rowLines[r]`, and its last cell is `rowEnds[r] - 1`.
 */
export class CsvTokenizer {
  starts = new Int32Array(1 << 16)
  ends = new Int32Array(1 << 16)
  rowStarts = new Int32Array(1 << 12)
  rowEnds = new Int32Array(1 << 12)
  rowLines = new Float64Array(1 << 12)
  cells = 0
  rows = 0
  /** Lines ended so far, over all pieces. */
  line = 0

  // what was seen over all pieces, for the choice of a dialect
  /** Cells properly between quotes. */
  quoted = 0
  /** Quotes inside a quoted cell that were not escaped. */
  strayQuotes = 0
  /** Opening quotes without an end. */
  unterminated = 0
  /** Line feeds inside quoted cells, and delimiters in those same cells. */
  innerLines = 0
  innerDelimiters = 0
  /** CRs outside quotes that no LF follows. */
  loneCrs = 0
  longestCell = 0

  readonly #delimiter: number
  readonly #quote: number
  readonly #backslash: number
  readonly #loneCr: boolean
  /** The piece as UTF-16 units: an array is scanned several times faster than a string. */
  #codes = new Uint16Array(1 << 16)
  #length = 0
  #final = false
  #at = 0
  #pendingLines = 0
  /** No closing quote before this place of the present piece: an opening one before it is a stray. */
  #hopelessTo = 0

  constructor(dialect: Dialect) {
    this.#delimiter = dialect.delimiter === '' ? NEVER : dialect.delimiter.charCodeAt(0)
    this.#quote = dialect.quote === '' ? NEVER : dialect.quote.charCodeAt(0)
    this.#backslash = dialect.escape === 'backslash' ? 92 : NEVER
    this.#loneCr = dialect.loneCr
  }

  /**
   * Cuts `text`, which begins at a row; `final` says that nothing follows. Returns how much of it belongs to
   * whole rows: the rest is to be given again, with what follows it.
   */
  cut(text: string, final: boolean): number {
    this.#read(text)
    this.#final = final
    this.#at = 0
    this.#hopelessTo = 0
    this.cells = 0
    this.rows = 0
    while (this.#at < text.length) {
      const start = this.#at
      const firstCell = this.cells
      this.#pendingLines = 0
      if (!this.#row()) {
        this.cells = firstCell
        return start
      }
      if (this.rows === this.rowStarts.length) this.#growRows()
      this.rowStarts[this.rows] = start
      this.rowEnds[this.rows] = this.cells
      this.rowLines[this.rows] = this.line + 1
      this.line += this.#pendingLines + 1
      this.rows++
    }
    return text.length
  }

  /** One unit over the text is zero, so that a look at the next one finds none. */
  #read(text: string): void {
    if (this.#codes.length <= text.length) this.#codes = new Uint16Array(text.length + (text.length >> 2) + 1)
    Buffer.from(this.#codes.buffer).write(text, 'utf16le')
    this.#length = text.length
    this.#codes[text.length] = 0
  }

  /** Reads cells to the end of the row; false when the piece ends before it. */
  #row(): boolean {
    const codes = this.#codes
    const quote = this.#quote
    for (;;) {
      let place = this.#at
      let code = codes[place]
      while (code === SPACE && this.#delimiter !== SPACE) code = codes[++place]
      const opens = code === quote && place >= this.#hopelessTo
      const after = opens ? this.#quotedCell(place) : this.#plainCell()
      if (after !== NEXT_CELL) return after === ROW_END
    }
  }

  #plainCell(): After {
    const codes = this.#codes
    const length = this.#length
    const delimiter = this.#delimiter
    const backslash = this.#backslash
    const start = this.#at
    let i = start
    let how = PLAIN
    for (; i < length; i++) {
      const code = codes[i]
      if (code === delimiter) return this.#push(start, i, how, i + 1, NEXT_CELL)
      if (code === LF) return this.#push(start, i, how, i + 1, ROW_END)
      if (code === CR) {
        if (i + 1 === length && !this.#final) return CUT_OFF
        if (codes[i + 1] === LF) return this.#push(start, i, how, i + 2, ROW_END)
        this.loneCrs++
        if (this.#loneCr) return this.#push(start, i, how, i + 1, ROW_END)
      } else if (code === backslash) {
        how = PLAIN_ESCAPED
        i++
      }
    }
    return this.#final ? this.#push(start, length, how, length, ROW_END) : CUT_OFF
  }

  /** A cell whose opening quote is at `open`. */
  #quotedCell(open: number): After {
    const codes = this.#codes
    const length = this.#length
    const quote = this.#quote
    const backslash = this.#backslash
    let how = QUOTED
    let lines = 0
    let stray = 0
    for (let i = open + 1; i < length; i++) {
      const code = codes[i]
      if (code === quote) {
        if (i + 1 === length && !this.#final) return CUT_OFF
        if (codes[i + 1] === quote && backslash === NEVER) {
          how = ESCAPED
          i++
          continue
        }
        const end = this.#closing(i)
        if (end === CLOSE_UNKNOWN) return CUT_OFF
        if (end !== NOT_CLOSING) return this.#close(open, i, how, end, lines, stray)
        stray++
        how = ESCAPED
      } else if (code === LF) lines++
      else if (code === backslash) {
        how = ESCAPED
        i++
      }
    }
    if (!this.#final && length - open <= MAX_CELL) return CUT_OFF
    this.unterminated++
    this.#hopelessTo = length
    return this.#plainCell()
  }

  /** Where the row goes on when the quote at `at` closes its cell: a delimiter, a line end or the end. */
  #closing(at: number): number {
    const codes = this.#codes
    let i = at + 1
    for (;;) {
      if (i >= this.#length) return this.#final ? this.#length : CLOSE_UNKNOWN
      const code = codes[i]
      if (code === this.#delimiter || code === LF) return i
      if (code === CR) {
        if (i + 1 === this.#length && !this.#final) return CLOSE_UNKNOWN
        return this.#loneCr || codes[i + 1] === LF ? i : NOT_CLOSING
      }
      if (code !== SPACE && code !== TAB) return NOT_CLOSING
      i++
    }
  }

  #close(open: number, close: number, how: number, end: number, lines: number, stray: number): After {
    const codes = this.#codes
    this.quoted++
    this.strayQuotes += stray
    this.#pendingLines += lines
    if (lines > 0) this.#countInner(open, close, lines)
    if (end === this.#length) return this.#push(open + 1, close, how, end, ROW_END)
    const code = codes[end]
    if (code === this.#delimiter) return this.#push(open + 1, close, how, end + 1, NEXT_CELL)
    const crlf = code === CR && codes[end + 1] === LF
    if (code === CR && !crlf) this.loneCrs++
    return this.#push(open + 1, close, how, crlf ? end + 2 : end + 1, ROW_END)
  }

  #countInner(open: number, close: number, lines: number): void {
    this.innerLines += lines
    for (let i = open; i < close; i++) if (this.#codes[i] === this.#delimiter) this.innerDelimiters++
  }

  #push(start: number, end: number, how: number, next: number, after: After): After {
    if (this.cells === this.starts.length) this.#growCells()
    this.starts[this.cells] = start
    this.ends[this.cells] = (end << 2) | how
    this.cells++
    if (end - start > this.longestCell) this.longestCell = end - start
    this.#at = next
    return after
  }

  #growCells(): void {
    this.starts = grown(this.starts)
    this.ends = grown(this.ends)
  }

  #growRows(): void {
    this.rowStarts = grown(this.rowStarts)
    this.rowEnds = grown(this.rowEnds)
    const lines = new Float64Array(this.rowLines.length * 2)
    lines.set(this.rowLines)
    this.rowLines = lines
  }
}

type After = typeof NEXT_CELL | typeof ROW_END | typeof CUT_OFF
const NEXT_CELL = 0
const ROW_END = 1
const CUT_OFF = 2
const NOT_CLOSING = -1
const CLOSE_UNKNOWN = -2

function grown(array: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(array.length * 2)
  larger.set(array)
  return larger
}
