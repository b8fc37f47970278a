import type { Condition, Expr, FacetItem, Geometry, GroupItem, OrderItem, Point, Question, RangeSpec, SelectItem } from './tree.ts'

/** Clauses as texts: what a caller would have written. */
export interface Texts {
  readonly select?: string
  readonly where: readonly string[]
  readonly groupBy?: string
  readonly orderBy?: string
  readonly refine: readonly string[]
  readonly exclude: readonly string[]
  readonly facet: readonly string[]
}

const quoted = (text: string, quote: '"' | "'" = '"'): string =>
  quote === '"' ? JSON.stringify(text) : `'${text.replace(/[\\']/g, '\\$&')}'`

const RESERVED = new Set('and as asc by desc distinct false group limit not null or select true where'.split(' '))

export const named = (name: string): string =>
  /^[\p{L}\p{N}_]*[\p{L}_][\p{L}\p{N}_]*$/u.test(name) && !RESERVED.has(name.toLowerCase())
    ? name
    : `\`${name.replace(/[`\\]/g, '\\$&')}\``

const pointText = ({ lon, lat }: Point): string => `geom'POINT(${lon} ${lat})'`

const ringText = (ring: readonly (readonly [number, number])[]): string =>
  `(${ring.map(([x, y]) => `${x} ${y}`).join(', ')})`

function wkt(geometry: Geometry): string {
  switch (geometry.type) {
    case 'Point':
      return `POINT(${geometry.coordinates.join(' ')})`
    case 'LineString':
      return `LINESTRING${ringText(geometry.coordinates)}`
    case 'Polygon':
      return `POLYGON(${geometry.coordinates.map(ringText).join(', ')})`
    case 'MultiPolygon':
      return `MULTIPOLYGON(${geometry.coordinates.map(rings => `(${rings.map(ringText).join(', ')})`).join(', ')})`
  }
}

function rangeText(spec: RangeSpec): string {
  if (spec.kind === 'width') return spec.width
  if (spec.kind === 'interval') return `${spec.every}${spec.unit.length > 2 ? ' ' : ''}${spec.unit}`
  return spec.bounds.map(bound => (/^\*$|^-?[\d.]+$/.test(bound) ? bound : `date'${bound}'`)).join(', ')
}

/** How tightly an expression binds: a weaker one inside a stronger one needs brackets. */
const strength = (expr: Expr): number =>
  expr.kind === 'arithmetic' ? (expr.op === '+' || expr.op === '-' ? 1 : 2) : expr.kind === 'minus' ? 3 : negative(expr) ? 3 : 4

const negative = (expr: Expr): boolean => expr.kind === 'number' && expr.text.startsWith('-')

const bracket = (expr: Expr, least: number): string => {
  const text = printExpr(expr)
  return strength(expr) < least ? `(${text})` : text
}

export function printExpr(expr: Expr): string {
  switch (expr.kind) {
    case 'field':
      return named(expr.name)
    case 'number':
      return expr.text
    case 'text':
      return quoted(expr.text, expr.quote)
    case 'date':
      return `date'${expr.text}'`
    case 'boolean':
      return String(expr.value)
    case 'arithmetic': {
      const own = strength(expr)
      return `${bracket(expr.left, own)} ${expr.op} ${bracket(expr.right, Math.max(own + 1, 4))}`
    }
    case 'minus':
      return `-${bracket(expr.of, 4)}`
    case 'call':
      return `${expr.fn}(${expr.args.map(printExpr).join(', ')})`
    case 'distance':
      return `distance(${named(expr.field)}, ${pointText(expr.from)})`
    case 'now':
      return `now(${expr.args.map(([name, value]) => `${name}=${value}`).join(', ')})`
    case 'aggregate':
      return printAggregate(expr)
    case 'range':
      return `range(${named(expr.field)}, ${rangeText(expr.spec)})`
  }
}

function printAggregate(expr: Extract<Expr, { kind: 'aggregate' }>): string {
  const of = expr.of === '*' ? '*' : printExpr(expr.of)
  if (expr.fn === 'distinct') return `count(distinct ${of})`
  return expr.fn === 'percentile' ? `percentile(${of}, ${expr.p})` : `${expr.fn}(${of})`
}

const TIGHT = { or: 1, and: 2, not: 3 } as const

/** Prints conditions with no more brackets than the rules of precedence ask for. */
export function printCondition(condition: Condition, capitals = false, least = 0): string {
  const word = (text: string): string => (capitals ? text.toUpperCase() : text)
  const inner = (of: Condition, tight: number): string => printCondition(of, capitals, tight)
  switch (condition.kind) {
    case 'and':
    case 'or': {
      const own = TIGHT[condition.kind]
      const comma = condition.comma === true && least === 0
      const text = condition.of.map(of => inner(of, own + 1)).join(comma ? ', ' : ` ${word(condition.kind)} `)
      return own < least || (own === 1 && comma) ? `(${text})` : text
    }
    case 'not':
      return `${word('not')} ${inner(condition.of, TIGHT.not)}`
    case 'compare':
      return `${printExpr(condition.left)}${condition.op === ':' ? ':' : ` ${condition.op} `}${printExpr(condition.right)}`
    case 'in':
      return `${printExpr(condition.of)} ${condition.isNot ? `${word('not')} ` : ''}${word('in')} (${condition.list.map(printExpr).join(', ')})`
    case 'element':
      return `${quoted(condition.literal)} ${word('in')} ${named(condition.field)}`
    case 'between':
      return printBetween(condition, word)
    case 'like':
      return `${printExpr(condition.of)} ${condition.isNot ? `${word('not')} ` : ''}${word('like')} ${quoted(condition.text)}`
    case 'is':
      return `${printExpr(condition.of)} ${word('is')} ${condition.isNot ? `${word('not')} ` : ''}${word(condition.what)}`
    case 'truth':
      return named(condition.field)
    case 'fulltext':
      return quoted(condition.text)
    default:
      return printPredicate(condition)
  }
}

function printBetween(
  { of, low, high, lowOpen, highOpen, spelt }: Extract<Condition, { kind: 'between' }>,
  word: (text: string) => string,
): string {
  const bound = (expr: Expr | '*'): string => (expr === '*' ? '*' : printExpr(expr))
  const range = `${lowOpen ? ']' : '['}${bound(low)}${spelt === '..' ? '..' : ` ${word('to')} `}${bound(high)}${highOpen ? '[' : ']'}`
  return spelt === ':to' ? `${printExpr(of)}:${range}` : `${printExpr(of)} ${word('in')} ${range}`
}

function printPredicate(
  condition: Extract<Condition, { kind: 'match' | 'circle' | 'box' | 'shape' }>,
): string {
  switch (condition.kind) {
    case 'match':
      return `${condition.fn}(${[...condition.fields.map(field => (field === '*' ? '*' : named(field))), quoted(condition.text)].join(', ')})`
    case 'circle':
      return `${condition.fn}(${named(condition.field)}, ${pointText(condition.centre)}, ${condition.radius})`
    case 'box': {
      const [a, b] = condition.corners
      const corners =
        condition.fn === 'bbox' ? [pointText(a), pointText(b)] : [a.lat, a.lon, b.lat, b.lon].map(String)
      return `${condition.fn}(${[named(condition.field), ...corners].join(', ')})`
    }
    case 'shape': {
      const literal = condition.wkt ? wkt(condition.geometry) : JSON.stringify(condition.geometry)
      const mode = condition.mode === undefined ? [] : [condition.mode]
      return `${condition.fn}(${[named(condition.field), `geom'${literal}'`, ...mode].join(', ')})`
    }
  }
}

export function printItem({ of, as }: SelectItem | GroupItem): string {
  const text =
    of === '*' ? '*' : 'pattern' in of ? `${of.kind}(${of.pattern})` : printExpr(of)
  return as === undefined ? text : `${text} as ${named(as)}`
}

function printOrder({ of, descending, minus }: OrderItem): string {
  const text = of.kind === 'label' ? named(of.name) : printExpr(of)
  return descending ? (minus ? `-${text}` : `${text} desc`) : text
}

function printFacet({ name, disjunctive, sort, limit }: FacetItem): string {
  if (disjunctive === undefined && sort === undefined && limit === undefined) return name
  const args = [
    `name=${quoted(name)}`,
    ...(disjunctive === undefined ? [] : [`disjunctive=${disjunctive}`]),
    ...(sort === undefined ? [] : [`sort=${quoted(sort)}`]),
    ...(limit === undefined ? [] : [`limit=${limit}`]),
  ]
  return `facet(${args.join(', ')})`
}

/** The clauses of a question as texts. */
export function printQuestion(question: Question): Texts {
  const { select, groupBy, orderBy, capitals } = question
  return {
    where: question.where.map(condition => printCondition(condition, capitals)),
    refine: question.refine.map(({ name, value }) => `${name}:${value}`),
    exclude: question.exclude.map(({ name, value }) => `${name}:${value}`),
    facet: question.facets.map(printFacet),
    ...(select.length === 0 ? {} : { select: select.map(printItem).join(', ') }),
    ...(groupBy.length === 0 ? {} : { groupBy: groupBy.map(printItem).join(', ') }),
    ...(orderBy.length === 0 ? {} : { orderBy: orderBy.map(printOrder).join(', ') }),
  }
}
