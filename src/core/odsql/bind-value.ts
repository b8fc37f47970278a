import type { ArgumentNode, FieldNode, NowNode, ValueNode } from './ast.ts'
import { bindCall } from './bind-call.ts'
import { bindRange } from './bind-range.ts'
import { type Binder, bindName, fault, isNumber } from './binder.ts'
import type { BoundValue } from './bound.ts'
import { readPeriod } from './civil.ts'
import { functionRow } from './functions.ts'
import { readGeometry } from './read-geometry.ts'

/** An expression with its names found and its types checked; null when a fault was noted. */
export function bindValue(binder: Binder, node: ValueNode): BoundValue | null {
  const bound = bindNode(binder, node)
  if (bound === null || binder.keys === null || binder.allowed.aggregates !== 'allowed') return bound
  return keyed(binder, bound)
}

function bindNode(binder: Binder, node: ValueNode): BoundValue | null {
  switch (node.kind) {
    case 'field':
      return bindField(binder, node)
    case 'string':
      return { kind: 'text', type: 'text', value: node.value }
    case 'number':
      return number(node.text)
    case 'boolean':
      return { kind: 'boolean', type: 'boolean', value: node.value }
    case 'date':
      return bindPeriod(binder, node.text, node)
    case 'geometry': {
      const geometry = readGeometry(node.text)
      if (geometry === null) return fault(binder, node.span, { code: 'odsql_bad_geometry', value: node.text })
      return { kind: 'geometry', type: 'geo_shape', geometry }
    }
    case 'now':
      return bindNow(binder, node)
    case 'negative':
      return bindNegative(binder, node)
    case 'arithmetic':
      return bindArithmetic(binder, node)
    case 'call':
      return bindCall(binder, node)
    case 'range':
      return bindRange(binder, node)
    case 'random':
      return { kind: 'random', type: 'int', seed: node.seed }
  }
}

/** A number literal: whole and within 64 bits, or a double. */
export function number(text: string): BoundValue & { readonly kind: 'number' } {
  const whole = !text.includes('.') && BigInt.asIntN(64, BigInt(text)) === BigInt(text)
  return { kind: 'number', type: whole ? 'int' : 'double', text: whole ? String(BigInt(text)) : text }
}

/** A date text as the period it denotes. */
export function bindPeriod(
  binder: Binder,
  text: string,
  place: Pick<ArgumentNode, 'span'>,
): (BoundValue & { readonly kind: 'period' }) | null {
  const period = readPeriod(text)
  if (period === null) return fault(binder, place.span, { code: 'odsql_bad_date', value: text })
  return { kind: 'period', type: 'datetime', period }
}

function bindField(binder: Binder, node: FieldNode): BoundValue | null {
  const name = node.path.join('.')
  const label = binder.labels.get(name)
  if (label !== undefined) return label
  const index = bindName(binder, name, node.span)
  const field = index === null ? undefined : binder.fields.fields[index]
  if (index === null || field === undefined) return null
  if (field.structure && binder.clause !== 'select')
    return fault(binder, node.span, { code: 'odsql_select_structure', name })
  return { kind: 'field', type: field.type, field: index, list: field.list }
}

const SETTABLE = /^(?:year|month|day|hour|minute|second|microsecond|weekday)$/
const SHIFTABLE =
  /^(?:years|months|weeks|days|hours|minutes|seconds|microseconds|mondays|tuesdays|wednesdays|thursdays|fridays|saturdays|sundays)$/

function bindNow(binder: Binder, node: NowNode): BoundValue | null {
  const wrong = node.settings.find(({ name }) => !SETTABLE.test(name) && !SHIFTABLE.test(name))
  if (wrong !== undefined) return fault(binder, wrong.span, { code: 'odsql_bad_now', name: wrong.name })
  const settings = node.settings.map(({ span: _, ...setting }) => setting)
  return { kind: 'now', type: 'datetime', settings }
}

function bindNegative(binder: Binder, node: ValueNode & { readonly kind: 'negative' }): BoundValue | null {
  const operand = bindNumeric(binder, node.operand)
  return operand === null ? null : { kind: 'negative', type: operand.type, operand }
}

function bindArithmetic(
  binder: Binder,
  node: ValueNode & { readonly kind: 'arithmetic' },
): BoundValue | null {
  const left = bindNumeric(binder, node.left)
  const right = bindNumeric(binder, node.right)
  if (left === null || right === null) return null
  const whole = left.type === 'int' && right.type === 'int' && node.op !== '/'
  return { kind: 'arithmetic', type: whole ? 'int' : 'double', op: node.op, left, right }
}

function bindNumeric(binder: Binder, node: ValueNode): BoundValue | null {
  const value = bindNode(binder, node)
  if (value === null) return null
  return isNumber(value.type) ? value : fault(binder, node.span, { code: 'odsql_arithmetic_type' })
}

/** Expressions equal to a group key, replaced by it. */
function keyed(binder: Binder, value: BoundValue): BoundValue {
  const text = JSON.stringify(spelledOut(binder, value))
  const index = binder.keys?.findIndex(key => JSON.stringify(key.value) === text) ?? -1
  if (index >= 0) return { kind: 'key', type: value.type, index }
  return isAggregate(value) ? value : withParts(value, part => keyed(binder, part))
}

/** The value without group keys: its parts may be keys themselves, by their label or because they are equal to one. */
const spelledOut = (binder: Binder, value: BoundValue): BoundValue =>
  value.kind === 'key'
    ? (binder.keys?.[value.index]?.value ?? value)
    : withParts(value, part => spelledOut(binder, part))

function withParts(value: BoundValue, change: (part: BoundValue) => BoundValue): BoundValue {
  switch (value.kind) {
    case 'arithmetic':
      return { ...value, left: change(value.left), right: change(value.right) }
    case 'negative':
      return { ...value, operand: change(value.operand) }
    case 'call':
      return { ...value, args: value.args.map(change) }
    case 'range':
      return { ...value, subject: change(value.subject) }
    default:
      return value
  }
}

export const isAggregate = (value: BoundValue): boolean =>
  value.kind === 'call' && functionRow(value.fn).kind === 'aggregate'

/** The values that a value is made of. */
export function partsOf(value: BoundValue): readonly BoundValue[] {
  switch (value.kind) {
    case 'arithmetic':
      return [value.left, value.right]
    case 'negative':
    case 'epoch':
    case 'digits':
    case 'place':
      return [value.operand]
    case 'range':
    case 'cluster':
      return [value.subject]
    case 'call':
      return value.args
    default:
      return []
  }
}

/** Whether an aggregate is anywhere in the value. */
export const hasAggregate = (value: BoundValue): boolean =>
  isAggregate(value) || partsOf(value).some(hasAggregate)

/** The first field that stands outside every aggregate, or null. */
export function bareField(value: BoundValue): (BoundValue & { readonly kind: 'field' }) | null {
  if (value.kind === 'field') return value
  if (isAggregate(value)) return null
  return (
    partsOf(value)
      .map(bareField)
      .find(found => found !== null) ?? null
  )
}
