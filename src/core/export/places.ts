import type { Projection } from './projection.ts'
import type { ExportColumn, ExportRow, ExportValue, Position } from './rows.ts'

/** A GeoJSON geometry (RFC 7946 §3.1): nothing below it is known until it is looked at. */
export interface Shape {
  readonly type: string
  readonly coordinates?: unknown
  readonly geometries?: readonly Shape[]
}

/** Longitude, latitude, perhaps a height. */
export type Coordinates = readonly number[]

/** How the place of a row is found, and which columns are left to describe it. */
export interface Places {
  /** The first shape that the row has, else its first point, else null; in the projection of the file. */
  placeOf(row: ExportRow): Shape | null
  /** Numbers of the columns that are no place of their own: all but the first shape (explore-api §8.4). */
  readonly described: readonly number[]
}

/** Finds the places of rows of these columns. */
export function placesOf(columns: readonly ExportColumn[], { move }: Projection): Places {
  const numbered = (kind: ExportColumn['kind']): readonly number[] =>
    columns.flatMap((column, index) => (column.kind === kind ? [index] : []))
  const [shapes, points] = [numbered('geo_shape'), numbered('geo_point_2d')]
  const found = (row: ExportRow): Shape | null => {
    for (const index of shapes) {
      const shape = readShape(row[index] ?? null)
      if (shape !== null) return shape
    }
    for (const index of points) {
      const point = row[index]
      if (Array.isArray(point)) return { type: 'Point', coordinates: point as unknown as Position }
    }
    return null
  }
  return {
    placeOf: row => {
      const place = found(row)
      return place === null || move === null ? place : movedShape(place, move)
    },
    described: columns.map((_, index) => index).filter(index => index !== shapes[0]),
  }
}

/** The geometry of a text; null for an empty one. */
export function readShape(value: ExportValue): Shape | null {
  return typeof value === 'string' ? (JSON.parse(value) as Shape | null) : null
}

/** A shape with each of its positions moved. */
export function movedShape(shape: Shape, move: (position: Coordinates) => Coordinates): Shape {
  const walk = (part: unknown): unknown => {
    if (!Array.isArray(part)) return part
    return typeof part[0] === 'number' ? move(part as Coordinates) : part.map(walk)
  }
  return shape.geometries === undefined
    ? { type: shape.type, coordinates: walk(shape.coordinates) }
    : { type: shape.type, geometries: shape.geometries.map(part => movedShape(part, move)) }
}

/** The parts of a shape that are no collections; one that is none is its own only part. */
export const simpleParts = (shape: Shape): readonly Shape[] =>
  shape.type === 'GeometryCollection' ? (shape.geometries ?? []).flatMap(simpleParts) : [shape]
