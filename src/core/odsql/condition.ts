import type { BoundNode, CompareOperator, ConditionNode, LiteralNode, NumberNode, ValueNode } from './ast.ts'
import type { Cursor } from './cursor.ts'
import { type AnyNode, isCondition, readField, readNow, readSum, value } from './expression.ts'

/** `condition {, condition}`: a comma is an old AND (explore-api §10.5). */
export function readWhere(cursor: Cursor): ConditionNode {
  const start = cursor.start
  const items = cursor.list(() => readDisjunction(cursor))
  return joined(cursor, 'and', { items, start })
}

interface Joined {
  readonly items: readonly [ConditionNode, ...ConditionNode[]]
  readonly start: number
}

function joined(cursor: Cursor, kind: 'and' | 'or', { items, start }: Joined): ConditionNode {
  if (items.length === 1) return items[0]
  const flat = items.flatMap(item => (item.kind === kind ? item.items : [item]))
  return cursor.deepen({ kind, items: flat, span: cursor.span(start) }, ...flat)
}

function readDisjunction(cursor: Cursor): ConditionNode {
  return complete(cursor, readAny(cursor))
}

/** `or` of `and` of `not`; a value when it stands alone, for it may be the left side of an operator. */
function readAny(cursor: Cursor): AnyNode {
  return readJoined(cursor, 'or', () => readJoined(cursor, 'and', () => readNegation(cursor)))
}

function readJoined(cursor: Cursor, word: 'and' | 'or', read: () => AnyNode): AnyNode {
  const start = cursor.start
  const first = read()
  if (!cursor.isWord(word)) return first
  const items: [ConditionNode, ...ConditionNode[]] = [complete(cursor, first)]
  while (cursor.takeWord(word)) items.push(complete(cursor, read()))
  return joined(cursor, word, { items, start })
}

/** A node in the place of a condition: a bare text or field is one, another value lacks its operator. */
function complete(cursor: Cursor, node: AnyNode): ConditionNode {
  if (node.kind === 'string' || node.kind === 'field') return node
  return isCondition(node, cursor) ? node : cursor.unexpected()
}

function readNegation(cursor: Cursor): AnyNode {
  const start = cursor.start
  if (!cursor.isWord('not')) return readPredicate(cursor)
  cursor.next()
  const operand = cursor.nested(() => complete(cursor, readNegation(cursor)))
  return cursor.deepen({ kind: 'not', operand, span: cursor.span(start) }, operand)
}

const COMPARE: Readonly<Record<string, CompareOperator>> = {
  '=': '=',
  '!=': '!=',
  '<>': '!=',
  '<': '<',
  '<=': '<=',
  '>': '>',
  '>=': '>=',
}

function readPredicate(cursor: Cursor): AnyNode {
  const start = cursor.start
  const left = readSum(cursor, readAny)
  if (isCondition(left, cursor)) return left
  const token = cursor.peek()
  const op = token.kind === 'symbol' ? COMPARE[token.value] : undefined
  if (op !== undefined) {
    cursor.next()
    return compare(cursor, op, value(cursor, left))
  }
  if (cursor.takeSymbol(':')) return readColon(cursor, start, value(cursor, left))
  const negated = cursor.isWord('not') && (cursor.isWord('in', 1) || cursor.isWord('like', 1))
  if (negated) cursor.next()
  const node = readWordOperator(cursor, start, value(cursor, left))
  if (!negated) return node
  return cursor.deepen({ kind: 'not', operand: complete(cursor, node), span: cursor.span(start) }, node)
}

/** The right side of an operator, `left` read before it. */
function compare(cursor: Cursor, op: CompareOperator, left: ValueNode): ConditionNode {
  const right = value(cursor, readSum(cursor))
  return cursor.deepen({ kind: 'compare', op, left, right, span: cursor.span(left.span[0]) }, left, right)
}

function readColon(cursor: Cursor, start: number, left: ValueNode): ConditionNode {
  return isRange(cursor) ? readRange(cursor, start, left) : compare(cursor, '=', left)
}

const isRange = (cursor: Cursor): boolean => cursor.isSymbol('[') || cursor.isSymbol(']')

function readWordOperator(cursor: Cursor, start: number, subject: ValueNode): AnyNode {
  if (cursor.takeWord('in')) return readIn(cursor, start, subject)
  if (cursor.takeWord('like')) {
    const pattern = cursor.expectKind('string').value
    return cursor.deepen({ kind: 'like', subject, pattern, span: cursor.span(start) }, subject)
  }
  if (!cursor.takeWord('is')) return subject
  const not = cursor.takeWord('not')
  const word = cursor.peek().value.toLowerCase()
  if (cursor.peek().kind !== 'word' || !['null', 'true', 'false'].includes(word)) return cursor.unexpected()
  cursor.next()
  const is: ConditionNode = {
    kind: 'is',
    subject,
    value: word === 'null' ? null : word === 'true',
    span: cursor.span(start),
  }
  cursor.deepen(is, subject)
  return not ? cursor.deepen({ kind: 'not', operand: is, span: is.span }, is) : is
}

function readIn(cursor: Cursor, start: number, subject: ValueNode): ConditionNode {
  if (isRange(cursor)) return readRange(cursor, start, subject)
  if (cursor.takeSymbol('(')) {
    const items = cursor.list(() => readLiteral(cursor))
    cursor.expectSymbol(')')
    return cursor.deepen({ kind: 'in', subject, items, span: cursor.span(start) }, subject)
  }
  if (!isLiteral(subject)) return cursor.unexpected()
  const field = readField(cursor)
  return { kind: 'has', element: subject, field, span: cursor.span(start) }
}

const isLiteral = (node: ValueNode): node is LiteralNode =>
  node.kind === 'string' || node.kind === 'number' || node.kind === 'boolean' || node.kind === 'date'

/** A literal with its sign. */
export function readLiteral(cursor: Cursor): LiteralNode {
  const token = cursor.peek()
  const node = readSign(cursor) ?? readSum(cursor)
  return isCondition(node, cursor) || !isLiteral(node) ? cursor.unexpected(token) : node
}

function readSign(cursor: Cursor): NumberNode | null {
  const start = cursor.start
  if (!cursor.isSymbol('-') && !cursor.isSymbol('+')) return null
  const sign = cursor.next().value === '-' ? '-' : ''
  return { kind: 'number', text: sign + cursor.expectKind('number').value, span: cursor.span(start) }
}

function readRange(cursor: Cursor, start: number, subject: ValueNode): ConditionNode {
  const lowIncluded = cursor.next().value === '['
  const low = readBound(cursor)
  if (!cursor.takeSymbol('..') && !cursor.takeWord('to')) return cursor.unexpected()
  const high = readBound(cursor)
  if (!isRange(cursor)) return cursor.unexpected()
  const highIncluded = cursor.next().value === ']'
  const span = cursor.span(start)
  return cursor.deepen({ kind: 'between', subject, low, high, lowIncluded, highIncluded, span }, subject)
}

/** A bound of a range; a date may be written bare, with slashes or hyphens. */
function readBound(cursor: Cursor): BoundNode {
  if (cursor.takeSymbol('*')) return null
  if (cursor.isWord('now') && cursor.isSymbol('(', 1)) return readNow(cursor)
  const isDate =
    cursor.peek().kind === 'number' &&
    (cursor.isSymbol('/', 1) || cursor.isSymbol('-', 1)) &&
    cursor.peek(2).kind === 'number'
  return isDate ? readBareDate(cursor) : readLiteral(cursor)
}

function readBareDate(cursor: Cursor): LiteralNode {
  const start = cursor.start
  const parts = [cursor.expectKind('number').value]
  while (parts.length < 3 && (cursor.takeSymbol('/') || cursor.takeSymbol('-')))
    parts.push(cursor.expectKind('number').value)
  return { kind: 'date', text: parts.join('-'), span: cursor.span(start) }
}
