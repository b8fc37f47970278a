import { Open, type Geometry, type Point, type Ring } from './tree.ts'

const RADIUS = 6_371_008.8
const radians = (degrees: number): number => (degrees * Math.PI) / 180

/** Metres along the great circle. */
export function metres(a: Point, b: Point): number {
  const [latA, latB] = [radians(a.lat), radians(b.lat)]
  const h =
    Math.sin((latB - latA) / 2) ** 2 + Math.cos(latA) * Math.cos(latB) * Math.sin(radians(b.lon - a.lon) / 2) ** 2
  return 2 * RADIUS * Math.asin(Math.min(1, Math.sqrt(h)))
}

const UNITS: Readonly<Record<string, number>> = {
  ...{ mm: 0.001, cm: 0.01, m: 1, km: 1000, '': 1 },
  ...{ mi: 1609.344, yd: 0.9144, ft: 0.3048 },
}

export function metresOf(radius: string): number {
  const [, number = '', unit = ''] = /^([\d.]+)\s*([a-z]*)$/i.exec(radius) ?? []
  return Number(number) * (UNITS[unit.toLowerCase()] ?? Number.NaN)
}

/** Whether a point is in a circle; near its edge the model of the globe decides, which is left open. */
export function inCircle(point: Point, centre: Point, radius: number): boolean {
  const distance = metres(point, centre)
  if (Math.abs(distance - radius) < 0.007 * radius) throw new Open('on the circle')
  return distance < radius
}

export function inBox({ lon, lat }: Point, [a, b]: readonly [Point, Point]): boolean {
  const inside = (value: number, p: number, q: number): boolean => value >= Math.min(p, q) && value <= Math.max(p, q)
  return inside(lon, a.lon, b.lon) && inside(lat, a.lat, b.lat)
}

type Pair = readonly [number, number]

const closed = (ring: Ring): Ring => {
  const [first, last] = [ring[0], ring.at(-1)]
  return first !== undefined && last !== undefined && (first[0] !== last[0] || first[1] !== last[1])
    ? [...ring, first]
    : ring
}

const segments = (line: Ring): readonly (readonly [Pair, Pair])[] =>
  line.slice(1).map((end, i) => [line[i] ?? end, end] as const)

const cross = (o: Pair, a: Pair, b: Pair): number => (a[0] - o[0]) * (b[1] - o[1]) - (a[1] - o[1]) * (b[0] - o[0])

const between = (value: number, a: number, b: number): boolean => value >= Math.min(a, b) && value <= Math.max(a, b)

const onSegment = (p: Pair, [a, b]: readonly [Pair, Pair]): boolean =>
  cross(a, b, p) === 0 && between(p[0], a[0], b[0]) && between(p[1], a[1], b[1])

function touches(s: readonly [Pair, Pair], t: readonly [Pair, Pair]): boolean {
  const sides = [cross(...s, t[0]), cross(...s, t[1]), cross(...t, s[0]), cross(...t, s[1])].map(Math.sign)
  if (sides[0] !== sides[1] && sides[2] !== sides[3] && !sides.includes(0)) return true
  return onSegment(t[0], s) || onSegment(t[1], s) || onSegment(s[0], t) || onSegment(s[1], t)
}

/** Even-odd over all rings: holes are out. */
function inRings([x, y]: Pair, rings: readonly Ring[]): boolean {
  let inside = false
  for (const ring of rings)
    for (const [[x1, y1], [x2, y2]] of segments(closed(ring)))
      if (y1 > y !== y2 > y && x < x1 + ((y - y1) / (y2 - y1)) * (x2 - x1)) inside = !inside
  return inside
}

interface Parts {
  readonly points: readonly Pair[]
  readonly lines: readonly Ring[]
  readonly areas: readonly (readonly Ring[])[]
}

function partsOf(geometry: Geometry): Parts {
  const none = { points: [], lines: [], areas: [] }
  if (geometry.type === 'Point') return { ...none, points: [geometry.coordinates] }
  if (geometry.type === 'LineString') return { ...none, lines: [geometry.coordinates] }
  return { ...none, areas: geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates }
}

const edges = ({ lines, areas }: Parts): readonly (readonly [Pair, Pair])[] =>
  [...lines, ...areas.flat().map(closed)].flatMap(segments)

const vertices = ({ points, lines, areas }: Parts): readonly Pair[] => [...points, ...lines.flat(), ...areas.flat(2)]

const covers = (areas: readonly (readonly Ring[])[], p: Pair): boolean => areas.some(rings => inRings(p, rings))

/** A common point. */
export function intersects(a: Geometry, b: Geometry): boolean {
  const [p, q] = [partsOf(a), partsOf(b)]
  const [pEdges, qEdges] = [edges(p), edges(q)]
  if (pEdges.some(s => qEdges.some(t => touches(s, t)))) return true
  if (p.points.some(point => qEdges.some(t => onSegment(point, t)))) return true
  if (q.points.some(point => pEdges.some(t => onSegment(point, t)))) return true
  if (p.points.some(([x, y]) => q.points.some(([u, v]) => x === u && y === v))) return true
  return vertices(p).some(v => covers(q.areas, v)) || vertices(q).some(v => covers(p.areas, v))
}

/** No part of `a` is outside the areas of `b`; shared borders are left open. */
export function within(a: Geometry, b: Geometry): boolean {
  const [p, q] = [partsOf(a), partsOf(b)]
  if (q.areas.length === 0) throw new Open('within what has no area')
  const qEdges = edges(q)
  if (vertices(p).some(v => qEdges.some(t => onSegment(v, t)))) throw new Open('on the border')
  if (edges(p).some(s => qEdges.some(t => touches(s, t)))) return false
  if (!vertices(p).every(v => covers(q.areas, v))) return false
  return !q.areas.flat(2).some(v => covers(p.areas, v))
}
