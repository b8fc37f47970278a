import { asInstants, asWalls, periodOf } from './calendar.ts'
import { bounds, compares, type Context, evaluate, isDay, isInstant, isList, isPoint, searchText } from './expression.ts'
import { inBox, inCircle, intersects, metresOf, within } from './geometry.ts'
import { searchMatches, suggestMatches, tokens, tokensMatch } from './text.ts'
import { type Condition, type Expr, type Geometry, Open, type Refinement, type Row, type Value } from './tree.ts'

/** Whether a record satisfies a condition: `not` is the complement of a set (explore-api §10.3). */
export function holds(condition: Condition, row: Row, context: Context): boolean {
  switch (condition.kind) {
    case 'and':
      return condition.of.every(inner => holds(inner, row, context))
    case 'or':
      return condition.of.some(inner => holds(inner, row, context))
    case 'not':
      return !holds(condition.of, row, context)
    case 'compare':
      return compares(condition.op, condition.left, condition.right, [row, context])
    case 'in': {
      const isOne = condition.list.some(item => compares('=', condition.of, item, [row, context]))
      return isOne !== (condition.isNot ?? false)
    }
    case 'element': {
      const value = row.get(condition.field) ?? null
      return isList(value) ? value.includes(condition.literal) : value === condition.literal
    }
    case 'between':
      return isBetween(condition, row, context)
    case 'like': {
      // a condition about a list holds when it holds for one of its elements
      const value = evaluate(condition.of, row, context)
      const texts = isList(value) ? value : [value === null ? null : searchText(value)]
      const isLike = texts.some(text => text !== null && tokensMatch(condition.text, tokens(text)))
      return isLike !== (condition.isNot ?? false)
    }
    case 'is':
      return isSo(condition, evaluate(condition.of, row, context))
    case 'truth':
      return row.get(condition.field) === true
    case 'fulltext':
      return tokensMatch(condition.text, allWords(row, context, []))
    default:
      return satisfies(condition, row, context)
  }
}

function isSo({ what, isNot }: Extract<Condition, { kind: 'is' }>, value: Value): boolean {
  const is =
    what === 'null' ? value === null || (isList(value) && value.length === 0) : value === (what === 'true')
  return is !== isNot
}

function isBetween(condition: Extract<Condition, { kind: 'between' }>, row: Row, context: Context): boolean {
  const { of, low, high, lowOpen, highOpen } = condition
  const value = evaluate(of, row, context)
  if (value === null) return false
  if (isDay(value) || isInstant(value)) {
    const at = isDay(value) ? value.day : value.instant
    const span = (expr: Expr): readonly [number, number] => {
      const period = 'text' in expr ? periodOf(expr.text) : null
      if (period !== null) return bounds(value, period, context)
      const moment = evaluate(expr, row, context)
      if (!isInstant(moment) || isDay(value)) throw new Open('a moment beside a day')
      return [moment.instant, moment.instant + 1]
    }
    const above = low === '*' || (lowOpen ? at >= span(low)[1] : at >= span(low)[0])
    return above && (high === '*' || (highOpen ? at < span(high)[0] : at < span(high)[1]))
  }
  const above = low === '*' || compares(lowOpen ? '>' : '>=', of, low, [row, context])
  return above && (high === '*' || compares(highOpen ? '<' : '<=', of, high, [row, context]))
}

/** Words of the named fields, or of all that are searched, in order. */
function allWords(row: Row, context: Context, fields: readonly string[]): readonly string[] {
  return searched(row, context, fields).flatMap(tokens)
}

function searched(row: Row, context: Context, fields: readonly string[]): readonly string[] {
  const names = fields.length === 0 || fields[0] === '*' ? [...context.fields.keys()] : fields
  return names.flatMap(name => {
    const { type } = context.fields.get(name) ?? { type: 'file' }
    if (names !== fields && !['text', 'int', 'double', 'date', 'datetime'].includes(type)) return []
    const value = row.get(name) ?? null
    const text = value === null ? null : searchText(value)
    return text === null ? [] : [text]
  })
}

function matches(condition: Extract<Condition, { kind: 'match' }>, row: Row, context: Context): boolean {
  const { fn, fields, text } = condition
  const all = fields.length === 0 || fields[0] === '*' ? [...context.fields.keys()] : fields
  const isWhole = fields.length === 0 || fields[0] === '*'
  if (fn === 'search' && isWhole) return searchMatches(text, allWords(row, context, []))
  if (fn === 'search') return fields.some(name => searchMatches(text, allWords(row, context, [name])))
  if (fn === 'suggest')
    return all.some(name => {
      const value = row.get(name) ?? null
      const texts = isList(value) ? value : searched(row, context, [name])
      return texts.some(whole => suggestMatches(text, tokens(whole)))
    })
  return all.some(name => {
    const value = row.get(name) ?? null
    return (isList(value) ? value : typeof value === 'string' ? [value] : []).some(item => item.startsWith(text))
  })
}

const geometryOf = (value: Value): Geometry | null =>
  isPoint(value)
    ? { type: 'Point', coordinates: [value.lon, value.lat] }
    : typeof value === 'object' && value !== null && 'type' in value
      ? value
      : null

function satisfies(
  condition: Extract<Condition, { kind: 'match' | 'circle' | 'box' | 'shape' }>,
  row: Row,
  context: Context,
): boolean {
  if (condition.kind === 'match') return matches(condition, row, context)
  const value = row.get(condition.field) ?? null
  const geometry = geometryOf(value)
  if (geometry === null) return false
  if (condition.kind === 'shape') return isSituated(condition, geometry)
  if (!isPoint(value)) {
    if (condition.kind === 'circle') throw new Open('circles and shapes')
    return intersects(geometry, boxOf(condition))
  }
  return condition.kind === 'circle'
    ? inCircle(value, condition.centre, metresOf(condition.radius))
    : inBox(value, condition.corners)
}

function boxOf({ corners: [a, b] }: Extract<Condition, { kind: 'box' }>): Geometry {
  const ring = [
    [a.lon, a.lat],
    [b.lon, a.lat],
    [b.lon, b.lat],
    [a.lon, b.lat],
    [a.lon, a.lat],
  ] as const
  return { type: 'Polygon', coordinates: [ring] }
}

function isSituated(condition: Extract<Condition, { kind: 'shape' }>, geometry: Geometry): boolean {
  const how = condition.fn === 'geometry' ? (condition.mode ?? 'intersects') : condition.fn
  if (how === 'within' || how === 'polygon') return within(geometry, condition.geometry)
  return intersects(geometry, condition.geometry) === (how === 'intersects')
}

/** Whether a record has the value of a refinement (explore-api §12.3). */
export function hasFacetValue({ name, value }: Refinement, row: Row, context: Context): boolean {
  const own = row.get(name) ?? null
  const path = context.fields.get(name)?.path
  const wanted = /^".*"$/s.test(value) ? String(JSON.parse(value)) : value
  if (own === null) return false
  if (isList(own)) return own.includes(wanted)
  if (typeof own === 'boolean') return wanted.toLowerCase() === String(own)
  if (typeof own === 'string') return own === wanted || (path !== undefined && own.startsWith(`${wanted}${path}`))
  if (isDay(own) || isInstant(own)) {
    const period = periodOf(wanted)
    if (period === null) return false
    const [start, end] = isDay(own) ? asWalls(period, context.timezone) : asInstants(period, context.timezone)
    const at = isDay(own) ? own.day : own.instant
    return at >= start && at < end
  }
  return Number(own) === Number(wanted)
}
