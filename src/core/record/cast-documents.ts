import { compactJson } from '../format/json-compact.ts'
import type { GeoJsonGeometry, RawValue } from '../format/reader.ts'
import type { Cast } from './cast.ts'
import { asGeometry, boxCentre, coordinatePair, isLatitude, isLongitude } from './types-geo.ts'

/** `48.85, 2.35` → longitude, latitude; a Point geometry alike. */
export function castPoint(latitudeFirst: boolean): Cast {
  return (value, out) => {
    if (typeof value === 'string') {
      const pair = coordinatePair(value)
      if (pair === undefined) return false
      const { first, second, firstStart, firstEnd, secondStart, secondEnd } = pair
      const longitude = latitudeFirst ? second : first
      if (!isLongitude(longitude) || !isLatitude(latitudeFirst ? first : second)) return false
      if (latitudeFirst) out.part(value, secondStart, secondEnd)
      else out.part(value, firstStart, firstEnd)
      out.tab()
      if (latitudeFirst) out.part(value, firstStart, firstEnd)
      else out.part(value, secondStart, secondEnd)
      return true
    }
    const geometry = geometryOf(value)
    if (geometry?.type !== 'Point' || !Array.isArray(geometry.coordinates)) return false
    const [longitude, latitude]: unknown[] = geometry.coordinates
    if (typeof longitude !== 'number' || typeof latitude !== 'number') return false
    if (!isLongitude(longitude) || !isLatitude(latitude)) return false
    out.plain(String(longitude))
    out.tab()
    out.plain(String(latitude))
    return true
  }
}

const geometryOf = (value: RawValue): GeoJsonGeometry | undefined =>
  typeof value === 'object' && value !== null && value.kind === 'geometry' ? value.geometry : undefined

/** The geometry's text, then the centre of its bounding box. A bare geometry keeps its own text, made compact. */
export const castGeometry: Cast = (value, out) => {
  const text = typeof value === 'string' ? value : undefined
  const parsed = text === undefined ? undefined : parse(text)
  const geometry = geometryOf(value) ?? asGeometry(parsed)
  const centre = geometry === undefined ? undefined : boxCentre(geometry)
  if (geometry === undefined || centre === undefined) return false
  out.text(text !== undefined && !isFeature(parsed) ? compactJson(text) : JSON.stringify(geometry))
  out.tab()
  out.plain(String(centre[0]))
  out.tab()
  out.plain(String(centre[1]))
  return true
}

const isFeature = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && 'type' in value && value.type === 'Feature'

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** A JSON text, made compact; other values as the JSON they are. Exports write it as it is stored, on one line. */
export const castJson: Cast = (value, out) => {
  const text = jsonText(value)
  if (text === undefined) return false
  out.text(text)
  return true
}

/** What is kept of the file that a text names (`file-value.ts`); undefined where it names none. */
export type FileTexts = (text: string) => string | undefined

/** A file of the archive that the records came in, by its name; a document that describes one elsewhere stands as it is. */
export const castFile =
  (files: FileTexts): Cast =>
  (value, out) => {
    const kept = typeof value === 'string' ? files(value) : undefined
    if (kept === undefined) return castJson(value, out)
    out.text(kept)
    return true
  }

function jsonText(value: RawValue): string | undefined {
  if (typeof value === 'string') return parse(value) === undefined ? undefined : compactJson(value)
  if (typeof value === 'bigint') return String(value)
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  if (value.kind === 'json') return compactJson(value.text)
  if (value.kind === 'geometry') return JSON.stringify(value.geometry)
  return JSON.stringify(
    value.kind === 'list' ? value.items : value.kind === 'date' ? value.iso : value.epochMs,
  )
}
