import type { ExportColumn } from '../export/rows.ts'
import type { BoundValue } from '../odsql/bound.ts'
import type { PlannedQuery } from '../odsql/plan.ts'
import type { Statement } from './compiled.ts'
import { join, render, sql } from './fragment.ts'
import { groupedParts } from './grouped.ts'
import type { QueryTable } from './query-table.ts'
import { compile, flatParts } from './records.ts'
import { meaning } from './scan.ts'
import { hasHeights } from './well-known-binary.ts'

/** An export whose rows are written in this process, to be streamed as `JSONCompactEachRow`. */
export interface CompiledRows extends Statement {
  readonly columns: readonly ExportColumn[]
}

/** Counts the rows of a plan whose shapes have a third coordinate; null when it selects no shapes. */
export function compileHeights(planned: PlannedQuery, table: QueryTable): Statement | null {
  const { opening, items, tail } =
    planned.groupBy === null ? flatParts(planned, table) : groupedParts(planned, table)
  const shapes = items.filter(({ item }) => kindOf(meaning(planned, item.value)) === 'geo_shape')
  if (shapes.length === 0) return null
  const texts = join(
    shapes.map(({ sql: shape }) => sql`ifNull(${shape}, '')`),
    ', ',
  )
  const rows = sql`${opening}SELECT concat('', ${texts}) AS shapes${tail}`
  return render(sql`SELECT count() FROM (${rows}) WHERE ${hasHeights(sql`shapes`)}`)
}

/** All rows of a plan with what their values are. */
export function compileRows(planned: PlannedQuery, table: QueryTable): CompiledRows {
  const { rows } = compile(planned, table)
  const columns = planned.select.map(({ key, value }) => ({ key, kind: kindOf(meaning(planned, value)) }))
  return { sql: rows.sql, params: rows.params, columns }
}

/** What a value is in an export. */
export const kindOf = (value: BoundValue): ExportColumn['kind'] =>
  value.kind === 'field' && value.list ? 'texts' : value.type

/** `json_format()` is honoured in JSON alone: elsewhere its text stands as it is (explore-api §8.4). */
export function withOriginalTexts(planned: PlannedQuery): PlannedQuery {
  const original = <T extends { readonly value: BoundValue }>(item: T): T => {
    const text =
      item.value.kind === 'call' && item.value.fn === 'json_format' ? item.value.args[0] : undefined
    return text === undefined ? item : { ...item, value: text }
  }
  return {
    ...planned,
    select: planned.select.map(original),
    groupBy: planned.groupBy?.map(original) ?? null,
  }
}
