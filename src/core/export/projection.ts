import proj4 from 'proj4'
import { epsgDefinition, isLongLat } from '../epsg.ts'
import { VitrineError } from '../errors.ts'
import type { Coordinates } from './places.ts'

/** A system of coordinates that shapes are written in. */
export interface Projection {
  readonly epsg: number
  /** From longitude and latitude on WGS 84; null when nothing moves. */
  readonly move: ((position: Coordinates) => Coordinates) | null
}

/** Longitude and latitude, as everything is kept. */
export const WGS84: Projection = { epsg: 4326, move: null }

const refused = (found: number, expected: string): VitrineError =>
  new VitrineError('parameter_invalid', { parameter: 'epsg', found, expected })

/**
 * How to bring places to the system of an EPSG code, east before north in every system (explore-api §8.1). Rejects with
 * `parameter_invalid` for codes that are not known; moving throws it for a place where the system does not reach.
 */
export async function projectionOf(epsg: number): Promise<Projection> {
  if (epsg === WGS84.epsg) return WGS84
  const definition = await epsgDefinition(String(epsg))
  if (definition === null) throw refused(epsg, 'the EPSG code of a known system, such as 4326 or 3857')
  if (isLongLat(definition)) return { epsg, move: null }
  const { forward } = proj4('WGS84', definition)
  return {
    epsg,
    move: ([lon = 0, lat = 0, ...rest]) => {
      const [x = Number.NaN, y = Number.NaN] = forward([lon, lat])
      if (Number.isFinite(x) && Number.isFinite(y)) return [x, y, ...rest]
      throw refused(epsg, 'a system that reaches every place')
    },
  }
}

const WGS84_PRJ =
  'GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",SPHEROID["WGS_1984",6378137.0,298.257223563]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]'

/** The definition of a system as WKT for `.prj` files; its name alone where the list of Esri does not have it. */
export async function prjOf({ epsg }: Projection): Promise<string> {
  if (epsg === WGS84.epsg) return WGS84_PRJ
  const { lookup } = await import('@esri/proj-codes')
  return lookup(epsg)?.wkt ?? `LOCAL_CS["EPSG:${epsg}"]`
}
