import { datasetFeatures } from '../../core/dataset/features.ts'
import { EMPTY_METADATA } from '../../core/dataset/metadata.ts'
import type { CatalogRow } from '../../core/sql/catalog.ts'
import type { StoredPublication } from '../ports/catalog-store.ts'

const EPOCH = '1970-01-01T00:00:00.000Z'

/** A row that says nothing; what hides a dataset that is gone is made from it. */
export const EMPTY_ROW: CatalogRow = {
  ...EMPTY_METADATA,
  portalId: 0,
  datasetUid: '',
  datasetId: '',
  version: 0,
  state: '',
  deleted: false,
  modified: EPOCH,
  dataProcessed: EPOCH,
  metadataProcessed: EPOCH,
  recordsCount: 0,
  features: [],
  hasRecords: false,
  dataVisible: false,
}

/** Names what a row was written from: the same text, the same row. */
export const stateOf = (datasetId: string, revision: number): string => `${datasetId} ${revision}`

/** A published dataset as the search index holds it. */
export function catalogRow({ dataset, revision }: StoredPublication, version: number): CatalogRow {
  const processed = revision.publishedAt ?? revision.createdAt
  const { metadata } = revision
  return {
    ...metadata,
    title: Object.keys(metadata.title).length === 0 ? { '': dataset.datasetId } : metadata.title,
    portalId: dataset.portalId,
    datasetUid: dataset.uid,
    datasetId: dataset.datasetId,
    version,
    state: stateOf(dataset.datasetId, revision.id),
    deleted: false,
    modified: metadata.modified ?? processed,
    dataProcessed: processed,
    metadataProcessed: processed,
    recordsCount: revision.recordsCount,
    features: datasetFeatures(revision.fields),
    hasRecords: revision.fields.length > 0,
    dataVisible: true,
  }
}
