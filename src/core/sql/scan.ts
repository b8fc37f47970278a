import type { BoundItem, BoundValue } from '../odsql/bound.ts'
import type { PlannedQuery } from '../odsql/plan.ts'
import { compileCondition } from './condition.ts'
import { EMPTY, type Fragment, join, param, sql } from './fragment.ts'
import type { QueryTable } from './query-table.ts'
import { ROW_FILTER_FRAME } from './row-filter.ts'
import type { Scope } from './scope.ts'

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
    .map(({ condition, stored }) =>
      compileCondition(stored === true ? { ...scope, ...ROW_FILTER_FRAME } : scope, condition),
    )
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

/** What a value stands for in the answer: a key is shown as the field or expression that it groups by. */
export function meaning({ groupBy }: PlannedQuery, value: BoundValue): BoundValue {
  const key = value.kind === 'key' ? groupBy?.[value.index]?.value : undefined
  return key?.kind === 'field' ? { ...key, list: false } : (key ?? value)
}
