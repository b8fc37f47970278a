import type { ColumnType, GeneratedAlways } from 'kysely'
import type { Statement } from '../../core/portal/statement.ts'
import type { PolicyChange } from '../../core/privacy/policy/changes.ts'

export interface StatementVersionTable {
  id: GeneratedAlways<number>
  portal_id: number
  statement: Statement
  number: number
  name: string
  published_at: ColumnType<Date, Date, never>
  hash: string
  facts: ColumnType<unknown, string, never>
  changes: ColumnType<readonly PolicyChange[], string, never>
}

export interface StatementDocumentTable {
  version_id: number
  language: string
  document: string
}

/** Tables of published statements. */
export interface PolicyTables {
  statement_version: StatementVersionTable
  statement_document: StatementDocumentTable
}
