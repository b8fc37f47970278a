import type {
  ArgumentNode,
  BoundNode,
  Clauses,
  ConditionNode,
  FacetNode,
  LabelledNode,
  NowArgument,
  OrderItem,
  Pattern,
  RangeSpec,
  RefineNode,
  SelectItem,
} from './ast.ts'
import type { ClauseTexts } from './parser.ts'

/** A text in quotes; what would end it is escaped. */
const quoted = (text: string): string =>
  `"${text.replace(/[\\"]/g, '\\$&').replace(/\n/g, '\\n').replace(/\r/g, '\\r').replace(/\t/g, '\\t')}"`

/** Every part of a name in back-quotes: right for any name. */
const named = (path: readonly string[]): string =>
  path.map(part => `\`${part.replace(/[\\`]/g, '\\$&')}\``).join('.')

const signed = (value: number): string => (value < 0 ? String(value) : `+${value}`)

function printSetting({ name, value, signed: isSigned, weekday }: NowArgument): string {
  const amount = isSigned ? signed(value) : String(value)
  return `${name}=${weekday === null ? amount : `${weekday}(${amount})`}`
}

/** A value or argument as text that reads as the same tree: every operator in its own parentheses. */
export function printValue(node: ArgumentNode): string {
  switch (node.kind) {
    case 'field':
      return named(node.path)
    case 'string':
      return quoted(node.value)
    case 'number':
      return node.text
    case 'boolean':
      return String(node.value)
    case 'date':
      return `date${quoted(node.text)}`
    case 'geometry':
      return `geom${quoted(node.text)}`
    case 'now':
      return `now(${node.settings.map(printSetting).join(', ')})`
    case 'negative':
      return `-(${printValue(node.operand)})`
    case 'arithmetic':
      return `(${printValue(node.left)} ${node.op} ${printValue(node.right)})`
    case 'call':
      return `${node.fn}(${node.distinct ? 'distinct ' : ''}${node.args.map(printValue).join(', ')})`
    case 'range':
      return `range(${printValue(node.field)}, ${printSpec(node.spec)})`
    case 'random':
      return `random(${node.seed ?? ''})`
    case 'star':
      return '*'
    case 'null':
      return 'null'
    case 'mode':
      return node.mode
    case 'distance':
      return `${node.amount} ${node.unit}`
  }
}

function printSpec(spec: RangeSpec): string {
  switch (spec.kind) {
    case 'interval':
      return `${spec.count} ${spec.unit}`
    case 'width':
      return spec.width.text
    case 'equi':
      return `equi(${[spec.step, spec.low, spec.high].map(printValue).join(', ')})`
    case 'bounds': {
      const [open, close] = [spec.openLow ? ']' : '[', spec.openHigh ? '[' : ']']
      return `${open}${spec.bounds.map(printValue).join(', ')}${close}`
    }
  }
}

const printBound = (bound: BoundNode): string => (bound === null ? '*' : printValue(bound))

/** A condition as text that reads as the same tree. */
export function printCondition(node: ConditionNode): string {
  switch (node.kind) {
    case 'and':
    case 'or':
      return `(${node.items.map(printCondition).join(` ${node.kind} `)})`
    case 'not':
      return `not (${printCondition(node.operand)})`
    case 'compare':
      return `${printValue(node.left)} ${node.op} ${printValue(node.right)}`
    case 'between': {
      const [open, close] = [node.lowIncluded ? '[' : ']', node.highIncluded ? ']' : '[']
      return `${printValue(node.subject)} in ${open}${printBound(node.low)} to ${printBound(node.high)}${close}`
    }
    case 'in':
      return `${printValue(node.subject)} in (${node.items.map(printValue).join(', ')})`
    case 'has':
      return `${printValue(node.element)} in ${printValue(node.field)}`
    case 'like':
      return `${printValue(node.subject)} like ${quoted(node.pattern)}`
    case 'match':
      return `${printValue(node.field)}:${quoted(node.value.value)}`
    case 'is':
      return `${printValue(node.subject)} is ${node.value}`
    default:
      return printValue(node)
  }
}

const printPattern = ({ name, prefix }: Pattern): string =>
  name === '' ? '*' : `${named([name])}${prefix ? '*' : ''}`

function printSelect(item: SelectItem): string {
  if (item.kind === 'star') return '*'
  if (item.kind === 'value') return printLabelled(item)
  return `${item.kind}(${item.patterns.map(printPattern).join(', ')})`
}

const printLabelled = ({ value, label }: LabelledNode): string =>
  label === null ? printValue(value) : `${printValue(value)} as ${named([label])}`

const printOrder = ({ value, descending }: OrderItem): string =>
  `${printValue(value)} ${descending ? 'desc' : 'asc'}`

const printRefine = ({ name, value }: RefineNode): string => `${named([name])}:${quoted(value)}`

function printFacet(node: FacetNode): string {
  const said = [
    ['name', quoted(node.name)],
    ['disjunctive', node.disjunctive],
    ['hierarchical', node.hierarchical],
    ['separator', node.separator === null ? null : quoted(node.separator)],
    ['sort', node.sort === null ? null : quoted(node.sort)],
    ['limit', node.limit],
  ].filter(([, value]) => value !== null)
  return `facet(${said.map(([name, value]) => `${name}=${value}`).join(', ')})`
}

/** A tree as canonical texts: reading them gives the tree again. */
export const print = (clauses: Clauses): ClauseTexts => ({
  select: clauses.select.map(printSelect).join(', '),
  where: clauses.where.map(printCondition),
  groupBy: clauses.groupBy.map(printLabelled).join(', '),
  orderBy: clauses.orderBy.map(printOrder).join(', '),
  refine: clauses.refine.map(printRefine),
  exclude: clauses.exclude.map(printRefine),
  facet: clauses.facet.map(printFacet),
})
