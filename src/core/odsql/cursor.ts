import type { Span } from '../parsed.ts'
import type { ClauseName } from './ast.ts'
import type { FaultCode, OdsqlFault } from './faults.ts'
import { type Token, tokenize } from './lexer.ts'

/** Longest clause that is read, in characters. */
export const MAX_LENGTH = 100_000
/** Deepest nesting: what the engine's own parser is sure to take (500 levels of its grammar). */
export const MAX_DEPTH = 60

/** Leaves the parser at the first token it cannot use; caught where the clause was entered. */
export class SyntaxStop extends Error {
  readonly fault: OdsqlFault

  constructor(fault: OdsqlFault) {
    super(fault.code)
    this.fault = fault
  }
}

const END: Token = { kind: 'end', value: '', text: '', span: [0, 0] }

/** A reader's place in the words of one clause. */
export class Cursor {
  readonly clause: ClauseName
  readonly text: string
  private readonly tokens: readonly Token[]
  private readonly depths = new WeakMap<object, number>()
  private at = 0
  private nesting = 0

  constructor(clause: ClauseName, text: string) {
    this.clause = clause
    this.text = text
    if (text.length > MAX_LENGTH) this.stop('odsql_too_long', [0, 0], { limit: MAX_LENGTH })
    this.tokens = tokenize(text)
  }

  peek(ahead = 0): Token {
    return this.tokens[this.at + ahead] ?? this.tokens.at(-1) ?? END
  }

  next(): Token {
    const token = this.peek()
    if (token.kind === 'bad' || token.kind === 'end') return this.unexpected()
    this.at++
    return token
  }

  get ended(): boolean {
    return this.peek().kind === 'end'
  }

  /** Start of the next token. */
  get start(): number {
    return this.peek().span[0]
  }

  /** From `start` to the end of the last token read. */
  span(start: number): Span {
    return [start, this.tokens[this.at - 1]?.span[1] ?? start]
  }

  isSymbol(symbol: string, ahead = 0): boolean {
    const token = this.peek(ahead)
    return token.kind === 'symbol' && token.value === symbol
  }

  /** Whether the next token is this keyword, in any letter case. */
  isWord(word: string, ahead = 0): boolean {
    const token = this.peek(ahead)
    return token.kind === 'word' && token.value.toLowerCase() === word
  }

  takeSymbol(symbol: string): boolean {
    if (!this.isSymbol(symbol)) return false
    this.at++
    return true
  }

  takeWord(word: string): boolean {
    if (!this.isWord(word)) return false
    this.at++
    return true
  }

  expectSymbol(symbol: string): void {
    if (!this.takeSymbol(symbol)) this.unexpected()
  }

  expectKind(kind: Token['kind']): Token {
    return this.peek().kind === kind ? this.next() : this.unexpected()
  }

  /** The text after the next symbol as it is, to the end; nothing is left to read. */
  rest(): string {
    const text = this.text.slice(this.peek().span[1])
    this.at = this.tokens.length - 1
    return text
  }

  /** `item {, item}`. */
  list<T>(item: () => T): [T, ...T[]] {
    const items: [T, ...T[]] = [item()]
    while (this.takeSymbol(',')) items.push(item())
    return items
  }

  /** Runs `read` one level deeper. */
  nested<T>(read: () => T): T {
    if (++this.nesting > MAX_DEPTH) this.stop('odsql_too_deep', this.peek().span, { position: this.start })
    const value = read()
    this.nesting--
    return value
  }

  /** Notes that `node` stands on `children`, and refuses trees too deep to be walked or compiled. */
  deepen<T extends object>(node: T, ...children: readonly object[]): T {
    const depth = 1 + Math.max(0, ...children.map(child => this.depths.get(child) ?? 0))
    if (depth > MAX_DEPTH) this.stop('odsql_too_deep', this.peek().span, { position: this.start })
    this.depths.set(node, depth)
    return node
  }

  /** Stops at a token, the next one if not said: nothing in the grammar can use it. */
  unexpected(token: Token = this.peek()): never {
    const position = token.span[0]
    const code = token.kind === 'end' ? 'odsql_unexpected_end' : 'odsql_unexpected'
    return this.stop(code, token.span, { token: token.text, position, text: this.text })
  }

  private stop(code: FaultCode, span: Span, params: Readonly<Record<string, string | number>>): never {
    throw new SyntaxStop({ code, place: this.clause, span, params })
  }
}
