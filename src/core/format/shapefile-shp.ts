import type { GeoJsonGeometry } from './reader.ts'
import { BytePuller, damagedShapefile } from './shapefile-bytes.ts'
import { polygonsOf, type Ring } from './shapefile-rings.ts'

const MAX_SHAPE_BYTES = 256 * 1024 * 1024
const HEADER_BYTES = 100
const RECORD_HEADER_BYTES = 8

const POINTS = new Set([1, 11, 21])
const MULTI_POINTS = new Set([8, 18, 28])
const LINES = new Set([3, 13, 23])
const POLYGONS = new Set([5, 15, 25])
const HAS_Z = new Set([11, 13, 15, 18])

/** The type of all shapes of a `.shp`, from its header; null when it is none. */
export const shapeTypeOf = (header: DataView): number | null =>
  header.byteLength >= HEADER_BYTES && header.getInt32(0) === 9994 ? header.getInt32(32, true) : null

export const isPointType = (type: number): boolean => POINTS.has(type)

/**
 * The shapes of a `.shp` in order; null for a null shape. Measures are left out.
 * @throws VitrineError `source_damaged`.
 */
export async function* shapes(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<GeoJsonGeometry | null> {
  const puller = new BytePuller(chunks)
  try {
    const header = await puller.take(HEADER_BYTES)
    if (header === null || shapeTypeOf(header) === null) throw damagedShapefile()
    for (;;) {
      const head = await puller.take(RECORD_HEADER_BYTES)
      if (head === null) return
      const length = head.getInt32(4) * 2
      if (length < 4 || length > MAX_SHAPE_BYTES) throw damagedShapefile()
      const content = await puller.take(length)
      if (content === null) throw damagedShapefile()
      yield shapeOf(content)
    }
  } finally {
    await puller.close()
  }
}

const shapeOf = (view: DataView): GeoJsonGeometry | null => {
  try {
    return readShape(view, view.getInt32(0, true))
  } catch (thrown) {
    if (thrown instanceof RangeError) throw damagedShapefile(thrown)
    throw thrown
  }
}

const readShape = (view: DataView, type: number): GeoJsonGeometry | null => {
  if (type === 0) return null
  if (POINTS.has(type)) return pointShape(view, HAS_Z.has(type))
  if (MULTI_POINTS.has(type)) {
    const count = view.getInt32(36, true)
    const coordinates = positions(view, { at: 40, count, z: HAS_Z.has(type) ? 40 + count * 16 + 16 : null })
    return coordinates.length === 0 ? null : { type: 'MultiPoint', coordinates }
  }
  if (LINES.has(type)) return lineShape(parts(view, HAS_Z.has(type)))
  if (POLYGONS.has(type)) return polygonShape(parts(view, HAS_Z.has(type)))
  throw damagedShapefile()
}

const pointShape = (view: DataView, z: boolean): GeoJsonGeometry | null => {
  const coordinates = [view.getFloat64(4, true), view.getFloat64(12, true)]
  if (!coordinates.every(Number.isFinite)) return null
  if (z && view.byteLength >= 28) coordinates.push(view.getFloat64(20, true))
  return { type: 'Point', coordinates }
}

const lineShape = (lines: readonly Ring[]): GeoJsonGeometry | null => {
  const [only] = lines
  if (only === undefined) return null
  return lines.length === 1
    ? { type: 'LineString', coordinates: only }
    : { type: 'MultiLineString', coordinates: lines }
}

const polygonShape = (rings: readonly Ring[]): GeoJsonGeometry | null => {
  const polygons = polygonsOf(rings)
  const [only] = polygons
  if (only === undefined) return null
  return polygons.length === 1
    ? { type: 'Polygon', coordinates: only }
    : { type: 'MultiPolygon', coordinates: polygons }
}

interface Positions {
  readonly at: number
  readonly count: number
  /** Where the altitudes begin. */
  readonly z: number | null
}

const positions = (view: DataView, { at, count, z }: Positions): readonly (readonly number[])[] => {
  if (count < 0 || at + count * 16 > view.byteLength) throw damagedShapefile()
  return Array.from({ length: count }, (_, n) => {
    const x = view.getFloat64(at + n * 16, true)
    const y = view.getFloat64(at + n * 16 + 8, true)
    return z === null ? [x, y] : [x, y, view.getFloat64(z + n * 8, true)]
  })
}

/** The parts of a line or polygon, each a list of positions. */
const parts = (view: DataView, hasZ: boolean): readonly Ring[] => {
  const count = view.getInt32(36, true)
  const points = view.getInt32(40, true)
  const at = 44 + count * 4
  if (count < 0 || points < 0 || at > view.byteLength) throw damagedShapefile()
  const all = positions(view, { at, count: points, z: hasZ ? at + points * 16 + 16 : null })
  const starts = Array.from({ length: count }, (_, n) => view.getInt32(44 + n * 4, true))
  const rising = starts.every((start, n) => start >= (n === 0 ? 0 : (starts[n - 1] ?? 0)) && start <= points)
  if (!rising) throw damagedShapefile()
  return starts.map((start, n) => all.slice(start, starts[n + 1] ?? points)).filter(part => part.length > 0)
}
