import type { Dataset } from '../../core/dataset/dataset.ts'
import type { Field } from '../../core/dataset/field.ts'
import type { Metadata } from '../../core/dataset/metadata.ts'
import type { IngestReport, ReadOptions, Revision, SourceFile } from '../../core/dataset/revision.ts'
import type { DatasetRules } from '../../core/dataset/rules.ts'
import type { DatasetAccess } from '../../core/permission/decide.ts'
import type { PortalConfig } from '../../core/portal/portal.ts'

/** A portal as stored: its configuration, its counters. */
export interface StoredPortal {
  readonly id: number
  readonly config: PortalConfig
  /** Raised by every change of configuration. */
  readonly configVersion: number
  /** Raised, in the same transaction, by every change that readers of the catalogue can see. */
  readonly catalogVersion: number
  /** Raised by every change of its API keys. */
  readonly keyVersion: number
}

/** A dataset with the revision that readers get, as stored: whatever the caller's rights. */
export interface StoredPublication {
  readonly dataset: Dataset
  readonly revision: Revision
}

/**
 * A published dataset as one caller may see it: fields that are hidden from them are not in the revision, and the
 * number of records is theirs. Made in one place (`app/permission/seen-dataset.ts`); what is stored cannot be asked.
 */
export interface PublishedDataset extends StoredPublication {
  readonly access: DatasetAccess
  /** All fields of the revision, as its table lays them out. */
  readonly layout: readonly Field[]
}

/** Rules of a dataset, with its present identifier. */
export interface RuledDataset {
  readonly datasetId: string
  readonly rules: DatasetRules
}

export interface NewRevision {
  readonly datasetUid: string
  readonly source: SourceFile
  readonly options: ReadOptions
  readonly metadata: Metadata
}

/** What a finished load wrote, to be recorded before publication. */
export interface LoadedRevision {
  readonly revisionId: number
  readonly fields: readonly Field[]
  readonly table: string
  readonly layout: number
  readonly recordsCount: number
  readonly report: IngestReport
}

/** Counters of a portal. */
export interface PortalVersions {
  readonly config: number
  readonly catalog: number
  readonly keys: number
}

export type Resolution =
  | { readonly found: 'dataset'; readonly dataset: Dataset }
  /** The dataset had this identifier once; its present one is the dataset's. */
  | { readonly found: 'alias'; readonly datasetId: string; readonly dataset: Dataset }
  | { readonly found: 'nothing' }

/**
 * The catalogue: portals, datasets, revisions. Every method is one transaction. Faults are `VitrineError`s
 * (`portal_unknown`, `dataset_unknown`, `dataset_id_taken`, `revision_unknown`, `revision_state`,
 * `catalog_unavailable`).
 */
export interface CatalogStore {
  // portals
  savePortal(config: PortalConfig): Promise<StoredPortal>
  listPortals(): Promise<readonly StoredPortal[]>
  removePortal(slug: string): Promise<void>
  /** Counters only, for caches: portal id → versions. */
  portalVersions(): Promise<ReadonlyMap<number, PortalVersions>>

  // datasets
  /** Creates the dataset, or returns the one that has this identifier already. Identifiers are never reused. */
  ensureDataset(portalId: number, datasetId: string): Promise<Dataset>
  resolveDataset(portalId: number, datasetId: string): Promise<Resolution>
  /** Leaves an alias; `dataset_id_taken` when any dataset or alias of the portal has, or had, the new one. */
  renameDataset(uid: string, datasetId: string): Promise<Dataset>
  /** Takes the dataset away from readers; loads on their way are superseded. */
  unpublish(uid: string): Promise<void>
  /** Says who may see a dataset, from now on and whatever the revision; a change raises `catalogVersion`. */
  saveRules(uid: string, rules: DatasetRules): Promise<void>
  /** Rules of the portal's datasets about which something was said, by uid. */
  datasetRules(portalId: number): Promise<ReadonlyMap<string, RuledDataset>>

  // revisions
  createRevision(revision: NewRevision): Promise<Revision>
  getRevision(id: number): Promise<Revision>
  listRevisions(datasetUid: string): Promise<readonly Revision[]>
  /** Revisions left `queued` or `running`, so that a start can put their jobs back. */
  unfinishedRevisions(): Promise<readonly { readonly id: number; readonly datasetUid: string }[]>
  /** Moves the state as `core/ingest/state.ts` allows; `revision_state` otherwise. */
  markQueued(id: number): Promise<void>
  markRunning(id: number): Promise<void>
  markFailed(
    id: number,
    failure: NonNullable<Revision['failure']>,
    report: IngestReport | null,
  ): Promise<void>
  /** Records what was loaded; the revision stays unpublished. */
  saveLoad(load: LoadedRevision): Promise<void>
  /**
   * The pointer: in one transaction, this revision becomes the published one, the former one superseded and
   * the portal's `catalogVersion` rises. Also used to restore a superseded revision whose table still stands.
   * A load that ends after a newer revision was published never replaces it: it is superseded at once, and what
   * readers get is returned.
   */
  publishRevision(id: number, at: Date): Promise<StoredPublication>
  /** Revisions past the retention rule (`keep` newest superseded or failed per dataset stay) that still have a table. */
  expiredRevisions(keep: number): Promise<readonly Revision[]>
  /** Forgets the table of a revision after it was dropped. */
  clearTable(id: number): Promise<void>

  // reading
  listPublished(portalId: number): Promise<readonly StoredPublication[]>
  getPublished(uids: readonly string[]): Promise<readonly StoredPublication[]>
  /** Identifiers only, for comparing the search index with the catalogue. */
  publishedIds(
    portalId: number,
  ): Promise<readonly { readonly uid: string; readonly datasetId: string; readonly revision: number }[]>

  /** Every table that must exist, with its rows and its layout. */
  expectedTables(): Promise<
    readonly {
      readonly revisionId: number
      readonly table: string
      readonly recordsCount: number
      readonly layout: number
    }[]
  >
  /** Says that the table of a revision was loaded again in another layout. */
  saveLayout(id: number, layout: number): Promise<void>
  health(): Promise<void>
}
