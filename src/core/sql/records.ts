import { partsOf } from '../odsql/bind-value.ts'
import type { BoundItem, BoundOrder, BoundValue } from '../odsql/bound.ts'
import type { PlannedQuery } from '../odsql/plan.ts'
import { clustersSql } from './cluster.ts'
import type { CompiledQuery, ResultColumn } from './compiled.ts'
import { compileCondition } from './condition.ts'
import { compileValue } from './expression.ts'
import { EMPTY, type Fragment, identifier, join, numeral, param, render, sql } from './fragment.ts'
import { orderSql } from './order.ts'
import { outputSql, shapeOf } from './output.ts'
import type { QueryTable } from './query-table.ts'
import { rangeStart } from './range.ts'
import type { Scope } from './scope.ts'

/** A page of the answer, and how many records or groups there are in all. */
export interface CompiledRecords {
  readonly rows: CompiledQuery
  readonly count: CompiledQuery
}

/** Planned → SQL for a table; how it is said and how its values become wire values. */
export function compile(planned: PlannedQuery, table: QueryTable): CompiledRecords {
  const parts = planned.groupBy === null ? compileFlat(planned, table) : compileGrouped(planned, table)
  const columns = planned.select.map(
    ({ key, value }): ResultColumn => ({ key, shape: shapeOf(meaning(planned, value)) }),
  )
  return {
    rows: { ...render(parts.rows), columns },
    count: { ...render(parts.count), columns: [{ key: 'total_count', shape: 'int' }] },
  }
}

/** What a value stands for in the answer: a key is shown as the field or expression that it groups by. */
export function meaning({ groupBy }: PlannedQuery, value: BoundValue): BoundValue {
  const key = value.kind === 'key' ? groupBy?.[value.index]?.value : undefined
  return key?.kind === 'field' ? { ...key, list: false } : (key ?? value)
}

interface Parts {
  readonly rows: Fragment
  readonly count: Fragment
}

/** The scope of a plan's plain expressions. */
export const scopeOf = (planned: PlannedQuery, table: QueryTable): Scope => ({
  table,
  timezone: planned.timezone,
  language: planned.language,
  now: planned.now,
  elements: new Map(),
  keys: [],
  aggregate: null,
})

/** `WHERE …` of the scope of the table and the filters of the plan, but for the refinements of one field. */
export function whereSql(scope: Scope, planned: PlannedQuery, except: number | null = null): Fragment {
  const filters = planned.filters
    .filter(filter => except === null || filter.refines !== except)
    .map(filter => compileCondition(scope, filter.condition))
  const all = [...(scope.table.scope === null ? [] : [scope.table.scope]), ...filters]
  return all.length === 0 ? EMPTY : sql` WHERE ${join(all, ' AND ')}`
}

/** `LIMIT … OFFSET …`. */
export function pageSql({ limit, offset }: PlannedQuery): Fragment {
  const from = offset === 0 ? EMPTY : sql` OFFSET ${param(String(offset), 'UInt64')}`
  return limit === null ? from : sql` LIMIT ${param(String(limit), 'UInt64')}${from}`
}

/** Selected values, in order, with how each stands in the answer. */
export interface CompiledItem {
  readonly item: BoundItem
  readonly sql: Fragment
}

/** The pieces of an ungrouped question, for pages and exports alike. */
export function flatParts(
  planned: PlannedQuery,
  table: QueryTable,
): {
  readonly opening: Fragment
  readonly items: readonly CompiledItem[]
  readonly scope: Scope
  readonly tail: Fragment
} {
  const base = scopeOf(planned, table)
  const where = whereSql(base, planned)
  const found = new Map<string, Fragment>()
  const scope: Scope = {
    ...base,
    aggregate: (text, make) => {
      if (!found.has(text)) found.set(text, make())
      return sql`tupleElement(agg, ${numeral([...found.keys()].indexOf(text) + 1)})`
    },
  }
  const items = planned.select.map(item => ({ item, sql: compileValue(scope, item.value) }))
  const orders = planned.orderBy.length === 0 ? table.order : planned.orderBy
  const order = join(
    [...orders.map(key => orderSql(base, key, compileValue(base, key.value))), table.key],
    ', ',
  )
  const aggregates = [...found.values()]
  const opening =
    aggregates.length === 0
      ? EMPTY
      : sql`WITH (SELECT tuple(${join(aggregates, ', ')}) FROM ${table.from}${where}) AS agg `
  const tail = sql` FROM ${table.from}${where} ORDER BY ${order}${pageSql(planned)}`
  return { opening, items, scope, tail }
}

function compileFlat(planned: PlannedQuery, table: QueryTable): Parts {
  const { opening, items, scope, tail } = flatParts(planned, table)
  const columns = items.map(({ item, sql: value }) => outputSql(scope, item.value, value))
  const base = scopeOf(planned, table)
  return {
    rows: sql`${opening}SELECT ${columns.length === 0 ? sql`1` : join(columns, ', ')}${tail}`,
    count: sql`SELECT count() FROM ${table.from}${whereSql(base, planned)}`,
  }
}

/** Multivalued fields among the group keys: each element makes a group, none at all the null group. */
function explode(
  scope: Scope,
  keys: readonly BoundItem[],
): { readonly scope: Scope; readonly joins: Fragment } {
  const fields = [...new Set(keys.flatMap(({ value }) => listFields(value)))]
  const names = fields.map((field, index) => [field, identifier(`j_${index + 1}`)] as const)
  const joins = names.map(([field, name]) => {
    const list = scope.table.columns(field).value
    return sql` ARRAY JOIN if(empty(${list}), [NULL], arrayDistinct(${list})) AS ${name}`
  })
  return { scope: { ...scope, elements: new Map(names) }, joins: join(joins, ' ') }
}

const listFields = (value: BoundValue): readonly number[] =>
  value.kind === 'field' && value.list ? [value.field] : partsOf(value).flatMap(listFields)

/** The pieces of a grouped question. */
export function groupedParts(
  planned: PlannedQuery,
  table: QueryTable,
): {
  readonly opening: Fragment
  readonly items: readonly CompiledItem[]
  readonly scope: Scope
  readonly tail: Fragment
  readonly count: Fragment
} {
  const keys = planned.groupBy ?? []
  const base = scopeOf(planned, table)
  const { scope: exploded, joins } = explode(base, keys)
  const names = keys.map((_, index) => identifier(`k_${index + 1}`))
  const where = whereSql(base, planned)
  const clusters = keys.map(({ value }, index) =>
    value.kind === 'cluster' ? clustersSql(base, value, { index, from: table.from, where }) : null,
  )
  const expressions = keys.map(
    ({ value }, index) => clusters[index]?.value ?? compileValue(exploded, value),
  )
  const scope: Scope = { ...base, keys: names }
  const items = planned.select.map(item => ({ item, sql: compileValue(scope, item.value) }))
  const joined = join([joins, ...clusters.flatMap(cluster => cluster?.join ?? [])], ' ')
  const from = sql` FROM ${table.from}${joined}${where}`
  const order = planned.orderBy.map(key => groupOrder({ scope, exploded }, keys, key))
  const named = names.map((name, index) => sql`${expressions[index] ?? name} AS ${name}`)
  const opening = sql`WITH ${join(named, ', ')} `
  const group = sql` GROUP BY ${join(names, ', ')}${having(keys, names)}`
  return {
    opening,
    items,
    scope,
    tail: sql`${from}${group} ORDER BY ${join([...order, ...names], ', ')}${pageSql(planned)}`,
    count: sql`${opening}SELECT count() FROM (SELECT ${join(names, ', ')}${from}${group})`,
  }
}

/** Values outside every bucket of a `range()` make no group. */
function having(keys: readonly BoundItem[], names: readonly Fragment[]): Fragment {
  const ranges = names.filter((_, index) => keys[index]?.value.kind === 'range')
  return ranges.length === 0
    ? EMPTY
    : sql` HAVING ${join(
        ranges.map(name => sql`isNotNull(${name})`),
        ' AND ',
      )}`
}

interface GroupScopes {
  /** Of the answer: keys by name. */
  readonly scope: Scope
  /** Of the key expressions: elements of lists by name. */
  readonly exploded: Scope
}

/** Buckets come by their starts, not by their texts. */
function groupOrder(
  { scope, exploded }: GroupScopes,
  keys: readonly BoundItem[],
  order: BoundOrder,
): Fragment {
  const key = order.value.kind === 'key' ? keys[order.value.index]?.value : undefined
  if (key?.kind !== 'range') return orderSql(scope, order, compileValue(scope, order.value))
  const start = rangeStart(exploded, key, compileValue(exploded, key.subject))
  return orderSql(
    scope,
    { ...order, value: { kind: 'number', type: 'double', text: '0' } },
    sql`min(${start})`,
  )
}

function compileGrouped(planned: PlannedQuery, table: QueryTable): Parts {
  const { opening, items, scope, tail, count } = groupedParts(planned, table)
  const columns = items.map(({ item, sql: value }) => outputSql(scope, meaning(planned, item.value), value))
  return { rows: sql`${opening}SELECT ${join(columns, ', ')}${tail}`, count }
}
