import type { PlannedQuery } from '../odsql/plan.ts'
import type { CompiledQuery, ResultColumn, Statement } from './compiled.ts'
import { compileValue } from './expression.ts'
import { flatRows } from './flat-rows.ts'
import { EMPTY, type Fragment, join, numeral, render, sql } from './fragment.ts'
import { groupedParts } from './grouped.ts'
import { outputSql, shapeOf } from './output.ts'
import type { QueryTable } from './query-table.ts'
import { type CompiledItem, meaning, pageSql, scopeOf, whereSql } from './scan.ts'
import type { Scope } from './scope.ts'

/** A page of the answer, and how many records or groups there are in all. */
export interface CompiledRecords {
  readonly rows: CompiledQuery
  readonly count: CompiledQuery
}

/**
 * Planned → SQL for a table; how it is said and how its values become wire values. `keyed` rows end with the key of
 * the record, after the columns of the answer; groups have none.
 */
export function compile(planned: PlannedQuery, table: QueryTable, keyed = false): CompiledRecords {
  const parts = planned.groupBy === null ? compileFlat(planned, table, keyed) : compileGrouped(planned, table)
  const columns = planned.select.map(
    ({ key, value }): ResultColumn => ({ key, shape: shapeOf(meaning(planned, value)) }),
  )
  return {
    rows: { ...render(parts.rows), columns },
    count: { ...render(parts.count), columns: [{ key: 'total_count', shape: 'int' }] },
  }
}

interface Parts {
  readonly rows: Fragment
  readonly count: Fragment
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
    aggregate: (call, make) => {
      const text = JSON.stringify(call)
      if (!found.has(text)) found.set(text, make())
      return sql`tupleElement(agg, ${numeral([...found.keys()].indexOf(text) + 1)})`
    },
  }
  const items = planned.select.map(item => ({ item, sql: compileValue(scope, item.value) }))
  const { from, order } = flatRows(base, planned)
  const aggregates = [...found.values()]
  const opening =
    aggregates.length === 0
      ? EMPTY
      : sql`WITH (SELECT tuple(${join(aggregates, ', ')}) FROM ${table.from}${where}) AS agg `
  const tail = sql`${from} ORDER BY ${order}${pageSql(planned)}`
  return { opening, items, scope, tail }
}

/** The keys of all the records of an ungrouped plan, in the order of its answer. */
export function compileOrder(planned: PlannedQuery, table: QueryTable): Statement {
  const { tail } = flatParts({ ...planned, select: [], limit: null, offset: 0 }, table)
  return render(sql`SELECT ${table.key}${tail}`)
}

function compileFlat(planned: PlannedQuery, table: QueryTable, keyed: boolean): Parts {
  const { opening, items, scope, tail } = flatParts(planned, table)
  const values = items.map(({ item, sql: value }) => outputSql(scope, item.value, value))
  const columns = keyed ? [...values, table.key] : values
  const base = scopeOf(planned, table)
  return {
    rows: sql`${opening}SELECT ${columns.length === 0 ? sql`1` : join(columns, ', ')}${tail}`,
    count: sql`SELECT count() FROM ${table.from}${whereSql(base, planned)}`,
  }
}

function compileGrouped(planned: PlannedQuery, table: QueryTable): Parts {
  const { opening, items, scope, tail, count } = groupedParts(planned, table)
  const columns = items.map(({ item, sql: value }) => outputSql(scope, meaning(planned, item.value), value))
  return { rows: sql`${opening}SELECT ${join(columns, ', ')}${tail}`, count }
}
