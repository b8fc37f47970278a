/** A geometry of a literal: GeoJSON's types and coordinates, longitude first. */
export interface Geometry {
  readonly type: 'Point' | 'MultiPoint' | 'LineString' | 'MultiLineString' | 'Polygon' | 'MultiPolygon'
  /** Nested as GeoJSON nests it for the type. */
  readonly coordinates: Coordinates
}

export type Coordinates = number | readonly Coordinates[]

/** Nesting of the coordinates under each type. */
const DEPTH = {
  Point: 1,
  MultiPoint: 2,
  LineString: 2,
  MultiLineString: 3,
  Polygon: 3,
  MultiPolygon: 4,
} as const

const TYPES = new Map(
  (Object.keys(DEPTH) as (keyof typeof DEPTH)[]).map(type => [type.toLowerCase(), type] as const),
)

/** Reads WKT or a GeoJSON geometry (explore-api §10.1); null when it is neither. Open rings are closed. */
export function readGeometry(text: string): Geometry | null {
  const read = text.trim().startsWith('{') ? fromGeoJson(text) : fromWkt(text)
  if (read === null || !isNested(read.coordinates, DEPTH[read.type])) return null
  return { type: read.type, coordinates: DEPTH[read.type] < 3 ? read.coordinates : closed(read.coordinates) }
}

function fromGeoJson(text: string): Geometry | null {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value !== 'object' || value === null || !('type' in value) || !('coordinates' in value))
      return null
    const type = TYPES.get(String(value.type).toLowerCase())
    return type === undefined ? null : { type, coordinates: value.coordinates as Coordinates }
  } catch {
    return null
  }
}

const WKT = /^\s*([A-Za-z]+)\s*(?:Z|M|ZM)?\s*(\([\d\s.,()eE+-]*\))\s*$/
const POSITION = /[+-]?\d[\d.]*(?:[eE][+-]?\d+)?(?:\s+[+-]?\d[\d.]*(?:[eE][+-]?\d+)?)+/g

function fromWkt(text: string): Geometry | null {
  const found = WKT.exec(text)
  const type = TYPES.get(found?.[1]?.toLowerCase() ?? '')
  if (found === null || type === undefined) return null
  const positions = (found[2] ?? '').replace(POSITION, position => {
    const [lon, lat] = position.split(/\s+/).map(Number)
    return JSON.stringify([lon, lat])
  })
  const nested = positions.replace(/\(/g, '[').replace(/\)/g, ']')
  try {
    const list = JSON.parse(nested) as readonly Coordinates[]
    const [first] = list
    if (type === 'Point') return first === undefined ? null : { type, coordinates: first }
    return { type, coordinates: type === 'MultiPoint' ? list.map(unwrapped) : list }
  } catch {
    return null
  }
}

/** `MULTIPOINT((1 2))` is `MULTIPOINT(1 2)`. */
const unwrapped = (point: Coordinates): Coordinates =>
  Array.isArray(point) && Array.isArray(point[0]) ? (point[0] as Coordinates) : point

function isNested(value: unknown, depth: number): boolean {
  if (!Array.isArray(value) || value.length === 0) return false
  if (depth > 1) return value.every(item => isNested(item, depth - 1))
  return value.length >= 2 && value.every(item => typeof item === 'number' && Number.isFinite(item))
}

function closed(coordinates: Coordinates): Coordinates {
  const list = coordinates as readonly (readonly Coordinates[])[]
  const isRing = typeof (list[0]?.[0] as readonly Coordinates[] | undefined)?.[0] === 'number'
  if (!isRing) return list.map(closed)
  return list.map(ring => {
    const [first] = ring
    return first === undefined || JSON.stringify(first) === JSON.stringify(ring.at(-1))
      ? ring
      : [...ring, first]
  })
}
