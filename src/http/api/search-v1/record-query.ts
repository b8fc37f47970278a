import type { ExploreQuery } from '../../../app/explore/explorer.ts'
import type { Field } from '../../../core/dataset/field.ts'
import type { Version1 } from '../../../core/odsql/v1/version-1.ts'
import { asking, backQuoted, filtersOf, orderOf } from './clauses.ts'
import { distanceBy, distanceOf, drawnField, type GeoFilter, geoFilter } from './geofilter.ts'
import { invalid, readTruth, readZoom, type SearchParams } from './params.ts'
import { PLACE_KEY } from './record.ts'

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
