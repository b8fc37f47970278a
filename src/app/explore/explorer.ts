import type { ExportFormat } from '../../core/export/formats.ts'
import type { ExportOptions } from '../../core/export/options.ts'
import type { FacetGroup } from '../../core/facet/tree.ts'
import type { TileSquare } from '../../core/odsql/tile-square.ts'
import type { Version1 } from '../../core/odsql/v1/version-1.ts'
import type { Version20 } from '../../core/odsql/version-20.ts'
import type { Cursor } from '../../core/record/cursor.ts'
import type { WireRecord } from '../../core/record/shape.ts'
import type { LivePortal } from '../portal/live-portals.ts'
import type { PublishedDataset } from '../ports/catalog-store.ts'
import type { Tile } from './read-tile.ts'

/** Clauses of an Explore request as text, window and zone typed (explore-api §5). */
export interface ExploreQuery {
  readonly select?: string | undefined
  readonly where?: readonly string[]
  /** Words to search for, and queries of the v1 language; both joined to `where` (explore-api §1.4). */
  readonly search?: readonly string[]
  readonly qv1?: readonly string[]
  readonly group_by?: string | undefined
  readonly order_by?: string | undefined
  readonly refine?: readonly string[]
  readonly exclude?: readonly string[]
  /** Results of a page; null for all of them. 10 when absent. */
  readonly limit?: number | null
  readonly offset?: number
  /** Where a walk goes on; then there is no offset. */
  readonly cursor?: Cursor
  /** IANA zone; `UTC` when absent. */
  readonly timezone?: string
  /** Facets that say how the refinements of their field combine, where none are counted (explore-api §5.1). */
  readonly facets?: readonly string[]
  /** Language of metadata texts and of names of months and days. */
  readonly language: string
  /** Set when the answer is one of v2.0 (explore-api §13). */
  readonly version20?: Version20
  /** What only the v1 search API asks (explore-api §14). */
  readonly version1?: Version1
  /** Whether records say `_id`, `_timestamp` and `_size` of themselves. */
  readonly technical?: boolean
  /** `https://host` of the portal, for the addresses of files; without it they are paths. */
  readonly origin?: string
}

/** A question checked and planned, not yet asked. */
export interface Prepared<T> {
  /** What decides the answer, for its tag; null when the same question may be answered otherwise a moment later. */
  readonly identity: string | null
  run(signal: AbortSignal): Promise<T>
}

export type { FacetGroup } from '../../core/facet/tree.ts'

/** A page of an answer: results in wire shape. */
export interface Page {
  readonly totalCount: number
  readonly results: readonly WireRecord[]
  /** The cursor of what comes next; null at the end, and where the same question may be answered otherwise. */
  readonly next: string | null
}

export interface CatalogPage {
  readonly totalCount: number
  readonly next: string | null
  /** The datasets that the answer shows whole or in part, in order. */
  readonly datasets: readonly PublishedDataset[]
  /** Set when the question selects or groups. */
  readonly results: readonly WireRecord[] | null
  /** Keys of results that stand for a part of a dataset, which they name by its uid; by the name of that part. */
  readonly parts: ReadonlyMap<string, string>
}

/** How an export is written. */
export interface ExportFile {
  readonly format: ExportFormat
  readonly options: ExportOptions
  /** `https://host` of the portal: linked data has its names there. */
  readonly origin: string
}

/**
 * The one query path, for every door: text → tree → bound → planned → SQL → values. Preparing rejects with
 * `odsql_syntax`, `odsql_invalid` or `parameter_invalid`; running with the faults of the record store.
 */
export interface Explorer {
  records(published: PublishedDataset, query: ExploreQuery): Prepared<Page>
  facets(
    published: PublishedDataset,
    query: ExploreQuery,
    facets: readonly string[],
  ): Prepared<readonly FacetGroup[]>
  export(
    published: PublishedDataset,
    query: ExploreQuery,
    file: ExportFile,
  ): Prepared<AsyncIterable<Uint8Array>>
  /** A vector tile of what the filters leave; rejects with `parameter_invalid` when the records have no place. */
  tile(published: PublishedDataset, query: ExploreQuery, square: TileSquare): Prepared<Tile>
  /** What the first record that the caller sees with a file says of it, as it is kept; null when none has it. */
  file(published: PublishedDataset, fileId: string): Prepared<{ readonly text: string | null }>
  /** The record of an identifier; running rejects with `record_unknown`. */
  record(
    published: PublishedDataset,
    recordId: string,
    query: Pick<ExploreQuery, 'select' | 'timezone' | 'language' | 'technical' | 'version20' | 'origin'>,
  ): Prepared<WireRecord>
  datasets(portal: LivePortal, query: ExploreQuery): Prepared<CatalogPage>
  /** What is selected of one dataset, in the revision given. */
  dataset(
    portal: LivePortal,
    published: PublishedDataset,
    query: Pick<ExploreQuery, 'select' | 'timezone' | 'language' | 'version20'>,
  ): Prepared<CatalogPage>
  /** Whole datasets, a page at a time however many they are; what the query selects is checked and left at that. */
  datasetPages(portal: LivePortal, query: ExploreQuery): Prepared<AsyncIterable<readonly PublishedDataset[]>>
  /** The catalogue as a table: all its columns by qualified names when nothing is selected. */
  catalogExport(
    portal: LivePortal,
    query: ExploreQuery,
    file: ExportFile,
  ): Prepared<AsyncIterable<Uint8Array>>
  catalogFacets(
    portal: LivePortal,
    query: ExploreQuery,
    facets: readonly string[],
  ): Prepared<readonly FacetGroup[]>
}
