import type { Span } from '../parsed.ts'

export type TokenKind = 'word' | 'name' | 'string' | 'number' | 'symbol' | 'bad' | 'end'

/** A word of the text. `value` is what it means: unquoted, unescaped; `text` is what the fault quotes. */
export interface Token {
  readonly kind: TokenKind
  readonly value: string
  readonly text: string
  readonly span: Span
}

const WORD = /[\p{L}\p{M}\p{N}_]+/uy
const DIGITS = /^[0-9]+$/
const FRACTION = /\.[0-9]+/y
const SPACE = /[\s\u00a0\ufeff]+/y
const SYMBOL = /<=|>=|<>|!=|\.\.|[()[\],:=<>+\-*/.]/y

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f' }

function match(pattern: RegExp, text: string, at: number): string | null {
  pattern.lastIndex = at
  return pattern.exec(text)?.[0] ?? null
}

/** What a text between quotes means: the escapes of JSON, of any other character the character itself. */
export const unescaped = (text: string): string =>
  text.replace(/\\(?:u([0-9a-fA-F]{4})|(.))/gs, (_, unicode: string | undefined, character: string) =>
    unicode === undefined
      ? (ESCAPES[character] ?? character)
      : String.fromCharCode(Number.parseInt(unicode, 16)),
  )

/** Value of a quoted text from its opening quote on, and where it ends; null when it is never closed. */
function quoted(text: string, start: number): { readonly value: string; readonly end: number } | null {
  const quote = text[start]
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === quote) return { value: unescaped(text.slice(start + 1, at)), end: at + 1 }
    if (text[at] === '\\') at++
  }
  return null
}

function wordOrNumber(text: string, at: number, word: string): Token {
  const end = at + word.length
  if (!DIGITS.test(word)) return { kind: 'word', value: word, text: word, span: [at, end] }
  const number = word + (match(FRACTION, text, end) ?? '')
  return { kind: 'number', value: number, text: number, span: [at, at + number.length] }
}

function tokenAt(text: string, at: number): Token {
  const word = match(WORD, text, at)
  if (word !== null) return wordOrNumber(text, at, word)
  const character = String.fromCodePoint(text.codePointAt(at) ?? 0)
  if (character === '"' || character === "'" || character === '`') {
    const found = quoted(text, at)
    if (found === null) return { kind: 'bad', value: '', text: character, span: [at, at + 1] }
    const kind = character === '`' ? 'name' : 'string'
    return { kind, value: found.value, text: text.slice(at, found.end), span: [at, found.end] }
  }
  const symbol = match(SYMBOL, text, at)
  if (symbol !== null) return { kind: 'symbol', value: symbol, text: symbol, span: [at, at + symbol.length] }
  return { kind: 'bad', value: '', text: character, span: [at, at + character.length] }
}

/**
 * The words of a clause (explore-api §10.1), ended by one `end` token. Never throws: what is no word of the
 * language is a `bad` token, after which nothing is read.
 */
export function tokenize(text: string): readonly Token[] {
  const tokens: Token[] = []
  let at = 0
  while (true) {
    at += match(SPACE, text, at)?.length ?? 0
    if (at >= text.length) break
    const token = tokenAt(text, at)
    tokens.push(token)
    if (token.kind === 'bad') break
    at = token.span[1]
  }
  tokens.push({ kind: 'end', value: '', text: '', span: [text.length, text.length] })
  return tokens
}
