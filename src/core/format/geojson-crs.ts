import proj4, { type Converter } from 'proj4'
import { epsgDefinition, isLongLat } from '../epsg.ts'
import { VitrineError } from '../errors.ts'
import type { GeoJsonGeometry } from './reader.ts'

/** Moves a geometry to WGS 84, longitude first. */
export type ToWgs84 = (geometry: GeoJsonGeometry) => GeoJsonGeometry

/** Projections as Esri names them, whose `.prj` leaves out the shift between datums. */
const ESRI_NAMES: Readonly<Record<string, string>> = {
  belge_lambert_1972: '31370',
  belgian_lambert_1972: '31370',
  british_national_grid: '27700',
  rd_new: '28992',
  ch1903_lv03: '21781',
  'ch1903+_lv95': '2056',
  ntf_lambert_zone_ii_etendu: '27572',
  ntf_lambert_ii_etendu: '27572',
  ntf_paris_lambert_zone_ii: '27572',
  mgi_austria_lambert: '31287',
  dhdn_3_degree_gauss_zone_2: '31466',
  dhdn_3_degree_gauss_zone_3: '31467',
  dhdn_3_degree_gauss_zone_4: '31468',
  dhdn_3_degree_gauss_zone_5: '31469',
  rgnc_1991_93_lambert_new_caledonia: '3163',
}

/** A millionth of a metre matters to nobody: nine decimals of a degree. */
const PRECISION = 1e9

/**
 * How to bring coordinates of a reference system to WGS 84; null when they are there already.
 * @param crs an EPSG code or URN (`EPSG:2154`, `urn:ogc:def:crs:EPSG::2154`), or WKT (a `.prj`).
 * @throws VitrineError `source_crs_unknown`.
 */
export const toWgs84 = async (crs: string): Promise<ToWgs84 | null> => {
  const definition = await definitionOf(crs)
  if (definition === null || isWgs84(definition)) return null
  try {
    const converter = proj4(definition, 'WGS84')
    return geometry => moved(geometry, ([x, y, ...rest]) => moveOne(converter, x, y, rest))
  } catch (thrown) {
    throw unknown(crs, thrown)
  }
}

const unknown = (crs: string, cause?: unknown): VitrineError =>
  new VitrineError('source_crs_unknown', { crs: crs.slice(0, 200) }, cause)

/** A definition that proj4 reads, or null for longitude and latitude on WGS 84. */
const definitionOf = async (crs: string): Promise<string | null> => {
  if (/CRS:?84$/i.test(crs) || /^WGS ?84$/i.test(crs)) return null
  const wkt =
    /^\s*(?:PROJCS|GEOGCS|PROJCRS|GEOGCRS|COMPD_CS|COMPOUNDCRS|GEODCRS|BOUNDCRS)\s*\[\s*"([^"]*)"/i.exec(crs)
  if (wkt === null) return byCode(/(?:EPSG\W.*?|^)(\d{4,6})$/i.exec(crs.trim())?.[1], crs)
  if (/TOWGS84/i.test(crs)) return crs
  const named = ESRI_NAMES[(wkt[1] ?? '').toLowerCase().replaceAll(' ', '_')]
  const code = named ?? /AUTHORITY\s*\[\s*"EPSG"\s*,\s*"?(\d+)"?\s*\]\s*\]\s*$/i.exec(crs)?.[1]
  return code === undefined ? crs : byCode(code, crs).catch(() => crs)
}

const byCode = async (code: string | undefined, crs: string): Promise<string> => {
  const definition = code === undefined ? null : await epsgDefinition(code)
  if (definition === null) throw unknown(crs)
  return definition
}

const isWgs84 = (definition: string): boolean =>
  /^\s*GEOG(?:CS|CRS)\s*\["(?:GCS_)?(?:WGS|ETRS|RGF|NAD)[ _]?(?:19)?8[349]/i.test(definition) ||
  isLongLat(definition)

const moveOne = (
  converter: Converter,
  x: number | undefined,
  y: number | undefined,
  rest: readonly number[],
): readonly number[] => {
  const [longitude, latitude] = converter.forward([x ?? Number.NaN, y ?? Number.NaN])
  return [rounded(longitude), rounded(latitude), ...rest]
}

const rounded = (degrees: number | undefined): number =>
  Math.round((degrees ?? Number.NaN) * PRECISION) / PRECISION

const moved = (
  geometry: GeoJsonGeometry,
  move: (position: number[]) => readonly number[],
): GeoJsonGeometry => {
  const walk = (coordinates: unknown): unknown => {
    if (!Array.isArray(coordinates)) return coordinates
    return typeof coordinates[0] === 'number' ? move(coordinates) : coordinates.map(walk)
  }
  if (geometry.geometries !== undefined) {
    return { type: geometry.type, geometries: geometry.geometries.map(part => moved(part, move)) }
  }
  return { type: geometry.type, coordinates: walk(geometry.coordinates) }
}
