import type { ExploreQuery, Page } from '../../../app/explore/explorer.ts'
import type { PublishedDataset } from '../../../app/ports/catalog-store.ts'
import { VitrineError } from '../../../core/errors.ts'
import { readWindow, type Window, type WindowDoor } from '../../../core/odsql/window.ts'
import type { RequestContext } from '../../context.ts'
import type { Reply } from '../../reply.ts'
import { answerPrepared } from './answer.ts'
import { datasetHref } from './dataset-object.ts'
import { apiLanguage } from './language.ts'
import { pageLinks } from './links.ts'
import { type ExploreParams, readExploreParams } from './params.ts'
import type { ExploreServices } from './routes.ts'

/** The clauses of a list, its window checked against the bounds of the door (explore-api §5.2). */
export function queryOf(params: ExploreParams, language: string): ExploreQuery {
  const window = windowOf(params, params.group_by === undefined ? 'list' : 'grouped')
  return {
    ...{ select: params.select, where: params.where, group_by: params.group_by, order_by: params.order_by },
    ...{ refine: params.refine, exclude: params.exclude, timezone: params.timezone, language },
    ...window,
  }
}

/** The window asked for; rejects with `parameter_window` in the wire's words. */
export function windowOf(params: ExploreParams, door: WindowDoor): Window {
  const window = readWindow(door, params.limit, params.offset)
  if (window.ok) return window.value
  throw new VitrineError('parameter_window', { message: window.diagnostics[0].params.message })
}

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

/** The window as page links repeat it. */
export function pageWindow(params: ExploreParams): { limit: number; offset: number; reach: number } {
  const grouped = params.group_by !== undefined
  const { limit, offset } = windowOf(params, grouped ? 'grouped' : 'list')
  return { limit: limit ?? 0, offset, reach: grouped ? 20_000 : 10_000 }
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
      ...pageWindow(params),
      totalCount: page.totalCount,
    }),
    { rel: 'dataset', href },
  ]
}
