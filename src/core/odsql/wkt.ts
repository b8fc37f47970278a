import { type Coordinates, DEEPEST_COLLECTION, type Geometry, type PlainType, plainType } from './geometry.ts'

const TOKEN = /\s*([A-Za-z]+|[(),]|[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)\s*/y

/** Levels of parentheses around positions. */
const LEVELS = {
  Point: 1,
  MultiPoint: 1,
  LineString: 1,
  MultiLineString: 2,
  Polygon: 2,
  MultiPolygon: 3,
} as const

class NoWkt extends Error {}

/** Well-known text as it is written, its coordinates unchecked; null when it is none (OGC 06-103r4 §7). */
export function fromWkt(text: string): Geometry | null {
  try {
    const tokens = new Tokens(text)
    const geometry = readTagged(tokens, 0)
    return tokens.ended ? geometry : null
  } catch (thrown) {
    if (thrown instanceof NoWkt) return null
    throw thrown
  }
}

class Tokens {
  readonly #words: readonly string[]
  #at = 0

  constructor(text: string) {
    const words: string[] = []
    TOKEN.lastIndex = 0
    let end = 0
    for (let found = TOKEN.exec(text); found !== null; found = TOKEN.exec(text)) {
      words.push(found[1] ?? '')
      end = TOKEN.lastIndex
    }
    if (end !== text.length) throw new NoWkt()
    this.#words = words
  }

  get ended(): boolean {
    return this.#at === this.#words.length
  }

  /** Whether a comma or parenthesis comes, or the end. */
  get isSymbol(): boolean {
    return this.ended || /^[(),]$/.test(this.#words[this.#at] ?? '')
  }

  next(): string {
    return this.#words[this.#at++] ?? ''
  }

  take(word: string): boolean {
    const isNext = this.#words[this.#at]?.toUpperCase() === word
    if (isNext) this.#at++
    return isNext
  }

  expect(word: string): void {
    if (!this.take(word)) throw new NoWkt()
  }

  /** `item {, item}` in parentheses. */
  list<T>(item: () => T): readonly T[] {
    this.expect('(')
    const items = [item()]
    while (this.take(',')) items.push(item())
    this.expect(')')
    return items
  }
}

function readTagged(tokens: Tokens, depth: number): Geometry {
  if (depth > DEEPEST_COLLECTION) throw new NoWkt()
  const name = tokens.next()
  // `POINT Z (…)` and `POINTZ(…)`: heights and measures are read and left out
  const plain = /^geometrycollection(?:zm|z|m)?$/i.test(name)
    ? null
    : plainType(name.replace(/(?:zm|z|m)$/i, ''))
  if (plain === undefined) throw new NoWkt()
  if (!tokens.take('ZM') && !tokens.take('Z')) tokens.take('M')
  if (plain !== null) return { type: plain, coordinates: readCoordinates(tokens, plain) }
  return { type: 'GeometryCollection', geometries: tokens.list(() => readTagged(tokens, depth + 1)) }
}

function readCoordinates(tokens: Tokens, type: PlainType): Coordinates {
  const nested = (levels: number): readonly Coordinates[] =>
    tokens.list(() => (levels > 1 ? nested(levels - 1) : readPosition(tokens, type)))
  const list = nested(LEVELS[type])
  if (type !== 'Point') return list
  if (list.length !== 1) throw new NoWkt()
  return list[0] ?? []
}

/** Two to four numbers; of a multipoint also in parentheses of their own. */
function readPosition(tokens: Tokens, type: PlainType): Coordinates {
  if (type === 'MultiPoint' && tokens.take('(')) {
    const position = readPosition(tokens, 'Point')
    tokens.expect(')')
    return position
  }
  const numbers = [readNumber(tokens), readNumber(tokens)]
  while (numbers.length < 4 && !tokens.isSymbol) numbers.push(readNumber(tokens))
  return numbers
}

function readNumber(tokens: Tokens): number {
  const word = tokens.next()
  const value = Number(word)
  if (word === '' || !Number.isFinite(value)) throw new NoWkt()
  return value
}
