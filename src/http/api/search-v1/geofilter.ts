import type { Field } from '../../../core/dataset/field.ts'
import { polygonText } from '../../../core/odsql/v1/functions.ts'
import { backQuoted } from './clauses.ts'
import { invalid, type SearchParams } from './params.ts'

/** A place and a distance around it. */
export interface Around {
  /** WKT. */
  readonly point: string
  readonly metres: string
}

/** What `geofilter.*` asks for. */
export interface GeoFilter {
  readonly field: string | null
  readonly where: readonly string[]
  /** Of `geofilter.distance`: records then say how far they are. */
  readonly around: Around | null
}

const NUMBER = String.raw`\s*([+-]?\d+(?:\.\d+)?)\s*`
const DISTANCE = new RegExp(`^${NUMBER},${NUMBER},${NUMBER.replace('[+-]?', '')}$`)
const BOX = new RegExp(`^${NUMBER},${NUMBER},${NUMBER},${NUMBER}$`)

/** The field that maps and filters of a dataset use: the first point, else the first shape. */
export const geoField = (fields: readonly Field[]): Field | null =>
  fields.find(({ type }) => type === 'geo_point_2d') ??
  fields.find(({ type }) => type === 'geo_shape') ??
  null

/** The field whose shapes a map draws: the first shape, else the first point. */
export const drawnField = (fields: readonly Field[]): Field | null =>
  fields.find(({ type }) => type === 'geo_shape') ?? geoField(fields)

/**
 * `geofilter.distance|polygon|bbox` as conditions on the dataset's place, or on another field (explore-api §14.2);
 * latitude comes first.
 */
export function geoFilter(
  params: SearchParams,
  fields: readonly Field[],
  field = geoField(fields)?.name ?? null,
): GeoFilter {
  const { distance, polygon, bbox } = params
  if (distance === undefined && polygon === undefined && bbox === undefined)
    return { field, where: [], around: null }
  if (field === null) throw invalid('geofilter', distance ?? polygon ?? bbox ?? '', 'a dataset with places')
  const name = backQuoted(field)
  const around = distance === undefined ? null : aroundOf(distance)
  const near = around === null ? [] : [`within_distance(${name}, geom'${around.point}', ${around.metres}m)`]
  const inside = polygon === undefined ? [] : [`polygon(${name}, geom'${wkt(polygon)}')`]
  return { field, around, where: [...near, ...inside, ...(bbox === undefined ? [] : [boxOf(name, bbox)])] }
}

function aroundOf(text: string): Around {
  const found = DISTANCE.exec(text)
  if (found === null) throw invalid('geofilter.distance', text, 'latitude, longitude, metres')
  const [, lat, lon, metres = '0'] = found
  return { point: `POINT(${lon} ${lat})`, metres }
}

function wkt(text: string): string {
  const found = polygonText(text)
  if (found === null) throw invalid('geofilter.polygon', text, '(lat,lon),(lat,lon),(lat,lon)')
  return found
}

function boxOf(name: string, text: string): string {
  const corners = BOX.exec(text)?.slice(1)
  if (corners === undefined) throw invalid('geofilter.bbox', text, 'lat,lon,lat,lon')
  return `in_bbox(${name}, ${corners.join(', ')})`
}

/** How far a record is from the place asked for; null where none was. */
export const distanceOf = ({ field, around }: GeoFilter): string | null =>
  field === null || around === null ? null : `distance(${backQuoted(field)}, geom'${around.point}')`

/** Names that stand for expressions in an order. */
export function distanceBy(geo: GeoFilter): Readonly<Record<string, string>> {
  const distance = distanceOf(geo)
  return distance === null ? {} : { dist: distance }
}
