import type { Page } from '../../../app/explore/explorer.ts'
import type { PublishedDataset } from '../../../app/ports/catalog-store.ts'
import type { WireRecord } from '../../../core/record/shape.ts'
import type { RequestContext } from '../../context.ts'
import type { Reply } from '../../reply.ts'
import { answerPrepared } from '../explore/answer.ts'
import { apiLanguage } from '../explore/language.ts'
import { readExploreParams } from '../explore/params.ts'
import { clausesOf, queryOf, windowOf } from '../explore/records.ts'
import { datasetHref20, listLinks20, recordLinks20 } from './links.ts'
import type { Services20 } from './services.ts'

type Entity = (record: WireRecord) => unknown

/** `{links, record: {id, timestamp, size, fields}}` (explore-api §13). */
const entityOf =
  (context: RequestContext, services: Services20, { dataset: { datasetId } }: PublishedDataset): Entity =>
  ({ _id, _timestamp, _size, ...fields }) => ({
    links: recordLinks20(context, services, { datasetId, recordId: String(_id) }),
    record: { id: _id, timestamp: _timestamp, size: _size, fields },
  })

/** `GET …/records`: records in their envelopes, or groups as they are. */
export function records20(
  context: RequestContext,
  published: PublishedDataset,
  services: Services20,
): Promise<Reply> {
  const params = readExploreParams(context.query)
  const language = apiLanguage(context, params.lang)
  const prepared = services.explorer.records(published, { ...queryOf(params, language), technical: true })
  const href = `${datasetHref20(context, services, published.dataset.datasetId)}/records`
  const entity = params.group_by === undefined ? entityOf(context, services, published) : itself
  const write = ({ totalCount, results }: Page): unknown => ({
    total_count: totalCount,
    links: listLinks20(context, href, params, totalCount),
    records: results.map(entity),
  })
  return answerPrepared(context, prepared, language, write, services.root, context.query.toString())
}

const itself: Entity = group => group

/** `GET …/records/{record_id}`. */
export function record20(
  context: RequestContext,
  published: PublishedDataset,
  services: Services20,
): Promise<Reply> {
  const { select, timezone, lang } = readExploreParams(context.query)
  const language = apiLanguage(context, lang)
  const prepared = services.explorer.record(published, context.params.record ?? '', {
    ...{ select, timezone, language, technical: true },
  })
  return answerPrepared(context, prepared, language, entityOf(context, services, published), services.root)
}

/** `GET …/aggregates`, `GET …/query`: one row without `group_by`, else all groups unless a limit is said. */
export function aggregates20(
  context: RequestContext,
  published: PublishedDataset,
  services: Services20,
): Promise<Reply> {
  const params = readExploreParams(context.query)
  const language = apiLanguage(context, params.lang)
  const window = windowOf(params, 'export')
  const query = { ...clausesOf(params, language), ...(params.group_by === undefined ? { limit: 1 } : window) }
  const prepared = services.explorer.records(published, query)
  const write = ({ results }: Page): unknown => ({ aggregations: results })
  return answerPrepared(context, prepared, language, write, 'aggregates')
}
