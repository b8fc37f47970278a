import type { ExploreQuery } from '../../../app/explore/explorer.ts'
import type { PublishedDataset } from '../../../app/ports/catalog-store.ts'
import { FEEDS } from '../../../core/feed/feed.ts'
import type { RequestContext } from '../../context.ts'
import type { Reply } from '../../reply.ts'
import { answerPrepared } from '../explore/answer.ts'
import { apiLanguage } from '../explore/language.ts'
import type { ExploreServices } from '../explore/routes.ts'
import { answerText } from './answer-text.ts'
import { tableFile } from './download.ts'
import { echo } from './echo.ts'
import { facetGroups } from './facet-groups.ts'
import { type FoundRecords, recordsOfOne } from './found-records.ts'
import type { Datasets } from './named-dataset.ts'
import { invalid, readFormat, readPage, readSearchParams } from './params.ts'
import { featureOf, type V1Record } from './record.ts'
import { recordFeed } from './record-feed.ts'
import { recordQuery } from './record-query.ts'
import { recordsOfSeveral } from './several-records.ts'

const FORMATS = ['json', 'jsonp', 'geojson', 'geojsonp', 'csv', 'rss', 'atom'] as const

/** `/api/records/1.0/search/` (explore-api §14.2), about one dataset or several. */
export function recordSearch(
  context: RequestContext,
  datasets: Datasets,
  services: ExploreServices,
): Promise<Reply> {
  const { explorer } = services
  const params = readSearchParams(context.query)
  const format = readFormat(params, FORMATS)
  const language = apiLanguage(context, params.lang)
  const page = readPage(params)
  const queryOf = ({ revision }: PublishedDataset): ExploreQuery =>
    recordQuery(params, revision.fields, language)
  const search = { params, language, page, queryOf }
  if (format === 'csv') {
    const [published, ...others] = datasets
    if (others.length > 0) throw invalid('format', format, 'another one: a table is of one dataset')
    const query = { ...queryOf(published), ...page }
    return tableFile(context, published, services, { params, format, query, language })
  }
  const prepared =
    datasets.length === 1
      ? recordsOfOne(explorer, datasets[0], search)
      : recordsOfSeveral(explorer, datasets, search)
  const variants = ['v1', context.query.toString()]
  if (format === 'rss' || format === 'atom') {
    const feed = recordFeed(context, datasets, language)
    const { type, write } = FEEDS[format]
    return answerText(context, prepared, { type, language, variants }, found => ({
      body: write(feed(found.records)),
    }))
  }
  const write = ({ total, records, facets }: FoundRecords): unknown => {
    const said = records.map(({ record }) => saidDistance(record))
    if (format.startsWith('geojson')) return { type: 'FeatureCollection', features: said.map(featureOf) }
    return {
      nhits: total,
      parameters: echo(params, { rows: page.limit, start: page.offset }),
      records: said,
      ...(facets === null ? {} : { facet_groups: facetGroups(facets, params.facet) }),
    }
  }
  return answerPrepared(context, prepared, language, write, ...variants)
}

/** The distance leaves as a text (explore-api §14.2). */
function saidDistance(record: V1Record): V1Record {
  const { fields } = record
  if (typeof fields !== 'object' || fields === null || !('dist' in fields)) return record
  return typeof fields.dist === 'number'
    ? { ...record, fields: { ...fields, dist: String(fields.dist) } }
    : record
}
