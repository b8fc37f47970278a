import { isAggregate } from '../odsql/bind-value.ts'
import type { BoundValue } from '../odsql/bound.ts'
import { civilOf } from '../odsql/civil.ts'
import { evaluateNow } from '../odsql/now.ts'
import { type Fragment, param, sql } from './fragment.ts'
import { FUNCTION_SQL } from './functions.ts'
import { rangeSql } from './range.ts'
import { relevanceSql } from './relevance.ts'
import { moment, momentFor, type Scope } from './scope.ts'

/** The SQL of a value. */
export function compileValue(scope: Scope, value: BoundValue): Fragment {
  switch (value.kind) {
    case 'field':
      return scope.elements.get(value.field) ?? scope.table.columns(value.field).value
    case 'text':
      return param(value.value, 'String')
    case 'number':
      return param(value.text, value.type === 'int' ? 'Int64' : 'Float64')
    case 'boolean':
      return param(String(value.value), 'Bool')
    case 'period':
      return momentFor(scope, 'datetime', { civil: value.period.start, offset: value.period.offset })
    case 'now':
      return moment(nowOf(scope, value))
    case 'negative':
      return sql`(-${compileValue(scope, value.operand)})`
    case 'epoch':
      return sql`toUnixTimestamp64Milli(${compileValue(scope, value.operand)})`
    case 'digits':
      return sql`toString(${compileValue(scope, value.operand)})`
    case 'place':
      return placeSql(scope, value.operand)
    case 'arithmetic':
      return arithmetic(scope, value)
    case 'call':
      return call(scope, value)
    case 'key':
      return scope.keys[value.index] ?? sql`NULL`
    case 'range':
      return rangeSql(scope, value, compileValue(scope, value.subject))
    case 'random':
      return random(scope, value.seed)
    case 'geometry':
      return param(JSON.stringify(value.geometry), 'String')
    case 'relevance':
      return relevanceSql(scope.table, value.words)
    case 'null':
    case 'star':
    case 'cluster':
      return sql`NULL`
  }
}

/** The instant that `now(…)` means in this request. */
export const nowOf = (scope: Scope, value: BoundValue & { readonly kind: 'now' }): number =>
  evaluateNow(value.settings, scope.now)

/** A moment as the column type it is compared with sees it. */
export function compileMoment(scope: Scope, type: 'date' | 'datetime', value: BoundValue): Fragment {
  if (value.kind !== 'now' || type === 'datetime') return compileValue(scope, value)
  return moment(civilOf(nowOf(scope, value), scope.timezone))
}

/** The coordinates of a point as JSON; null where there is no point. */
function placeSql({ table }: Scope, { field }: BoundValue & { readonly kind: 'field' }): Fragment {
  const { point } = table.columns(field)
  if (point === undefined) return sql`NULL`
  return sql`concat('{"lon":', toString(${point.lon}), ',"lat":', toString(${point.lat}), '}')`
}

/** Division by zero is null (explore-api §10.2). */
function arithmetic(scope: Scope, value: BoundValue & { readonly kind: 'arithmetic' }): Fragment {
  const left = compileValue(scope, value.left)
  const right = compileValue(scope, value.right)
  switch (value.op) {
    case '+':
      return sql`(${left} + ${right})`
    case '-':
      return sql`(${left} - ${right})`
    case '*':
      return sql`(${left} * ${right})`
    case '/':
      return sql`(${left} / nullIf(${right}, 0))`
  }
}

function call(scope: Scope, value: BoundValue & { readonly kind: 'call' }): Fragment {
  const make = (): Fragment =>
    FUNCTION_SQL[value.fn]({ scope, call: value, args: value.args.map(arg => compileValue(scope, arg)) })
  return scope.aggregate === null || !isAggregate(value) ? make() : scope.aggregate(value, make)
}

/** The same seed gives the same order; without one, another at each question. */
function random(scope: Scope, seed: string | null): Fragment {
  if (seed === null) return sql`rand64()`
  return sql`sipHash64(${scope.table.key}, ${param(seed, 'Int64')})`
}
