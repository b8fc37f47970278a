import type { CatalogPage, FacetGroup } from '../../../app/explore/explorer.ts'
import type { PublishedDataset } from '../../../app/ports/catalog-store.ts'
import { CATALOG_FORMAT_NAMES } from '../../../core/catalog-export/formats.ts'
import type { RequestContext } from '../../context.ts'
import { json, type Reply } from '../../reply.ts'
import { answerPrepared } from '../explore/answer.ts'
import { CATALOG_FACETS, shownDatasets, viewOf } from '../explore/catalog.ts'
import { exportList } from '../explore/exports.ts'
import { apiLanguage } from '../explore/language.ts'
import { readExploreParams } from '../explore/params.ts'
import { clausesOf, filtersOf, queryOf, windowOf } from '../explore/records.ts'
import { annotatedAsLists } from './annotations.ts'
import { catalogHref20, datasetLinks20, listLinks20 } from './links.ts'
import type { Services20 } from './services.ts'

/** `GET /catalog/datasets`: each dataset in its envelope (explore-api §13). */
export function datasets20(context: RequestContext, services: Services20): Promise<Reply> {
  const params = readExploreParams(context.query)
  const language = apiLanguage(context, params.lang)
  const prepared = services.explorer.datasets(context.portal, queryOf(params, language))
  const view = { ...viewOf(context, params, language), includeLinks: false }
  const href = `${catalogHref20(context, services)}/datasets`
  const write = (page: CatalogPage): unknown => ({
    total_count: page.totalCount,
    links: listLinks20(context, href, params, page.totalCount),
    datasets: shownDatasets(page, view).map(object => {
      const id = object.dataset_id
      const links = typeof id === 'string' ? datasetLinks20(context, services, id) : []
      return { links, dataset: annotatedAsLists(object) }
    }),
  })
  return answerPrepared(context, prepared, language, write, services.root, context.query.toString())
}

/** `GET /catalog/datasets/{dataset_id}`, whole or selected. */
export function dataset20(
  context: RequestContext,
  { dataset }: PublishedDataset,
  services: Services20,
): Promise<Reply> {
  const params = readExploreParams(context.query)
  const language = apiLanguage(context, params.lang)
  const prepared = services.explorer.datasets(context.portal, {
    ...{ select: params.select, where: [`dataset_uid = "${dataset.uid}"`], limit: 1 },
    ...{ timezone: params.timezone, language },
  })
  const view = { ...viewOf(context, params, language), includeLinks: false }
  const links = datasetLinks20(context, services, dataset.datasetId)
  const write = (page: CatalogPage): unknown => ({
    links,
    dataset: annotatedAsLists(shownDatasets(page, view)[0] ?? {}),
  })
  return answerPrepared(context, prepared, language, write, services.root, String(params.includeAppMetas))
}

/** `GET /catalog/aggregates`. */
export function catalogAggregates20(context: RequestContext, services: Services20): Promise<Reply> {
  const params = readExploreParams(context.query)
  const language = apiLanguage(context, params.lang)
  const window = params.group_by === undefined ? { limit: 1 } : windowOf(params, 'export')
  const prepared = services.explorer.datasets(context.portal, { ...clausesOf(params, language), ...window })
  const view = { ...viewOf(context, params, language), includeLinks: false }
  const write = (page: CatalogPage): unknown => ({ aggregations: shownDatasets(page, view) })
  return answerPrepared(context, prepared, language, write, 'aggregates')
}

/** `GET /catalog/exports`. */
export const catalogExportList20 = (context: RequestContext, services: Services20): Reply =>
  exportList(context, `${catalogHref20(context, services)}/exports`, CATALOG_FORMAT_NAMES)

/** `GET /catalog/facets`, `GET …/facets`: the groups of v2.1, links below the request's own root. */
export function facets20(
  context: RequestContext,
  published: PublishedDataset | null,
  services: Services20,
): Promise<Reply> {
  const params = readExploreParams(context.query)
  const language = apiLanguage(context, params.lang)
  const filters = filtersOf(params, language)
  const { explorer } = services
  const prepared =
    published === null
      ? explorer.catalogFacets(
          context.portal,
          filters,
          params.facet.length === 0 ? CATALOG_FACETS : params.facet,
        )
      : explorer.facets(published, filters, params.facet)
  const source = published === null ? '' : `/datasets/${encodeURIComponent(published.dataset.datasetId)}`
  const href = `${catalogHref20(context, services)}${source}`
  const links = [
    { rel: 'self', href: `${href}/facets` },
    { rel: 'source', href },
  ]
  const write = (facets: readonly FacetGroup[]): unknown => ({ links, facets })
  return answerPrepared(context, prepared, language, write, services.root)
}

/** Entry points that hold links only (explore-api §6.1). */
export const entryPoint20 =
  (entry: 'root' | 'catalog', services: Services20) =>
  (context: RequestContext): Reply => {
    const catalog = catalogHref20(context, services)
    const below = ['datasets', 'exports', 'facets', 'aggregates'].map(rel => ({
      rel,
      href: `${catalog}/${rel}`,
    }))
    const links =
      entry === 'root'
        ? [
            { rel: 'self', href: `${context.origin}${services.root}/` },
            { rel: 'catalog', href: catalog },
          ]
        : [{ rel: 'self', href: catalog }, ...below]
    return json({ links }, { language: apiLanguage(context, undefined) })
  }
