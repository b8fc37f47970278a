import { child, childText, type KmlNode } from './kml-tree.ts'
import type { GeoJsonGeometry } from './reader.ts'

type Position = readonly number[]

/** `lon,lat[,alt]` tuples with white space between them (OGC 07-147r2 §9.18); null when one is none. */
const positions = (text: string | null): readonly Position[] | null => {
  if (text === null) return null
  const found = text
    .replaceAll(/\s*,\s*/g, ',')
    .split(/\s+/)
    .filter(tuple => tuple !== '')
    .map(tuple =>
      tuple
        .split(',')
        .filter(part => part !== '')
        .map(Number),
    )
  if (found.length === 0 || found.some(position => position.length < 2 || !position.every(Number.isFinite)))
    return null
  return found
}

/** `lon lat alt` of a track. */
const trackPositions = (node: KmlNode): readonly Position[] | null =>
  positions(
    node.children
      .filter(({ name }) => name === 'coord')
      .map(({ text }) => text.trim().replaceAll(/\s+/g, ','))
      .join(' '),
  )

const ring = (boundary: KmlNode | undefined): readonly Position[] | null => {
  const linear = boundary === undefined ? undefined : child(boundary, 'LinearRing')
  return positions(childText(linear, 'coordinates'))
}

const line = (coordinates: readonly Position[] | null): GeoJsonGeometry | null =>
  coordinates === null ? null : { type: coordinates.length > 1 ? 'LineString' : 'MultiPoint', coordinates }

const READERS: Readonly<Record<string, (node: KmlNode) => GeoJsonGeometry | null>> = {
  Point: node => {
    const [coordinates] = positions(childText(node, 'coordinates')) ?? []
    return coordinates === undefined ? null : { type: 'Point', coordinates }
  },
  LineString: node => line(positions(childText(node, 'coordinates'))),
  LinearRing: node => line(positions(childText(node, 'coordinates'))),
  Track: node => line(trackPositions(node)),
  Polygon: node => {
    const outer = ring(child(node, 'outerBoundaryIs'))
    const inner = node.children.filter(({ name }) => name === 'innerBoundaryIs').map(ring)
    return outer === null
      ? null
      : { type: 'Polygon', coordinates: [outer, ...inner.filter(hole => hole !== null)] }
  },
  MultiGeometry: node => together(node),
  MultiTrack: node => together(node),
}

/** The geometry among the children of a Placemark; several become one. */
export const kmlGeometry = (placemark: KmlNode): GeoJsonGeometry | null => {
  const holders = placemark.children.filter(({ name }) => name in READERS)
  const [only] = holders
  if (only === undefined) return null
  return holders.length === 1 ? (READERS[only.name]?.(only) ?? null) : together(placemark)
}

/** Parts of one type as the `Multi` of that type, others as a collection. */
const together = (node: KmlNode): GeoJsonGeometry | null => {
  const parts = node.children.map(part => READERS[part.name]?.(part) ?? null).filter(part => part !== null)
  const [first] = parts
  if (first === undefined) return null
  if (parts.length === 1) return first
  if (/^(?:Point|LineString|Polygon)$/.test(first.type) && parts.every(({ type }) => type === first.type)) {
    return { type: `Multi${first.type}`, coordinates: parts.map(({ coordinates }) => coordinates) }
  }
  return { type: 'GeometryCollection', geometries: parts }
}
