import { type CatalogRow, catalogQueryTable, catalogRowTsv, catalogTable } from './catalog.ts'
import { Fragment, param, sql } from './fragment.ts'
import type { QueryTable } from './query-table.ts'

const STRUCTURE = catalogTable()
  .columns.map(({ name, type }) => `${name} ${type}`)
  .join(', ')

const structure = Fragment.of([`'${STRUCTURE.replace(/[\\']/g, '\\$&')}'`])

/** One dataset as a table with the fields of the catalogue: whatever revision it is, listed or not. */
export const catalogRowTable = (row: CatalogRow, language: string): QueryTable => ({
  ...catalogQueryTable(row.portalId, language),
  from: sql`format('TabSeparated', ${structure}, ${param(catalogRowTsv(row), 'String')})`,
  scope: null,
})
