/** A closed line of positions. */
export type Ring = readonly (readonly number[])[]

/** Beyond this many comparisons holes go to the outer ring before them, as every writer orders them. */
const MOST_COMPARISONS = 1_000_000

interface Box {
  readonly ring: Ring
  readonly holes: Ring[]
  readonly west: number
  readonly south: number
  readonly east: number
  readonly north: number
}

/** Twice the area, positive when the ring turns clockwise. */
const turning = (ring: Ring): number => {
  let sum = 0
  for (let at = 1; at < ring.length; at++) {
    const [x0 = 0, y0 = 0] = ring[at - 1] ?? []
    const [x1 = 0, y1 = 0] = ring[at] ?? []
    sum += (x1 - x0) * (y1 + y0)
  }
  return sum
}

const boxOf = (ring: Ring): Box => {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity]
  for (const [x = 0, y = 0] of ring) {
    west = Math.min(west, x)
    east = Math.max(east, x)
    south = Math.min(south, y)
    north = Math.max(north, y)
  }
  return { ring, holes: [], west, south, east, north }
}

const contains = (ring: Ring, [px = 0, py = 0]: readonly number[]): boolean => {
  let inside = false
  for (let at = 0, before = ring.length - 1; at < ring.length; before = at++) {
    const [x0 = 0, y0 = 0] = ring[at] ?? []
    const [x1 = 0, y1 = 0] = ring[before] ?? []
    if (y0 > py !== y1 > py && px < ((x1 - x0) * (py - y0)) / (y1 - y0) + x0) inside = !inside
  }
  return inside
}

/** The smallest outer ring around a hole's middle of first edge, by boxes first. */
const around = (outers: readonly Box[], hole: Ring): Box | undefined => {
  const [x0 = 0, y0 = 0] = hole[0] ?? []
  const [x1 = 0, y1 = 0] = hole[1] ?? []
  const middle = [(x0 + x1) / 2, (y0 + y1) / 2]
  const [x = 0, y = 0] = middle
  return outers
    .filter(
      box => x >= box.west && x <= box.east && y >= box.south && y <= box.north && contains(box.ring, middle),
    )
    .sort((a, b) => (a.east - a.west) * (a.north - a.south) - (b.east - b.west) * (b.north - b.south))[0]
}

/**
 * Polygons from the rings of a shape: clockwise rings are outer ones, the others holes of the ring around
 * them (ESRI Shapefile Technical Description, 1998). A hole without a ring around it is a polygon itself.
 */
export const polygonsOf = (rings: readonly Ring[]): readonly (readonly Ring[])[] => {
  const outers: Box[] = []
  const holes: { readonly ring: Ring; readonly after: Box | undefined }[] = []
  for (const ring of rings) {
    if (turning(ring) >= 0) outers.push(boxOf(ring))
    else holes.push({ ring, after: outers.at(-1) })
  }
  const search = outers.length > 1 && outers.length * holes.length <= MOST_COMPARISONS
  for (const { ring, after } of holes) {
    const outer = search ? around(outers, ring) : after
    if (outer === undefined) outers.push(boxOf(ring))
    else outer.holes.push(ring)
  }
  return outers.map(({ ring, holes: inside }) => [ring, ...inside])
}
