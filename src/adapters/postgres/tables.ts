import type { ColumnType, Generated, GeneratedAlways } from 'kysely'
import type { PublicAudit } from '../../core/audit/public-audit.ts'
import type { Field } from '../../core/dataset/field.ts'
import type { Metadata } from '../../core/dataset/metadata.ts'
import type {
  IngestReport,
  ReadOptions,
  Revision,
  RevisionState,
  SourceFile,
} from '../../core/dataset/revision.ts'
import type { DatasetRules } from '../../core/dataset/rules.ts'
import type { Grant } from '../../core/permission/caller.ts'
import type { PortalConfig } from '../../core/portal/portal.ts'
import type { AccountTables } from './account-tables.ts'
import type { ConsentTables } from './consent-tables.ts'
import type { GroupTables } from './group-tables.ts'
import type { PolicyTables } from './policy-tables.ts'

/**
 * Column of type `json`: read as a value, written as text. Not `jsonb`, which refuses U+0000 and lone
 * surrogates, both of which quarantined values may hold.
 */
type Json<T> = ColumnType<T, string, string>

export interface PortalTable {
  id: GeneratedAlways<number>
  slug: string
  config: Json<PortalConfig>
  config_version: Generated<number>
  catalog_version: Generated<number>
  key_version: Generated<number>
  session_epoch: Generated<number>
  removed_at: ColumnType<Date | null, never, Date | null>
}

export interface DatasetTable {
  uid: string
  portal_id: number
  dataset_id: string
  published_revision: ColumnType<number | null, never, number | null>
  /** Members that were said; the rest is as for everyone. */
  rules: ColumnType<Partial<DatasetRules>, never, string>
  created_at: ColumnType<Date, never, never>
}

/** Every identifier that a dataset of the portal has or had. */
export interface DatasetNameTable {
  portal_id: number
  dataset_id: string
  uid: string
}

export interface RevisionTable {
  id: GeneratedAlways<number>
  dataset_uid: string
  number: number
  state: ColumnType<RevisionState, RevisionState | undefined, RevisionState>
  source: Json<SourceFile>
  options: Json<ReadOptions>
  fields: ColumnType<readonly Field[], never, string>
  metadata: Json<Metadata>
  table_name: ColumnType<string | null, never, string | null>
  layout: ColumnType<number, never, number>
  records_count: ColumnType<number, never, number>
  report: ColumnType<IngestReport | null, never, string | null>
  failure: ColumnType<Revision['failure'], never, string | null>
  created_at: ColumnType<Date, never, never>
  published_at: ColumnType<Date | null, never, Date | null>
}

export interface RecordFileTable {
  revision_id: number
  file_id: string
  sha256: string
  bytes: number
}

export interface JobProgressTable {
  job_id: string
  step: string
  share: number | null
  reported_at: ColumnType<Date, never, Date>
}

export interface ApiKeyTable {
  id: GeneratedAlways<number>
  portal_id: number
  digest: string
  hint: string
  name: string
  grants: Json<readonly Grant[]>
  calls_per_day: number | null
  created_at: ColumnType<Date, never, never>
  expires_at: ColumnType<Date | null, Date | null, never>
  revoked_at: ColumnType<Date | null, never, Date>
  last_used_on: ColumnType<string | null, never, string>
  /** Whose key it is; null for the portal's own. */
  user_id: ColumnType<number | null, number | null | undefined, never>
}

export interface ApiKeyUseTable {
  key_id: number
  day: string
  calls: number
}

export interface AuditTable {
  id: GeneratedAlways<number>
  portal_id: number
  name: string
  summary: Json<PublicAudit>
  kept_at: ColumnType<Date, never, never>
}

export interface MigrationTable {
  id: string
  applied_at: ColumnType<Date, never, never>
}

/** The tables as the newest migration leaves them. */
export interface Tables extends AccountTables, ConsentTables, GroupTables, PolicyTables {
  portal: PortalTable
  dataset: DatasetTable
  dataset_name: DatasetNameTable
  revision: RevisionTable
  record_file: RecordFileTable
  job_progress: JobProgressTable
  api_key: ApiKeyTable
  api_key_use: ApiKeyUseTable
  audit: AuditTable
  schema_migration: MigrationTable
}
