import type {
  AggregateName,
  Compare,
  Condition,
  Expr,
  Geometry,
  GroupItem,
  OrderItem,
  RangeSpec,
  ScalarName,
  SelectItem,
} from '../golden/odsql/oracle/tree.ts'
import { type Token, tokenize, Unread } from './tokens.ts'

// A second reader of the language, of what public programs send only, into the oracle's own trees.

const SCALARS = new Set([
  'length',
  'lower',
  'upper',
  'year',
  'month',
  'day',
  'hour',
  'minute',
  'second',
  'date_format',
  'ifnull',
  'geometry_type',
])
const AGGREGATES = new Set(['count', 'sum', 'avg', 'min', 'max', 'median', 'percentile'])
const COMPARES = new Set(['=', '!=', '<>', '<', '<=', '>', '>=', ':'])
const MATCHES = new Set(['search', 'suggest', 'startswith'])

export class Reader {
  readonly #text: string
  readonly #tokens: readonly Token[]
  #next = 0

  constructor(text: string) {
    this.#text = text
    this.#tokens = tokenize(text)
  }

  get #token(): Token {
    return this.#tokens[this.#next] ?? { kind: 'end', text: '', at: 0, end: 0 }
  }

  #is(text: string, ahead = 0): boolean {
    const token = this.#tokens[this.#next + ahead]
    return (
      token !== undefined &&
      (token.kind === 'word' || token.kind === 'sign') &&
      token.text.toLowerCase() === text
    )
  }

  #take(text: string): boolean {
    if (!this.#is(text)) return false
    this.#next++
    return true
  }

  #expect(text: string): void {
    if (!this.#take(text)) throw new Unread(`${text} expected at ${this.#token.at} in ${this.#text}`)
  }

  #pop(kind: Token['kind']): string {
    if (this.#token.kind !== kind) throw new Unread(`${kind} expected at ${this.#token.at} in ${this.#text}`)
    return this.#tokens[this.#next++]?.text ?? ''
  }

  end(): void {
    if (this.#token.kind !== 'end') throw new Unread(`more at ${this.#token.at} in ${this.#text}`)
  }

  #list<T>(item: () => T): readonly T[] {
    const items = [item()]
    while (this.#take(',')) items.push(item())
    return items
  }

  where(): Condition {
    const of = this.#list(() => this.#or())
    this.end()
    return of.length === 1 && of[0] !== undefined ? of[0] : { kind: 'and', of, comma: true }
  }

  #or(): Condition {
    const of = [this.#and()]
    while (this.#take('or')) of.push(this.#and())
    return of.length === 1 && of[0] !== undefined ? of[0] : { kind: 'or', of }
  }

  #and(): Condition {
    const of = [this.#not()]
    while (this.#take('and')) of.push(this.#not())
    return of.length === 1 && of[0] !== undefined ? of[0] : { kind: 'and', of }
  }

  #not(): Condition {
    return this.#take('not') ? { kind: 'not', of: this.#not() } : this.#predicate()
  }

  #predicate(): Condition {
    const start = this.#next
    if (this.#is('(')) {
      try {
        this.#expect('(')
        const inner = this.#or()
        this.#expect(')')
        if (!COMPARES.has(this.#token.text)) return inner
      } catch (error) {
        if (!(error instanceof Unread)) throw error
      }
      this.#next = start
    }
    const called = this.#call()
    if (called !== null) return called
    return this.#about(this.expr())
  }

  #call(): Condition | null {
    if (this.#token.kind !== 'word' || !this.#is('(', 1)) return null
    const fn = this.#token.text.toLowerCase()
    if (MATCHES.has(fn)) return this.#match(fn as 'search')
    if (
      ![
        'within_distance',
        'distance',
        'in_bbox',
        'bbox',
        'intersects',
        'disjoint',
        'within',
        'polygon',
        'geometry',
      ].includes(fn)
    )
      return null
    this.#next += 2
    const field = this.#field()
    this.#expect(',')
    const place = this.#place(fn, field)
    this.#expect(')')
    return place
  }

  #match(fn: 'search' | 'suggest' | 'startswith'): Condition {
    this.#next += 2
    const fields: string[] = []
    while (this.#token.kind !== 'string') {
      fields.push(this.#take('*') ? '*' : this.#field())
      this.#expect(',')
    }
    const text = this.#pop('string')
    this.#expect(')')
    return { kind: 'match', fn, fields, text }
  }

  #place(fn: string, field: string): Condition {
    if (fn === 'in_bbox') {
      const [lat, lon, lat2, lon2] = this.#list(() => this.#signed())
      const corner = (y = 0, x = 0) => ({ lat: y, lon: x })
      return { kind: 'box', fn, field, corners: [corner(lat, lon), corner(lat2, lon2)] }
    }
    const geometry = this.#geometry()
    if (fn === 'within_distance' || fn === 'distance') {
      if (geometry.type !== 'Point') throw new Unread('a circle around no point')
      this.#expect(',')
      const from = this.#token.at
      while (!this.#is(')')) this.#next++
      const radius = this.#text.slice(from, this.#token.at).trim()
      const [lon, lat] = geometry.coordinates
      return { kind: 'circle', fn, field, centre: { lon, lat }, radius }
    }
    if (fn === 'bbox') throw new Unread('bbox of two points')
    const mode = this.#take(',') ? this.#pop('word').toLowerCase() : undefined
    return {
      kind: 'shape',
      fn: fn as 'within',
      field,
      geometry,
      wkt: true,
      ...(mode === undefined ? {} : { mode: mode as 'within' }),
    }
  }

  #geometry(): Geometry {
    this.#expect('geom')
    const text = this.#pop('string')
    return text.trim().startsWith('{') ? (JSON.parse(text) as Geometry) : readWkt(text)
  }

  #signed(): number {
    const sign = this.#take('-') ? -1 : 1
    this.#take('+')
    return sign * Number(this.#pop('number'))
  }

  /** What is said of an expression. */
  #about(left: Expr): Condition {
    const isNot = this.#is('not') && (this.#is('in', 1) || this.#is('like', 1)) && this.#take('not')
    if (this.#take('like')) return { kind: 'like', of: left, text: this.#pop('string'), isNot }
    if (this.#take('is')) {
      const isNotSo = this.#take('not')
      return { kind: 'is', of: left, what: this.#pop('word').toLowerCase() as 'null', isNot: isNotSo }
    }
    if (this.#take('in')) return this.#within(left, isNot)
    const op = this.#token.text as Compare
    if (!COMPARES.has(op) || this.#token.kind !== 'sign') {
      if (left.kind === 'text') return { kind: 'fulltext', text: left.text }
      if (left.kind === 'field') return { kind: 'truth', field: left.name }
      throw new Unread(`nothing is said at ${this.#token.at} in ${this.#text}`)
    }
    this.#next++
    if (op === ':' && this.#is('[')) return this.#between(left, ':to')
    return { kind: 'compare', op, left, right: this.expr() }
  }

  #within(of: Expr, isNot: boolean): Condition {
    if (of.kind === 'text') return { kind: 'element', literal: of.text, field: this.#field() }
    if (!this.#take('(')) return this.#between(of, '..')
    const list = this.#list(() => this.expr())
    this.#expect(')')
    return { kind: 'in', of, list, isNot }
  }

  #between(of: Expr, spelt: '..' | ':to'): Condition {
    const lowOpen = this.#take(']')
    if (!lowOpen) this.#expect('[')
    const low = this.#bound()
    if (!this.#take('..')) this.#expect('to')
    const high = this.#bound()
    const highOpen = this.#take('[')
    if (!highOpen) this.#expect(']')
    return { kind: 'between', of, low, high, lowOpen, highOpen, spelt }
  }

  #bound(): Expr | '*' {
    return this.#take('*') ? '*' : this.expr()
  }

  #field(): string {
    if (this.#token.kind === 'name') return this.#pop('name')
    return this.#pop('word')
  }

  expr(): Expr {
    let left = this.#term()
    while (this.#is('+') || this.#is('-')) {
      const op = this.#pop('sign') as '+' | '-'
      left = { kind: 'arithmetic', op, left, right: this.#term() }
    }
    return left
  }

  #term(): Expr {
    let left = this.#factor()
    while (this.#is('*') || this.#is('/')) {
      const op = this.#pop('sign') as '*' | '/'
      left = { kind: 'arithmetic', op, left, right: this.#factor() }
    }
    return left
  }

  #factor(): Expr {
    if (this.#take('-')) {
      const of = this.#factor()
      return of.kind === 'number' ? { kind: 'number', text: `-${of.text}` } : { kind: 'minus', of }
    }
    if (this.#take('(')) {
      const inner = this.expr()
      this.#expect(')')
      return inner
    }
    if (this.#token.kind === 'number') return { kind: 'number', text: this.#pop('number') }
    if (this.#token.kind === 'string') return { kind: 'text', text: this.#pop('string') }
    if (this.#token.kind === 'word' && this.#is('date') && this.#tokens[this.#next + 1]?.kind === 'string') {
      this.#next++
      return { kind: 'date', text: this.#pop('string') }
    }
    if (this.#is('true') || this.#is('false'))
      return { kind: 'boolean', value: this.#pop('word').toLowerCase() === 'true' }
    if (this.#token.kind === 'word' && this.#is('(', 1)) return this.#function()
    return { kind: 'field', name: this.#field() }
  }

  #function(): Expr {
    const fn = this.#pop('word').toLowerCase()
    this.#expect('(')
    const made = this.#arguments(fn)
    this.#expect(')')
    return made
  }

  #arguments(fn: string): Expr {
    if (AGGREGATES.has(fn)) return this.#aggregate(fn as AggregateName)
    if (SCALARS.has(fn)) return { kind: 'call', fn: fn as ScalarName, args: this.#list(() => this.expr()) }
    if (fn === 'now') return { kind: 'now', args: this.#is(')') ? [] : this.#list(() => this.#setting()) }
    if (fn === 'distance') {
      const field = this.#field()
      this.#expect(',')
      const geometry = this.#geometry()
      if (geometry.type !== 'Point') throw new Unread('a distance from no point')
      const [lon, lat] = geometry.coordinates
      return { kind: 'distance', field, from: { lon, lat } }
    }
    if (fn === 'range') return this.#range()
    throw new Unread(`the function ${fn}`)
  }

  #setting(): readonly [string, number] {
    const name = this.#pop('word').toLowerCase()
    this.#expect('=')
    return [name, this.#signed()]
  }

  #aggregate(fn: AggregateName): Expr {
    if (fn === 'count' && this.#take('*')) return { kind: 'aggregate', fn, of: '*' }
    if (fn === 'count' && this.#take('distinct'))
      return { kind: 'aggregate', fn: 'distinct', of: this.expr() }
    const of = this.expr()
    return fn === 'percentile' && this.#take(',')
      ? { kind: 'aggregate', fn, of, p: this.#signed() }
      : { kind: 'aggregate', fn, of }
  }

  #range(): Expr {
    const field = this.#field()
    this.#expect(',')
    const from = this.#token.at
    while (!this.#is(')')) this.#next++
    return { kind: 'range', field, spec: readRange(this.#text.slice(from, this.#token.at).trim()) }
  }

  select(): readonly SelectItem[] {
    const items = this.#list((): SelectItem => {
      if (this.#take('*')) return { of: '*' }
      if ((this.#is('include') || this.#is('exclude')) && this.#is('(', 1))
        throw new Unread('patterns of fields')
      return this.#labelled()
    })
    this.end()
    return items
  }

  groupBy(): readonly GroupItem[] {
    const items = this.#list(() => this.#labelled())
    this.end()
    return items
  }

  /** Without a label, what is not a field is called as it is written. */
  #labelled(): GroupItem {
    const from = this.#token.at
    const of = this.expr()
    const text = this.#text.slice(from, this.#tokens[this.#next - 1]?.end)
    if (this.#take('as'))
      return { of, as: this.#token.kind === 'string' ? this.#pop('string') : this.#field() }
    return of.kind === 'field' ? { of } : { of, as: text }
  }

  orderBy(): readonly OrderItem[] {
    const items = this.#list((): OrderItem => {
      const minus = this.#is('-') && this.#take('-')
      const of = this.expr()
      const descending = minus || this.#take('desc')
      this.#take('asc')
      return { of, descending, minus }
    })
    this.end()
    return items
  }
}

function readRange(text: string): RangeSpec {
  if (/^\d+(?:\.\d+)?$/.test(text)) return { kind: 'width', width: text }
  const interval = /^(\d+)\s*([A-Za-z]+)$/.exec(text)
  if (interval !== null) return { kind: 'interval', every: Number(interval[1]), unit: interval[2] ?? '' }
  const bounds = text.split(',').map(bound => bound.trim().replace(/^date\s*['"](.*)['"]$/, '$1'))
  if (!bounds.every(bound => /^(?:\*|-?[\d.]+|\d{4}.*)$/.test(bound))) throw new Unread(`the range ${text}`)
  return { kind: 'bounds', bounds }
}

type Pair = readonly [number, number]

function readWkt(text: string): Geometry {
  const [, type = '', body = ''] = /^\s*([A-Z]+)\s*(\(.*\))\s*$/is.exec(text) ?? []
  const nested = JSON.parse(
    body
      .replace(/(-?[\d.]+)\s+(-?[\d.]+)(?:\s+-?[\d.]+)?/g, '[$1,$2]')
      .replaceAll('(', '[')
      .replaceAll(')', ']'),
  ) as unknown[]
  switch (type.toUpperCase()) {
    case 'POINT':
      return { type: 'Point', coordinates: nested[0] as Pair }
    case 'LINESTRING':
      return { type: 'LineString', coordinates: nested as Pair[] }
    case 'POLYGON':
      return { type: 'Polygon', coordinates: nested as Pair[][] }
    case 'MULTIPOLYGON':
      return { type: 'MultiPolygon', coordinates: nested as Pair[][][] }
    default:
      throw new Unread(`the geometry ${type}`)
  }
}
