import type { ExploreQuery } from '../../../app/explore/explorer.ts'
import type { PublishedDataset } from '../../../app/ports/catalog-store.ts'
import type { Field } from '../../../core/dataset/field.ts'
import { FEEDS } from '../../../core/feed/feed.ts'
import type { Version1 } from '../../../core/odsql/v1/version-1.ts'
import type { RequestContext } from '../../context.ts'
import type { Reply } from '../../reply.ts'
import { answerPrepared } from '../explore/answer.ts'
import { apiLanguage } from '../explore/language.ts'
import type { ExploreServices } from '../explore/routes.ts'
import { answerText } from './answer-text.ts'
import { asking, backQuoted, filtersOf, orderOf } from './clauses.ts'
import { echo } from './echo.ts'
import { facetGroups } from './facet-groups.ts'
import { type FoundRecords, recordsOfOne } from './found-records.ts'
import { distanceBy, distanceOf, drawnField, type GeoFilter, geoFilter } from './geofilter.ts'
import type { Datasets } from './named-dataset.ts'
import {
  invalid,
  readFormat,
  readPage,
  readSearchParams,
  readTruth,
  readZoom,
  type SearchParams,
} from './params.ts'
import { featureOf, PLACE_KEY, type V1Record } from './record.ts'
import { recordFeed } from './record-feed.ts'
import { recordsOfSeveral } from './several-records.ts'

/** The records of a dataset that a request is about; places are those of a field. */
export const recordFilters = (
  params: SearchParams,
  fields: readonly Field[],
  language: string,
  field?: string,
): ExploreQuery => ({
  ...filtersOf(params, language),
  where: geoFilter(params, fields, field).where,
  ...(params.digests.length === 0 ? {} : { version1: { digests: digestsOf(params, fields, field) } }),
})

/** Records at the places that maps were told digests of. */
function digestsOf(
  { digests }: SearchParams,
  fields: readonly Field[],
  drawn = drawnField(fields)?.name,
): Version1['digests'] & object {
  return digests.map(({ field, digest }) => {
    const name = field ?? drawn
    if (name === undefined) throw invalid('geo_digest', digest, 'a dataset with places')
    return { field: name, digest }
  })
}

/** Zoom that shapes are simplified for when none is said. */
const ZOOM = 12

/** What a request asks of the records of a dataset, without its page. */
export function recordQuery(params: SearchParams, fields: readonly Field[], language: string): ExploreQuery {
  const geo = geoFilter(params, fields)
  const query = {
    ...recordFilters(params, fields, language),
    ...{ select: selectOf(params, geo), technical: true },
    order_by: orderOf(params, distanceBy(geo)),
  }
  const zoom = readZoom(params, 'geo_simplify_zoom') ?? ZOOM
  const isSimple = readTruth('geo_simplify', params.other.geo_simplify)
  return isSimple ? asking(query, { simplify: zoom }) : query
}

/** The fields asked for, with the distance where one was; the place comes along whatever is asked for. */
function selectOf({ fields }: SearchParams, geo: GeoFilter): string {
  const distance = distanceOf(geo)
  const named = fields?.map(backQuoted) ?? ['*']
  const place = fields === null || geo.field === null ? [] : [`${backQuoted(geo.field)} as ${PLACE_KEY}`]
  return [...named, ...(distance === null ? [] : [`${distance} as dist`]), ...place].join(', ')
}

const FORMATS = ['json', 'jsonp', 'geojson', 'geojsonp', 'rss', 'atom'] as const

/** `/api/records/1.0/search/` (explore-api §14.2), about one dataset or several. */
export function recordSearch(
  context: RequestContext,
  datasets: Datasets,
  { explorer }: ExploreServices,
): Promise<Reply> {
  const params = readSearchParams(context.query)
  const format = readFormat(params, FORMATS)
  const language = apiLanguage(context, params.lang)
  const page = readPage(params)
  const queryOf = ({ revision }: PublishedDataset): ExploreQuery =>
    recordQuery(params, revision.fields, language)
  const search = { params, language, page, queryOf }
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
