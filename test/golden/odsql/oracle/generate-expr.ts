import fc from 'fast-check'
import { isDay, isInstant, isPoint } from './expression.ts'
import { WORLD } from './records.ts'
import type { AggregateName, Expr, Point, Value } from './tree.ts'

/** Values that stand in a field. */
const valuesOf = (name: string): readonly Exclude<Value, null>[] =>
  WORLD.rows.flatMap(row => {
    const value = row.get(name) ?? null
    return value === null ? [] : [value]
  })

/** A choice among things with weights. */
export const weighted = <T>(...choices: readonly (readonly [weight: number, arbitrary: fc.Arbitrary<T>])[]): fc.Arbitrary<T> =>
  fc.oneof(...choices.map(([weight, arbitrary]) => ({ weight, arbitrary })))

export const field = (name: string): Expr => ({ kind: 'field', name })
const number = (value: number | bigint): Expr => ({ kind: 'number', text: String(value) })

export const NUMBERS = ['n', 'rank', 'x', 'y', 'year'] as const
export const TEXTS = ['name', 'kind', 'group_name', 'code', 'path', 'id'] as const
export const DATES = ['since', 'at'] as const

/** A number that stands in the field, or just beside. */
export const numberNear = (name: string): fc.Arbitrary<Expr> =>
  fc
    .tuple(fc.constantFrom(...valuesOf(name)), fc.constantFrom(0, 0, 0, 1, -1))
    .map(([value, by]) => (typeof value === 'bigint' ? number(value + BigInt(by)) : number(Number((Number(value) + by / 4).toFixed(4)))))

export const textOf = (name: string): fc.Arbitrary<string> => fc.constantFrom(...valuesOf(name).map(String))

const quoteOf = fc.constantFrom('"', "'")

export const textLiteral = (text: fc.Arbitrary<string>): fc.Arbitrary<Expr> =>
  fc.tuple(text, quoteOf).map(([said, quote]): Expr => ({ kind: 'text', text: said, quote }))

export const textNear = (name: string): fc.Arbitrary<Expr> =>
  textLiteral(
    weighted(
      [6, textOf(name)],
      [1, textOf(name).map(text => text.toUpperCase())],
      [1, textOf(name).map(text => text.slice(0, 3))],
      [1, fc.constantFrom('', 'zz', "it's", 'é')],
    ),
  )

const msOf = (name: string): readonly number[] =>
  valuesOf(name).flatMap(value => (isDay(value) ? [value.day] : isInstant(value) ? [value.instant] : []))

const OFFSETS = ['Z', '+02:00', '-05:30'] as const

function spelt(ms: number, precision: string, offset: string): string {
  const iso = new Date(ms).toISOString()
  switch (precision) {
    case 'year':
      return iso.slice(0, 4)
    case 'month':
      return iso.slice(0, 7)
    case 'day':
      return iso.slice(0, 10)
    case 'slashes':
      return iso.slice(0, 10).replaceAll('-', '/')
    case 'minute':
      return iso.slice(0, 16)
    case 'space':
      return iso.slice(0, 19).replace('T', ' ')
    case 'second':
      return iso.slice(0, 19)
    case 'fraction':
      return iso.slice(0, 23)
    default:
      return `${iso.slice(0, 19)}${offset}`
  }
}
const PRECISIONS = ['year', 'month', 'day', 'day', 'slashes', 'minute', 'space', 'second', 'fraction', 'offset'] as const

/** The text of a date near those of a field, of any precision. */
export const dateText = (name: string, precisions: readonly string[] = PRECISIONS): fc.Arbitrary<string> =>
  fc
    .tuple(fc.constantFrom(...msOf(name)), fc.constantFrom(...precisions), fc.constantFrom(...OFFSETS))
    .map(([ms, precision, offset]) => spelt(ms, precision, offset))

export const dateNear = (name: string): fc.Arbitrary<Expr> =>
  weighted<Expr>(
    [5, dateText(name).map(text => ({ kind: 'date', text }))],
    [3, textLiteral(dateText(name))],
    [1, dateText(name, ['year']).map(text => ({ kind: 'number', text }))],
  )

const NOW_ARGS = fc.array(
  fc.oneof(
    fc.tuple(fc.constantFrom('years', 'months', 'weeks', 'days', 'hours', 'minutes', 'seconds'), fc.integer({ min: -40, max: 12 })),
    fc.tuple(fc.constant('year'), fc.integer({ min: 2014, max: 2025 })),
    fc.tuple(fc.constant('month'), fc.integer({ min: 1, max: 12 })),
    fc.tuple(fc.constant('day'), fc.integer({ min: 1, max: 31 })),
    fc.tuple(fc.constant('hour'), fc.integer({ min: 0, max: 23 })),
    fc.tuple(fc.constantFrom('minute', 'second'), fc.integer({ min: 0, max: 59 })),
    fc.tuple(fc.constant('weekday'), fc.integer({ min: 0, max: 6 })),
    fc.tuple(fc.constantFrom('mondays', 'thursdays', 'sundays'), fc.constantFrom(-2, -1, 1, 2)),
  ),
  { maxLength: 3 },
)
export const NOW: fc.Arbitrary<Expr> = NOW_ARGS.filter(args => new Set(args.map(([name]) => (/weekday|days$/.test(name) && name !== 'days' ? 'weekday' : name))).size === args.length)
  .map((args): Expr => ({ kind: 'now', args }))

export const PATTERNS = [
  ...['yyyy', 'YYYY/MM', 'dd', 'yy-M-d', 'xxxx-ww', 'xx w e', 'DDD', 'D', "HH:mm:ss", 'H.m.s', "'day 'd", "yyyy-MM-dd'T'HH"],
] as const

const call = (fn: Extract<Expr, { kind: 'call' }>['fn'], ...args: readonly Expr[]): Expr => ({ kind: 'call', fn, args })

const datePart: fc.Arbitrary<Expr> = fc
  .tuple(fc.constantFrom('year', 'month', 'day', 'hour', 'minute', 'second'), fc.constantFrom(...DATES))
  .map(([fn, name]) => call(fn, field(name)))

export const DATE_FORMAT: fc.Arbitrary<Expr> = fc
  .tuple(fc.constantFrom(...DATES), fc.constantFrom(...PATTERNS))
  .map(([name, pattern]) => call('date_format', field(name), { kind: 'text', text: pattern, quote: '"' }))

/** A number of a record. */
export const { numeric: NUMERIC } = fc.letrec<{ numeric: Expr }>(tie => ({
  numeric: fc.oneof(
    { maxDepth: 2, depthSize: 'small' },
    { weight: 6, arbitrary: fc.constantFrom(...NUMBERS).map(field) },
    { weight: 2, arbitrary: datePart },
    { weight: 1, arbitrary: fc.constantFrom(...TEXTS).map(name => call('length', field(name))) },
    { weight: 1, arbitrary: fc.tuple(fc.constantFrom('n', 'rank', 'x'), fc.integer({ min: 0, max: 9 })).map(([name, by]) => call('ifnull', field(name), number(by))) },
    { weight: 1, arbitrary: fc.integer({ min: -20, max: 40 }).map(number) },
    { weight: 1, arbitrary: fc.constantFrom(0.5, 1.25, 10.75).map(number) },
    { weight: 1, arbitrary: tie('numeric').map((of): Expr => ({ kind: 'minus', of })) },
    {
      weight: 4,
      arbitrary: fc
        .tuple(tie('numeric'), fc.constantFrom('+', '-', '*', '/'), tie('numeric'))
        .map(([left, op, right]): Expr => ({ kind: 'arithmetic', op, left, right })),
    },
  ),
}))

/** A text of a record. */
export const TEXTUAL: fc.Arbitrary<Expr> = weighted(
  [5, fc.constantFrom(...TEXTS).map(field)],
  [2, fc.tuple(fc.constantFrom('lower', 'upper'), fc.constantFrom('kind', 'path', 'group_name')).map(([fn, name]) => call(fn, field(name)))],
  [1, fc.constantFrom('kind', 'code').map(name => call('ifnull', field(name), { kind: 'text', text: 'none' }))],
  [1, DATE_FORMAT],
)

/** A scalar of any type that may stand in a list of keys. */
export const SCALAR: fc.Arbitrary<Expr> = weighted(
  [3, NUMERIC.filter(expr => JSON.stringify(expr).includes('"name"'))],
  [3, TEXTUAL],
  [1, fc.constantFrom(...DATES, 'ok', 'big', 'tags').map(field)],
)

const STATISTIC: fc.Arbitrary<Expr> = fc.oneof(
  fc.constantFrom('n', 'rank', 'x', 'y', 'year', 'big').map(field),
  fc.constantFrom('n', 'x').map((name): Expr => ({ kind: 'arithmetic', op: '*', left: field(name), right: field('rank') })),
  fc.constantFrom('name', 'kind').map(name => call('length', field(name))),
)

const STATISTICS: readonly AggregateName[] = ['sum', 'avg', 'min', 'max', 'median']

/** One aggregate, of anything that it takes. */
export const AGGREGATE: fc.Arbitrary<Expr> = weighted<Expr>(
  [2, fc.constant({ kind: 'aggregate', fn: 'count', of: '*' })],
  [1, fc.constantFrom('name', 'n', 'x', 'ok', 'at', 'place').map(name => ({ kind: 'aggregate', fn: 'count', of: field(name) }))],
  [2, weighted<Expr>([3, fc.constantFrom('kind', 'rank', 'ok', 'since', 'tags', 'x').map(field)], [1, fc.constant(call('ifnull', field('kind'), { kind: 'text', text: 'none' }))]).map(of => ({ kind: 'aggregate', fn: 'distinct', of }))],
  [6, fc.tuple(fc.constantFrom(...STATISTICS), STATISTIC).map(([fn, of]) => ({ kind: 'aggregate', fn, of }))],
  [1, fc.tuple(fc.constantFrom<AggregateName>('min', 'max'), fc.constantFrom(...DATES)).map(([fn, name]) => ({ kind: 'aggregate', fn, of: field(name) }))],
  [2, fc.tuple(STATISTIC, fc.constantFrom(0, 0.95, 25, 50, 90, 99.5, 100)).map(([of, p]) => ({ kind: 'aggregate', fn: 'percentile', of, p }))],
)

const NUMERIC_AGGREGATE = AGGREGATE.filter(
  expr => expr.kind === 'aggregate' && !(expr.of !== '*' && expr.of.kind === 'field' && ['since', 'at', 'big'].includes(expr.of.name) && expr.fn !== 'count' && expr.fn !== 'distinct'),
)

/** Aggregates, also combined. */
export const COMBINED: fc.Arbitrary<Expr> = weighted<Expr>(
  [5, AGGREGATE],
  [1, fc.tuple(NUMERIC_AGGREGATE, fc.constantFrom('/', '+', '-', '*'), NUMERIC_AGGREGATE).map(([left, op, right]): Expr => ({ kind: 'arithmetic', op, left, right }))],
  [1, NUMERIC_AGGREGATE.map((left): Expr => ({ kind: 'arithmetic', op: '*', left, right: number(100) }))],
)

/** A place near those of the records. */
export const POINT: fc.Arbitrary<Point> = fc
  .tuple(fc.constantFrom(...valuesOf('place').filter(isPoint)), fc.integer({ min: -40, max: 40 }), fc.integer({ min: -40, max: 40 }))
  .map(([{ lon, lat }, dx, dy]) => ({ lon: Number((lon + dx / 50).toFixed(5)), lat: Number(Math.min(89, Math.max(-89, lat + dy / 50)).toFixed(5)) }))

export const tagOf = (): fc.Arbitrary<string> => fc.constantFrom('old', 'Old', 'listed', 'ill', "l'été", 'a/b', 'new', 'none')
