import type { ArgumentNode, CallNode } from './ast.ts'
import { metresOf } from './bind-call.ts'
import { bindValue } from './bind-value.ts'
import { type Binder, fault, isGeo } from './binder.ts'
import type { BoundCondition, BoundValue } from './bound.ts'
import { type Geometry, geometryParts, isOnePoint, type Position } from './geometry.ts'
import { readGeometry } from './read-geometry.ts'

/** The predicates of place (explore-api §10.9), in their present and old forms. */
export function bindGeoPredicate(binder: Binder, node: CallNode): BoundCondition | null {
  const [field, ...rest] = node.args
  const subject = field?.kind === 'field' ? bindValue(binder, field) : null
  if (field === undefined || subject === null) return null
  if (!isGeo(subject.type))
    return fault(binder, field.span, { code: 'odsql_argument_type', fn: node.fn, type: subject.type })
  if (node.fn === 'in_bbox') return corners(rest, subject)
  const geometries = rest.filter(arg => arg.kind === 'geometry').map(arg => bindGeometry(binder, arg))
  if (!geometries.every(geometry => geometry !== null)) return null
  const [first, second] = geometries
  if (first === undefined) return null
  switch (node.fn) {
    case 'within_distance':
    case 'distance':
      return near(binder, { node, subject }, first)
    case 'bbox':
      return second === undefined ? null : twoCorners(binder, { node, subject }, [first, second])
    default:
      return inGeometry(binder, { node, subject }, first)
  }
}

function bindGeometry(binder: Binder, node: ArgumentNode & { readonly kind: 'geometry' }): Geometry | null {
  return readGeometry(node.text) ?? fault(binder, node.span, { code: 'odsql_bad_geometry', value: node.text })
}

/** The place of a literal that must be one point; null and a fault when it is another geometry. */
export function bindPosition(
  binder: Binder,
  { span }: Pick<ArgumentNode, 'span'>,
  geometry: Geometry,
): Position | null {
  const [only] = geometryParts(geometry).points
  if (only !== undefined && isOnePoint(geometry)) return only
  return fault(binder, span, { code: 'odsql_bad_geometry', value: geometry.type })
}

/** Any two opposite corners. */
function box(subject: BoundValue, corner: readonly Position[]): BoundCondition {
  const [lons, lats] = [corner.map(([lon]) => lon), corner.map(([, lat]) => lat)]
  const [west, east] = [Math.min(...lons), Math.max(...lons)]
  return { kind: 'box', subject, south: Math.min(...lats), west, north: Math.max(...lats), east }
}

function corners(args: readonly ArgumentNode[], subject: BoundValue): BoundCondition {
  const [lat1 = 0, lon1 = 0, lat2 = 0, lon2 = 0] = args.map(arg =>
    arg.kind === 'number' ? Number(arg.text) : 0,
  )
  return box(subject, [
    [lon1, lat1],
    [lon2, lat2],
  ])
}

interface Placed {
  readonly node: CallNode
  readonly subject: BoundValue
}

/** The old form of a box: two points. */
function twoCorners(
  binder: Binder,
  { node, subject }: Placed,
  literals: readonly Geometry[],
): BoundCondition | null {
  const corner = literals.map((literal, index) => bindPosition(binder, node.args[index + 1] ?? node, literal))
  return corner.every(position => position !== null) ? box(subject, corner) : null
}

function near(binder: Binder, { node, subject }: Placed, literal: Geometry): BoundCondition | null {
  const [, second, distance] = node.args
  if (second === undefined || distance?.kind !== 'distance') return null
  const at = bindPosition(binder, second, literal)
  return at === null ? null : { kind: 'near', subject, at, metres: metresOf(distance) }
}

function inGeometry(binder: Binder, { node, subject }: Placed, geometry: Geometry): BoundCondition | null {
  const last = node.args.at(-1)
  const said = last?.kind === 'mode' ? last.mode : 'intersects'
  const mode = node.fn === 'disjoint' || node.fn === 'within' ? node.fn : said
  if (node.fn === 'polygon' && geometryParts(geometry).polygons.length === 0)
    return fault(binder, node.span, { code: 'odsql_bad_geometry', value: geometry.type })
  return { kind: 'geometry', subject, mode, geometry }
}
