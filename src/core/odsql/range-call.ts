import type { NumberNode, RangeNode, RangeSpec, RangeUnit, StepNode } from './ast.ts'
import { readLiteral } from './condition.ts'
import type { Cursor } from './cursor.ts'
import { readField } from './expression.ts'

/** Spellings of the units; case decides between minute and month (explore-api §10.11). */
const UNITS: Readonly<Record<string, RangeUnit>> = {
  ...{ ms: 'millisecond', millisecond: 'millisecond', milliseconds: 'millisecond' },
  ...{ s: 'second', second: 'second', seconds: 'second' },
  ...{ m: 'minute', minute: 'minute', minutes: 'minute' },
  ...{ h: 'hour', hour: 'hour', hours: 'hour' },
  ...{ d: 'day', day: 'day', days: 'day' },
  ...{ w: 'week', week: 'week', weeks: 'week' },
  ...{ M: 'month', month: 'month', months: 'month' },
  ...{ q: 'quarter', quarter: 'quarter', quarters: 'quarter' },
  ...{ y: 'year', year: 'year', years: 'year' },
}

/** `range(field, …)` in its four forms and the legacy ones. */
export function readRangeCall(cursor: Cursor): RangeNode {
  const start = cursor.start
  cursor.next()
  cursor.expectSymbol('(')
  const field = readField(cursor)
  cursor.expectSymbol(',')
  const spec = readSpec(cursor)
  cursor.expectSymbol(')')
  return { kind: 'range', field, spec, span: cursor.span(start) }
}

function readSpec(cursor: Cursor): RangeSpec {
  if (cursor.isWord('equi')) return readEqui(cursor)
  if (cursor.isSymbol('[') || cursor.isSymbol(']')) return readBrackets(cursor)
  return readInterval(cursor) ?? readSteps(cursor)
}

const JOINED = /^([0-9]+)(\p{L}+)$/u

function readInterval(cursor: Cursor): RangeSpec | null {
  const joined = cursor.peek().kind === 'word' ? JOINED.exec(cursor.peek().value) : null
  const apart = cursor.peek().kind === 'number' && cursor.peek(1).kind === 'word'
  if (joined === null && !apart) return null
  const count = Number(joined?.[1] ?? cursor.next().value)
  const unit = UNITS[joined?.[2] ?? cursor.peek().value]
  if (unit === undefined || !Number.isInteger(count)) return cursor.unexpected()
  cursor.next()
  return { kind: 'interval', count, unit }
}

function readStep(cursor: Cursor): StepNode {
  const token = cursor.peek()
  const step = readLiteral(cursor)
  return step.kind === 'number' || step.kind === 'date' ? step : cursor.unexpected(token)
}

function readSteps(cursor: Cursor): RangeSpec {
  const openLow = cursor.takeSymbol('*')
  if (openLow) cursor.expectSymbol(',')
  const bounds = [readStep(cursor)]
  let openHigh = false
  while (!openHigh && cursor.takeSymbol(',')) {
    openHigh = cursor.takeSymbol('*')
    if (!openHigh) bounds.push(readStep(cursor))
  }
  const [only] = bounds
  if (only?.kind === 'number' && bounds.length === 1 && !openLow && !openHigh)
    return { kind: 'width', width: only }
  return { kind: 'bounds', openLow, bounds, openHigh }
}

/** `]10, 50[`: an outer bracket turned outward is an open end. */
function readBrackets(cursor: Cursor): RangeSpec {
  const openLow = cursor.next().value === ']'
  const bounds = cursor.list(() => readStep(cursor))
  if (!cursor.isSymbol('[') && !cursor.isSymbol(']')) return cursor.unexpected()
  return { kind: 'bounds', openLow, bounds, openHigh: cursor.next().value === '[' }
}

function readEqui(cursor: Cursor): RangeSpec {
  cursor.next()
  cursor.expectSymbol('(')
  const step = readNumber(cursor)
  cursor.expectSymbol(',')
  const low = readNumber(cursor)
  cursor.expectSymbol(',')
  const high = readNumber(cursor)
  cursor.expectSymbol(')')
  return { kind: 'equi', step, low, high }
}

function readNumber(cursor: Cursor): NumberNode {
  const token = cursor.peek()
  const node = readLiteral(cursor)
  return node.kind === 'number' ? node : cursor.unexpected(token)
}
