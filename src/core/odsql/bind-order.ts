import type { OrderItem } from './ast.ts'
import { bareField, bindValue, hasAggregate } from './bind-value.ts'
import { type Binder, fault, isGeo } from './binder.ts'
import type { BoundItem, BoundOrder, BoundValue } from './bound.ts'

/** The clauses whose labels an order may name. */
interface Labelled {
  readonly select: readonly BoundItem[]
  readonly groupBy: readonly BoundItem[] | null
}

/** Order keys; labels of `select` and `group_by` come before fields of the same name (explore-api §10.7). */
export function bindOrder(
  binder: Binder,
  items: readonly OrderItem[],
  { select, groupBy }: Labelled,
): readonly BoundOrder[] {
  const labels = new Map<string, BoundValue>()
  for (const { key, value } of select) labels.set(key, value)
  for (const [index, { key, value }] of (groupBy ?? []).entries())
    labels.set(key, { kind: 'key', type: value.type, index })
  const allowed = { aggregates: groupBy === null ? 'none' : 'allowed', elements: false } as const
  const scope: Binder = { ...binder, labels, allowed, keys: groupBy }
  const bound = items.map(item => bindKey(scope, item)).filter(order => order !== null)
  return checkFirst(scope, items, bound)
}

function bindKey(binder: Binder, item: OrderItem): BoundOrder | null {
  const value = bindValue(binder, item.value)
  if (value === null) return null
  if (isGeo(value.type) || value.type === 'json_blob' || value.type === 'file')
    return fault(binder, item.span, { code: 'odsql_order_type', type: value.type })
  if (binder.keys === null) return ungroupedKey(binder, item, value)
  const bare = bareField(value)
  if (bare === null) return { value, descending: item.descending }
  const name = binder.fields.fields[bare.field]?.name ?? ''
  return fault(binder, item.span, { code: 'odsql_not_grouped', name })
}

/** A label may stand for an aggregate, which is the same on every record. */
function ungroupedKey(binder: Binder, item: OrderItem, value: BoundValue): BoundOrder | null {
  if (hasAggregate(value)) return fault(binder, item.span, { code: 'odsql_aggregate_here', fn: 'order_by' })
  return { value, descending: item.descending }
}

/** Aggregates come before plain keys. */
function checkFirst(
  binder: Binder,
  items: readonly OrderItem[],
  orders: readonly BoundOrder[],
): readonly BoundOrder[] {
  const firstPlain = orders.findIndex(order => !hasAggregate(order.value))
  const late = orders.findIndex((order, index) => index > firstPlain && hasAggregate(order.value))
  if (firstPlain >= 0 && late > firstPlain)
    fault(binder, items[late]?.span ?? [0, 0], { code: 'odsql_order_aggregate_first' })
  return orders
}
