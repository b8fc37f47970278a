import type { ArgumentNode, CallNode } from './ast.ts'
import { bindPeriod, bindValue, number } from './bind-value.ts'
import { type Binder, fault, isGeo, isNumber, isTime } from './binder.ts'
import type { BoundValue } from './bound.ts'
import { functionRow, isValueFunction, type Parameter, type Takes, type ValueType } from './functions.ts'
import { isOnePoint } from './geometry.ts'

/** A call with its arguments checked against the function's row. */
export function bindCall(binder: Binder, node: CallNode): BoundValue | null {
  const row = functionRow(node.fn)
  if (row.kind !== 'aggregate') return checked(node, bindArguments(binder, node), binder)
  const { aggregates } = binder.allowed
  if (aggregates === 'none') return fault(binder, node.span, { code: 'odsql_aggregate_here', fn: node.fn })
  if (aggregates === 'inside') return fault(binder, node.span, { code: 'odsql_nested_aggregate' })
  const inside: Binder = {
    ...binder,
    labels: new Map(),
    allowed: { aggregates: 'inside', elements: node.fn === 'count' },
  }
  return checked(node, bindArguments(inside, node), binder)
}

function checked(node: CallNode, args: readonly BoundValue[] | null, binder: Binder): BoundValue | null {
  if (args === null) return null
  const { gives } = functionRow(node.fn)
  const [first, second, third] = args
  if (first !== undefined && !isValueFunction(node.fn))
    return bindCluster(binder, node, { subject: first, zoom: second, radius: third })
  if (gives === 'condition' || !isValueFunction(node.fn)) return null
  if (node.fn === 'ifnull' && first !== undefined && second !== undefined)
    return bindIfnull(binder, node, [first, second])
  if (node.fn === 'distance' && second?.kind === 'geometry' && !isOnePoint(second.geometry))
    return fault(binder, node.span, { code: 'odsql_bad_geometry', value: second.geometry.type })
  if (node.fn === 'percentile' && second?.kind === 'number' && Number(second.text) > 100)
    return fault(binder, node.span, { code: 'odsql_bad_percentile' })
  const type = gives === 'same' ? (first?.type ?? 'text') : gives
  return { kind: 'call', type, fn: node.fn, args, distinct: node.distinct }
}

function bindIfnull(
  binder: Binder,
  node: CallNode,
  [first, second]: readonly [BoundValue, BoundValue],
): BoundValue | null {
  const fallback = alike(first.type, second)
  if (fallback === null)
    return fault(binder, node.span, { code: 'odsql_incompatible', left: first.type, right: second.type })
  const type = isNumber(first.type) && fallback.type === 'double' ? 'double' : first.type
  return { kind: 'call', type, fn: 'ifnull', args: [first, fallback], distinct: false }
}

const MOST_ZOOM = 25
const RADIUS = 40
const MOST_RADIUS = 10_000

interface ClusterArguments {
  readonly subject: BoundValue
  readonly zoom: BoundValue | undefined
  readonly radius: BoundValue | undefined
}

/** `geo_cluster(field, zoom[, radius])` (explore-api §10.12), an expression of its own that stands alone. */
function bindCluster(binder: Binder, node: CallNode, args: ClusterArguments): BoundValue | null {
  const zoom = args.zoom?.kind === 'number' ? Number(args.zoom.text) : -1
  const radius = args.radius?.kind === 'number' ? Number(args.radius.text) : RADIUS
  if (zoom < 0 || zoom > MOST_ZOOM || radius < 1 || radius > MOST_RADIUS)
    return fault(binder, node.span, { code: 'odsql_bad_cluster' })
  return { kind: 'cluster', type: 'json_blob', subject: args.subject, zoom, radius }
}

/** The fallback as a value of the first argument's type, or null. */
function alike(type: ValueType, value: BoundValue): BoundValue | null {
  if (type === value.type || (isNumber(type) && isNumber(value.type)) || (isTime(type) && isTime(value.type)))
    return value
  return type === 'text' && value.kind === 'number' ? { kind: 'text', type: 'text', value: value.text } : null
}

/** All the arguments, or null when one has a fault. */
function bindArguments(binder: Binder, node: CallNode): readonly BoundValue[] | null {
  const { parameters } = functionRow(node.fn)
  const bound = node.args.map((arg, index) => {
    const parameter = typeof parameters === 'string' ? ANY : (parameters[index] ?? ANY)
    return bindArgument(binder, { node, parameter, arg })
  })
  return bound.every(arg => arg !== null) ? bound : null
}

const ANY: Parameter = { form: 'value' }
const METRES = { mi: 1609.344, yd: 0.9144, ft: 0.3048, m: 1, cm: 0.01, km: 1000, mm: 0.001 } as const

/** A distance literal in metres. */
export const metresOf = (arg: ArgumentNode & { readonly kind: 'distance' }): number =>
  Number(arg.amount) * METRES[arg.unit]

interface Argument {
  readonly node: CallNode
  readonly parameter: Parameter
  readonly arg: ArgumentNode
}

function bindArgument(binder: Binder, { node, parameter, arg }: Argument): BoundValue | null {
  switch (arg.kind) {
    case 'star':
      return { kind: 'star', type: 'text' }
    case 'null':
      return { kind: 'null', type: 'text' }
    case 'mode':
      return { kind: 'text', type: 'text', value: arg.mode }
    case 'distance':
      return number(String(metresOf(arg)))
    default: {
      const value = bindValue(binder, arg)
      return value === null || parameter.takes === undefined
        ? value
        : bindTaken(binder, { node, arg, takes: parameter.takes, value })
    }
  }
}

interface Taken {
  readonly node: CallNode
  readonly arg: ArgumentNode
  readonly takes: Takes
  readonly value: BoundValue
}

function bindTaken(binder: Binder, { node, arg, takes, value }: Taken): BoundValue | null {
  if (takes === 'date' && value.kind === 'text') return bindPeriod(binder, value.value, arg)
  const isList = value.kind === 'field' && value.list
  if (isList && !binder.allowed.elements) {
    const name = value.kind === 'field' ? (binder.fields.fields[value.field]?.name ?? '') : ''
    return fault(binder, arg.span, { code: 'odsql_list_argument', name })
  }
  if (TAKES[takes](value.type) && value.kind !== 'cluster') return value
  const isStatistic = functionRow(node.fn).kind === 'aggregate' && !isGeoTaker(takes)
  return isStatistic
    ? fault(binder, arg.span, { code: 'odsql_stat_aggregation' })
    : fault(binder, arg.span, { code: 'odsql_argument_type', fn: node.fn, type: value.type })
}

const isGeoTaker = (takes: Takes): boolean => takes === 'geo' || takes === 'point'

const TAKES: Readonly<Record<Takes, (type: ValueType) => boolean>> = {
  text: type => type === 'text',
  number: isNumber,
  date: isTime,
  statistic: type => isNumber(type) || isTime(type),
  any: type => !isGeo(type),
  point: type => type === 'geo_point_2d',
  geo: isGeo,
}
