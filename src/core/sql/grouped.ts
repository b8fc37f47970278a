import { partsOf } from '../odsql/bind-value.ts'
import type { BoundItem, BoundOrder, BoundValue } from '../odsql/bound.ts'
import type { PlannedQuery } from '../odsql/plan.ts'
import { bucketParts, onlyStaticRange } from './buckets.ts'
import { clustersSql, clusterText } from './cluster.ts'
import { compileValue } from './expression.ts'
import { EMPTY, type Fragment, identifier, join, sql } from './fragment.ts'
import { orderSql } from './order.ts'
import type { QueryTable } from './query-table.ts'
import { rangeStart } from './range.ts'
import { type CompiledItem, pageSql, scopeOf, whereSql } from './scan.ts'
import type { Scope } from './scope.ts'

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
export interface GroupedParts {
  readonly opening: Fragment
  readonly items: readonly CompiledItem[]
  readonly scope: Scope
  readonly tail: Fragment
  readonly count: Fragment
}

/** Buckets of one static range are all there, empty ones too; other groups are those of the records. */
export function groupedParts(planned: PlannedQuery, table: QueryTable): GroupedParts {
  const keys = planned.groupBy ?? []
  const buckets = onlyStaticRange(planned)
  if (buckets !== null) return bucketParts(planned, table, buckets)
  const base = scopeOf(planned, table)
  const { scope: exploded, joins } = explode(base, keys)
  const names = keys.map((_, index) => identifier(`k_${index + 1}`))
  const where = whereSql(base, planned)
  const clusters = keys.map(({ value }, index) =>
    value.kind === 'cluster' ? clustersSql(base, value, { index, from: table.from, where }) : null,
  )
  const expressions = keys.map(({ value }, index) => clusters[index]?.value ?? compileValue(exploded, value))
  const shown = names.map((name, index) => (clusters[index] ? clusterText(name) : name))
  // an order by chance is over groups: they have no identifier but their keys
  const key = sql`toString(tuple(${join(names, ', ')}))`
  const scope: Scope = { ...base, keys: shown, table: { ...base.table, key } }
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
