import type {
  ConditionNode,
  DistanceUnit,
  FieldNode,
  GeometryNode,
  NowArgument,
  NowNode,
  SpecialNode,
  StringNode,
} from '../ast.ts'
import type { Reader } from './reader.ts'

const NAME = /#[a-z_]+/iy
const OPEN = /\(/y
const CLOSE = /\)/y
const COMMA = /,/y
const WORD = /[^\s(),"]+/uy

/** An argument as written: between quotes, or a word. */
interface Argument extends StringNode {
  readonly quoted: boolean
}

function readArgument(reader: Reader): Argument {
  const { start } = reader
  const quoted = reader.string()
  if (quoted !== null) return { ...quoted, quoted: true }
  return { kind: 'string', value: reader.expect(WORD), span: reader.span(start), quoted: false }
}

function readArguments(reader: Reader): readonly Argument[] {
  reader.expect(OPEN)
  const found: Argument[] = []
  if (reader.read(CLOSE) !== null) return found
  do found.push(readArgument(reader))
  while (reader.read(COMMA) !== null)
  reader.expect(CLOSE)
  return found
}

interface Called {
  readonly reader: Reader
  readonly args: readonly Argument[]
  readonly span: ConditionNode['span']
}

/** A `#function(…)` that says yes or no (explore-api §14.6). */
export function readFunction(reader: Reader): ConditionNode {
  const { start } = reader
  const name = reader.expect(NAME).slice(1).toLowerCase()
  const make = FUNCTIONS[name]
  if (make === undefined) return reader.unexpected()
  const args = readArguments(reader)
  return make({ reader, args, span: reader.span(start) })
}

const FUNCTIONS: Readonly<Record<string, (called: Called) => ConditionNode>> = {
  null: called => ({ kind: 'is', subject: fieldAt(called, 0, 1), value: null, span: called.span }),
  exact: called => ({
    ...{ kind: 'compare', op: '=', span: called.span },
    ...{ left: fieldAt(called, 0, 2), right: textAt(called, 1) },
  }),
  search: called => anyOf(called, field => starting(called, field)),
  startswith: called => {
    const text = textAt(called, called.args.length - 1)
    const fields = fieldsOf(called).map(field => asField(field))
    const args = [...fields, text]
    return { kind: 'call', fn: 'startswith', args, distinct: false, span: called.span }
  },
  distance: called => {
    const args = [fieldAt(called, 0, 3), point(textAt(called, 1)), metres(called)]
    return { kind: 'call', fn: 'within_distance', args, distinct: false, span: called.span }
  },
  polygon: called => {
    const args = [fieldAt(called, 0, 2), polygon(textAt(called, 1))]
    return { kind: 'call', fn: 'polygon', args, distinct: false, span: called.span }
  },
  geometry: called => {
    const { span } = called
    const text = textAt(called, 1)
    const args = [fieldAt(called, 0, 2)]
    const right = { ...text, value: SHAPES.find(shape => isSame(shape, text.value)) ?? text.value }
    const left = { kind: 'call', fn: 'geometry_type', args, distinct: false, span } as const
    return { kind: 'compare', op: '=', left, right, span }
  },
}

const SHAPES = ['Point', 'MultiPoint', 'LineString', 'MultiLineString', 'Polygon', 'MultiPolygon'] as const
const isSame = (one: string, other: string): boolean => one.toLowerCase() === other.trim().toLowerCase()

/** The argument at `index`, of `count` in all; a call with more or fewer stops at its end. */
function fieldAt({ reader, args, span }: Called, index: number, count: number): FieldNode {
  const argument = args[index]
  if (argument === undefined || args.length !== count) return reader.unexpected(span[1] - 1)
  return asField(argument)
}

function asField({ value, span }: Argument): FieldNode {
  const [first = '', ...rest] = value.split('.')
  return { kind: 'field', path: [first, ...rest], span }
}

function textAt({ reader, args, span }: Called, index: number): StringNode {
  const argument = args[index]
  if (argument === undefined) return reader.unexpected(span[1] - 1)
  return { kind: 'string', value: argument.value, span: argument.span }
}

/** The fields of `(f1, f2, "text")`; none for `(*, "text")` and `("text")`. */
const fieldsOf = ({ args }: Called): readonly Argument[] =>
  args.slice(0, -1).filter(({ value, quoted }) => quoted || value !== '*')

function anyOf(called: Called, make: (field: Argument | null) => ConditionNode): ConditionNode {
  const items = fieldsOf(called).map(field => make(field))
  const [only] = items
  if (only === undefined) return make(null)
  return items.length === 1 ? only : { kind: 'or', items, span: called.span }
}

/** Every word stands there, the last one as the start of a word. */
function starting(called: Called, field: Argument | null): ConditionNode {
  const text = textAt(called, called.args.length - 1)
  const value = `${text.value.trim()}*`
  if (field === null) return { ...text, value }
  return { kind: 'like', subject: asField(field), pattern: value, span: called.span }
}

const NUMBER = String.raw`\s*([+-]?\d+(?:\.\d+)?)\s*`
const PAIR = new RegExp(`^${NUMBER},${NUMBER}$`)
const PAIRS = new RegExp(String.raw`\(${NUMBER},${NUMBER}\)`, 'g')

/** `lat,lon` as a place; any other text stays as it is and is no geometry. */
function point({ value, span }: StringNode): GeometryNode {
  const found = PAIR.exec(value)
  return { kind: 'geometry', text: found === null ? value : `POINT(${found[2]} ${found[1]})`, span }
}

/** `(lat,lon),(lat,lon),…` as a polygon, its ring closed at bind. */
function polygon({ value, span }: StringNode): GeometryNode {
  const text = polygonText(value)
  return { kind: 'geometry', text: text ?? value, span }
}

/** WKT of `(lat,lon),(lat,lon),…`, in outer parentheses or not (explore-api §14.2); null when it is no such list. */
export function polygonText(value: string): string | null {
  const inner = value.trim().replace(/^\(\s*(\(.*\))\s*\)$/s, '$1')
  const pairs = [...inner.matchAll(PAIRS)].map(([, lat, lon]) => `${lon} ${lat}`)
  const isWhole = /^[\s,]*$/.test(inner.replaceAll(PAIRS, ''))
  return pairs.length < 3 || !isWhole ? null : `POLYGON((${pairs.join(', ')}))`
}

const DISTANCE = /^([0-9]+(?:\.[0-9]+)?)(mi|yd|ft|m|cm|km|mm)?$/i

function metres(called: Called): SpecialNode {
  const { value, span } = textAt(called, 2)
  const found = DISTANCE.exec(value.trim())
  if (found === null) return called.reader.unexpected(span[0])
  const [, amount = '0', unit = 'm'] = found
  return { kind: 'distance', amount, unit: unit.toLowerCase() as DistanceUnit, span }
}

const SETTING_NAME = /[a-z]+/iy
const EQUALS = /=/y
const INTEGER = /[+-]?[0-9]{1,15}/y
const WEEKDAY = /(?:MO|TU|WE|TH|FR|SA|SU)(?![a-z])/iy

/** `#now(name=integer, …)` (explore-api §10.13). */
export function readNow(reader: Reader): NowNode {
  const { start } = reader
  reader.expect(NAME)
  reader.expect(OPEN)
  const settings: NowArgument[] = []
  if (!reader.sees(CLOSE))
    do settings.push(readSetting(reader))
    while (reader.read(COMMA) !== null)
  reader.expect(CLOSE)
  return { kind: 'now', settings, span: reader.span(start) }
}

function readSetting(reader: Reader): NowArgument {
  const { start } = reader
  const name = reader.expect(SETTING_NAME).toLowerCase()
  reader.expect(EQUALS)
  const weekday = reader.read(WEEKDAY)?.toUpperCase() ?? null
  if (weekday !== null && reader.read(OPEN) === null)
    return { name, weekday, value: 1, signed: false, span: reader.span(start) }
  const text = reader.expect(INTEGER)
  if (weekday !== null) reader.expect(CLOSE)
  return { name, weekday, value: Number(text), signed: /^[+-]/.test(text), span: reader.span(start) }
}
