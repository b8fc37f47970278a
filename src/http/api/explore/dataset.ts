import type { PublishedDataset } from '../../../app/ports/catalog-store.ts'
import type { RequestContext } from '../../context.ts'
import { tagMatches, tagOf } from '../../entity-tag.ts'
import { json, type Reply, unchanged } from '../../reply.ts'
import { selectedDataset, viewOf } from './catalog.ts'
import { datasetObject } from './dataset-object.ts'
import { apiLanguage } from './language.ts'
import { readExploreParams } from './params.ts'
import type { ExploreServices } from './routes.ts'

/** `GET /catalog/datasets/{dataset_id}` (explore-api §9.1). */
export function datasetReply(
  context: RequestContext,
  published: PublishedDataset,
  services: ExploreServices,
): Promise<Reply> | Reply {
  const params = readExploreParams(context.query)
  if (params.select !== undefined) return selectedDataset(context, published, services)
  const language = apiLanguage(context, params.lang)
  const tag = tagOf(
    String(published.revision.id),
    published.dataset.datasetId,
    context.origin,
    language,
    String(params.includeLinks),
    String(params.includeAppMetas),
    published.revision.publishedAt ?? '',
    String(published.access.dataVisible),
    published.dataset.rules.visibility,
    published.access.identity,
    String(context.portal.stored.configVersion),
  )
  if (tagMatches(context.ifNoneMatch, tag)) return unchanged(tag)
  const object = datasetObject(published, viewOf(context, params, language))
  return json(object, { tag, language })
}
