import type { ExportColumn } from '../export/rows.ts'
import type { BoundValue } from '../odsql/bound.ts'
import type { PlannedQuery } from '../odsql/plan.ts'
import type { Statement } from './compiled.ts'
import type { QueryTable } from './query-table.ts'
import { compile, meaning } from './records.ts'

/** An export whose rows are written in this process, to be streamed as `JSONCompactEachRow`. */
export interface CompiledRows extends Statement {
  readonly columns: readonly ExportColumn[]
}

/** All rows of a plan with what their values are. */
export function compileRows(planned: PlannedQuery, table: QueryTable): CompiledRows {
  const { sql, params } = compile(planned, table).rows
  const columns = planned.select.map(({ key, value }) => ({ key, kind: kindOf(meaning(planned, value)) }))
  return { sql, params, columns }
}

const kindOf = (value: BoundValue): ExportColumn['kind'] =>
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
