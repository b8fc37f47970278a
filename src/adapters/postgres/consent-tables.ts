import type { ColumnType, Generated } from 'kysely'
import type { LedgerContent } from '../../core/privacy/ledger/ledger-row.ts'
import type { MaterialRevision } from '../../core/privacy/material-revision.ts'

/** Tables of consent as the newest migration leaves them. */
export interface ConsentTables {
  consent_material: {
    portal_id: number
    seq: number
    config_version: number
    detail: ColumnType<MaterialRevision, string, string>
    since: ColumnType<Date, never, never>
  }
  consent_notice: { portal_id: number; hash: string; language: string; body: string }
  consent_chain: {
    portal_id: number
    base_seq: Generated<number>
    base_hash: Generated<string>
    seq: Generated<number>
    hash: Generated<string>
  }
  consent_ledger: {
    portal_id: number
    seq: number
    previous_hash: string
    content_hash: string
    hash: string
    hour: string
    receipt_hash: string | null
    content: ColumnType<LedgerContent | null, string, string | null>
  }
  consent_head: { portal_id: number; day: string; seq: number; hash: string }
  consent_refusal: { portal_id: number; day: string; refusals: number }
}
