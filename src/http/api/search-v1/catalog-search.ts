import type { CatalogPage, FacetGroup } from '../../../app/explore/explorer.ts'
import type { PublishedDataset } from '../../../app/ports/catalog-store.ts'
import { activeTemplates } from '../../../core/dataset/metadata-templates.ts'
import type { RequestContext } from '../../context.ts'
import { tagOf } from '../../entity-tag.ts'
import { json, type Reply } from '../../reply.ts'
import { answerPrepared } from '../explore/answer.ts'
import { apiLanguage } from '../explore/language.ts'
import type { ExploreServices } from '../explore/routes.ts'
import { both } from './both.ts'
import { declaredFacets, filtersOf, orderOf } from './clauses.ts'
import { type DatasetView, datasetObject1 } from './dataset-object.ts'
import { echo } from './echo.ts'
import { facetGroups } from './facet-groups.ts'
import { invalid, readPage, readSearchParams, readTruth, type SearchParams } from './params.ts'

const viewOf = (
  { origin, portal }: RequestContext,
  { other }: SearchParams,
  language: string,
): DatasetView => ({
  ...{ origin, language },
  extra: readTruth('extrametas', other.extrametas),
  interop: readTruth('interopmetas', other.interopmetas),
  templates: activeTemplates(portal.stored.config.metadataTemplates),
})

type Found = readonly [CatalogPage, readonly FacetGroup[] | null]

const FORMATS = new Set(['json', 'jsonp'])

/** `/api/datasets/1.0/search/` (explore-api §14.5). */
export function catalogSearch(context: RequestContext, { explorer }: ExploreServices): Promise<Reply> {
  const params = readSearchParams(context.query)
  if (params.format !== undefined && !FORMATS.has(params.format))
    throw invalid('format', params.format, 'json or jsonp')
  const language = apiLanguage(context, params.lang)
  const page = readPage(params)
  const filters = filtersOf(params, language)
  const datasets = explorer.datasets(context.portal, { ...filters, ...page, order_by: orderOf(params) })
  const facets =
    params.facet.length === 0 ? null : explorer.catalogFacets(context.portal, filters, declaredFacets(params))
  const view = viewOf(context, params, language)
  const write = ([{ totalCount, datasets: found }, groups]: Found): unknown => ({
    nhits: totalCount,
    parameters: echo(params, { rows: page.limit, start: page.offset }),
    datasets: found.map(published => datasetObject1(published, view)),
    ...(groups === null ? {} : { facet_groups: facetGroups(groups, params.facet) }),
  })
  return answerPrepared(context, both(datasets, facets), language, write, 'v1', context.query.toString())
}

/** `/api/datasets/1.0/<dataset_id>/`: a dataset without an envelope (explore-api §14.5). */
export function datasetLookup(context: RequestContext, published: PublishedDataset): Reply {
  const params = readSearchParams(context.query)
  const language = apiLanguage(context, params.lang)
  const object = datasetObject1(published, viewOf(context, params, language))
  return json(object, { tag: tagOf(JSON.stringify(object)), language })
}
