import type {
  FacetNode,
  LabelledNode,
  OrderItem,
  Pattern,
  RandomNode,
  RefineNode,
  SelectItem,
} from './ast.ts'
import type { Cursor } from './cursor.ts'
import { readField, readInteger, readSum, value } from './expression.ts'
import { unescaped } from './lexer.ts'
import { readRangeCall } from './range-call.ts'

const isCall = (cursor: Cursor, name: string): boolean => cursor.isWord(name) && cursor.isSymbol('(', 1)

export function readSelectItem(cursor: Cursor): SelectItem {
  const start = cursor.start
  if (cursor.takeSymbol('*')) return { kind: 'star', span: cursor.span(start) }
  if (isCall(cursor, 'include') || isCall(cursor, 'exclude')) {
    const kind = cursor.next().value.toLowerCase() === 'include' ? 'include' : 'exclude'
    cursor.expectSymbol('(')
    const patterns = cursor.list(() => readPattern(cursor))
    cursor.expectSymbol(')')
    return { kind, patterns, span: cursor.span(start) }
  }
  return readLabelled(cursor, () => value(cursor, readSum(cursor)))
}

function readPattern(cursor: Cursor): Pattern {
  if (cursor.takeSymbol('*')) return { name: '', prefix: true }
  const field = readField(cursor)
  const touches = cursor.isSymbol('*') && cursor.start === field.span[1]
  return { name: field.path.join('.'), prefix: touches && cursor.takeSymbol('*') }
}

function readLabelled(cursor: Cursor, read: () => LabelledNode['value']): LabelledNode {
  const start = cursor.start
  const node = read()
  const text = node.kind === 'field' ? node.path.join('.') : cursor.text.slice(...cursor.span(start))
  const label = cursor.takeWord('as') ? readLabel(cursor) : null
  return { kind: 'value', value: node, label, text, span: cursor.span(start) }
}

/** A name, back-quoted or quoted when it has spaces. */
function readLabel(cursor: Cursor): string {
  if (cursor.peek().kind === 'string') return cursor.next().value
  const { path } = readField(cursor)
  return path.join('.')
}

export const readGroupItem = (cursor: Cursor): LabelledNode =>
  readLabelled(cursor, () =>
    isCall(cursor, 'range') ? readRangeCall(cursor) : value(cursor, readSum(cursor)),
  )

export function readOrderItem(cursor: Cursor): OrderItem {
  const start = cursor.start
  const minus = cursor.isSymbol('-') && isBareField(cursor)
  if (minus) cursor.next()
  const node = readOrderKey(cursor)
  const written = cursor.takeWord('desc')
  if (!written) cursor.takeWord('asc')
  return { value: node, descending: minus || written, span: cursor.span(start) }
}

function readOrderKey(cursor: Cursor): OrderItem['value'] {
  if (isCall(cursor, 'random')) return readRandom(cursor)
  return isCall(cursor, 'range') ? readRangeCall(cursor) : value(cursor, readSum(cursor))
}

/** Whether `-` stands before one name and nothing else, where it means descending. */
function isBareField(cursor: Cursor): boolean {
  let ahead = 1
  while (cursor.isSymbol('.', ahead + 1)) ahead += 2
  const { kind } = cursor.peek(ahead)
  const follows = cursor.peek(ahead + 1)
  const ends = follows.kind === 'end' || follows.value === ',' || /^(?:asc|desc)$/i.test(follows.value)
  return (kind === 'word' || kind === 'name') && ends
}

function readRandom(cursor: Cursor): RandomNode {
  const start = cursor.start
  cursor.next()
  cursor.expectSymbol('(')
  const seed = cursor.isSymbol(')') ? null : String(readInteger(cursor).value)
  cursor.expectSymbol(')')
  return { kind: 'random', seed, span: cursor.span(start) }
}

/** `name` or `facet(name="…", sort="-count", …)` (explore-api §12.2). */
export function readFacet(cursor: Cursor): FacetNode {
  const start = cursor.start
  const silent = { disjunctive: null, hierarchical: null, separator: null, sort: null, limit: null }
  if (!isCall(cursor, 'facet')) {
    const name = readField(cursor).path.join('.')
    return { name, ...silent, span: cursor.span(start) }
  }
  cursor.next()
  cursor.expectSymbol('(')
  const said = Object.assign({}, ...cursor.list(() => readFacetArgument(cursor))) as Partial<FacetNode>
  const { name, ...rest } = said
  if (name === undefined) return cursor.unexpected()
  cursor.expectSymbol(')')
  return { name, ...silent, ...rest, span: cursor.span(start) }
}

function readFacetArgument(cursor: Cursor): Partial<FacetNode> {
  const token = cursor.peek()
  const name = cursor.expectKind('word').value.toLowerCase()
  cursor.expectSymbol('=')
  switch (name) {
    case 'name':
    case 'separator':
    case 'sort':
      return { [name]: cursor.expectKind('string').value }
    case 'disjunctive':
    case 'hierarchical': {
      const isTrue = cursor.takeWord('true')
      return isTrue || cursor.takeWord('false') ? { [name]: isTrue } : cursor.unexpected()
    }
    case 'limit':
      return { limit: readInteger(cursor).value }
    default:
      return cursor.unexpected(token)
  }
}

/** `name:value`, the value quoted or the rest of the parameter as it is (explore-api §12.3). */
export function readRefine(cursor: Cursor): RefineNode {
  const start = cursor.start
  const field = readField(cursor)
  if (!cursor.isSymbol(':')) return cursor.unexpected()
  const rest = cursor.rest().trim()
  const whole: readonly [number, number] = [start, cursor.text.length]
  return { name: field.path.join('.'), value: unquoted(rest), span: whole }
}

const QUOTED = /^(["'])((?:[^\\]|\\.)*)\1$/s

function unquoted(text: string): string {
  const body = QUOTED.exec(text)?.[2]
  return body === undefined ? text : unescaped(body)
}
