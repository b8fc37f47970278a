import type { ExploreQuery, Page } from '../../../app/explore/explorer.ts'
import type { PublishedDataset } from '../../../app/ports/catalog-store.ts'
import type { RequestContext } from '../../context.ts'
import type { Reply } from '../../reply.ts'
import { answerPrepared } from './answer.ts'
import { datasetHref } from './dataset-object.ts'
import { apiLanguage } from './language.ts'
import { pageLinks } from './links.ts'
import { type ExploreParams, readExploreParams } from './params.ts'
import type { ExploreServices } from './routes.ts'

/** Largest windows (explore-api §5.2). */
export const REACH = { ungrouped: 10_000, grouped: 20_000 } as const
const DEFAULT_LIMIT = 10

/** The clauses of a request, for the query path. */
export const queryOf = (params: ExploreParams, language: string): ExploreQuery => ({
  select: params.select,
  where: params.where,
  group_by: params.group_by,
  order_by: params.order_by,
  refine: params.refine,
  exclude: params.exclude,
  limit: params.limit ?? DEFAULT_LIMIT,
  offset: params.offset ?? 0,
  timezone: params.timezone,
  language,
})

/** What page links add to a tag: they repeat the request as spelt. */
export const linksVariant = (params: ExploreParams, context: RequestContext): string =>
  params.includeLinks ? context.query.toString() : ''

/** `GET …/records` (explore-api §7.1, §7.2). */
export function datasetRecords(
  context: RequestContext,
  published: PublishedDataset,
  { explorer }: ExploreServices,
): Promise<Reply> {
  const params = readExploreParams(context.query)
  const language = apiLanguage(context, params.lang)
  const prepared = explorer.records(published, queryOf(params, language))
  const write = (page: Page): unknown => ({
    total_count: page.totalCount,
    ...(params.includeLinks ? { _links: listLinks(context, published, params, page) } : {}),
    results: page.results,
  })
  return answerPrepared(context, prepared, language, write, linksVariant(params, context))
}

function listLinks(
  context: RequestContext,
  published: PublishedDataset,
  params: ExploreParams,
  page: Page,
): readonly object[] {
  const href = datasetHref(context.origin, published.dataset.datasetId)
  return [
    ...pageLinks(`${href}/records`, context.query, {
      limit: params.limit ?? DEFAULT_LIMIT,
      offset: params.offset ?? 0,
      totalCount: page.totalCount,
      reach: params.group_by === undefined ? REACH.ungrouped : REACH.grouped,
    }),
    { rel: 'dataset', href },
  ]
}
