import type { ExploreQuery, Page } from '../../../app/explore/explorer.ts'
import type { PublishedDataset } from '../../../app/ports/catalog-store.ts'
import { VitrineError } from '../../../core/errors.ts'
import { readWindow, type Window, type WindowDoor } from '../../../core/odsql/window.ts'
import type { WireRecord } from '../../../core/record/shape.ts'
import type { RequestContext } from '../../context.ts'
import type { Reply } from '../../reply.ts'
import { answerPage, answerPrepared } from './answer.ts'
import { datasetHref } from './dataset-object.ts'
import { apiLanguage } from './language.ts'
import { type ApiLink, apiRoot, pageLinks } from './links.ts'
import { type ExploreParams, readExploreParams } from './params.ts'
import type { ExploreServices } from './routes.ts'
import { cursorOf, linkHeader, nextPage, walkedRevision } from './walk.ts'

/** The clauses of a request, without its window. */
export const clausesOf = (params: ExploreParams, language: string): ExploreQuery => ({
  ...filtersOf(params, language),
  ...{ select: params.select, group_by: params.group_by, order_by: params.order_by, facets: params.facet },
})

/** What facets are counted over: no page, no selection, whatever else is sent (explore-api §6.4, §7). */
export const filtersOf = (params: ExploreParams, language: string): ExploreQuery => ({
  ...{ where: params.where, search: params.search, qv1: params.qv1 },
  ...{ refine: params.refine, exclude: params.exclude },
  ...{ timezone: params.timezone, language },
})

/** The clauses of a list, its window checked against the bounds of the door (explore-api §5.2). */
export const queryOf = (params: ExploreParams, language: string): ExploreQuery => ({
  ...clausesOf(params, language),
  ...windowOf(params, params.group_by === undefined ? 'list' : 'grouped'),
})

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
export async function datasetRecords(
  context: RequestContext,
  asked: PublishedDataset,
  services: ExploreServices,
): Promise<Reply> {
  const params = readExploreParams(context.query)
  const language = apiLanguage(context, params.lang)
  const technical = params.includeLinks || params.includeAppMetas
  const cursor = cursorOf(params)
  const published = cursor === undefined ? asked : await walkedRevision(asked, cursor, services)
  const query = { ...queryOf(params, language), technical, ...(cursor === undefined ? {} : { cursor }) }
  const prepared = services.explorer.records(published, query)
  const linked = params.includeLinks ? recordWithLinks(context, published) : (record: WireRecord) => record
  const href = `${datasetHref(context.origin, published.dataset.datasetId)}/records`
  const variants = [linksVariant(params, context)]
  return answerPage(context, prepared, { language, variants }, (page: Page) => ({
    body: {
      total_count: page.totalCount,
      ...(params.includeLinks ? { _links: listLinks(context, published, params, page) } : {}),
      results: params.includeLinks && params.group_by === undefined ? page.results.map(linked) : page.results,
    },
    headers: linkHeader(href, context.query, page.next),
  }))
}

/** `GET …/records/{record_id}`: the record itself, without an envelope (explore-api §7.3). */
export function datasetRecord(
  context: RequestContext,
  published: PublishedDataset,
  { explorer }: ExploreServices,
): Promise<Reply> {
  const params = readExploreParams(context.query)
  const language = apiLanguage(context, params.lang)
  const { select, timezone, includeLinks, includeAppMetas } = params
  const technical = includeLinks || includeAppMetas
  const prepared = explorer.record(published, context.params.record ?? '', {
    ...{ select, timezone, language, technical },
  })
  const linked = recordWithLinks(context, published)
  const write = (record: WireRecord): unknown => (includeLinks ? linked(record) : record)
  return answerPrepared(context, prepared, language, write, 'record', String(includeLinks))
}

/** A record that says where it is (explore-api §9.5). */
const recordWithLinks =
  (context: RequestContext, { dataset }: PublishedDataset) =>
  (record: WireRecord): WireRecord => {
    const href = datasetHref(context.origin, dataset.datasetId)
    const links = [
      { rel: 'self', href: `${href}/records/${record._id}` },
      { rel: 'dataset', href },
      { rel: 'catalog', href: `${apiRoot(context.origin)}/catalog` },
    ]
    return { ...record, _links: links }
  }

/** The window as page links repeat it. */
export function pageWindow(params: ExploreParams): { limit: number; offset: number; reach: number } {
  const grouped = params.group_by !== undefined
  const { limit, offset } = windowOf(params, grouped ? 'grouped' : 'list')
  return { limit: limit ?? 0, offset, reach: grouped ? 20_000 : 10_000 }
}

/** Links between pages: by offset as far as offsets reach, then by cursor. */
export function listedPages(
  href: string,
  { query }: RequestContext,
  params: ExploreParams,
  { totalCount, next }: Pick<Page, 'totalCount' | 'next'>,
): readonly ApiLink[] {
  const links = pageLinks(href, query, { ...pageWindow(params), totalCount })
  const walks = params.other.cursor !== undefined
  const shown = walks ? links.filter(({ rel }) => rel === 'first') : links
  const further =
    next === null || shown.some(({ rel }) => rel === 'next') ? [] : [nextPage(href, query, next)]
  return [...(walks ? [{ rel: 'self', href: `${href}?${query}` }] : []), ...shown, ...further]
}

function listLinks(
  context: RequestContext,
  published: PublishedDataset,
  params: ExploreParams,
  page: Page,
): readonly object[] {
  const href = datasetHref(context.origin, published.dataset.datasetId)
  return [...listedPages(`${href}/records`, context, params, page), { rel: 'dataset', href }]
}
