import type { CatalogPage, FacetGroup } from '../../../app/explore/explorer.ts'
import type { RequestContext } from '../../context.ts'
import { json, type Reply } from '../../reply.ts'
import { answerPrepared } from './answer.ts'
import { datasetObject } from './dataset-object.ts'
import { apiLanguage } from './language.ts'
import { apiRoot, bothLinks, pageLinks } from './links.ts'
import { readExploreParams } from './params.ts'
import { linksVariant, pageWindow, queryOf } from './records.ts'
import type { ExploreServices } from './routes.ts'

/** Facets counted when a request names none (explore-api §6.4). */
export const CATALOG_FACETS = [
  'features',
  'modified',
  'publisher',
  'keyword',
  'theme',
  'license',
  'language',
] as const

/** `GET /catalog/datasets` (explore-api §6.2). */
export function catalogDatasets(context: RequestContext, { explorer }: ExploreServices): Promise<Reply> {
  const params = readExploreParams(context.query)
  const language = apiLanguage(context, params.lang)
  const prepared = explorer.datasets(context.portal, queryOf(params, language))
  const view = { origin: context.origin, language, includeLinks: params.includeLinks }
  const href = `${apiRoot(context.origin)}/catalog/datasets`
  const write = (page: CatalogPage): unknown => ({
    total_count: page.totalCount,
    ...(params.includeLinks
      ? {
          _links: pageLinks(href, context.query, { ...pageWindow(params), totalCount: page.totalCount }),
        }
      : {}),
    results: page.datasets?.map(published => datasetObject(published, view)) ?? page.results,
  })
  return answerPrepared(context, prepared, language, write, linksVariant(params, context))
}

/** `GET /catalog/facets` (explore-api §6.4). */
export function catalogFacets(context: RequestContext, { explorer }: ExploreServices): Promise<Reply> {
  const params = readExploreParams(context.query)
  const language = apiLanguage(context, params.lang)
  const asked = params.facet.length === 0 ? CATALOG_FACETS : params.facet
  const prepared = explorer.catalogFacets(context.portal, queryOf(params, language), asked)
  const root = apiRoot(context.origin)
  const links = bothLinks([
    { rel: 'self', href: `${root}/catalog/facets` },
    { rel: 'source', href: `${root}/catalog` },
  ])
  return answerPrepared(context, prepared, language, (facets: readonly FacetGroup[]) => ({
    ...links,
    facets,
  }))
}

/** Entry points that hold links only (explore-api §6.1). */
export const catalogLinks =
  (entry: 'root' | 'catalog') =>
  (context: RequestContext): Reply => {
    const root = apiRoot(context.origin)
    const links =
      entry === 'root'
        ? [
            { rel: 'self', href: `${root}/` },
            { rel: 'catalog', href: `${root}/catalog` },
          ]
        : [
            { rel: 'self', href: `${root}/catalog` },
            { rel: 'datasets', href: `${root}/catalog/datasets` },
            { rel: 'facets', href: `${root}/catalog/facets` },
          ]
    return json({ links })
  }
