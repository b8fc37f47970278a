import { type Fragment, join, sql } from './fragment.ts'
import { type LiteralGeometry, sidesSql } from './literal-geometry.ts'
import { areasOf, type StoredShape } from './stored-shape.ts'

/**
 * Whether all of a shape is in a literal, borders included. The engine answers that for areas only: a line is in it
 * when, cut wherever it meets the literal's sides, the middle of every piece is.
 */
export function shapeWithin(shape: StoredShape, literal: LiteralGeometry): Fragment {
  const { polygons, lines, points } = shape
  const areas =
    literal.polygons === null
      ? sql`empty(${polygons})`
      : sql`(empty(${polygons}) OR polygonsWithinCartesian(${areasOf(shape)}, ${literal.polygons}))`
  const sides = sql`arrayFlatten(arrayMap(w -> ${sidesSql(sql`w`)}, ${lines}))`
  const paths = sql`arrayAll(s -> ${sideWithin(literal)}, ${sides})`
  const spots = sql`arrayAll(z -> ${covered(sql`z`, literal)}, ${points})`
  return join([areas, paths, spots], ' AND ')
}

/** Whether a position is in the literal. */
function covered(position: Fragment, { polygons, lines, points }: LiteralGeometry): Fragment {
  const touching = [polygons, lines]
    .filter(one => one !== null)
    .map(one => sql`geometryIntersectCartesian(CAST(${position}, 'Point'), ${one})`)
  const same = points === null ? [] : [sql`has(${points}, ${position})`]
  return sql`(${join([...touching, ...same], ' OR ')})`
}

/** Of the side `s`, a pair of positions: every piece between its cuts. */
function sideWithin(literal: LiteralGeometry): Fragment {
  const cuts =
    literal.sides === null ? sql`[0., 1.]` : sql`arraySort(arrayConcat([0., 1.], ${cutsSql(literal.sides)}))`
  const middle = sql`(s.1.1 + (t + u) / 2 * (s.2.1 - s.1.1), s.1.2 + (t + u) / 2 * (s.2.2 - s.1.2))`
  return sql`arrayAll((t, u) -> ${covered(middle, literal)}, arrayPopBack(${cuts}), arrayPopFront(${cuts}))`
}

/** Where the side `s` meets the line through each side `l`, or, along it, passes its ends: shares of its own length. */
function cutsSql(sides: Fragment): Fragment {
  const [rx, ry] = [sql`(s.2.1 - s.1.1)`, sql`(s.2.2 - s.1.2)`]
  const [lx, ly] = [sql`(l.2.1 - l.1.1)`, sql`(l.2.2 - l.1.2)`]
  const [dx, dy] = [sql`(l.1.1 - s.1.1)`, sql`(l.1.2 - s.1.2)`]
  const cross = sql`(${rx} * ${ly} - ${ry} * ${lx})`
  const at = sql`(${dx} * ${ly} - ${dy} * ${lx}) / ${cross}`
  const onSide = sql`(${dx} * ${ry} - ${dy} * ${rx}) / ${cross}`
  const along = (x: Fragment, y: Fragment): Fragment =>
    sql`(${x} * ${rx} + ${y} * ${ry}) / (${rx} * ${rx} + ${ry} * ${ry})`
  const ends = sql`[${along(dx, dy)}, ${along(sql`(l.2.1 - s.1.1)`, sql`(l.2.2 - s.1.2)`)}]`
  const met = sql`if(${onSide} >= -1e-9 AND ${onSide} <= 1 + 1e-9, [${at}], [])`
  const all = sql`arrayFlatten(arrayMap(l -> if(${cross} = 0, ${ends}, ${met}), ${sides}))`
  return sql`arrayFilter(c -> c > 0 AND c < 1, ${all})`
}
