import type { PublishedDataset } from '../../../../app/ports/catalog-store.ts'
import { resolveText } from '../../../../core/i18n/language-map.ts'
import type { RequestContext } from '../../../context.ts'
import { tagMatches, tagOf } from '../../../entity-tag.ts'
import { json, type Reply, unchanged } from '../../../reply.ts'
import { apiLanguage } from '../language.ts'
import { readExploreParams } from '../params.ts'
import { type DocumentView, openApiDocument } from './document.ts'

/** `GET /openapi.json`, `/swagger.json`: the API of this portal (explore-api §1.1). */
export function apiDocument(context: RequestContext): Reply {
  const { config } = context.portal.stored
  const language = apiLanguage(context, readExploreParams(context.query).lang)
  const title = resolveText(config.title, language, config.languages[0])
  return documentReply(context, { origin: context.origin, title, language, dataset: null })
}

/** `GET …/{dataset_id}/openapi.json`: the API of one dataset, its fields as schema. */
export function datasetDocument(context: RequestContext, { dataset, revision }: PublishedDataset): Reply {
  const language = apiLanguage(context, readExploreParams(context.query).lang)
  const fallback = revision.metadata.language
  return documentReply(context, {
    ...{ origin: context.origin, language },
    title: resolveText(revision.metadata.title, language, fallback) || dataset.datasetId,
    dataset: { id: dataset.datasetId, fields: { fields: revision.fields, language, fallback } },
  })
}

function documentReply(context: RequestContext, view: DocumentView): Reply {
  const document = openApiDocument(view)
  const tag = tagOf(JSON.stringify(document))
  if (tagMatches(context.ifNoneMatch, tag)) return unchanged(tag)
  return json(document, { tag, language: view.language })
}
