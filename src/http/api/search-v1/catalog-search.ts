import type { CatalogPage, ExploreQuery, Explorer, FacetGroup } from '../../../app/explore/explorer.ts'
import type { PublishedDataset } from '../../../app/ports/catalog-store.ts'
import { catalogFormatTraits } from '../../../core/catalog-export/formats.ts'
import { rssWriter } from '../../../core/catalog-export/rss.ts'
import { activeTemplates } from '../../../core/dataset/metadata-templates.ts'
import { formatTraits } from '../../../core/export/formats.ts'
import type { RequestContext } from '../../context.ts'
import { tagOf } from '../../entity-tag.ts'
import { json, type Reply } from '../../reply.ts'
import { answerPrepared } from '../explore/answer.ts'
import { catalogView } from '../explore/catalog-view.ts'
import { exportReply } from '../explore/exports.ts'
import { apiLanguage } from '../explore/language.ts'
import type { ExploreServices } from '../explore/routes.ts'
import { answerText } from './answer-text.ts'
import { both } from './both.ts'
import { declaredFacets, filtersOf, orderOf } from './clauses.ts'
import { readCsvOptions } from './csv-lines.ts'
import { type DatasetView, datasetObject1 } from './dataset-object.ts'
import { echo } from './echo.ts'
import { facetGroups } from './facet-groups.ts'
import { readFormat, readPage, readSearchParams, readTruth, type SearchParams } from './params.ts'
import { selfOf } from './self.ts'

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

const FORMATS = ['json', 'jsonp', 'csv', 'rss'] as const

/** `/api/datasets/1.0/search/` (explore-api §14.5). */
export function catalogSearch(context: RequestContext, { explorer }: ExploreServices): Promise<Reply> {
  const params = readSearchParams(context.query)
  const format = readFormat(params, FORMATS)
  const language = apiLanguage(context, params.lang)
  const page = readPage(params)
  const filters = filtersOf(params, language)
  const query = { ...filters, ...page, order_by: orderOf(params) }
  if (format === 'csv') return catalogTable(context, explorer, { query, params, language })
  const datasets = explorer.datasets(context.portal, query)
  const facets =
    params.facet.length === 0 ? null : explorer.catalogFacets(context.portal, filters, declaredFacets(params))
  const variants = ['v1', context.query.toString()]
  if (format === 'rss') {
    const writer = rssWriter(catalogView(context, language), selfOf(context))
    const { type } = catalogFormatTraits('rss')
    return answerText(context, datasets, { type, language, variants }, ({ datasets: found }) => ({
      body: [writer.head(), ...found.map(writer.entry), writer.tail()].join(''),
    }))
  }
  const view = viewOf(context, params, language)
  const write = ([{ totalCount, datasets: found }, groups]: Found): unknown => ({
    nhits: totalCount,
    parameters: echo(params, { rows: page.limit, start: page.offset }),
    datasets: found.map(published => datasetObject1(published, view)),
    ...(groups === null ? {} : { facet_groups: facetGroups(groups, params.facet) }),
  })
  return answerPrepared(context, both(datasets, facets), language, write, ...variants)
}

interface CatalogTable {
  readonly query: ExploreQuery
  readonly params: SearchParams
  readonly language: string
}

/** A page of the catalogue as a table: the columns of its export (explore-api §8.6). */
function catalogTable(
  context: RequestContext,
  explorer: Explorer,
  { query, params, language }: CatalogTable,
): Promise<Reply> {
  const options = readCsvOptions(params)
  const file = { format: 'csv', options, origin: context.origin } as const
  const prepared = explorer.catalogExport(context.portal, query, file)
  return exportReply(context, prepared, { name: 'datasets', file: formatTraits('csv'), options, language })
}

/** `/api/datasets/1.0/<dataset_id>/`: a dataset without an envelope (explore-api §14.5). */
export function datasetLookup(context: RequestContext, published: PublishedDataset): Reply {
  const params = readSearchParams(context.query)
  const language = apiLanguage(context, params.lang)
  const object = datasetObject1(published, viewOf(context, params, language))
  return json(object, { tag: tagOf(JSON.stringify(object)), language })
}
