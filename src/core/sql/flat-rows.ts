import type { BoundOrder } from '../odsql/bound.ts'
import type { PlannedQuery } from '../odsql/plan.ts'
import { compileValue } from './expression.ts'
import { type Fragment, join, numeral, sql } from './fragment.ts'
import { orderSql } from './order.ts'
import type { QueryTable } from './query-table.ts'
import { scopeOf, whereSql } from './scan.ts'
import type { Scope } from './scope.ts'

/** Records found first that are compared by relevance; those found after them follow as they come. */
const RANKED = 10_000

/** Where the rows of an ungrouped question come from, and in which order. */
export interface FlatRows {
  /** ` FROM … WHERE …`. */
  readonly from: Fragment
  /** What stands after ORDER BY. */
  readonly order: Fragment
}

/**
 * The order asked for, else that of the table; the key ends each. To compare all that a common word finds would cost
 * seconds, so only the first records found are compared by relevance: a page within them never looks at others.
 */
export function flatRows(scope: Scope, planned: PlannedQuery): FlatRows {
  const { table } = scope
  const from = sql` FROM ${table.from}${whereSql(scope, planned)}`
  const [first] = planned.orderBy
  if (first?.value.kind !== 'relevance') {
    const orders = planned.orderBy.length === 0 ? table.order : planned.orderBy
    return { from, order: keysSql(scope, orders) }
  }
  if (table.order.length > 0) return { from, order: keysSql(scope, [first, ...table.order]) }
  const isNear = planned.limit !== null && planned.offset + planned.limit <= RANKED && table.scope === null
  if (isNear) {
    const found = sql` FROM (SELECT *${from} ORDER BY ${table.key} LIMIT ${numeral(RANKED)})`
    return { from: found, order: keysSql(scope, [first]) }
  }
  const score = compileValue(scope, first.value)
  const ranked = sql`if(${table.key} <= ${lastRanked(planned, table)}, ${score}, toInt64(-1))`
  return { from, order: sql`${ranked} DESC, ${table.key}` }
}

const keysSql = (scope: Scope, orders: readonly BoundOrder[]): Fragment =>
  join([...orders.map(key => orderSql(scope, key, compileValue(scope, key.value))), scope.table.key], ', ')

/** Key of the last record that is compared, of all that the question finds. */
function lastRanked(planned: PlannedQuery, table: QueryTable): Fragment {
  const where = whereSql(scopeOf(planned, { ...table, scope: null }), planned)
  return sql`(SELECT max(${table.key}) FROM (SELECT ${table.key} FROM ${table.from}${where} ORDER BY ${table.key} LIMIT ${numeral(RANKED)}))`
}
