import type { FacetGroup } from '../../../app/explore/explorer.ts'
import type { PublishedDataset } from '../../../app/ports/catalog-store.ts'
import type { RequestContext } from '../../context.ts'
import type { Reply } from '../../reply.ts'
import { answerPrepared } from './answer.ts'
import { datasetHref } from './dataset-object.ts'
import { apiLanguage } from './language.ts'
import { bothLinks } from './links.ts'
import { readExploreParams } from './params.ts'
import { filtersOf } from './records.ts'
import type { ExploreServices } from './routes.ts'

/** `GET …/facets` (explore-api §12.1). */
export function datasetFacets(
  context: RequestContext,
  published: PublishedDataset,
  { explorer }: ExploreServices,
): Promise<Reply> {
  const params = readExploreParams(context.query)
  const language = apiLanguage(context, params.lang)
  const prepared = explorer.facets(published, filtersOf(params, language), params.facet)
  const href = datasetHref(context.origin, published.dataset.datasetId)
  const links = bothLinks([
    { rel: 'self', href: `${href}/facets` },
    { rel: 'source', href },
  ])
  return answerPrepared(context, prepared, language, (facets: readonly FacetGroup[]) => ({
    ...links,
    facets,
  }))
}
