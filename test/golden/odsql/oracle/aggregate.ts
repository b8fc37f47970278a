import { calculate, type Context, evaluate, isDay, isInstant, isList, isNumber, order } from './expression.ts'
import type { Expr, Row, Value } from './tree.ts'

export const hasAggregate = (expr: Expr): boolean =>
  expr.kind === 'aggregate' ||
  (expr.kind === 'arithmetic' && (hasAggregate(expr.left) || hasAggregate(expr.right))) ||
  (expr.kind === 'minus' && hasAggregate(expr.of))

/** Values of an expression over records, nulls left out; a list gives its elements. */
const valuesOf = (expr: Expr, rows: readonly Row[], context: Context): readonly Exclude<Value, null>[] =>
  rows.flatMap(row => {
    const value = evaluate(expr, row, context)
    if (isList(value)) return [...value]
    return value === null ? [] : [value]
  })

const keyOf = (value: Value): string =>
  JSON.stringify(value, (_, inner: unknown) => (typeof inner === 'bigint' ? String(inner) : inner))

/** Between the neighbours of a rank, linearly. */
function percentile(values: readonly number[], p: number): Value {
  if (values.length === 0) return null
  const sorted = values.toSorted((a, b) => a - b)
  const rank = ((sorted.length - 1) * p) / 100
  const [below, above] = [sorted[Math.floor(rank)] ?? 0, sorted[Math.ceil(rank)] ?? 0]
  return below + (above - below) * (rank - Math.floor(rank))
}

const isWhole = (expr: Expr, context: Context): boolean => {
  if (expr.kind === 'field') return context.fields.get(expr.name)?.type === 'int'
  if (expr.kind === 'arithmetic') return expr.op !== '/' && isWhole(expr.left, context) && isWhole(expr.right, context)
  if (expr.kind === 'minus') return isWhole(expr.of, context)
  if (expr.kind === 'number') return /^-?\d+$/.test(expr.text)
  return expr.kind === 'call' && expr.fn !== 'ifnull'
}

/** The value of an expression with aggregates over records. */
export function aggregate(expr: Expr, rows: readonly Row[], context: Context): Value {
  if (expr.kind === 'arithmetic')
    return calculate(expr.op, aggregate(expr.left, rows, context), aggregate(expr.right, rows, context))
  if (expr.kind === 'minus') return calculate('-', 0n, aggregate(expr.of, rows, context))
  if (expr.kind !== 'aggregate') return evaluate(expr, new Map(), context)
  if (expr.of === '*') return BigInt(rows.length)
  if (expr.fn === 'count')
    return BigInt(rows.filter(row => expr.of !== '*' && isSaid(evaluate(expr.of, row, context))).length)
  const values = valuesOf(expr.of, rows, context)
  if (expr.fn === 'distinct') return BigInt(new Set(values.map(keyOf)).size)
  if (expr.fn === 'min' || expr.fn === 'max') return extreme(values, expr.fn, context)
  const numbers = values.filter(isNumber)
  switch (expr.fn) {
    case 'sum':
      return isWhole(expr.of, context)
        ? numbers.reduce((sum: bigint, value) => sum + BigInt(value), 0n)
        : numbers.reduce((sum: number, value) => sum + Number(value), 0)
    case 'avg':
      return numbers.length === 0 ? null : numbers.reduce((sum: number, value) => sum + Number(value), 0) / numbers.length
    case 'median':
      return percentile(numbers.map(Number), 50)
    case 'percentile':
      return percentile(numbers.map(Number), expr.p ?? 50)
  }
}

const isSaid = (value: Value): boolean => value !== null && !(isList(value) && value.length === 0)

function extreme(values: readonly Value[], fn: 'min' | 'max', context: Context): Value {
  const comparable = values.filter(value => isNumber(value) || isDay(value) || isInstant(value))
  return comparable.reduce<Value>((best, value) => {
    if (best === null) return value
    const sign = order(value, best, context)
    return (fn === 'min' ? sign < 0 : sign > 0) ? value : best
  }, null)
}
