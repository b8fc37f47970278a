import type { ExploreQuery, FacetGroup, Page } from '../../../app/explore/explorer.ts'
import type { PublishedDataset } from '../../../app/ports/catalog-store.ts'
import type { Field } from '../../../core/dataset/field.ts'
import type { RequestContext } from '../../context.ts'
import type { Reply } from '../../reply.ts'
import { answerPrepared } from '../explore/answer.ts'
import { apiLanguage } from '../explore/language.ts'
import type { ExploreServices } from '../explore/routes.ts'
import { both } from './both.ts'
import { backQuoted, declaredFacets, filtersOf, orderOf } from './clauses.ts'
import { echo } from './echo.ts'
import { facetGroups } from './facet-groups.ts'
import { type GeoFilter, geoFilter } from './geofilter.ts'
import { invalid, readPage, readSearchParams, type SearchParams } from './params.ts'
import { featureOf, PLACE_KEY, recordWriter } from './record.ts'

/** The records of a dataset that a request is about. */
export const recordFilters = (
  params: SearchParams,
  fields: readonly Field[],
  language: string,
): ExploreQuery => ({ ...filtersOf(params, language), where: geoFilter(params, fields).where })

/** What a request asks of the records of a dataset, without its page. */
export function recordQuery(params: SearchParams, fields: readonly Field[], language: string): ExploreQuery {
  const geo = geoFilter(params, fields)
  const distance = distanceOf(geo)
  return {
    ...filtersOf(params, language),
    ...{ where: geo.where, select: selectOf(params, geo), technical: true },
    order_by: orderOf(params, distance === null ? {} : { dist: distance }),
  }
}

const distanceOf = ({ field, around }: GeoFilter): string | null =>
  field === null || around === null ? null : `distance(${backQuoted(field)}, geom'${around.point}')`

/** The fields asked for, with the distance where one was; the place comes along whatever is asked for. */
function selectOf({ fields }: SearchParams, geo: GeoFilter): string {
  const distance = distanceOf(geo)
  const named = fields?.map(backQuoted) ?? ['*']
  const place = fields === null || geo.field === null ? [] : [`${backQuoted(geo.field)} as ${PLACE_KEY}`]
  return [...named, ...(distance === null ? [] : [`${distance} as dist`]), ...place].join(', ')
}

type Found = readonly [Page, readonly FacetGroup[] | null]

const FORMATS = new Set(['json', 'jsonp', 'geojson', 'geojsonp'])

/** `/api/records/1.0/search/` (explore-api §14.2). */
export function recordSearch(
  context: RequestContext,
  published: PublishedDataset,
  { explorer }: ExploreServices,
): Promise<Reply> {
  const params = readSearchParams(context.query)
  const format = params.format ?? 'json'
  if (!FORMATS.has(format)) throw invalid('format', format, 'json, jsonp, geojson or geojsonp')
  const language = apiLanguage(context, params.lang)
  const { fields } = published.revision
  const page = readPage(params)
  const query = recordQuery(params, fields, language)
  const answer = both(
    explorer.records(published, { ...query, ...page }),
    params.facet.length === 0 ? null : explorer.facets(published, query, declaredFacets(params)),
  )
  const record = recordWriter(published.dataset.datasetId, fields)
  const write = ([{ totalCount, results }, facets]: Found): unknown =>
    format.startsWith('geojson')
      ? {
          type: 'FeatureCollection',
          features: results.map(result => featureOf(saidDistance(record(result)))),
        }
      : {
          nhits: totalCount,
          parameters: echo(params, { rows: page.limit, start: page.offset }),
          records: results.map(result => saidDistance(record(result))),
          ...(facets === null ? {} : { facet_groups: facetGroups(facets, params.facet) }),
        }
  return answerPrepared(context, answer, language, write, 'v1', context.query.toString())
}

type V1Record = ReturnType<ReturnType<typeof recordWriter>>

/** The distance leaves as a text (explore-api §14.2). */
function saidDistance(record: V1Record): V1Record {
  const { fields } = record
  if (typeof fields !== 'object' || fields === null || !('dist' in fields)) return record
  return typeof fields.dist === 'number'
    ? { ...record, fields: { ...fields, dist: String(fields.dist) } }
    : record
}
