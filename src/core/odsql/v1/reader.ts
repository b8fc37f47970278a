import type { Span } from '../../parsed.ts'
import type { ClauseName, StringNode } from '../ast.ts'
import { MAX_LENGTH, SyntaxStop } from '../cursor.ts'
import { unescaped } from '../lexer.ts'

/** Deepest nesting: each level may hold an `or`, an `and` and a `not`. */
const MAX_NESTING = 25

const SPACE = /[\s\u00a0\ufeff]*/y
const GAP = /[\s\u00a0\ufeff,]*/y
const QUOTED = /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/sy

/** A text of the old query language with a place in it: what a word is depends on what stands before it. */
export class Reader {
  readonly clause: ClauseName
  readonly text: string
  private at = 0
  private ended = 0
  private nesting = 0

  constructor(clause: ClauseName, text: string) {
    this.clause = clause
    this.text = text
    if (text.length > MAX_LENGTH)
      throw new SyntaxStop({
        code: 'odsql_too_long',
        place: clause,
        span: [0, 0],
        params: { limit: MAX_LENGTH },
      })
  }

  /** Start of what comes next. */
  get start(): number {
    this.take(SPACE)
    return this.at
  }

  /** From `start` to the end of what was read last. */
  span(start: number): Span {
    return [start, Math.max(start, this.ended)]
  }

  get isEnd(): boolean {
    return this.start >= this.text.length
  }

  /** What the sticky `pattern` finds next, white space left out; null when it does not stand there. */
  read(pattern: RegExp): string | null {
    this.take(SPACE)
    const found = this.take(pattern)
    if (found !== null) this.ended = this.at
    return found
  }

  /** Whether the sticky `pattern` stands next; nothing is read. */
  sees(pattern: RegExp): boolean {
    pattern.lastIndex = this.start
    return pattern.test(this.text)
  }

  expect(pattern: RegExp): string {
    return this.read(pattern) ?? this.unexpected()
  }

  /** A text between quotes, or null. */
  string(): StringNode | null {
    const { start } = this
    const found = this.read(QUOTED)
    return found === null
      ? null
      : { kind: 'string', value: unescaped(found.slice(1, -1)), span: this.span(start) }
  }

  /** Leaves out the commas and spaces that only separate. */
  skip(): void {
    this.take(GAP)
  }

  nested<T>(read: () => T): T {
    if (++this.nesting > MAX_NESTING)
      throw new SyntaxStop({
        code: 'odsql_too_deep',
        place: this.clause,
        span: [this.start, this.start],
        params: { position: this.at },
      })
    const value = read()
    this.nesting--
    return value
  }

  /** Stops here, or at the `position` said: nothing in the grammar can use what stands there. */
  unexpected(position = this.start): never {
    const token = /[\p{L}\p{N}_]+|[\s\S]/uy
    token.lastIndex = position
    const found = token.exec(this.text)?.[0]
    throw new SyntaxStop({
      code: found === undefined ? 'odsql_unexpected_end' : 'odsql_unexpected',
      place: this.clause,
      span: [position, position + (found?.length ?? 0)],
      params: { token: found ?? '', position, text: this.text },
    })
  }

  private take(pattern: RegExp): string | null {
    pattern.lastIndex = this.at
    const found = pattern.exec(this.text)?.[0] ?? null
    this.at += found?.length ?? 0
    return found
  }
}
