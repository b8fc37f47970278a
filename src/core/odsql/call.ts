import type { ArgumentNode, CallNode, DistanceUnit, FieldNode, SpecialNode, ValueNode } from './ast.ts'
import type { Cursor } from './cursor.ts'
import { type FunctionName, functionRow, type Parameter } from './functions.ts'

/** How the arguments of a call are read; handed in, for expressions and calls contain each other. */
export interface Accepted {
  value(cursor: Cursor): ValueNode
  field(cursor: Cursor): FieldNode
}

/** A call from its name on, arguments read by the function's row. */
export function readCall(cursor: Cursor, fn: FunctionName, read: Accepted): CallNode {
  const start = cursor.start
  cursor.next()
  cursor.expectSymbol('(')
  const { parameters } = functionRow(fn)
  const { args, distinct } = cursor.nested(() => {
    if (parameters === 'count') return countArguments(cursor, read)
    if (parameters === 'search') return { args: searchArguments(cursor, read), distinct: false }
    return { args: readArguments(cursor, parametersOf(cursor, fn, parameters), read), distinct: false }
  })
  cursor.expectSymbol(')')
  return cursor.deepen({ kind: 'call', fn, args, distinct, span: cursor.span(start) }, ...args)
}

/** The old two-point form of `bbox` in `where` (explore-api §10.9). */
function parametersOf(
  cursor: Cursor,
  fn: FunctionName,
  parameters: readonly Parameter[],
): readonly Parameter[] {
  if (fn !== 'bbox' || cursor.clause !== 'where') return parameters
  return [...parameters, { form: 'geometry' }, { form: 'geometry' }]
}

function readArguments(
  cursor: Cursor,
  parameters: readonly Parameter[],
  read: Accepted,
): readonly ArgumentNode[] {
  const args: ArgumentNode[] = []
  for (const [index, parameter] of parameters.entries()) {
    if (parameter.optional === true && cursor.isSymbol(')')) break
    if (index > 0) cursor.expectSymbol(',')
    args.push(readArgument(cursor, parameter.form, read))
  }
  return args
}

function readArgument(cursor: Cursor, form: Parameter['form'], read: Accepted): ArgumentNode {
  const start = cursor.start
  switch (form) {
    case 'value':
      return read.value(cursor)
    case 'field':
      return read.field(cursor)
    case 'string':
      return { kind: 'string', value: cursor.expectKind('string').value, span: cursor.span(start) }
    case 'geometry': {
      const node = cursor.isWord('geom') ? read.value(cursor) : cursor.unexpected()
      return node.kind === 'geometry' ? node : cursor.unexpected()
    }
    case 'number':
      return { kind: 'number', text: cursor.expectKind('number').value, span: cursor.span(start) }
    case 'integer':
      return cursor.peek().value.includes('.') ? cursor.unexpected() : readArgument(cursor, 'number', read)
    case 'signed': {
      const negative = cursor.takeSymbol('-')
      if (!negative) cursor.takeSymbol('+')
      const { value } = cursor.expectKind('number')
      return { kind: 'number', text: negative ? `-${value}` : value, span: cursor.span(start) }
    }
    case 'distance':
      return readDistance(cursor)
    case 'mode':
      return readMode(cursor)
    case 'fallback':
      if (cursor.takeWord('null')) return { kind: 'null', span: cursor.span(start) }
      return readArgument(cursor, 'string', read)
  }
}

const UNIT = /^(?:mi|yd|ft|m|cm|km|mm)$/i
const JOINED = /^([0-9]+)(mi|yd|ft|m|cm|km|mm)$/i

/** `10km`, `1.5 mi`, `500`: metres when no unit is written. */
function readDistance(cursor: Cursor): SpecialNode {
  const start = cursor.start
  const joined = cursor.peek().kind === 'word' ? JOINED.exec(cursor.peek().value) : null
  if (joined !== null) {
    cursor.next()
    const [, amount = '', unit = 'm'] = joined
    return { kind: 'distance', amount, unit: unit.toLowerCase() as DistanceUnit, span: cursor.span(start) }
  }
  const amount = cursor.expectKind('number').value
  const written = cursor.peek().kind === 'word' && UNIT.test(cursor.peek().value)
  const unit = (written ? cursor.next().value.toLowerCase() : 'm') as DistanceUnit
  return { kind: 'distance', amount, unit, span: cursor.span(start) }
}

const MODES = {
  intersects: 'intersects',
  intersect: 'intersects',
  disjoint: 'disjoint',
  within: 'within',
} as const

function readMode(cursor: Cursor): SpecialNode {
  const word = cursor.peek().value.toLowerCase()
  if (cursor.peek().kind !== 'word' || !(word in MODES)) return cursor.unexpected()
  const { span } = cursor.next()
  return { kind: 'mode', mode: MODES[word as keyof typeof MODES], span }
}

function star(cursor: Cursor): SpecialNode {
  const { span } = cursor.next()
  return { kind: 'star', span }
}

function countArguments(
  cursor: Cursor,
  read: Accepted,
): { readonly args: readonly ArgumentNode[]; readonly distinct: boolean } {
  const distinct = cursor.takeWord('distinct')
  return { args: [cursor.isSymbol('*') ? star(cursor) : read.value(cursor)], distinct }
}

/** `(f1, f2, "text")`, `(*, "text")`, `("text")`. */
function searchArguments(cursor: Cursor, read: Accepted): readonly ArgumentNode[] {
  const args: ArgumentNode[] = []
  if (cursor.isSymbol('*')) {
    args.push(star(cursor))
    cursor.expectSymbol(',')
  }
  while (args[0]?.kind !== 'star' && cursor.peek().kind !== 'string') {
    args.push(read.field(cursor))
    cursor.expectSymbol(',')
  }
  return [...args, readArgument(cursor, 'string', read)]
}
