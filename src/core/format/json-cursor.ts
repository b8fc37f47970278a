import { VitrineError } from '../errors.ts'

/** Longest value held whole, in characters; what holds many of them (an array of records) has no limit. */
const MAX_VALUE_CHARS = 64 * 1024 * 1024
const REFILL_CHARS = 256 * 1024

/** What `peek` gives after the last character. */
export const END_OF_TEXT = -1

/** Given by `attempt`, and thrown by the reading methods inside it, when the text goes on in the next piece. */
export const MORE = Symbol('more text needed')

/** Text that is not JSON, at a 0-based character offset. */
export class JsonFault extends Error {
  readonly offset: number
  constructor(offset: number) {
    super(`not JSON at character ${offset}`)
    this.offset = offset
  }
}

/** Small faults that are read over. */
export interface JsonRepairs {
  trailingCommas: number
  /** `NaN`, `Infinity` and `-Infinity`, read as nothing. */
  notNumbers: number
  /** Line ends, tabs and the like written as such inside a text. */
  controls: number
}

/**
 * A place in a text that comes in pieces. Reading methods built on it are synchronous; run by `step`, they
 * start again when they meet the end of the text at hand.
 */
export class JsonCursor {
  text = ''
  pos = 0
  /** White space was passed since this was last set to false. */
  spaced = false
  /** A repair was made since this was last set to false. */
  repaired = false
  repairs: JsonRepairs = { trailingCommas: 0, notNumbers: 0, controls: 0 }
  #passed = 0
  #ended = false
  readonly #pieces: AsyncIterator<string> | null

  constructor(pieces: AsyncIterable<string> | string) {
    this.#pieces = typeof pieces === 'string' ? null : pieces[Symbol.asyncIterator]()
    if (typeof pieces === 'string') this.restart(pieces)
  }

  /** Characters read so far. */
  get offset(): number {
    return this.#passed + this.pos
  }

  /** Runs one reading method, giving it more text for as long as it needs. */
  async step<T>(read: () => T): Promise<T> {
    for (;;) {
      const result = this.attempt(read)
      if (result !== MORE) return result
      await this.refill()
    }
  }

  /** Runs one reading method over the text at hand: its result, or `MORE` and the cursor as it was. */
  attempt<T>(read: () => T): T | typeof MORE {
    const start = this.pos
    const { trailingCommas, notNumbers, controls } = this.repairs
    try {
      return read()
    } catch (thrown) {
      if (thrown !== MORE) throw thrown
      this.pos = start
      this.repairs = { trailingCommas, notNumbers, controls }
      return MORE
    }
  }

  /** Reads again from `start`, without moving nor counting repairs twice. */
  again<T>(start: number, read: () => T): T {
    const end = this.pos
    const { trailingCommas, notNumbers, controls } = this.repairs
    this.pos = start
    const result = read()
    this.pos = end
    this.repairs = { trailingCommas, notNumbers, controls }
    return result
  }

  /** Lets go of what was read and takes the next pieces, as many as the rest is long. */
  async refill(): Promise<void> {
    const rest = this.text.slice(this.pos)
    if (rest.length > MAX_VALUE_CHARS) {
      throw new VitrineError('source_too_large', { what: 'value', limit: MAX_VALUE_CHARS })
    }
    this.#passed += this.pos
    this.pos = 0
    const parts = [rest]
    for (let added = 0; added < Math.max(REFILL_CHARS, rest.length); ) {
      const next = await this.#pieces?.next()
      if (next === undefined || next.done === true) {
        this.#ended = true
        break
      }
      parts.push(next.value)
      added += next.value.length
    }
    this.text = parts.join('')
  }

  /** Lets the source close its file. */
  async close(): Promise<void> {
    await this.#pieces?.return?.()
  }

  /** Takes another whole text, for sources of one document a line. */
  restart(text: string): void {
    this.text = text
    this.pos = 0
    this.#passed = 0
    this.#ended = true
  }

  fault(at = this.pos): JsonFault {
    return new JsonFault(this.#passed + at)
  }

  /** What to throw when the text at hand ended too soon. */
  short(): symbol | JsonFault {
    return this.#ended ? this.fault(this.text.length) : MORE
  }

  /** Whether there is no text after the text at hand. */
  get ended(): boolean {
    return this.#ended
  }

  /** Goes to the next character that is not white space and gives its code, or `END_OF_TEXT`. */
  peek(): number {
    const text = this.text
    let at = this.pos
    let code = text.charCodeAt(at)
    if (code > 32) return code
    while (code === 32 || code === 10 || code === 13 || code === 9) code = text.charCodeAt(++at)
    if (at !== this.pos) this.spaced = true
    this.pos = at
    if (at < text.length) return code
    if (this.#ended) return END_OF_TEXT
    throw MORE
  }

  /** Passes the next character that is not white space, which must be `code`. */
  expect(code: number): void {
    const found = this.peek()
    if (found !== code) throw found === END_OF_TEXT ? this.short() : this.fault()
    this.pos++
  }
}
