import type { BoundValue } from '../odsql/bound.ts'
import { type Box, TILE_EXTENT, TILE_MARGIN, type TileSquare, tileBox } from '../odsql/tile-square.ts'
import { type Fragment, join, numeral, param, sql } from './fragment.ts'
import { boxGeometry, boxSql } from './geo.ts'
import { literalGeometry } from './literal-geometry.ts'
import type { FieldColumns, QueryTable } from './query-table.ts'
import type { Scope } from './scope.ts'
import { EMPTY_AREAS, EMPTY_PATHS, storedShape } from './stored-shape.ts'

type FieldValue = BoundValue & { readonly kind: 'field' }

/** What a tile draws: the first shape of a record, or else its first point, as GeoJSON exports do. */
export interface DrawnFields {
  readonly shape: FieldValue | null
  readonly point: FieldValue | null
}

export function drawnFields({ fields: { fields } }: QueryTable): DrawnFields {
  const first = (type: FieldValue['type']): FieldValue | null => {
    const field = fields.findIndex(one => one.type === type && one.visible)
    return field < 0 ? null : { kind: 'field', type, field, list: false }
  }
  return { shape: first('geo_shape'), point: first('geo_point_2d') }
}

const NONE: FieldColumns = { value: sql`NULL` }
const columnsOf = ({ table }: Scope, field: FieldValue | null): FieldColumns =>
  field === null ? NONE : table.columns(field.field)

/** Whether what is drawn of a record is in the box. */
export function insideSql(scope: Scope, { shape, point }: DrawnFields, box: Box): Fragment {
  const within = (subject: FieldValue): Fragment => boxSql(scope, { kind: 'box', subject, ...box })
  if (shape === null) return point === null ? sql`false` : within(point)
  const drawn = within(shape)
  if (point === null) return drawn
  return sql`if(isNotNull(${columnsOf(scope, shape).value}), ${drawn}, ${within(point)})`
}

/** The cell that the place of a record is in, of a grid over the tile. */
export function cellSql(scope: Scope, { shape, point }: DrawnFields, { z, x, y }: TileSquare): Fragment {
  const centres = [shape, point].flatMap(field => columnsOf(scope, field).point ?? [])
  const first = (axis: 'lon' | 'lat'): Fragment =>
    sql`coalesce(${join([...centres.map(centre => centre[axis]), sql`0`], ', ')})`
  const [cells, world] = [numeral(CELLS), param(String(2 ** z), 'Float64')]
  const column = sql`(${first('lon')} + 180) / 360 * ${world} - ${numeral(x)}`
  const row = sql`(1 - asinh(tan(radians(least(greatest(${first('lat')}, -85.06), 85.06)))) / pi()) / 2 * ${world} - ${numeral(y)}`
  return sql`(toInt64(floor((${column}) * ${cells})), toInt64(floor((${row}) * ${cells})))`
}

const CELLS = 128

/** What is drawn of a record, in units of the tile, cut at its margin; null for nothing. */
export function drawnSql(
  scope: Scope,
  { shape, point }: DrawnFields,
  square: TileSquare,
): { readonly joins: Fragment; readonly geometry: Fragment } {
  const place = columnsOf(scope, point).point
  const spot = place === undefined ? sql`(0., 0.)` : sql`(ifNull(${place.lon}, 0), ifNull(${place.lat}, 0))`
  if (shape === null) return { joins: sql``, geometry: encoded(sql`CAST(${spot}, 'Point')`, square, true) }
  const { value } = columnsOf(scope, shape)
  const { polygons, lines, points } = storedShape(value)
  const alone = place === undefined ? sql`false` : sql`isNull(${value}) AND isNotNull(${place.lon})`
  // one row a kind of part: areas, lines, and every point for itself
  const pieces = sql`arrayConcat(if(empty(${polygons}), [], [(1, ${polygons}, ${EMPTY_PATHS}, (0., 0.))]), if(empty(${lines}), [], [(2, ${EMPTY_AREAS}, ${lines}, (0., 0.))]), arrayMap(s -> (3, ${EMPTY_AREAS}, ${EMPTY_PATHS}, s), arrayConcat(${points}, if(${alone}, [${spot}], []))))`
  const box = literalGeometry(boxGeometry(tileBox(square))).polygons ?? sql`NULL`
  const areas = sql`polygonsIntersectionCartesian(CAST(t_piece.2, 'MultiPolygon'), ${box})`
  const geometry = sql`multiIf(t_piece.1 = 1, ${encoded(areas, square, false)}, t_piece.1 = 2, ${encoded(sql`CAST(t_piece.3, 'MultiLineString')`, square, true)}, ${encoded(sql`CAST(t_piece.4, 'Point')`, square, true)})`
  return { joins: sql` ARRAY JOIN ${pieces} AS t_piece`, geometry }
}

/** The engine cuts points and lines itself; areas come cut. */
const encoded = (geometry: Fragment, { z, x, y }: TileSquare, cut: boolean): Fragment =>
  sql`MVTEncodeGeom(${geometry}, ${numeral(z)}, ${numeral(x)}, ${numeral(y)}, ${numeral(TILE_EXTENT)}, ${numeral(TILE_MARGIN)}, ${numeral(cut ? 1 : 0)})`
