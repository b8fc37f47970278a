import { VitrineError } from '../errors.ts'
import { END_OF_TEXT, JsonCursor, MORE } from './json-cursor.ts'
import { exactDecimal, exactInteger } from './json-number.ts'

const MAX_DEPTH = 1000

export const QUOTE = 34
const COMMA = 44
const PLUS = 43
const MINUS = 45
const POINT = 46
const ZERO = 48
const COLON = 58
const SMALL_E = 101
export const OPEN_BRACKET = 91
const BACKSLASH = 92
export const CLOSE_BRACKET = 93
export const OPEN_BRACE = 123
export const CLOSE_BRACE = 125

const isDigit = (code: number): boolean => code >= 48 && code <= 57
const WORDS: readonly (readonly [string, string | boolean | null])[] = [
  ['true', true],
  ['false', false],
  ['null', null],
  ['NaN', 'not a number'],
  ['Infinity', 'not a number'],
  ['-Infinity', 'not a number'],
]

/** Reads JSON (RFC 8259) from text that comes in pieces; every method but `step` and `refill` is synchronous. */
export class JsonScanner extends JsonCursor {
  readonly #closers = new Uint8Array(MAX_DEPTH)

  /**
   * Goes to the next element of an array, or the next member of an object, whose closing character is
   * `closer`: its first character's code, or `closer` when there is none and the container is left.
   */
  nextItem(closer: number, first: boolean): number {
    let code = this.peek()
    if (!first && code === COMMA) {
      this.pos++
      code = this.peek()
      if (code === closer) {
        this.repairs.trailingCommas++
        this.repaired = true
      }
    } else if (!first && code !== closer) {
      throw code === END_OF_TEXT ? this.short() : this.fault()
    }
    if (code === END_OF_TEXT) throw this.short()
    if (code === closer) this.pos++
    return code
  }

  /** A string's text; stands behind its closing quote. */
  readString(): string {
    const start = this.pos
    const escaped = this.skipString()
    const text = this.text.slice(start + 1, this.pos - 1)
    return escaped ? this.#unescape(text, start) : text
  }

  #unescape(text: string, start: number): string {
    try {
      return JSON.parse(`"${escapeControls(text)}"`)
    } catch {
      throw this.fault(start + 1 + Math.max(0, text.search(/\\(?!["\\/bfnrt]|u[0-9a-fA-F]{4})/)))
    }
  }

  /** Passes a string; true when it holds escapes. */
  skipString(): boolean {
    const text = this.text
    if (text.charCodeAt(this.pos) !== QUOTE) throw this.fault()
    let escaped = false
    for (let at = this.pos + 1; ; at++) {
      const code = text.charCodeAt(at)
      if (code === QUOTE) {
        this.pos = at + 1
        return escaped
      }
      if (code === BACKSLASH) {
        escaped = true
        at++
      } else if (!(code >= 32)) {
        if (at >= text.length) throw this.short()
        this.repairs.controls++
        this.repaired = true
      }
    }
  }

  /** A member's name and its colon. */
  readKey(): string {
    if (this.peek() !== QUOTE) throw this.fault()
    const key = this.readString()
    this.expect(COLON)
    return key
  }

  skipKey(): void {
    this.skipString()
    this.expect(COLON)
  }

  /** True, and passes it, when the member's name at hand is written as `written`, its closing quote included. */
  passKey(written: string): boolean {
    if (!this.text.startsWith(written, this.pos + 1)) return false
    this.pos += written.length + 1
    if (this.text.charCodeAt(this.pos) === COLON) this.pos++
    else this.expect(COLON)
    return true
  }

  /** A number's value without loss (see `exactDecimal`). */
  readNumber(): number | bigint | string {
    const start = this.pos
    const negative = this.text.charCodeAt(start) === MINUS
    const whole = this.skipNumber()
    const digits = this.pos - start - (negative ? 1 : 0)
    if (!whole) return exactDecimal(this.text.slice(start, this.pos))
    if (digits > 15) return exactInteger(this.text.slice(start, this.pos))
    let value = 0
    for (let at = this.pos - digits; at < this.pos; at++) value = value * 10 + this.text.charCodeAt(at) - ZERO
    return negative ? -value : value
  }

  /** Passes a number; true when it is written as an integer. */
  skipNumber(): boolean {
    const text = this.text
    const start = this.pos
    const digits = text.charCodeAt(start) === MINUS ? start + 1 : start
    let at = digits
    while (isDigit(text.charCodeAt(at))) at++
    let wrong = at === digits || (at > digits + 1 && text.charCodeAt(digits) === ZERO)
    const integer = at
    if (text.charCodeAt(at) === POINT) {
      const fraction = ++at
      while (isDigit(text.charCodeAt(at))) at++
      wrong ||= at === fraction
    }
    if ((text.charCodeAt(at) | 32) === SMALL_E) {
      const sign = text.charCodeAt(++at)
      if (sign === MINUS || sign === PLUS) at++
      const exponent = at
      while (isDigit(text.charCodeAt(at))) at++
      wrong ||= at === exponent
    }
    if (at >= text.length && !this.ended) throw MORE
    if (wrong) throw this.fault(start)
    this.pos = at
    return at === integer
  }

  /** `true`, `false`, `null`; null for what is not a number. */
  readWord(): boolean | null {
    for (const [word, value] of WORDS) {
      if (!this.text.startsWith(word, this.pos)) continue
      this.pos += word.length
      if (typeof value !== 'string') return value
      this.repairs.notNumbers++
      this.repaired = true
      return null
    }
    if (this.text.length - this.pos < 9 && !this.ended) throw MORE
    throw this.pos >= this.text.length ? this.short() : this.fault()
  }

  /** True when a number (and not a word) begins at `code`. */
  startsNumber(code: number): boolean {
    if (isDigit(code)) return true
    if (code !== MINUS) return false
    if (this.pos + 1 >= this.text.length) throw this.short()
    return isDigit(this.text.charCodeAt(this.pos + 1))
  }

  skipScalar(code: number): void {
    if (code === QUOTE) this.skipString()
    else if (this.startsNumber(code)) this.skipNumber()
    else this.readWord()
  }

  /** Passes a value of any kind, checking it. */
  skipValue(): void {
    let depth = 0
    for (;;) {
      const code = this.peek()
      if (code === OPEN_BRACE || code === OPEN_BRACKET) {
        if (depth === MAX_DEPTH)
          throw new VitrineError('source_too_large', { what: 'depth', limit: MAX_DEPTH })
        this.pos++
        this.#closers[depth++] = code + 2
        if (this.#enterItem(true, code + 2)) continue
        depth--
      } else this.skipScalar(code)
      for (;;) {
        if (depth === 0) return
        if (this.#enterItem(false, this.#closers[depth - 1] ?? 0)) break
        depth--
      }
    }
  }

  /** Passes the next element or member of a container; false when it ended instead. */
  passItem(closer: number, first: boolean): boolean {
    if (!this.#enterItem(first, closer)) return false
    this.skipValue()
    return true
  }

  /** Goes to the next value of a container; false when the container ended instead. */
  #enterItem(first: boolean, closer: number): boolean {
    const code = this.nextItem(closer, first)
    if (code === closer) return false
    if (closer === CLOSE_BRACE) this.skipKey()
    return true
  }
}

/** Control characters of a string's inside as escapes. */
export const escapeControls = (text: string): string =>
  text.replace(/[^ -\uffff]/g, control => `\\u${control.charCodeAt(0).toString(16).padStart(4, '0')}`)
