import type { GeoJsonGeometry } from '../format/reader.ts'

/** Two numbers with a comma or semicolon between, maybe in brackets. */
const PAIR = /^\s*[([]?\s*(-?\d{1,3}(?:\.\d+)?)\s*[,;]\s*(-?\d{1,3}(?:\.\d+)?)\s*[)\]]?\s*$/

/** Where the numbers of a pair stand, valid until the next call. */
const place = { firstEnd: 0, secondStart: 0 }

/** The numbers of a `48.85, 2.35`, in written order, as they are written. */
export function coordinatePair(text: string): readonly [string, string] | undefined {
  if (scanPair(text)) return [text.slice(0, place.firstEnd), text.slice(place.secondStart)]
  const match = text.length > 60 ? null : PAIR.exec(text)
  return match === null ? undefined : [match[1] ?? '', match[2] ?? '']
}

/** The usual form, without a regular expression: it is met in every cell of large files. */
function scanPair(text: string): boolean {
  const comma = scanDegrees(text, 0)
  if (comma === -1 || text.charCodeAt(comma) !== 44) return false
  const start = text.charCodeAt(comma + 1) === 32 ? comma + 2 : comma + 1
  place.firstEnd = comma
  place.secondStart = start
  return scanDegrees(text, start) === text.length
}

/** The end of a number of up to three digits before the dot that begins at `start`, -1 without one. */
function scanDegrees(text: string, start: number): number {
  const first = text.charCodeAt(start) === 45 ? start + 1 : start
  let i = first
  while (isDigit(text.charCodeAt(i))) i++
  if (i === first || i - first > 3) return -1
  if (text.charCodeAt(i) !== 46) return i
  const dot = i++
  while (isDigit(text.charCodeAt(i))) i++
  return i === dot + 1 ? -1 : i
}

const isDigit = (code: number): boolean => code >= 48 && code <= 57

export const isLatitude = (degrees: number): boolean => degrees >= -90 && degrees <= 90
export const isLongitude = (degrees: number): boolean => degrees >= -180 && degrees <= 180

const GEOMETRIES = new Set([
  'Point',
  'MultiPoint',
  'LineString',
  'MultiLineString',
  'Polygon',
  'MultiPolygon',
])

/** Collections within collections. */
const DEEPEST = 8

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The geometry that a parsed JSON value is or, as a GeoJSON Feature, carries (RFC 7946). */
export function asGeometry(value: unknown, depth = 0): GeoJsonGeometry | undefined {
  if (!isObject(value) || typeof value['type'] !== 'string' || depth > DEEPEST) return undefined
  const { type } = value
  if (type === 'Feature') return asGeometry(value['geometry'], depth + 1)
  if (type === 'GeometryCollection') {
    const parts: readonly unknown[] = Array.isArray(value['geometries']) ? value['geometries'] : [undefined]
    const geometries = parts.map(part => asGeometry(part, depth + 1))
    return geometries.every(g => g !== undefined) ? { type, geometries } : undefined
  }
  const coordinates = value['coordinates']
  return GEOMETRIES.has(type) && Array.isArray(coordinates) ? { type, coordinates } : undefined
}

/** Centre of the bounding box, longitude first; undefined for an empty geometry or one without numbers. */
export function boxCentre(geometry: GeoJsonGeometry): readonly [number, number] | undefined {
  const box = [
    Number.POSITIVE_INFINITY,
    Number.POSITIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
  ] as [number, number, number, number]
  extend(box, geometry)
  return box[0] > box[2] ? undefined : [(box[0] + box[2]) / 2, (box[1] + box[3]) / 2]
}

function extend(box: [number, number, number, number], geometry: GeoJsonGeometry): void {
  for (const part of geometry.geometries ?? []) extend(box, part)
  const left: unknown[] = [geometry.coordinates]
  while (left.length > 0) {
    const value = left.pop()
    if (!Array.isArray(value)) continue
    const [x, y]: unknown[] = value
    if (typeof x !== 'number' || typeof y !== 'number') {
      for (const inner of value) left.push(inner)
      continue
    }
    if (x < box[0]) box[0] = x
    if (x > box[2]) box[2] = x
    if (y < box[1]) box[1] = y
    if (y > box[3]) box[3] = y
  }
}
