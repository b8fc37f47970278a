/** Types of geometry that have coordinates, and how deep those are nested. */
export const DEPTH = {
  Point: 1,
  MultiPoint: 2,
  LineString: 2,
  MultiLineString: 3,
  Polygon: 3,
  MultiPolygon: 4,
} as const

export type PlainType = keyof typeof DEPTH

/** A geometry of a literal, as GeoJSON has it: longitude first, nested as the type nests. */
export type Geometry =
  | { readonly type: PlainType; readonly coordinates: Coordinates }
  | { readonly type: 'GeometryCollection'; readonly geometries: readonly Geometry[] }

export type Coordinates = number | readonly Coordinates[]

const TYPES = new Map((Object.keys(DEPTH) as PlainType[]).map(type => [type.toLowerCase(), type] as const))

/** The type of this name in any letter case. */
export const plainType = (name: string): PlainType | undefined => TYPES.get(name.toLowerCase())

/** Collections within collections. */
export const DEEPEST_COLLECTION = 8

export type Position = readonly [lon: number, lat: number]

/** What a geometry is made of: points, lines and areas, whatever they were grouped in. A ring is closed, holes follow. */
export interface GeometryParts {
  readonly points: readonly Position[]
  readonly lines: readonly (readonly Position[])[]
  readonly polygons: readonly (readonly (readonly Position[])[])[]
}

const NOTHING: GeometryParts = { points: [], lines: [], polygons: [] }

/** The parts of a geometry that was read. */
export function geometryParts(geometry: Geometry): GeometryParts {
  if (geometry.type === 'GeometryCollection')
    return geometry.geometries.map(geometryParts).reduce(
      (all, part) => ({
        points: [...all.points, ...part.points],
        lines: [...all.lines, ...part.lines],
        polygons: [...all.polygons, ...part.polygons],
      }),
      NOTHING,
    )
  const { type, coordinates } = geometry
  switch (type) {
    case 'Point':
      return { ...NOTHING, points: [coordinates as Position] }
    case 'MultiPoint':
      return { ...NOTHING, points: coordinates as readonly Position[] }
    case 'LineString':
      return { ...NOTHING, lines: [coordinates as readonly Position[]] }
    case 'MultiLineString':
      return { ...NOTHING, lines: coordinates as GeometryParts['lines'] }
    case 'Polygon':
      return { ...NOTHING, polygons: [coordinates as GeometryParts['lines']] }
    case 'MultiPolygon':
      return { ...NOTHING, polygons: coordinates as GeometryParts['polygons'] }
  }
}

/** Whether a geometry is a single position. */
export function isOnePoint(geometry: Geometry): boolean {
  const { points, lines, polygons } = geometryParts(geometry)
  return points.length === 1 && lines.length + polygons.length === 0
}
