import type { CatalogPage, FacetGroup } from '../../../app/explore/explorer.ts'
import type { PublishedDataset } from '../../../app/ports/catalog-store.ts'
import { activeTemplates } from '../../../core/dataset/metadata-templates.ts'
import type { RequestContext } from '../../context.ts'
import { json, type Reply } from '../../reply.ts'
import { answerPage, answerPrepared } from './answer.ts'
import { datasetObject, type ObjectView } from './dataset-object.ts'
import { apiLanguage } from './language.ts'
import { apiRoot, bothLinks } from './links.ts'
import { type ExploreParams, readExploreParams } from './params.ts'
import { filtersOf, linksVariant, listedPages, queryOf } from './records.ts'
import type { ExploreServices } from './routes.ts'
import { cursorOf, linkHeader } from './walk.ts'

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
  const cursor = cursorOf(params)
  const query = { ...queryOf(params, language), ...(cursor === undefined ? {} : { cursor }) }
  const prepared = explorer.datasets(context.portal, query)
  const view = viewOf(context, params, language)
  const href = `${apiRoot(context.origin)}/catalog/datasets`
  const variants = [linksVariant(params, context), String(params.includeAppMetas)]
  return answerPage(context, prepared, { language, variants }, (page: CatalogPage) => ({
    body: {
      total_count: page.totalCount,
      ...(params.includeLinks ? { _links: listedPages(href, context, params, page) } : {}),
      results: shownDatasets(page, view),
    },
    headers: linkHeader(href, context.query, page.next),
  }))
}

/** Whose eyes the datasets of a request are written for. */
export const viewOf = (context: RequestContext, params: ExploreParams, language: string): ObjectView => ({
  ...{ origin: context.origin, language },
  ...{ includeLinks: params.includeLinks, includeAppMetas: params.includeAppMetas },
  templates: activeTemplates(context.portal.stored.config.metadataTemplates),
})

/** Datasets whole, or what was selected of them (explore-api §6.2). */
export function shownDatasets(
  { datasets, results, parts }: CatalogPage,
  view: ObjectView,
): readonly Readonly<Record<string, unknown>>[] {
  if (results === null) return datasets.map(published => datasetObject(published, view))
  if (parts.size === 0) return results
  const objects = new Map(datasets.map(published => [published.dataset.uid, datasetObject(published, view)]))
  const shown = (key: string, value: unknown): unknown => {
    const part = parts.get(key)
    return part === undefined ? value : (objects.get(String(value))?.[part] ?? null)
  }
  return results.map(result =>
    Object.fromEntries(Object.entries(result).map(([key, value]) => [key, shown(key, value)])),
  )
}

/** `GET /catalog/datasets/{dataset_id}` with `select`: the same values as in lists (explore-api §9.1). */
export function selectedDataset(
  context: RequestContext,
  published: PublishedDataset,
  { explorer }: ExploreServices,
): Promise<Reply> {
  const params = readExploreParams(context.query)
  const language = apiLanguage(context, params.lang)
  const { select, timezone } = params
  const prepared = explorer.dataset(context.portal, published, { select, timezone, language })
  const write = (page: CatalogPage): unknown =>
    shownDatasets(page, viewOf(context, params, language))[0] ?? null
  return answerPrepared(context, prepared, language, write, 'one', String(params.includeAppMetas))
}

/** `GET /catalog/facets` (explore-api §6.4). */
export function catalogFacets(context: RequestContext, { explorer }: ExploreServices): Promise<Reply> {
  const params = readExploreParams(context.query)
  const language = apiLanguage(context, params.lang)
  const asked = params.facet.length === 0 ? CATALOG_FACETS : params.facet
  const prepared = explorer.catalogFacets(context.portal, filtersOf(params, language), asked)
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
            { rel: 'exports', href: `${root}/catalog/exports` },
            { rel: 'facets', href: `${root}/catalog/facets` },
            { rel: 'metadata_templates', href: `${root}/catalog/metadata_templates` },
          ]
    return json({ links }, { language: apiLanguage(context, undefined) })
  }
