import type { CallNode, ConditionNode, LiteralNode, ValueNode } from './ast.ts'
import { bindGeoPredicate } from './bind-geo.ts'
import { bindMatch } from './bind-match.ts'
import { bindPeriod, bindValue, number } from './bind-value.ts'
import { type Binder, fault, isGeo, isNumber, isTime } from './binder.ts'
import type { BoundCondition, BoundEnd, BoundValue } from './bound.ts'
import type { ValueType } from './functions.ts'

type Of<K extends ConditionNode['kind']> = ConditionNode & { readonly kind: K }

/** A condition with its names found and its types checked; null when a fault was noted. */
export function bindCondition(binder: Binder, node: ConditionNode): BoundCondition | null {
  switch (node.kind) {
    case 'and':
    case 'or': {
      const items = node.items.map(item => bindCondition(binder, item))
      return items.every(item => item !== null) ? { kind: node.kind, items } : null
    }
    case 'not': {
      const operand = bindCondition(binder, node.operand)
      return operand === null ? null : { kind: 'not', operand }
    }
    case 'compare':
      return bindCompare(binder, node)
    case 'between':
      return bindBetween(binder, node)
    case 'in':
      return bindIn(binder, node)
    case 'has':
      return bindHas(binder, node)
    case 'like':
      return bindLike(binder, node)
    case 'match':
      return bindMatch(binder, node)
    case 'is':
      return bindIs(binder, node)
    case 'string':
      return { kind: 'text', text: node.value }
    case 'field':
      return bindTruth(binder, node, true)
    case 'call':
      return bindPredicate(binder, node)
  }
}

/** A value with the expression that it was bound from. */
export interface Written {
  readonly value: BoundValue
  readonly node: ValueNode
}

/** A literal in the type of what it is compared with (explore-api §10.2); null when that makes no sense. */
export function converted(binder: Binder, { value, node }: Written, type: ValueType): BoundValue | null {
  if (isTime(type) && value.kind === 'text') return bindPeriod(binder, value.value, node)
  if (isTime(type) && value.kind === 'number') return bindPeriod(binder, value.text, node)
  if (type === 'text' && value.kind === 'number') return { kind: 'text', type: 'text', value: value.text }
  if (type === 'text' && value.kind === 'boolean')
    return { kind: 'text', type: 'text', value: String(value.value) }
  if (type === 'text' && node.kind === 'date') return { kind: 'text', type: 'text', value: node.text }
  if (isNumber(type) && value.kind === 'text') return numeric(binder, value.value, node)
  if (type === 'boolean' && value.kind === 'text') return truth(binder, value.value, node)
  return value
}

function numeric(binder: Binder, text: string, node: ValueNode): BoundValue | null {
  const written = text.trim().replace(/^\+/, '')
  if (/^-?\d+(?:\.\d+)?$/.test(written)) return number(written)
  if (/^-?\d+(?:\.\d+)?e[+-]?\d+$/i.test(written))
    return { kind: 'number', type: 'double', text: String(Number(written)) }
  return fault(binder, node.span, { code: 'odsql_bad_number', value: text })
}

function truth(binder: Binder, text: string, node: ValueNode): BoundValue | null {
  const word = text.trim().toLowerCase()
  if (word === 'true' || word === 'false') return { kind: 'boolean', type: 'boolean', value: word === 'true' }
  return fault(binder, node.span, { code: 'odsql_bad_boolean', value: text })
}

const comparable = (left: ValueType, right: ValueType): boolean =>
  (left === right && !isGeo(left) && left !== 'json_blob' && left !== 'file') ||
  (isNumber(left) && isNumber(right)) ||
  (isTime(left) && isTime(right))

const FLIPPED = { '=': '=', '!=': '!=', '<': '>', '<=': '>=', '>': '<', '>=': '<=' } as const

const isLiteral = (value: BoundValue): boolean => ['text', 'number', 'boolean', 'period'].includes(value.kind)

function bindCompare(binder: Binder, node: Of<'compare'>): BoundCondition | null {
  const left = bindValue(binder, node.left)
  const right = bindValue(binder, node.right)
  if (left === null || right === null) return null
  if (isLiteral(left) && !isLiteral(right))
    return compared(binder, { ...node, right: node.left, op: FLIPPED[node.op] }, [right, left])
  return compared(binder, node, [left, right])
}

/** `node.right` is where the second value was written. */
function compared(
  binder: Binder,
  node: Of<'compare'>,
  [left, literal]: readonly [BoundValue, BoundValue],
): BoundCondition | null {
  const right = converted(binder, { value: literal, node: node.right }, left.type)
  if (right === null) return null
  if (comparable(left.type, right.type)) return { kind: 'compare', op: node.op, left, right }
  return fault(binder, node.span, { code: 'odsql_incompatible', left: left.type, right: right.type })
}

function bindBetween(binder: Binder, node: Of<'between'>): BoundCondition | null {
  const subject = bindValue(binder, node.subject)
  if (subject === null) return null
  if (!isNumber(subject.type) && !isTime(subject.type) && subject.type !== 'text')
    return fault(binder, node.subject.span, { code: 'odsql_not_comparable', type: subject.type })
  const end = (bound: typeof node.low, included: boolean): BoundEnd | null | 'faulty' => {
    if (bound === null) return null
    const raw = bindValue(binder, bound)
    const value = raw === null ? null : converted(binder, { value: raw, node: bound }, subject.type)
    if (value === null) return 'faulty'
    if (comparable(subject.type, value.type)) return { value, included }
    fault(binder, node.span, { code: 'odsql_incompatible', left: subject.type, right: value.type })
    return 'faulty'
  }
  const low = end(node.low, node.lowIncluded)
  const high = end(node.high, node.highIncluded)
  return low === 'faulty' || high === 'faulty' ? null : { kind: 'between', subject, low, high }
}

function bindIn(binder: Binder, node: Of<'in'>): BoundCondition | null {
  const subject = bindValue(binder, node.subject)
  if (subject === null) return null
  const values = node.items.map(item => bindItem(binder, subject, item))
  return values.every(value => value !== null) ? { kind: 'in', subject, values } : null
}

function bindItem(binder: Binder, subject: BoundValue, item: LiteralNode): BoundValue | null {
  const raw = bindValue(binder, item)
  const value = raw === null ? null : converted(binder, { value: raw, node: item }, subject.type)
  if (value === null || comparable(subject.type, value.type)) return value
  return fault(binder, item.span, { code: 'odsql_incompatible', left: subject.type, right: value.type })
}

function bindHas(binder: Binder, node: Of<'has'>): BoundCondition | null {
  const subject = bindValue(binder, node.field)
  if (subject === null) return null
  const value = bindItem(binder, subject, node.element)
  return value === null ? null : { kind: 'compare', op: '=', left: subject, right: value }
}

function bindLike(binder: Binder, node: Of<'like'>): BoundCondition | null {
  const subject = bindValue(binder, node.subject)
  if (subject === null) return null
  if (isGeo(subject.type))
    return fault(binder, node.subject.span, { code: 'odsql_not_text', type: subject.type })
  return { kind: 'like', subject, pattern: node.pattern }
}

function bindIs(binder: Binder, node: Of<'is'>): BoundCondition | null {
  if (node.value !== null) return bindTruth(binder, node.subject, node.value)
  const subject = bindValue(binder, node.subject)
  return subject === null ? null : { kind: 'null', subject }
}

function bindTruth(binder: Binder, node: ValueNode, value: boolean): BoundCondition | null {
  const subject = bindValue(binder, node)
  if (subject === null) return null
  if (subject.type === 'boolean') return { kind: 'truth', subject, value }
  const name = node.kind === 'field' ? node.path.join('.') : subject.type
  return fault(binder, node.span, { code: 'odsql_not_boolean', name })
}

function bindPredicate(binder: Binder, node: CallNode): BoundCondition | null {
  if (node.fn !== 'search' && node.fn !== 'suggest' && node.fn !== 'startswith')
    return bindGeoPredicate(binder, node)
  const text = node.args.at(-1)
  const named = node.args.slice(0, -1).filter(arg => arg.kind === 'field')
  const fields = named.map(field => bindValue(binder, field))
  if (!fields.every(field => field !== null) || text?.kind !== 'string') return null
  const geo = fields.find(field => isGeo(field.type))
  if (geo !== undefined) return fault(binder, node.span, { code: 'odsql_not_text', type: geo.type })
  return { kind: 'search', fn: node.fn, fields: fields.length === 0 ? null : fields, text: text.value }
}
