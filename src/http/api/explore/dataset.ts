import type { PublishedDataset } from '../../../app/ports/catalog-store.ts'
import type { RequestContext } from '../../context.ts'
import { tagMatches, tagOf } from '../../entity-tag.ts'
import { json, type Reply, unchanged } from '../../reply.ts'
import { datasetObject } from './dataset-object.ts'
import { apiLanguage } from './language.ts'
import { readExploreParams } from './params.ts'

/** `GET /catalog/datasets/{dataset_id}` (explore-api §9.1). */
export function datasetReply(context: RequestContext, published: PublishedDataset): Reply {
  const params = readExploreParams(context.query)
  const language = apiLanguage(context, params.lang)
  const tag = tagOf(
    String(published.revision.id),
    published.dataset.datasetId,
    context.origin,
    language,
    String(params.includeLinks),
  )
  if (tagMatches(context.ifNoneMatch, tag)) return unchanged(tag)
  const object = datasetObject(published, {
    origin: context.origin,
    language,
    includeLinks: params.includeLinks,
  })
  return json(object, { tag, language })
}
