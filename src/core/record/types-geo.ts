import type { GeoJsonGeometry } from '../format/reader.ts'

/** Two numbers with a comma or semicolon between, maybe in brackets. */
const PAIR = /^\s*[([]?\s*(-?\d{1,3}(?:\.\d+)?)\s*[,;]\s*(-?\d{1,3}(?:\.\d+)?)\s*[)\]]?\s*$/

/** Two coordinates of a text: where they stand in it, and what they are, in written order. */
export interface Pair {
  firstStart: number
  firstEnd: number
  secondStart: number
  secondEnd: number
  first: number
  second: number
}

const pair: Pair = { firstStart: 0, firstEnd: 0, secondStart: 0, secondEnd: 0, first: 0, second: 0 }

/** The numbers of a `48.85, 2.35`; the object is used again by the next call. */
export function coordinatePair(text: string): Readonly<Pair> | undefined {
  if (scanPair(text)) return pair
  const match = text.length > 60 ? null : PAIR.exec(text)
  if (match === null) return undefined
  const [, first = '', second = ''] = match
  pair.firstStart = text.indexOf(first)
  pair.firstEnd = pair.firstStart + first.length
  pair.secondStart = text.indexOf(second, pair.firstEnd)
  pair.secondEnd = pair.secondStart + second.length
  pair.first = Number(first)
  pair.second = Number(second)
  return pair
}

/** The usual form, without a regular expression: it is met in every cell of large files. */
function scanPair(text: string): boolean {
  const comma = scanDegrees(text, 0)
  if (comma === -1 || text.charCodeAt(comma) !== 44) return false
  pair.first = degrees
  pair.firstStart = 0
  pair.firstEnd = comma
  pair.secondStart = text.charCodeAt(comma + 1) === 32 ? comma + 2 : comma + 1
  pair.secondEnd = scanDegrees(text, pair.secondStart)
  pair.second = degrees
  return pair.secondEnd === text.length
}

/** What {@link scanDegrees} read last. */
let degrees = 0

/** The end of a number of up to three digits before the dot that begins at `start`, -1 without one. */
function scanDegrees(text: string, start: number): number {
  const negative = text.charCodeAt(start) === 45
  const first = negative ? start + 1 : start
  let i = first
  let value = 0
  let code = text.charCodeAt(i)
  for (; isDigit(code); code = text.charCodeAt(++i)) value = value * 10 + code - 48
  if (i === first || i - first > 3) return -1
  if (code === 46) {
    const dot = i
    let unit = 0.1
    for (code = text.charCodeAt(++i); isDigit(code); code = text.charCodeAt(++i)) {
      value += unit * (code - 48)
      unit /= 10
    }
    if (i === dot + 1) return -1
  }
  degrees = negative ? -value : value
  return i
}

const isDigit = (code: number): boolean => code >= 48 && code <= 57

export const isLatitude = (degrees: number): boolean => degrees >= -90 && degrees <= 90
export const isLongitude = (degrees: number): boolean => degrees >= -180 && degrees <= 180

/** A Point on the globe. A sky catalogue with 24 hours as 360 degrees has points, but not of the globe. */
export function isPoint({ type, coordinates }: GeoJsonGeometry): boolean {
  if (type !== 'Point' || !Array.isArray(coordinates)) return false
  const [longitude, latitude]: unknown[] = coordinates
  return (
    typeof longitude === 'number' &&
    typeof latitude === 'number' &&
    isLongitude(longitude) &&
    isLatitude(latitude)
  )
}

/** A geometry without any position may be taken for none at all (RFC 7946 §3.1). */
export const isEmptyGeometry = ({ coordinates, geometries }: GeoJsonGeometry): boolean =>
  geometries === undefined ? isEmptyArray(coordinates) : geometries.every(isEmptyGeometry)

const isEmptyArray = (value: unknown): boolean => Array.isArray(value) && value.every(isEmptyArray)

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
