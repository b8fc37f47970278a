import type { PlannedQuery } from '../odsql/plan.ts'
import { fileTextStart } from '../record/file-value.ts'
import type { Statement } from './compiled.ts'
import { join, param, render, sql } from './fragment.ts'
import type { QueryTable } from './query-table.ts'
import { scopeOf, whereSql } from './scan.ts'

/**
 * What the first record of a plan that has a file says of it, in a field that the table shows; null when the table
 * shows no field of files.
 */
export function compileFileLookup(
  planned: PlannedQuery,
  table: QueryTable,
  fileId: string,
): Statement | null {
  const start = param(fileTextStart(fileId), 'String')
  const found = table.fields.fields.flatMap(({ type, visible }, index) => {
    const { value } = table.columns(index)
    return type === 'file' && visible
      ? [{ value, holds: sql`startsWith(ifNull(${value}, ''), ${start})` }]
      : []
  })
  if (found.length === 0) return null
  const holds = join(
    found.map(one => one.holds),
    ' OR ',
  )
  const choices = found.flatMap(one => [one.holds, one.value])
  const text = sql`multiIf(${join(choices, ', ')}, NULL)`
  const where = whereSql(scopeOf(planned, table), planned)
  const condition = where.parts.length === 0 ? sql` WHERE (${holds})` : sql`${where} AND (${holds})`
  return render(sql`SELECT ${text} FROM ${table.from}${condition} ORDER BY ${table.key} LIMIT 1`)
}
