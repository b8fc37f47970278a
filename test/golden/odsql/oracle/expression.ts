import { asInstants, asWalls, formatWall, instantOf, isoDay, nowWith, periodOf, type Period, wallOf } from './calendar.ts'
import { metres } from './geometry.ts'
import { type Compare, type Day, type Expr, type Instant, Open, type OracleField, type Point, type Row, type Value } from './tree.ts'

/** What is known beside the record. */
export interface Context {
  readonly fields: ReadonlyMap<string, OracleField>
  readonly timezone: string
  readonly language: string
  readonly now: number
}

export const isDay = (value: Value): value is Day => typeof value === 'object' && value !== null && 'day' in value
export const isInstant = (value: Value): value is Instant =>
  typeof value === 'object' && value !== null && 'instant' in value
export const isPoint = (value: Value): value is Point => typeof value === 'object' && value !== null && 'lon' in value
export const isList = (value: Value): value is readonly string[] => Array.isArray(value)
export const isNumber = (value: Value): value is number | bigint =>
  typeof value === 'number' || typeof value === 'bigint'

/** What a wall shows at a date or time. */
export const wall = (value: Day | Instant, { timezone }: Context): number =>
  isDay(value) ? value.day : wallOf(value.instant, timezone)

export const numberOf = (text: string): number | bigint => (/^-?\d+$/.test(text) ? BigInt(text) : Number(text))

export function calculate(op: '+' | '-' | '*' | '/', a: Value, b: Value): Value {
  if (!isNumber(a) || !isNumber(b)) return null
  if (op === '/') return Number(b) === 0 ? null : Number(a) / Number(b)
  if (typeof a === 'bigint' && typeof b === 'bigint') {
    const result = op === '+' ? a + b : op === '-' ? a - b : a * b
    if (BigInt.asIntN(64, result) !== result) throw new Open('beyond 64 bits')
    return result
  }
  const [x, y] = [Number(a), Number(b)]
  return op === '+' ? x + y : op === '-' ? x - y : x * y
}

/** The value of a scalar expression for one record. */
export function evaluate(expr: Expr, row: Row, context: Context): Value {
  const of = (inner: Expr | undefined): Value => (inner === undefined ? null : evaluate(inner, row, context))
  switch (expr.kind) {
    case 'field':
      return row.get(expr.name) ?? null
    case 'number':
      return numberOf(expr.text)
    case 'text':
      return expr.text
    case 'date':
      return dateLiteral(expr.text, context)
    case 'boolean':
      return expr.value
    case 'arithmetic':
      return calculate(expr.op, of(expr.left), of(expr.right))
    case 'minus':
      return calculate('-', 0n, of(expr.of))
    case 'distance': {
      const point = row.get(expr.field) ?? null
      return isPoint(point) ? metres(point, expr.from) : null
    }
    case 'now':
      return { instant: nowWith(context.now, expr.args) }
    case 'call':
      return call(expr, of, context)
    case 'aggregate':
    case 'range':
      throw new Error(`${expr.kind} is not a value of one record`)
  }
}

function dateLiteral(text: string, { timezone }: Context): Value {
  const period = periodOf(text)
  if (period === null) throw new Error(`not a date: ${text}`)
  return period.isDays ? { day: period.start } : { instant: asInstants(period, timezone)[0] }
}

const PARTS = {
  year: date => date.getUTCFullYear(),
  month: date => date.getUTCMonth() + 1,
  day: date => date.getUTCDate(),
  hour: date => date.getUTCHours(),
  minute: date => date.getUTCMinutes(),
  second: date => date.getUTCSeconds(),
} satisfies Record<string, (date: Date) => number>

function call(
  { fn, args }: Extract<Expr, { kind: 'call' }>,
  of: (expr: Expr | undefined) => Value,
  context: Context,
): Value {
  const value = of(args[0])
  if (fn === 'ifnull') return value === null || (isList(value) && value.length === 0) ? of(args[1]) : value
  if (value === null) return null
  if (fn === 'date_format') {
    if (!isDay(value) && !isInstant(value)) throw new Error('date_format of no date')
    return formatWall(wall(value, context), String(of(args[1])), context.language)
  }
  if (fn === 'length') return BigInt([...String(value)].length)
  if (fn === 'lower') return String(value).toLowerCase()
  if (fn === 'upper') return String(value).toUpperCase()
  if (fn === 'geometry_type') return isPoint(value) ? 'Point' : typeof value === 'object' && 'type' in value ? value.type : null
  if (fn === 'json_format') throw new Error('json_format is asked for in select only')
  if (!isDay(value) && !isInstant(value)) throw new Error(`${fn} of no date`)
  return BigInt(PARTS[fn](new Date(wall(value, context))))
}

/** -1, 0 or 1; whole numbers exactly, texts by code points. */
export function order(a: Value, b: Value, { timezone }: Context): number {
  const [x, y] = [comparable(a, b, timezone), comparable(b, a, timezone)]
  if (typeof x === 'string' && typeof y === 'string') return orderCodePoints(x, y)
  if (typeof x === 'string' || typeof y === 'string') throw new Error('a text beside another type')
  return x < y ? -1 : x > y ? 1 : 0
}

function comparable(value: Value, other: Value, timezone: string): string | number | bigint {
  if (isDay(value)) return isInstant(other) ? instantOf(value.day, timezone, true) : value.day
  if (isInstant(value)) return value.instant
  if (typeof value === 'boolean') return Number(value)
  if (typeof value === 'string' || isNumber(value)) return value
  throw new Error(`no order of ${JSON.stringify(value)}`)
}

function orderCodePoints(a: string, b: string): number {
  const [x, y] = [[...a], [...b]]
  for (let i = 0; i < Math.min(x.length, y.length); i++) {
    const difference = (x[i]?.codePointAt(0) ?? 0) - (y[i]?.codePointAt(0) ?? 0)
    if (difference !== 0) return Math.sign(difference)
  }
  return Math.sign(x.length - y.length)
}

const TURNED: Readonly<Partial<Record<Compare, Compare>>> = { '<': '>', '<=': '>=', '>': '<', '>=': '<=' }

const isLiteral = (expr: Expr): boolean => expr.kind === 'text' || expr.kind === 'number' || expr.kind === 'date'

/** The span that a literal means beside a date; null for another expression. */
function spanOf(expr: Expr): Period | null {
  if (!isLiteral(expr) || !('text' in expr)) return null
  const period = periodOf(expr.text)
  if (period === null) throw new Error(`not a date: ${expr.text}`)
  return period
}

/** Whether two expressions compare so; null operands never do. */
export function compares(op: Compare, left: Expr, right: Expr, [row, context]: readonly [Row, Context]): boolean {
  const value = evaluate(left, row, context)
  if (isLiteral(left) && !isLiteral(right)) return compares(TURNED[op] ?? op, right, left, [row, context])
  if (value === null) return false
  if (isDay(value) || isInstant(value)) {
    const span = spanOf(right)
    if (span !== null) return comparesSpan(op, value, bounds(value, span, context))
  }
  if (isList(value)) return comparesList(op, value, evaluate(right, row, context))
  const other = likened(evaluate(right, row, context), right, value)
  return other !== null && holds(op, order(value, other, context))
}

/** A literal as the type of what it is compared with. */
function likened(other: Value, expr: Expr, value: Value): Value {
  if (isNumber(value) && typeof other === 'string') return numberOf(other)
  if (typeof value === 'string' && expr.kind === 'number') return expr.text
  if (typeof value === 'boolean' && typeof other === 'string') return other.toLowerCase() === 'true'
  return other
}

export const bounds = (value: Day | Instant, span: Period, { timezone }: Context): readonly [number, number] =>
  isDay(value) ? asWalls(span, timezone) : asInstants(span, timezone)

function comparesSpan(op: Compare, value: Day | Instant, [start, end]: readonly [number, number]): boolean {
  const at = isDay(value) ? value.day : value.instant
  switch (op) {
    case '=':
    case ':':
      return start <= at && at < end
    case '!=':
    case '<>':
      return !(start <= at && at < end)
    case '>':
      return at >= end
    case '>=':
      return at >= start
    case '<':
      return at < start
    case '<=':
      return at < end
  }
}

function comparesList(op: Compare, items: readonly string[], other: Value): boolean {
  const hasIt = items.includes(String(other))
  if (op === '=' || op === ':') return hasIt
  if (op === '!=' || op === '<>') return items.length > 0 && !hasIt
  throw new Error('no order of lists')
}

function holds(op: Compare, sign: number): boolean {
  switch (op) {
    case '=':
    case ':':
      return sign === 0
    case '!=':
    case '<>':
      return sign !== 0
    case '<':
      return sign < 0
    case '<=':
      return sign <= 0
    case '>':
      return sign > 0
    case '>=':
      return sign >= 0
  }
}

/** The text of a value in a full-text search; null for what is not searched. */
export function searchText(value: Value): string | null {
  if (isList(value)) return value.join(' ')
  if (isDay(value)) return isoDay(value.day)
  if (isInstant(value)) return new Date(value.instant).toISOString().slice(0, -1).replace('T', ' ')
  return typeof value === 'string' || isNumber(value) ? String(value) : null
}
