import { Buffer } from 'node:buffer'
import { type Coordinates, type Shape, simpleParts } from './places.ts'

/** What one shapefile holds; one with heights is another one (ESRI Shapefile Technical Description, 1998). */
export type ShapeKind = 'point' | 'multipoint' | 'line' | 'polygon'

/** Codes of the kinds; ten more with heights. */
export const SHAPE_CODES: Readonly<Record<ShapeKind, number>> = {
  point: 1,
  line: 3,
  polygon: 5,
  multipoint: 8,
}

/** A shape as shapefiles know it: lines or rings of positions. */
export interface FlatShape {
  readonly kind: ShapeKind
  readonly heights: boolean
  readonly lines: readonly (readonly Coordinates[])[]
}

type Lines = FlatShape['lines']

const LINES: Readonly<Record<string, { readonly kind: ShapeKind; lines(coordinates: unknown): Lines }>> = {
  Point: { kind: 'point', lines: at => [[at as Coordinates]] },
  MultiPoint: { kind: 'multipoint', lines: all => [all as readonly Coordinates[]] },
  LineString: { kind: 'line', lines: line => [line as readonly Coordinates[]] },
  MultiLineString: { kind: 'line', lines: lines => lines as Lines },
  Polygon: { kind: 'polygon', lines: rings => wound(rings as Lines) },
  MultiPolygon: { kind: 'polygon', lines: polygons => (polygons as readonly Lines[]).flatMap(wound) },
}

/** A shape in the terms of shapefiles; a collection becomes one for each kind in it. Those without positions are none. */
export function flatShapes(shape: Shape): readonly FlatShape[] {
  const byKind = new Map<ShapeKind, (readonly Coordinates[])[]>()
  for (const { type, coordinates } of simpleParts(shape)) {
    const known = LINES[type]
    if (known === undefined) continue
    const lines = known.lines(coordinates).filter(line => line.length > 0)
    if (lines.length > 0) byKind.set(known.kind, [...(byKind.get(known.kind) ?? []), ...lines])
  }
  return [...byKind].map(([kind, lines]) => {
    const heights = lines.some(line => line.some(position => position.length > 2))
    return kind === 'point' && lines.length > 1
      ? { kind: 'multipoint', heights, lines: [lines.flat()] }
      : { kind, heights, lines }
  })
}

/** Outer rings run clockwise, holes the other way round. */
const wound = (rings: Lines): Lines =>
  rings.map((ring, index) => (area(ring) > 0 === (index === 0) ? ring.toReversed() : ring))

/** Twice the signed area of a ring, positive when it runs counter-clockwise. */
function area(ring: readonly Coordinates[]): number {
  let sum = 0
  for (let at = 0; at + 1 < ring.length; at++) {
    const [x1 = 0, y1 = 0] = ring[at] ?? []
    const [x2 = 0, y2 = 0] = ring[at + 1] ?? []
    sum += x1 * y2 - x2 * y1
  }
  return sum
}

/** Smallest and largest values: x, y, z. */
export class Extent {
  readonly low = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY]
  readonly high = [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY]

  add(position: Coordinates): void {
    for (let axis = 0; axis < 3; axis++) {
      const value = position[axis] ?? 0
      if (value < (this.low[axis] ?? 0)) this.low[axis] = value
      if (value > (this.high[axis] ?? 0)) this.high[axis] = value
    }
  }

  /** `low` and `high` of an axis; 0 when nothing was added. */
  range(axis: 0 | 1 | 2): readonly [number, number] {
    const [low = 0, high = 0] = [this.low[axis], this.high[axis]]
    return low <= high ? [low, high] : [0, 0]
  }
}

/** The content of a null shape. */
export const NULL_SHAPE: Buffer = Buffer.alloc(4)

/** No measure, as the description of the format has it. */
const NO_MEASURE = -1e39

/** The content of a record; what it reaches is added to the extent of its file. */
export function shapeContent({ kind, heights, lines }: FlatShape, whole: Extent): Buffer {
  const code = SHAPE_CODES[kind] + (heights ? 10 : 0)
  const positions = lines.flat()
  for (const position of positions) whole.add(position)
  const [first = []] = positions
  const out = new Content()
  out.int(code)
  if (kind === 'point') {
    out.doubles([first[0] ?? 0, first[1] ?? 0, ...(heights ? [first[2] ?? 0, NO_MEASURE] : [])])
    return out.bytes()
  }
  const own = new Extent()
  for (const position of positions) own.add(position)
  const [[west, east], [south, north]] = [own.range(0), own.range(1)]
  out.doubles([west, south, east, north])
  if (kind !== 'multipoint') out.int(lines.length)
  out.int(positions.length)
  if (kind !== 'multipoint') {
    let start = 0
    for (const line of lines) {
      out.int(start)
      start += line.length
    }
  }
  for (const [x = 0, y = 0] of positions) out.doubles([x, y])
  if (heights) out.doubles([...own.range(2), ...positions.map(([, , z = 0]) => z)])
  return out.bytes()
}

/** Little-endian numbers, one behind another. */
class Content {
  #bytes = Buffer.allocUnsafe(512)
  #length = 0

  int(value: number): void {
    this.#reserve(4)
    this.#length = this.#bytes.writeInt32LE(value, this.#length)
  }

  doubles(values: readonly number[]): void {
    this.#reserve(8 * values.length)
    for (const value of values) this.#length = this.#bytes.writeDoubleLE(value, this.#length)
  }

  bytes(): Buffer {
    return this.#bytes.subarray(0, this.#length)
  }

  #reserve(more: number): void {
    if (this.#length + more <= this.#bytes.length) return
    const larger = Buffer.allocUnsafe(Math.max(this.#length + more, 2 * this.#bytes.length))
    this.#bytes.copy(larger, 0, 0, this.#length)
    this.#bytes = larger
  }
}
