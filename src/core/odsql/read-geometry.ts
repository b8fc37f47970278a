import { type Coordinates, DEEPEST_COLLECTION, DEPTH, type Geometry, plainType } from './geometry.ts'
import { fromWkb } from './wkb.ts'
import { fromWkt } from './wkt.ts'

/**
 * Reads WKT, WKB in hexadecimal digits, or a GeoJSON geometry or Feature (explore-api §10.1); null when it is none of
 * them, has no position, or a ring or line too short to be one. Open rings are closed.
 */
export function readGeometry(text: string): Geometry | null {
  const trimmed = text.trim()
  const read = trimmed.startsWith('{')
    ? fromGeoJson(trimmed)
    : /^0[01][0-9a-f]+$/i.test(trimmed)
      ? fromWkb(trimmed)
      : fromWkt(trimmed)
  return read === null ? null : checked(read)
}

function fromGeoJson(text: string): Geometry | null {
  try {
    return geometryOf(JSON.parse(text), 0)
  } catch {
    return null
  }
}

function geometryOf(value: unknown, depth: number): Geometry | null {
  if (typeof value !== 'object' || value === null || !('type' in value) || depth > DEEPEST_COLLECTION)
    return null
  const name = String(value.type)
  if (name.toLowerCase() === 'feature')
    return 'geometry' in value ? geometryOf(value.geometry, depth + 1) : null
  if (name.toLowerCase() === 'geometrycollection') {
    if (!('geometries' in value) || !Array.isArray(value.geometries)) return null
    const geometries = value.geometries.map(part => geometryOf(part, depth + 1))
    return geometries.every(part => part !== null) ? { type: 'GeometryCollection', geometries } : null
  }
  const type = plainType(name)
  return type === undefined || !('coordinates' in value)
    ? null
    : { type, coordinates: value.coordinates as Coordinates }
}

/** The geometry with its coordinates as its type wants them, or null. */
function checked(geometry: Geometry): Geometry | null {
  if (geometry.type === 'GeometryCollection') {
    const geometries = geometry.geometries.map(checked)
    return geometries.length > 0 && geometries.every(part => part !== null)
      ? { type: geometry.type, geometries }
      : null
  }
  const { type, coordinates } = geometry
  if (!isNested(coordinates, DEPTH[type])) return null
  const flat = planar(coordinates)
  if (type === 'LineString') return isLong(flat, 2) ? { type, coordinates: flat } : null
  if (type === 'MultiLineString')
    return flat.every(line => isLong(line, 2)) ? { type, coordinates: flat } : null
  if (DEPTH[type] < 3) return { type, coordinates: flat }
  const polygons = (type === 'Polygon' ? [flat] : flat) as readonly (readonly Coordinates[])[]
  const whole = polygons.map(rings => rings.map(closed))
  if (!whole.every(rings => rings.every(ring => isLong(ring, 4)))) return null
  return { type, coordinates: type === 'Polygon' ? (whole[0] ?? []) : whole }
}

function isNested(value: unknown, depth: number): boolean {
  if (!Array.isArray(value) || value.length === 0) return false
  if (depth > 1) return value.every(item => isNested(item, depth - 1))
  return value.length >= 2 && value.every(item => typeof item === 'number' && Number.isFinite(item))
}

/** Without heights. */
function planar(coordinates: Coordinates): readonly Coordinates[] {
  const list = coordinates as readonly Coordinates[]
  return typeof list[0] === 'number' ? list.slice(0, 2) : list.map(planar)
}

const isLong = (list: Coordinates, length: number): boolean => Array.isArray(list) && list.length >= length

/** A ring whose last position is its first. */
function closed(ring: Coordinates): Coordinates {
  const positions = ring as readonly Coordinates[]
  const [first] = positions
  return first === undefined || JSON.stringify(first) === JSON.stringify(positions.at(-1))
    ? positions
    : [...positions, first]
}
