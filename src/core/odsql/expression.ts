import type {
  ConditionNode,
  FieldNode,
  GeometryNode,
  NowArgument,
  NowNode,
  StepNode,
  ValueNode,
} from './ast.ts'
import { type Accepted, readCall } from './call.ts'
import type { Cursor } from './cursor.ts'
import { type FunctionName, functionRow, isFunctionName } from './functions.ts'
import { readFormulaCall } from './v1/formula.ts'

const KEYWORDS = 'and as asc by desc distinct false group or limit not null select true where'
const RESERVED: ReadonlySet<string> = new Set(KEYWORDS.split(' '))

export type AnyNode = ValueNode | ConditionNode

/** Reads what stands in parentheses: in `where` that may be a condition. */
export type ParenthesesReader = (cursor: Cursor) => AnyNode

const CONDITIONS: ReadonlySet<string> = new Set(
  'and or not compare between in has like is'.split(' ') satisfies readonly string[],
)

/** Whether a node already says yes or no, so that no operator may follow it. */
export function isCondition(node: AnyNode, cursor: Cursor): node is ConditionNode {
  return CONDITIONS.has(node.kind) || (node.kind === 'call' && cursor.clause === 'where' && isPredicate(node))
}

export const isPredicate = (node: Extract<AnyNode, { kind: 'call' }>): boolean =>
  functionRow(node.fn).kind === 'predicate' ||
  (node.fn === 'distance' && node.args.length === 3) ||
  (node.fn === 'bbox' && node.args.length === 3)

/** Whether a name can stand in a question as it is, without back-quotes. */
export const isBareName = (name: string): boolean =>
  /^[a-z][a-z0-9_]*$/i.test(name) && !RESERVED.has(name.toLowerCase())

/** A field name: words joined by dots, keywords only in back-quotes. */
export function readField(cursor: Cursor): FieldNode {
  const start = cursor.start
  const path: [string, ...string[]] = [...fieldPart(cursor)]
  while (cursor.takeSymbol('.')) path.push(...fieldPart(cursor))
  return { kind: 'field', path, span: cursor.span(start) }
}

function fieldPart(cursor: Cursor): [string, ...string[]] {
  const token = cursor.peek()
  if (token.kind === 'name' && token.value !== '') return [cursor.next().value]
  if (token.kind !== 'word' || RESERVED.has(token.value.toLowerCase())) return cursor.unexpected()
  return [cursor.next().value]
}

type Operator = '+' | '-' | '*' | '/'

/** Operands joined by operators of one strength, from left to right. Those after the first are values. */
function readChain(
  cursor: Cursor,
  operators: readonly Operator[],
  operand: (inner: ParenthesesReader) => AnyNode,
  inner: ParenthesesReader,
): AnyNode {
  const start = cursor.start
  const operator = (): Operator | undefined => operators.find(symbol => cursor.isSymbol(symbol))
  let left = operand(inner)
  for (let op = operator(); op !== undefined && !isCondition(left, cursor); op = operator()) {
    cursor.next()
    const right = value(cursor, operand(readSum))
    const node: ValueNode = {
      kind: 'arithmetic',
      op,
      left: value(cursor, left),
      right,
      span: cursor.span(start),
    }
    left = cursor.deepen(node, left, right)
  }
  return left
}

/** Sums and differences: the loosest value expression. `inner` reads parentheses. */
export function readSum(cursor: Cursor, inner: ParenthesesReader = readSum): AnyNode {
  return readChain(cursor, ['+', '-'], next => readProduct(cursor, next), inner)
}

function readProduct(cursor: Cursor, inner: ParenthesesReader): AnyNode {
  return readChain(cursor, ['*', '/'], next => readFactor(cursor, next), inner)
}

/** A node that must be a value; a condition among arithmetic is an unexpected token. */
export function value(cursor: Cursor, node: AnyNode): ValueNode {
  return isCondition(node, cursor) ? cursor.unexpected() : (node as ValueNode)
}

function readFactor(cursor: Cursor, inner: ParenthesesReader): AnyNode {
  const start = cursor.start
  if (cursor.isSymbol('-') || cursor.isSymbol('+')) {
    const sign = cursor.next().value
    const operand = cursor.nested(() => value(cursor, readFactor(cursor, readSum)))
    if (sign === '+') return operand
    const span = cursor.span(start)
    if (operand.kind === 'number' && !operand.text.startsWith('-'))
      return { kind: 'number', text: `-${operand.text}`, span }
    return cursor.deepen({ kind: 'negative', operand, span }, operand)
  }
  return readPrimary(cursor, inner)
}

function readPrimary(cursor: Cursor, inner: ParenthesesReader): AnyNode {
  const token = cursor.peek()
  const { span } = token
  if (cursor.takeSymbol('(')) {
    const node = cursor.nested(() => inner(cursor))
    cursor.expectSymbol(')')
    return node
  }
  if (token.kind === 'string') return { kind: 'string', value: cursor.next().value, span }
  if (token.kind === 'number') return { kind: 'number', text: cursor.next().value, span }
  if (token.kind === 'word') return readWord(cursor, token.value.toLowerCase())
  return readField(cursor)
}

function readWord(cursor: Cursor, word: string): ValueNode {
  const start = cursor.start
  const follows = cursor.peek(1)
  if (follows.kind === 'string' && (word === 'date' || word === 'geom')) return readPrefixed(cursor, word)
  if (cursor.isSymbol('(', 1)) return readCallable(cursor, word)
  if (word === 'true' || word === 'false') {
    cursor.next()
    return { kind: 'boolean', value: word === 'true', span: cursor.span(start) }
  }
  return readField(cursor)
}

function readPrefixed(cursor: Cursor, word: 'date' | 'geom'): GeometryNode | StepNode {
  const start = cursor.start
  cursor.next()
  const text = cursor.next().value
  return { kind: word === 'date' ? 'date' : 'geometry', text, span: cursor.span(start) }
}

const ARGUMENT: Accepted = { value: cursor => value(cursor, readSum(cursor)), field: readField }

function readCallable(cursor: Cursor, word: string): ValueNode {
  if (cursor.clause === 'series') return readFormulaCall(cursor, word, ARGUMENT)
  if (word === 'now') return readNow(cursor)
  const parenthesis = cursor.peek(1)
  if (!isFunctionName(word) || !isCallableIn(word, cursor.clause)) return cursor.unexpected(parenthesis)
  return readCall(cursor, word, ARGUMENT)
}

/** Predicates and cluster calls exist in one clause only; elsewhere their name is no function. */
function isCallableIn(name: FunctionName, clause: Cursor['clause']): boolean {
  const { kind } = functionRow(name)
  if (kind === 'grouping') return clause === 'group_by'
  return clause === 'where' || kind !== 'predicate'
}

/** `now(name=integer, …)` (explore-api §10.13). */
export function readNow(cursor: Cursor): NowNode {
  const start = cursor.start
  cursor.next()
  cursor.expectSymbol('(')
  const settings = cursor.isSymbol(')') ? [] : cursor.list(() => readNowArgument(cursor))
  cursor.expectSymbol(')')
  return { kind: 'now', settings, span: cursor.span(start) }
}

const WEEKDAYS = /^(?:mo|tu|we|th|fr|sa|su)$/i

function readNowArgument(cursor: Cursor): NowArgument {
  const start = cursor.start
  const name = cursor.expectKind('word').value.toLowerCase()
  cursor.expectSymbol('=')
  const token = cursor.peek()
  if (token.kind === 'word' && WEEKDAYS.test(token.value)) {
    const weekday = cursor.next().value.toUpperCase()
    let ordinal = { value: 1, signed: false }
    if (cursor.takeSymbol('(')) {
      ordinal = readInteger(cursor)
      cursor.expectSymbol(')')
    }
    return { name, ...ordinal, weekday, span: cursor.span(start) }
  }
  return { name, ...readInteger(cursor), weekday: null, span: cursor.span(start) }
}

/** `[+|-] integer`, and whether a sign was written. */
export function readInteger(cursor: Cursor): { readonly value: number; readonly signed: boolean } {
  const sign = cursor.isSymbol('-') || cursor.isSymbol('+') ? cursor.next().value : null
  const token = cursor.peek()
  if (token.kind !== 'number' || token.value.includes('.')) return cursor.unexpected()
  const amount = Number(cursor.next().value)
  return { value: sign === '-' ? -amount : amount, signed: sign !== null }
}
