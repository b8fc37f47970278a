import { aggregate, hasAggregate } from './aggregate.ts'
import { bucketOf, staticBuckets } from './buckets.ts'
import { hasFacetValue, holds } from './condition.ts'
import { type Context, evaluate, isList } from './expression.ts'
import { orderValues } from './sorting.ts'
import { printExpr } from './print.ts'
import type { Condition, Expr, OracleField, OrderItem, Question, Refinement, Row, SelectItem, Value } from './tree.ts'

/** A dataset in memory. */
export interface World {
  readonly fields: readonly OracleField[]
  readonly rows: readonly Row[]
  /** What the clock shows. */
  readonly now: number
}

/** An expected row, and the keys that it is ordered by. */
export interface Expected {
  readonly values: Readonly<Record<string, Value>>
  readonly keys: readonly Value[]
}

export interface RowsAnswer {
  readonly total: number
  /** All rows in order, before `offset` and `limit`. */
  readonly rows: readonly Expected[]
  /** Records that satisfy the conditions. */
  readonly matched: number
  /** Whether the order follows relevance, which the reference leaves open. */
  readonly isByRelevance: boolean
}

export const contextOf = (world: World, { timezone, language }: Question): Context => ({
  fields: new Map(world.fields.map(field => [field.name, field])),
  timezone,
  language,
  now: world.now,
})

/** Whether refinements of one field are alternatives. */
function isDisjunctive(name: string, question: Question, context: Context): boolean {
  const said = question.facets.find(facet => facet.name === name)?.disjunctive
  return said ?? context.fields.get(name)?.disjunctive ?? false
}

/** Records that are left by conditions and refinements; `without` names a facet whose own do not count. */
export function matching(world: World, question: Question, without: string | null): readonly Row[] {
  if (without !== null) return find(world, question, without)
  const known = kept.get(question) ?? find(world, question, null)
  kept.set(question, known)
  return known
}

const kept = new WeakMap<Question, readonly Row[]>()

function find(world: World, question: Question, without: string | null): readonly Row[] {
  const context = contextOf(world, question)
  const refined = Map.groupBy(
    question.refine.filter(({ name }) => name !== without),
    ({ name }) => name,
  )
  const has = (refinement: Refinement, row: Row): boolean => hasFacetValue(refinement, row, context)
  return world.rows.filter(
    row =>
      question.where.every(condition => holds(condition, row, context)) &&
      [...refined].every(([name, values]) =>
        isDisjunctive(name, question, context)
          ? values.some(value => has(value, row))
          : values.every(value => has(value, row)),
      ) &&
      !question.exclude.some(value => has(value, row)),
  )
}

const isSearch = (condition: Condition): boolean =>
  condition.kind === 'fulltext' ||
  (condition.kind === 'match' && condition.fn !== 'startswith') ||
  condition.kind === 'like' ||
  ((condition.kind === 'and' || condition.kind === 'or') && condition.of.some(isSearch)) ||
  (condition.kind === 'not' && isSearch(condition.of))

/** What the records door answers. */
export function answer(world: World, question: Question): RowsAnswer {
  const rows = matching(world, question, null)
  const context = contextOf(world, question)
  const isByRelevance =
    question.groupBy.length === 0 && question.orderBy.length === 0 && question.where.some(isSearch)
  const expected = question.groupBy.length === 0 ? records(world, rows, [question, context]) : groups(rows, question, context)
  return { total: expected.length, rows: expected, matched: rows.length, isByRelevance }
}

const isPattern = (of: SelectItem['of']): of is Extract<SelectItem['of'], { kind: 'include' | 'exclude' }> =>
  of !== '*' && (of.kind === 'include' || of.kind === 'exclude')

const fits = (name: string, pattern: string): boolean =>
  pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern

export const keyOf = ({ of, as }: { readonly of: Expr; readonly as?: string }): string =>
  as ?? (of.kind === 'field' ? of.name : printExpr(of))

/** Expressions by key: what an ungrouped `select` keeps. */
function selected(question: Question, context: Context): readonly (readonly [key: string, expr: Expr])[] {
  const names = [...context.fields.keys()]
  const field = (name: string): readonly [string, Expr] => [name, { kind: 'field', name }]
  if (question.select.length === 0) return names.map(field)
  const patterns = question.select.map(({ of }) => of).filter(isPattern)
  const dropped = patterns.filter(({ kind }) => kind === 'exclude')
  const isKept = (name: string): boolean => !dropped.some(({ pattern }) => fits(name, pattern))
  const all = names.filter(isKept).map(field)
  if (question.select.every(({ of }) => isPattern(of) && of.kind === 'exclude')) return all
  return question.select.flatMap(({ of, as }) => {
    if (of === '*') return all
    if (!isPattern(of))
      return of.kind === 'field' && as === undefined && !isKept(of.name) ? [] : [[keyOf({ of, ...(as === undefined ? {} : { as }) }), of] as const]
    return of.kind === 'exclude' ? [] : names.filter(name => fits(name, of.pattern) && isKept(name)).map(field)
  })
}

function records({ rows: all }: World, rows: readonly Row[], [question, context]: readonly [Question, Context]): readonly Expected[] {
  const items = selected(question, context)
  const labels = new Map(question.select.flatMap(({ of, as }) => (as === undefined || of === '*' || isPattern(of) ? [] : [[as, of] as const])))
  const value = (item: OrderItem, row: Row): Value => {
    const of = item.of.kind === 'label' ? labels.get(item.of.name) : relabelled(item.of, labels)
    return of === undefined ? null : evaluate(of, row, context)
  }
  const overAll = new Map(
    items.flatMap(([key, of]) => (hasAggregate(of) ? [[key, aggregate(of, rows, context)] as const] : [])),
  )
  const keyed = rows.map(row => ({ row, keys: question.orderBy.map(item => value(item, row)) }))
  return keyed
    .toSorted((a, b) => compareKeys(a.keys, b.keys, question.orderBy))
    .map(({ row, keys }) => ({
      keys: [...keys, BigInt(all.indexOf(row))],
      values: Object.fromEntries(
        items.map(([key, of]) => [key, overAll.has(key) ? (overAll.get(key) ?? null) : evaluate(of, row, context)]),
      ),
    }))
}

/** An expression with what its labels stand for: a label shadows a field of its name. */
function relabelled(expr: Expr, labels: ReadonlyMap<string, Expr>): Expr {
  switch (expr.kind) {
    case 'field':
      return labels.get(expr.name) ?? expr
    case 'arithmetic':
      return { ...expr, left: relabelled(expr.left, labels), right: relabelled(expr.right, labels) }
    case 'minus':
      return { ...expr, of: relabelled(expr.of, labels) }
    case 'call':
      return { ...expr, args: expr.args.map(arg => relabelled(arg, labels)) }
    default:
      return expr
  }
}

function compareKeys(a: readonly Value[], b: readonly Value[], items: readonly OrderItem[]): number {
  for (const [i, { descending }] of items.entries()) {
    const sign = orderValues(a[i] ?? null, b[i] ?? null, descending)
    if (sign !== 0) return sign
  }
  return 0
}

/** A key of a group, and where it stands among the others. */
interface GroupKey {
  readonly value: Value
  readonly rank: Value
}

/** The keys of a record: none when it is in no bucket, several for a list. */
function keysOf(of: Expr, row: Row, context: Context): readonly GroupKey[] {
  if (of.kind === 'range') {
    const bucket = bucketOf(of, row, context)
    return bucket === null ? [] : [{ value: bucket.text, rank: bucket.rank }]
  }
  const value = evaluate(of, row, context)
  if (!isList(value)) return [{ value, rank: value }]
  if (value.length === 0) return [{ value: null, rank: null }]
  return [...new Set(value)].map(item => ({ value: item, rank: item }))
}

interface Group {
  readonly keys: readonly GroupKey[]
  readonly rows: Row[]
}

const identity = (keys: readonly GroupKey[]): string =>
  JSON.stringify(keys.map(({ value }) => value), (_, inner: unknown) => (typeof inner === 'bigint' ? `${inner}n` : inner))




function collect(rows: readonly Row[], question: Question, context: Context): readonly Group[] {
  const found = new Map<string, Group>()
  const [only] = question.groupBy
  if (question.groupBy.length === 1 && only?.of.kind === 'range')
    for (const { text, rank } of staticBuckets(only.of, context)) {
      const keys = [{ value: text, rank }]
      found.set(identity(keys), { keys, rows: [] })
    }
  for (const row of rows) {
    const combinations = question.groupBy.reduce<readonly (readonly GroupKey[])[]>(
      (lists, { of }) => lists.flatMap(list => keysOf(of, row, context).map(key => [...list, key])),
      [[]],
    )
    for (const keys of combinations) {
      const id = identity(keys)
      const group = found.get(id) ?? { keys, rows: [] }
      found.set(id, group)
      group.rows.push(row)
    }
  }
  return [...found.values()]
}

function groups(rows: readonly Row[], question: Question, context: Context): readonly Expected[] {
  const { groupBy, select, orderBy } = question
  const value = (of: Expr, group: Group): GroupKey => {
    const text = printExpr(of)
    const index = groupBy.findIndex(item => printExpr(item.of) === text || (of.kind === 'field' && item.as === of.name))
    const key = group.keys[index]
    if (key !== undefined) return key
    const [first] = group.rows
    const found = hasAggregate(of) || first === undefined ? aggregate(of, group.rows, context) : evaluate(of, first, context)
    return { value: found, rank: found }
  }
  const labelled = (name: string): Expr | undefined => {
    const item = [...groupBy, ...select].find(({ as }) => as === name)
    return item === undefined || item.of === '*' || isPattern(item.of) ? undefined : item.of
  }
  const all = collect(rows, question, context).map(group => ({
    group,
    keys: [
      ...orderBy.map(({ of }) => {
        const named = of.kind === 'label' || of.kind === 'field' ? labelled(of.name) : of
        return value(named ?? (of as Expr), group).rank
      }),
      ...group.keys.map(({ rank }) => rank),
    ],
  }))
  const order = [...orderBy, ...groupBy.map(({ of }): OrderItem => ({ of, descending: false }))]
  const sorted = all.toSorted((a, b) => compareKeys(a.keys, b.keys, order))
  return sorted.map(({ group, keys }) => {
    const own = groupBy.map((item, i) => [keyOf(item), group.keys[i]?.value ?? null] as const)
    const said = select.flatMap(({ of, as }) =>
      of === '*' || isPattern(of) ? [] : [[keyOf({ of, ...(as === undefined ? {} : { as }) }), value(of, group).value] as const],
    )
    return { keys, values: Object.fromEntries([...own, ...said]) }
  })
}
