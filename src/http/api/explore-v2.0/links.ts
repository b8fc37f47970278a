import type { RequestContext } from '../../context.ts'
import { type ApiLink, pageLinks } from '../explore/links.ts'
import type { ExploreParams } from '../explore/params.ts'
import { pageWindow } from '../explore/records.ts'
import type { Services20 } from './services.ts'

type Rooted = Pick<Services20, 'root'>

/** Address of the catalogue under the request's own root. */
export const catalogHref20 = ({ origin }: RequestContext, { root }: Rooted): string =>
  `${origin}${root}/catalog`

/** Address of a dataset under the request's own root. */
export const datasetHref20 = (context: RequestContext, rooted: Rooted, datasetId: string): string =>
  `${catalogHref20(context, rooted)}/datasets/${encodeURIComponent(datasetId)}`

/** Links of a list and its pages. */
export const listLinks20 = (
  context: RequestContext,
  href: string,
  params: ExploreParams,
  totalCount: number,
): readonly ApiLink[] => pageLinks(href, context.query, { ...pageWindow(params), totalCount })

/** Links of one dataset. */
export function datasetLinks20(
  context: RequestContext,
  rooted: Rooted,
  datasetId: string,
): readonly ApiLink[] {
  const self = datasetHref20(context, rooted, datasetId)
  return [
    { rel: 'self', href: self },
    { rel: 'catalog', href: catalogHref20(context, rooted) },
    ...['records', 'exports', 'facets', 'aggregates', 'attachments'].map(rel => ({
      rel,
      href: `${self}/${rel}`,
    })),
  ]
}

/** Links of one record. */
export function recordLinks20(
  context: RequestContext,
  rooted: Rooted,
  { datasetId, recordId }: { readonly datasetId: string; readonly recordId: string },
): readonly ApiLink[] {
  const dataset = datasetHref20(context, rooted, datasetId)
  return [
    { rel: 'self', href: `${dataset}/records/${recordId}` },
    { rel: 'datasets', href: `${catalogHref20(context, rooted)}/datasets` },
    { rel: 'dataset', href: dataset },
    { rel: 'catalog', href: catalogHref20(context, rooted) },
  ]
}
