import {
  type CatalogCell,
  type CatalogRow,
  type CatalogView,
  catalogQueryTable,
  catalogRowCells,
} from './catalog.ts'
import { Fragment, identifier, join, param, sql } from './fragment.ts'
import type { QueryTable } from './query-table.ts'

const quoted = (type: string): Fragment => Fragment.of([`'${type.replace(/[\\']/g, '\\$&')}'`])

function cellSql({ type, text, json }: CatalogCell): Fragment {
  const value = text === null ? sql`NULL` : param(text, 'String')
  return json ? sql`JSONExtract(${value}, ${quoted(type)})` : sql`CAST(${value}, ${quoted(type)})`
}

/** One dataset as a table with the fields of the catalogue: whatever revision it is, listed or not. */
export function catalogRowTable(row: CatalogRow, language: string, view: CatalogView): QueryTable {
  const values = catalogRowCells(row).map(cell => sql`${cellSql(cell)} AS ${identifier(cell.name)}`)
  const uid = sql`${param(row.datasetUid, 'String')} AS ${identifier('_uid')}`
  return {
    ...catalogQueryTable(row.portalId, language, view),
    from: sql`(SELECT ${join([uid, ...values], ', ')})`,
    scope: null,
  }
}
