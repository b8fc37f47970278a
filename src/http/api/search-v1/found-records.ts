import type { ExploreQuery, Explorer, FacetGroup, Page, Prepared } from '../../../app/explore/explorer.ts'
import type { PublishedDataset } from '../../../app/ports/catalog-store.ts'
import type { WireRecord } from '../../../core/record/shape.ts'
import { both } from './both.ts'
import { declaredFacets } from './clauses.ts'
import type { SearchPage, SearchParams } from './params.ts'
import { recordWriter, type V1Record } from './record.ts'

/** A record of an answer, and the dataset that it is of. */
export interface FoundRecord {
  readonly published: PublishedDataset
  readonly record: V1Record
}

/** What a search finds. */
export interface FoundRecords {
  readonly total: number
  readonly records: readonly FoundRecord[]
  /** Null when none was asked for. */
  readonly facets: readonly FacetGroup[] | null
}

/** A search, and what it asks of a dataset beside its page. */
export interface Search {
  readonly params: SearchParams
  readonly language: string
  readonly page: SearchPage
  readonly queryOf: (published: PublishedDataset) => ExploreQuery
}

/** A question about the records of a dataset, with the facets asked for. */
export const withFacets = (
  explorer: Explorer,
  published: PublishedDataset,
  query: ExploreQuery,
  params: SearchParams,
): Prepared<readonly [Page, readonly FacetGroup[] | null]> =>
  both(
    explorer.records(published, query),
    params.facet.length === 0 ? null : explorer.facets(published, query, declaredFacets(params)),
  )

/** Results of one dataset as records. */
export function recordsOf(
  published: PublishedDataset,
  results: readonly WireRecord[],
): readonly FoundRecord[] {
  const write = recordWriter(published.dataset.datasetId, published.revision.fields)
  return results.map(result => ({ published, record: write(result) }))
}

/** A page of the records of one dataset. */
export function recordsOfOne(
  explorer: Explorer,
  published: PublishedDataset,
  { params, page, queryOf }: Search,
): Prepared<FoundRecords> {
  const { identity, run } = withFacets(explorer, published, { ...queryOf(published), ...page }, params)
  return {
    identity,
    run: async signal => {
      const [{ totalCount, results }, facets] = await run(signal)
      return { total: totalCount, records: recordsOf(published, results), facets }
    },
  }
}
