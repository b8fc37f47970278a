import type { Selectable } from 'kysely'
import type { StoredPortal } from '../../app/ports/catalog-store.ts'
import type { Dataset } from '../../core/dataset/dataset.ts'
import { EMPTY_METADATA } from '../../core/dataset/metadata.ts'
import type { Revision } from '../../core/dataset/revision.ts'
import { OPEN_RULES } from '../../core/dataset/rules.ts'
import type { DatasetTable, PortalTable, RevisionTable } from './tables.ts'

export const portalOf = (row: Selectable<PortalTable>): StoredPortal => ({
  id: row.id,
  config: row.config,
  configVersion: row.config_version,
  catalogVersion: row.catalog_version,
  keyVersion: row.key_version,
})

export const datasetOf = (row: Selectable<DatasetTable>): Dataset => ({
  uid: row.uid,
  portalId: row.portal_id,
  datasetId: row.dataset_id,
  publishedRevision: row.published_revision,
  rules: { ...OPEN_RULES, ...row.rules },
  createdAt: row.created_at.toISOString(),
})

export const revisionOf = (row: Selectable<RevisionTable>): Revision => ({
  id: row.id,
  datasetUid: row.dataset_uid,
  number: row.number,
  state: row.state,
  source: row.source,
  options: row.options,
  fields: row.fields,
  // members that came after the row was written
  metadata: { ...EMPTY_METADATA, ...row.metadata },
  table: row.table_name,
  layout: row.layout,
  recordsCount: row.records_count,
  report: row.report,
  failure: row.failure,
  createdAt: row.created_at.toISOString(),
  publishedAt: row.published_at?.toISOString() ?? null,
})
