import type { BoundRange, BoundValue } from '../odsql/bound.ts'
import type { PlannedQuery } from '../odsql/plan.ts'
import { compileValue } from './expression.ts'
import { type Fragment, identifier, join, numeral, sql } from './fragment.ts'
import type { GroupedParts } from './grouped.ts'
import { orderSql } from './order.ts'
import type { QueryTable } from './query-table.ts'
import { bucketLabels, rangeStart } from './range.ts'
import { pageSql, scopeOf, whereSql } from './scan.ts'
import type { Scope } from './scope.ts'

type Range = BoundValue & { readonly kind: 'range' }

/** A static `range()`, its bounds at hand. */
export interface StaticRange {
  readonly range: Range
  readonly spec: BoundRange & { readonly kind: 'bounds' }
}

/** The range that a question groups by and nothing else, when it is a static one. */
export function onlyStaticRange({ groupBy }: PlannedQuery): StaticRange | null {
  const [only] = groupBy ?? []
  const range = only?.value
  if (range?.kind !== 'range' || groupBy?.length !== 1) return null
  return range.spec.kind === 'bounds' ? { range, spec: range.spec } : null
}

const PLACE = identifier('b_place')
const LABEL = identifier('b_label')
/** What is counted or added up over nothing is 0; every other aggregate is null. */
const ZERO_OVER_NOTHING: ReadonlySet<string> = new Set(['count', 'sum'])

/**
 * Groups by one static `range()`: every bucket is there, empty ones with a count of 0 (explore-api §10.11). The records
 * are grouped by the number of their bucket and joined to the list of all buckets.
 */
export function bucketParts(
  planned: PlannedQuery,
  table: QueryTable,
  { range, spec }: StaticRange,
): GroupedParts {
  const base = scopeOf(planned, table)
  const found = new Map<string, Fragment>()
  const scope: Scope = {
    ...base,
    keys: [LABEL],
    table: { ...base.table, key: PLACE },
    aggregate: (call, make) => {
      const text = JSON.stringify(call)
      if (!found.has(text)) found.set(text, make())
      const name = identifier(`a_${[...found.keys()].indexOf(text) + 1}`)
      return ZERO_OVER_NOTHING.has(call.fn) ? sql`ifNull(${name}, 0)` : name
    },
  }
  const items = planned.select.map(item => ({ item, sql: compileValue(scope, item.value) }))
  const order = planned.orderBy.map(key =>
    key.value.kind === 'key'
      ? sql`${PLACE} ${key.descending ? sql`DESC` : sql`ASC`}`
      : orderSql(scope, key, compileValue(scope, key.value)),
  )
  const labels = bucketLabels(base, { type: range.subject.type, spec })
  const all = sql`SELECT arrayJoin(arrayEnumerate(${labels.list})) AS ${PLACE}, ${labels.list}[${PLACE}] AS ${LABEL}`
  const aggregates = [...found.values()].map((made, index) => sql`${made} AS ${identifier(`a_${index + 1}`)}`)
  const place = rangeStart(base, range, compileValue(base, range.subject))
  const counted = sql`SELECT ${join([sql`${place} AS ${PLACE}`, ...aggregates], ', ')} FROM ${table.from}${whereSql(base, planned)} GROUP BY ${PLACE}`
  const from = sql` FROM (${all}) AS b LEFT JOIN (${counted}) AS g USING (${PLACE})`
  return {
    opening: sql``,
    items,
    scope,
    tail: sql`${from} ORDER BY ${join([...order, PLACE], ', ')}${pageSql(planned)}`,
    count: sql`SELECT toUInt64(${numeral(labels.length)})`,
  }
}
