import { bareField, partsOf } from '../odsql/bind-value.ts'
import type { BoundCondition, BoundEnd, BoundValue } from '../odsql/bound.ts'
import { valuesOf } from '../odsql/plan.ts'
import { compileMoment, compileValue } from './expression.ts'
import { type Fragment, identifier, join, param, paramList, sql } from './fragment.ts'
import { boxSql, inGeometrySql, nearSql } from './geo.ts'
import { momentFor, type Scope } from './scope.ts'
import { foldedText, fullTextSql, likeSql, searchSql, startsWithSql, suggestSql } from './text-search.ts'

type Of<K extends BoundCondition['kind']> = BoundCondition & { readonly kind: K }

const NEVER = sql`false`
const ALWAYS = sql`true`

/** The SQL of a condition. It may be null where no is meant; {@link BoundCondition} `not` is exact all the same. */
export function compileCondition(scope: Scope, condition: BoundCondition): Fragment {
  switch (condition.kind) {
    case 'and':
    case 'or': {
      const parts = condition.items.map(item => compileCondition(scope, item))
      if (parts.length === 0) return condition.kind === 'and' ? ALWAYS : NEVER
      return sql`(${join(parts, condition.kind === 'and' ? ' AND ' : ' OR ')})`
    }
    case 'not':
      return sql`NOT ifNull(${compileCondition(scope, condition.operand)}, false)`
    case 'text':
      return fullTextSql(scope.table.search, condition.text)
    case 'search':
      return search(scope, condition)
    default:
      return element(scope, condition)
  }
}

type Atom = Exclude<BoundCondition, { readonly kind: 'and' | 'or' | 'not' | 'text' | 'search' }>

/** A condition about multivalued fields holds when it holds for any element. */
function element(scope: Scope, condition: Atom): Fragment {
  const lists = [...new Set(valuesOf(condition).flatMap(listsOf))].filter(field => !scope.elements.has(field))
  const [field] = lists
  if (field === undefined) return unfolded(condition, atom(scope, condition))
  const column = scope.table.columns(field).value
  if (condition.kind === 'null') return sql`empty(${column})`
  if (condition.kind === 'compare' && condition.op === '!=') {
    const equal = element(scope, { ...condition, op: '=' })
    return sql`(notEmpty(${column}) AND NOT ${equal})`
  }
  const direct = has(scope, condition, column)
  if (direct !== null) return direct
  const name = identifier(`e${scope.elements.size + 1}`)
  const inner = { ...scope, elements: new Map([...scope.elements, [field, name]]) }
  return sql`arrayExists(${name} -> ${element(inner, condition)}, ${column})`
}

/** Without a field, the engine knows the answer beforehand, and then loses what stands beside a text search. */
const unfolded = (condition: Atom, made: Fragment): Fragment =>
  valuesOf(condition).some(value => bareField(value) !== null) ? made : sql`materialize(${made})`

const listsOf = (value: BoundValue): readonly number[] =>
  value.kind === 'field' ? (value.list ? [value.field] : []) : partsOf(value).flatMap(listsOf)

/** Equality of an element with a literal, which a text index on lists can serve. */
function has(scope: Scope, condition: Atom, column: Fragment): Fragment | null {
  if (condition.kind !== 'compare' || condition.op !== '=') return null
  if (condition.left.kind !== 'field' || condition.right.kind !== 'text') return null
  return sql`has(${column}, ${compileValue(scope, condition.right)})`
}

function atom(scope: Scope, condition: Atom): Fragment {
  switch (condition.kind) {
    case 'compare':
      return compare(scope, condition)
    case 'between':
      return between(scope, condition)
    case 'in':
      return within(scope, condition)
    case 'like':
      return likeSql(textOf(scope, condition.subject), condition.pattern)
    case 'null':
      return sql`isNull(${compileValue(scope, condition.subject)})`
    case 'truth':
      return sql`${compileValue(scope, condition.subject)} = ${param(String(condition.value), 'Bool')}`
    case 'under':
      return under(scope, condition)
    case 'near':
      return nearSql(scope, condition)
    case 'box':
      return boxSql(scope, condition)
    case 'geometry':
      return inGeometrySql(scope, condition)
  }
}

/** Paths are compared as facets show them, whatever parts their levels (explore-api §12.3). */
function under(scope: Scope, { subject, path, separator }: Of<'under'>): Fragment {
  const stored = compileValue(scope, subject)
  const value = separator === '/' ? stored : sql`replaceAll(${stored}, ${param(separator, 'String')}, '/')`
  return sql`(${value} = ${param(path, 'String')} OR startsWith(${value}, ${param(`${path}/`, 'String')}))`
}

/** A value as text, for searches in it. */
function textOf(scope: Scope, subject: BoundValue): Fragment {
  const value = compileValue(scope, subject)
  return subject.type === 'text' ? value : sql`toString(${value})`
}

const OPERATORS = {
  '=': sql`=`,
  '!=': sql`!=`,
  '<': sql`<`,
  '<=': sql`<=`,
  '>': sql`>`,
  '>=': sql`>=`,
} as const

const dateType = (value: BoundValue): 'date' | 'datetime' => (value.type === 'date' ? 'date' : 'datetime')

function compare(scope: Scope, { op, left, right }: Of<'compare'>): Fragment {
  if (right.kind === 'period') return comparePeriod(scope, { op, left, right })
  const isTimed = left.type === 'date' || right.type === 'date'
  const type = isTimed ? 'date' : 'datetime'
  return sql`${compileMoment(scope, type, left)} ${OPERATORS[op]} ${compileMoment(scope, type, right)}`
}

type PeriodValue = BoundValue & { readonly kind: 'period' }

/** Start (included) and end (excluded) of a literal, as moments of the value it meets. */
function edges(
  scope: Scope,
  subject: BoundValue,
  { period }: PeriodValue,
): { readonly start: Fragment; readonly end: Fragment } {
  const edge = (civil: number): Fragment =>
    momentFor(scope, dateType(subject), { civil, offset: period.offset })
  return { start: edge(period.start), end: edge(period.end) }
}

/** A date written short is a whole period (explore-api §10.2). */
function comparePeriod(
  scope: Scope,
  { op, left, right }: Pick<Of<'compare'>, 'op' | 'left'> & { readonly right: PeriodValue },
): Fragment {
  const value = compileMoment(scope, dateType(left), left)
  const { start, end } = edges(scope, left, right)
  switch (op) {
    case '=':
      return sql`(${value} >= ${start} AND ${value} < ${end})`
    case '!=':
      return sql`(${value} < ${start} OR ${value} >= ${end})`
    case '>':
      return sql`${value} >= ${end}`
    case '>=':
      return sql`${value} >= ${start}`
    case '<':
      return sql`${value} < ${start}`
    case '<=':
      return sql`${value} < ${end}`
  }
}

function between(scope: Scope, { subject, low, high }: Of<'between'>): Fragment {
  const side = (end: BoundEnd | null, strict: '<' | '>'): readonly Fragment[] => {
    if (end === null) return []
    const op = end.included ? (`${strict}=` as const) : strict
    return [compare(scope, { kind: 'compare', op, left: subject, right: end.value })]
  }
  const sides = [...side(low, '>'), ...side(high, '<')]
  return sides.length === 0 ? sql`isNotNull(${compileValue(scope, subject)})` : sql`(${join(sides, ' AND ')})`
}

function within(scope: Scope, { subject, values }: Of<'in'>): Fragment {
  if (values.some(value => value.kind === 'period')) {
    const parts = values.map(value =>
      compare(scope, { kind: 'compare', op: '=', left: subject, right: value }),
    )
    return sql`(${join(parts, ' OR ')})`
  }
  const value = compileValue(scope, subject)
  const texts = values.flatMap(item => (item.kind === 'text' ? [item.value] : []))
  if (subject.type === 'text') return sql`${value} IN ${paramList(texts, 'String')}`
  const truths = values.flatMap(item => (item.kind === 'boolean' ? [item.value] : []))
  if (subject.type === 'boolean') return sql`${value} IN ${paramList(truths, 'Bool')}`
  const parts = values.map(item => sql`${compileValue(scope, item)}`)
  return sql`${value} IN (${join(parts, ', ')})`
}

/** Over several fields, any of them; over none named, all visible ones. */
function search(scope: Scope, { fn, fields, text }: Of<'search'>): Fragment {
  const by = { search: searchSql, suggest: suggestSql, startswith: startsWithSql }[fn]
  const isPhrase = fn === 'suggest' && /\s/.test(text.trim())
  if (fields === null && fn !== 'startswith' && !isPhrase) return by(scope.table.search, text)
  const named = fields ?? visibleTexts(scope)
  const prepared = fn === 'startswith' ? (value: Fragment) => value : foldedText
  const parts = named.map(field => {
    if (field.kind !== 'field' || !field.list) return by(prepared(textOf(scope, field)), text)
    const e = identifier('e1')
    return sql`arrayExists(${e} -> ${by(prepared(e), text)}, ${scope.table.columns(field.field).value})`
  })
  return parts.length === 0 ? NEVER : sql`(${join(parts, ' OR ')})`
}

const visibleTexts = ({ table }: Scope): readonly BoundValue[] =>
  table.fields.fields.flatMap((field, index): readonly BoundValue[] =>
    field.visible && field.type === 'text'
      ? [{ kind: 'field', type: 'text', field: index, list: field.list }]
      : [],
  )
