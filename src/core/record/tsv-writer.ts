const TAB = 9
const LF = 10
const BACKSLASH = 92

/** What follows the backslash for a byte that TSV may not hold; 0 where nothing is escaped. */
const ESCAPES = new Uint8Array(128)
for (const [byte, letter] of [
  [0, '0'],
  [8, 'b'],
  [9, 't'],
  [10, 'n'],
  [12, 'f'],
  [13, 'r'],
  [BACKSLASH, '\\'],
] as const)
  ESCAPES[byte] = letter.charCodeAt(0)

/**
 * ClickHouse's TabSeparated, written into one buffer that grows to its need and is used again. A row is
 * begun, its cells are written, then it is ended or taken back.
 */
export class TsvWriter {
  #bytes: Uint8Array<ArrayBuffer>
  #at = 0
  #row = 0

  constructor(capacity: number) {
    this.#bytes = new Uint8Array(capacity)
  }

  get length(): number {
    return this.#at
  }

  beginRow(): void {
    this.#row = this.#at
  }

  /** Forgets the row begun. */
  takeBack(): void {
    this.#at = this.#row
  }

  endRow(): void {
    this.#reserve(1)
    this.#bytes[this.#at++] = LF
  }

  tab(): void {
    this.#reserve(1)
    this.#bytes[this.#at++] = TAB
  }

  space(): void {
    this.#reserve(1)
    this.#bytes[this.#at++] = 32
  }

  null(): void {
    this.#reserve(2)
    this.#bytes[this.#at++] = BACKSLASH
    this.#bytes[this.#at++] = 78
  }

  /** ASCII that needs no escape: numbers, instants, brackets. */
  plain(ascii: string): void {
    this.part(ascii, 0, ascii.length)
  }

  /** The same for a part of a text. */
  part(ascii: string, start: number, end: number): void {
    this.#reserve(end - start)
    const bytes = this.#bytes
    let at = this.#at
    for (let i = start; i < end; i++) bytes[at++] = ascii.charCodeAt(i)
    this.#at = at
  }

  /** A whole number from 0 to 99, in two digits. */
  twoDigits(value: number): void {
    this.#reserve(2)
    const tens = (value / 10) | 0
    this.#bytes[this.#at++] = 48 + tens
    this.#bytes[this.#at++] = 48 + value - tens * 10
  }

  /** Any text, as UTF-8 with escapes; a half of a surrogate pair becomes U+FFFD. `quote` also escapes `'`. */
  text(text: string, quote = false): void {
    const length = text.length
    this.#reserve(length * 3)
    const bytes = this.#bytes
    let at = this.#at
    for (let i = 0; i < length; i++) {
      const code = text.charCodeAt(i)
      if (code >= 128) {
        this.#at = at
        i += this.#beyondAscii(text, i, code)
        at = this.#at
      } else if (ESCAPES[code] === 0 && (code !== 39 || !quote)) bytes[at++] = code
      else {
        bytes[at++] = BACKSLASH
        bytes[at++] = code === 39 ? 39 : (ESCAPES[code] ?? 0)
      }
    }
    this.#at = at
  }

  /** Whether a null stands from `start` to `end`: a text that reads so was escaped. */
  isNull(start: number, end: number): boolean {
    return end - start === 2 && this.#bytes[start] === BACKSLASH && this.#bytes[start + 1] === 78
  }

  /** The bytes from `start` to `end`, to be read before anything more is written. */
  view(start: number, end: number): Uint8Array {
    return this.#bytes.subarray(start, end)
  }

  /** Writes again what stands from `start` to `end`. */
  repeat(start: number, end: number): void {
    this.#reserve(end - start)
    const bytes = this.#bytes
    let at = this.#at
    if (end - start > 64) {
      bytes.copyWithin(at, start, end)
      at += end - start
    } else for (let i = start; i < end; i++) bytes[at++] = bytes[i] ?? 0
    this.#at = at
  }

  /** Everything written, as bytes of its own; the writer is empty again. */
  take(): Uint8Array {
    const taken = this.#bytes.slice(0, this.#at)
    this.#at = 0
    return taken
  }

  /** Returns how many further UTF-16 units were written. */
  #beyondAscii(text: string, i: number, code: number): number {
    const bytes = this.#bytes
    if (code < 0x800) {
      bytes[this.#at++] = 0xc0 | (code >> 6)
      bytes[this.#at++] = 0x80 | (code & 63)
      return 0
    }
    const point = code >= 0xd800 && code < 0xe000 ? pairAt(text, i) : code
    if (point < 0x10000) bytes[this.#at++] = 0xe0 | (point >> 12)
    else {
      bytes[this.#at++] = 0xf0 | (point >> 18)
      bytes[this.#at++] = 0x80 | ((point >> 12) & 63)
    }
    bytes[this.#at++] = 0x80 | ((point >> 6) & 63)
    bytes[this.#at++] = 0x80 | (point & 63)
    return point < 0x10000 ? 0 : 1
  }

  #reserve(more: number): void {
    if (this.#at + more <= this.#bytes.length) return
    const larger = new Uint8Array(Math.max(this.#bytes.length * 2, this.#at + more))
    larger.set(this.#bytes.subarray(0, this.#at))
    this.#bytes = larger
  }
}

function pairAt(text: string, i: number): number {
  const point = text.codePointAt(i) ?? 0xfffd
  return point < 0x10000 ? 0xfffd : point
}
