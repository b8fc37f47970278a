/** Values for the holes of a message; numbers are written as the language writes them. */
export type MessageArgs = Readonly<Record<string, string | number>>

/** A compiled message. A hole without a value stays visible as `{name}`. */
export type Message = (args: MessageArgs) => string

interface Cursor {
  readonly source: string
  readonly language: string
  at: number
}

/** What the parts of a message see: the arguments, and the number that `#` stands for. */
type Part = (args: MessageArgs, hash: number) => string

const numberFormats = new Map<string, Intl.NumberFormat>()
const pluralRules = new Map<string, Intl.PluralRules>()

/** Latin digits in every language: the data beside the sentences is written with them. */
export const formattingLocale = (language: string): string =>
  `${language === 'en' ? 'en-GB' : language}-u-nu-latn`

function cached<T>(cache: Map<string, T>, language: string, make: (locale: string) => T): T {
  const known = cache.get(language)
  if (known !== undefined) return known
  const made = make(formattingLocale(language))
  cache.set(language, made)
  return made
}

const formatNumber = (language: string, value: number): string =>
  cached(numberFormats, language, locale => new Intl.NumberFormat(locale)).format(value)

const pluralOf = (language: string, value: number): string =>
  cached(pluralRules, language, locale => new Intl.PluralRules(locale)).select(value)

/**
 * Compiles a message in a subset of ICU MessageFormat: `{name}`, `{n, number}`,
 * `{n, plural, =0 {…} one {…} other {# …}}`, `{x, select, a {…} other {…}}`, nested at will; `''` is an
 * apostrophe and `'{…}'` quotes. Throws a `SyntaxError` for anything else.
 */
export function compileMessage(source: string, language: string): Message {
  const cursor: Cursor = { source, language, at: 0 }
  const part = readParts(cursor, false)
  if (cursor.at < source.length) throw fault(cursor, 'unexpected }')
  return args => part(args, 0)
}

const fault = (cursor: Cursor, what: string): SyntaxError =>
  new SyntaxError(`${what} at ${cursor.at} of message ${JSON.stringify(cursor.source)}`)

function readParts(cursor: Cursor, inPlural: boolean): Part {
  const parts: Part[] = []
  let text = ''
  const flush = () => {
    if (text === '') return
    const literal = text
    parts.push(() => literal)
    text = ''
  }
  while (cursor.at < cursor.source.length) {
    const char = cursor.source[cursor.at]
    if (char === '}') break
    if (char === '{') {
      flush()
      parts.push(readHole(cursor, inPlural))
    } else if (char === '#' && inPlural) {
      flush()
      cursor.at++
      parts.push((_, hash) => formatNumber(cursor.language, hash))
    } else if (char === "'") text += readQuoted(cursor)
    else {
      text += char
      cursor.at++
    }
  }
  flush()
  const [only] = parts
  if (parts.length === 1 && only) return only
  return (args, hash) => {
    let out = ''
    for (const part of parts) out += part(args, hash)
    return out
  }
}

function readQuoted(cursor: Cursor): string {
  const next = cursor.source[cursor.at + 1]
  if (next === "'") {
    cursor.at += 2
    return "'"
  }
  if (next !== '{' && next !== '}' && next !== '#') {
    cursor.at++
    return "'"
  }
  const end = cursor.source.indexOf("'", cursor.at + 1)
  if (end < 0) throw fault(cursor, 'unclosed quote')
  const text = cursor.source.slice(cursor.at + 1, end)
  cursor.at = end + 1
  return text
}

function readHole(cursor: Cursor, inPlural: boolean): Part {
  cursor.at++
  const name = readWord(cursor)
  if (take(cursor, '}')) return simpleHole(cursor.language, name)
  expect(cursor, ',')
  const kind = readWord(cursor)
  if (kind === 'number') {
    expect(cursor, '}')
    return simpleHole(cursor.language, name)
  }
  expect(cursor, ',')
  if (kind !== 'plural' && kind !== 'select') throw fault(cursor, `unknown kind ${kind}`)
  const branches = readBranches(cursor, inPlural || kind === 'plural')
  const other = branches.get('other')
  if (!other) throw fault(cursor, 'no other branch')
  return kind === 'plural'
    ? pluralHole(cursor.language, name, branches, other)
    : (args, hash) => (branches.get(String(args[name])) ?? other)(args, hash)
}

const simpleHole =
  (language: string, name: string): Part =>
  args => {
    const value = args[name]
    if (value === undefined) return `{${name}}`
    return typeof value === 'number' ? formatNumber(language, value) : value
  }

const pluralHole =
  (language: string, name: string, branches: ReadonlyMap<string, Part>, other: Part): Part =>
  args => {
    const value = Number(args[name])
    const branch = branches.get(`=${value}`) ?? branches.get(pluralOf(language, value)) ?? other
    return branch(args, value)
  }

function readBranches(cursor: Cursor, inPlural: boolean): Map<string, Part> {
  const branches = new Map<string, Part>()
  while (!take(cursor, '}')) {
    const selector = readWord(cursor)
    expect(cursor, '{')
    branches.set(selector, readParts(cursor, inPlural))
    expect(cursor, '}')
  }
  return branches
}

const WORD = /\s*(=?[\p{L}\p{N}_.-]+)\s*/uy

function readWord(cursor: Cursor): string {
  WORD.lastIndex = cursor.at
  const word = WORD.exec(cursor.source)?.[1]
  if (word === undefined) throw fault(cursor, 'a name is missing')
  cursor.at = WORD.lastIndex
  return word
}

function take(cursor: Cursor, char: string): boolean {
  while (cursor.source[cursor.at] === ' ') cursor.at++
  if (cursor.source[cursor.at] !== char) return false
  cursor.at++
  return true
}

function expect(cursor: Cursor, char: string): void {
  if (!take(cursor, char)) throw fault(cursor, `${char} is missing`)
}
