import type { PublishedDataset } from '../../../app/ports/catalog-store.ts'
import type { WireRecord } from '../../../core/record/shape.ts'
import type { RequestContext } from '../../context.ts'
import { type Reply, redirect } from '../../reply.ts'
import { answerPrepared } from '../explore/answer.ts'
import { datasetHref } from '../explore/dataset-object.ts'
import { apiLanguage } from '../explore/language.ts'
import type { ExploreServices } from '../explore/routes.ts'
import { readSearchParams } from './params.ts'
import { recordWriter } from './record.ts'

/** `/api/datasets/1.0/<dataset_id>/records/<record_id>` (explore-api §14.1). */
export function recordLookup(
  context: RequestContext,
  published: PublishedDataset,
  { explorer }: ExploreServices,
): Promise<Reply> {
  const { timezone, lang } = readSearchParams(context.query)
  const language = apiLanguage(context, lang)
  const prepared = explorer.record(published, context.params.record ?? '', {
    timezone,
    language,
    technical: true,
  })
  const record = recordWriter(published.dataset.datasetId, published.revision.fields)
  return answerPrepared(context, prepared, language, (found: WireRecord) => record(found), 'v1')
}

/** Files of a dataset are where later versions have them. */
export const movedFile =
  (folder: 'attachments' | 'files' | 'alternative_exports') =>
  ({ origin, params, query }: RequestContext, { dataset }: PublishedDataset): Reply => {
    const rest = (params['*'] ?? '')
      .split('/')
      .filter(part => part !== '' && !(folder === 'files' && part === 'download'))
      .map(encodeURIComponent)
      .join('/')
    const asked = query.size === 0 ? '' : `?${query}`
    const href = `${datasetHref(origin, dataset.datasetId)}/${folder}/${rest}`
    return redirect(`${href.slice(origin.length)}${asked}`, 302)
  }
