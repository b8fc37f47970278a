import fc from 'fast-check'
import { hasAggregate } from './aggregate.ts'
import { matching } from './answer.ts'
import { AGGREGATE, COMBINED, DATE_FORMAT, DATES, field, NUMERIC, POINT, SCALAR, weighted } from './generate-expr.ts'
import { CONDITION } from './generate-where.ts'
import { printExpr } from './print.ts'
import { WORLD } from './records.ts'
import { type Expr, type FacetItem, type GroupItem, Open, type OrderItem, type Question, type RangeSpec, type Refinement, type SelectItem } from './tree.ts'

const ZONES = ['UTC', 'UTC', 'Europe/Paris', 'America/New_York', 'Asia/Kolkata', 'Asia/Kathmandu', 'Pacific/Auckland', 'America/Sao_Paulo', 'US/Eastern', 'Australia/Lord_Howe', 'Asia/Tokyo', 'Europe/London'] as const

const NAMES = WORLD.fields.map(({ name }) => name)

/** Values to refine by, as a caller spells them. */
const REFINEMENT: fc.Arbitrary<Refinement> = fc.oneof(
  ...['kind', 'kind', 'group_name', 'path', 'tags', 'rank', 'code', 'ok', 'since', 'at', 'x'].map(name =>
    fc.tuple(fc.constantFrom(...spellings(name)), fc.nat(7)).map(([value, dice]): Refinement => ({ name, value: dice === 0 && !/["\\]/.test(value) ? `"${value}"` : value })),
  ),
)

function spellings(name: string): readonly string[] {
  const values = WORLD.rows.map(row => row.get(name) ?? null)
  const texts = values.flatMap(value => {
    if (value === null) return []
    if (Array.isArray(value)) return value.map(String)
    if (typeof value === 'object') {
      const ms = 'day' in value ? value.day : 'instant' in value ? value.instant : 0
      const [year = '', month = '', day = ''] = new Date(ms).toISOString().slice(0, 10).split('-')
      return [year, year, `${year}/${month}`, `${year}/${Number(month)}`, `${year}-${month}-${day}`, `${year}/${month}/${day}`]
    }
    const text = String(value)
    if (name === 'path') return [text, text.split('/')[0] ?? '', text.slice(0, Math.max(1, text.lastIndexOf('/')))]
    if (name === 'rank') return [text, `${text}.0`]
    return typeof value === 'boolean' ? [text, text.toUpperCase()] : [text]
  })
  return [...new Set(texts)]
}

const LABELS = ['label', 'Height (m)', 'été'] as const

const ITEM: fc.Arbitrary<SelectItem> = weighted<SelectItem>(
  [4, fc.constantFrom(...NAMES).map(name => ({ of: field(name) }))],
  [4, SCALAR.map(of => ({ of }))],
  [2, fc.tuple(SCALAR, fc.constantFrom(...LABELS)).map(([of, as]) => ({ of, as }))],
  [1, NUMERIC.map(of => ({ of, as: 'n' }))],
  [1, fc.tuple(fc.constantFrom<Expr>({ kind: 'text', text: 'hello' }, { kind: 'number', text: '1' }, { kind: 'number', text: '2.5' }), fc.constantFrom('one', 'a')).map(([of, as]) => ({ of, as }))],
  [1, fc.tuple(fc.constantFrom('include', 'exclude'), fc.constantFrom('n*', 'k*', 'at', 'id', 'p*')).map(([kind, pattern]) => ({ of: { kind, pattern } }))],
  [1, fc.constant({ of: '*' })],
  [1, fc.tuple(POINT, fc.constantFrom('far', 'd')).map(([from, as]) => ({ of: { kind: 'distance', field: 'place', from }, as }))],
  [1, fc.constantFrom<Expr>({ kind: 'call', fn: 'date_format', args: [field('at'), { kind: 'text', text: 'EEEE d MMMM yyyy' }] }, { kind: 'call', fn: 'date_format', args: [field('since'), { kind: 'text', text: 'EEEE d MMMM' }] }).map(of => ({ of, as: 'spoken' }))],
)

const ORDERED = ['n', 'x', 'name', 'kind', 'since', 'at', 'ok', 'tags', 'code', 'rank', 'big', 'id', 'path'] as const

/** `-field desc` says two things. */
const isNegated = (of: Expr): boolean => of.kind === 'minus' && of.of.kind === 'field'

const ORDER: fc.Arbitrary<OrderItem> = fc
  .tuple(
    weighted<Expr>([6, fc.constantFrom(...ORDERED).map(field)], [2, SCALAR.filter(of => !isNegated(of))], [1, POINT.map((from): Expr => ({ kind: 'distance', field: 'place', from }))]),
    fc.boolean(),
    fc.nat(3),
  )
  .map(([of, descending, dice]): OrderItem => ({ of, descending, ...(dice === 0 && of.kind === 'field' ? { minus: true } : {}) }))

/** No key twice, and no label that another item means as a field. */
function distinctKeys<T extends SelectItem | GroupItem>(items: readonly T[]): readonly T[] {
  const seen = new Set<string>()
  return items.filter(({ of, as }) => {
    const key = as ?? (of === '*' ? '*' : 'pattern' in of ? `${of.kind}${of.pattern}` : printExpr(of))
    if (seen.has(key)) return false
    seen.add(key)
    return true
  })
}

type Clauses = Pick<Question, 'select' | 'groupBy' | 'orderBy' | 'facets'>

const PLAIN: fc.Arbitrary<Clauses> = fc
  .tuple(fc.array(ITEM, { maxLength: 4 }), fc.array(ORDER, { maxLength: 3 }), fc.nat(4))
  .map(([items, orderBy, dice]): Clauses => {
    const hasAll = items.some(({ of }) => of === '*' || 'pattern' in of)
    const select = distinctKeys(items.filter(({ as }) => !hasAll || as !== 'n'))
    const labels = select.flatMap(({ of, as }) => (as !== undefined && of !== '*' && !('pattern' in of) && isScalar(of) ? [as] : []))
    const [label] = labels
    const far = orderBy.find(({ of }) => of.kind === 'distance')
    if (far !== undefined) return { select: withId(select), groupBy: [], orderBy: [far], facets: [] }
    const by = label !== undefined && dice === 0 ? [{ of: { kind: 'label' as const, name: label }, descending: true }, ...orderBy] : orderBy
    return { select: withId(select), groupBy: [], orderBy: by, facets: [] }
  })

const isScalar = (of: Expr): boolean => of.kind === 'call' || of.kind === 'field' || of.kind === 'arithmetic'

/** Rows that tell which record they are. */
const withId = (select: readonly SelectItem[]): readonly SelectItem[] =>
  select.length === 0 || select.some(({ of }) => of === '*' || ('pattern' in of) || (of.kind === 'field' && of.name === 'id'))
    ? select
    : [{ of: field('id') }, ...select]

const WHOLE: fc.Arbitrary<Clauses> = fc
  .tuple(fc.array(COMBINED, { minLength: 1, maxLength: 3 }), fc.array(ORDER, { maxLength: 1 }))
  .map(([aggregates, orderBy]): Clauses => ({
    select: [{ of: field('id') }, ...aggregates.map((of, i): SelectItem => ({ of, as: `a${i}` }))],
    ...{ groupBy: [], orderBy, facets: [] },
  }))

const RANGE: fc.Arbitrary<Expr> = fc
  .oneof(
    fc.tuple(fc.constantFrom('n', 'rank', 'x'), fc.constantFrom('2', '5', '10', '25').map((width): RangeSpec => ({ kind: 'width', width }))),
    fc.tuple(fc.constantFrom('n', 'x'), fc.constantFrom(['*', '0', '10', '*'], ['-5', '5', '20'], ['*', '12.5'], ['20.5', '*'], ['0', '1', '2', '3', '50']).map((bounds): RangeSpec => ({ kind: 'bounds', bounds }))),
    fc.tuple(fc.constant('at'), fc.constantFrom(['*', '2018-01-01', '2020-03-29', '*'], ['2017-01', '2019-01', '2021-01'], ['1890-01-01', '2019-06-15']).map((bounds): RangeSpec => ({ kind: 'bounds', bounds }))),
    fc.tuple(fc.constant('since'), fc.constantFrom(['*', '2018-01-01', '*'], ['1960-01-01', '2018-02-18', '2020-03-31']).map((bounds): RangeSpec => ({ kind: 'bounds', bounds }))),
    fc.tuple(fc.constantFrom(...DATES), fc.constantFrom('day', 'd', 'week', 'w', 'month', 'M', 'quarter', 'q', 'year', 'y').map((unit): RangeSpec => ({ kind: 'interval', every: 1, unit }))),
  )
  .map(([name, spec]): Expr => ({ kind: 'range', field: name, spec }))

const SUB_DAY: fc.Arbitrary<Expr> = fc.tuple(fc.constantFrom(1, 6, 12), fc.constantFrom('h', 'hours')).map(([every, unit]): Expr => ({ kind: 'range', field: 'at', spec: { kind: 'interval', every, unit } }))

const GROUP: fc.Arbitrary<GroupItem> = fc
  .tuple(
    weighted<Expr>(
      [6, fc.constantFrom('kind', 'group_name', 'path', 'rank', 'ok', 'since', 'at', 'code', 'n', 'x').map(field)],
      [3, fc.constant(field('tags'))],
      [3, fc.tuple(fc.constantFrom('year', 'month', 'day', 'hour', 'minute', 'second'), fc.constantFrom(...DATES)).map(([fn, name]): Expr => ({ kind: 'call', fn, args: [field(name)] }))],
      [1, DATE_FORMAT],
      [5, RANGE],
      [1, SUB_DAY],
      [1, fc.constantFrom('kind', 'path').map((name): Expr => ({ kind: 'call', fn: 'lower', args: [field(name)] }))],
      [1, fc.constantFrom('kind', 'code').map((name): Expr => ({ kind: 'call', fn: 'ifnull', args: [field(name), { kind: 'text', text: 'none' }] }))],
    ),
    fc.nat(3),
  )
  .map(([of, dice]): GroupItem => ({ of, ...(dice === 0 ? { as: `k_${of.kind}` } : {}) }))

const GROUPED: fc.Arbitrary<Clauses> = fc
  .tuple(
    fc.array(GROUP, { minLength: 1, maxLength: 2 }),
    fc.array(fc.tuple(COMBINED, fc.boolean()), { maxLength: 3 }),
    fc.nat(5),
    fc.array(fc.boolean(), { minLength: 3, maxLength: 3 }),
    AGGREGATE,
  )
  .map(([keys, aggregates, how, down, other]): Clauses => {
    const groupBy = distinctKeys(distinctKeys(keys.map(({ of }) => ({ of })))
      .map(({ of }, i): GroupItem => ({ of, ...(keys[i]?.as === undefined ? {} : { as: `k${i}` }) })))
    const select = distinctKeys(aggregates.map(([of, isNamed], i): SelectItem => ({ of, ...(isNamed ? { as: `a${i}` } : {}) })))
    const [descending = false, second = false] = down
    const named = select.find(({ as }) => as !== undefined)
    const [key] = groupBy
    const byKey = key === undefined ? [] : [{ of: key.as === undefined ? key.of : { kind: 'label' as const, name: key.as }, descending: second }]
    const orders: readonly (readonly OrderItem[])[] = [
      [],
      byKey,
      [{ of: other, descending }],
      [{ of: other, descending }, ...byKey],
      named?.as === undefined ? [] : [{ of: { kind: 'label', name: named.as }, descending }],
      [{ of: { kind: 'aggregate', fn: 'count', of: '*' }, descending: true }],
    ]
    return { select, groupBy, orderBy: orders[how] ?? [], facets: [] }
  })

const sortsOf = (name: string): readonly NonNullable<FacetItem['sort']>[] => {
  const type = WORLD.fields.find(field => field.name === name)?.type
  if (type === 'int' || type === 'double') return ['count', '-count', 'num', '-num']
  return type === 'boolean' ? ['count', '-count'] : ['count', '-count', 'alphanum', '-alphanum']
}

const FACET: fc.Arbitrary<FacetItem> = fc
  .constantFrom('kind', 'kind', 'group_name', 'path', 'tags', 'rank', 'ok', 'since', 'at', 'code', 'x')
  .chain(name =>
    fc.tuple(fc.constantFrom(...sortsOf(name)), fc.nat(3), fc.boolean(), fc.nat(3), fc.integer({ min: 1, max: 6 })).map(
      ([sort, dice, disjunctive, die, limit]): FacetItem => ({
        name,
        ...(dice < 2 ? { sort } : {}),
        ...(dice === 1 || dice === 2 ? { disjunctive } : {}),
        ...(die === 0 && !['path', 'since', 'at'].includes(name) ? { limit } : {}),
      }),
    ),
  )

const FACETED: fc.Arbitrary<Clauses> = fc
  .uniqueArray(FACET, { minLength: 1, maxLength: 3, selector: ({ name }) => name })
  .map((facets): Clauses => ({ select: [], groupBy: [], orderBy: [], facets }))

/** How many records are left; null where the reference leaves it open. */
function matched(question: Question): number | null {
  try {
    return matching(WORLD, question, null).length
  } catch (error) {
    if (error instanceof Open) return null
    throw error
  }
}

const refinements = (most: number): fc.Arbitrary<readonly Refinement[]> =>
  weighted<readonly Refinement[]>([6, fc.constant([])], [2, fc.array(REFINEMENT, { minLength: 1, maxLength: most })])

/** A question whose answer is seldom nothing or everything. */
export const QUESTION: fc.Arbitrary<Question> = fc
  .tuple(
    fc.record({
      where: fc.array(CONDITION, { maxLength: 2 }),
      refine: refinements(2),
      exclude: refinements(2),
      limit: fc.constantFrom(100, 100, 100, 20, 10, 3, 0),
      offset: fc.constantFrom(0, 0, 0, 0, 2, 17),
      timezone: fc.constantFrom(...ZONES),
      language: fc.constantFrom('en', 'en', 'fr'),
      capitals: fc.boolean(),
    }),
    weighted<Clauses>([8, PLAIN], [2, WHOLE], [7, GROUPED], [4, FACETED]),
    fc.nat(9),
  )
  .map(([base, clauses, dice]) => ({ question: { ...base, ...clauses, exclude: base.exclude } satisfies Question, dice }))
  .filter(({ question, dice }) => {
    const count = matched(question)
    return count !== null && (dice === 0 || (count > 0 && count < WORLD.rows.length))
  })
  .map(({ question }) => question)

export { hasAggregate }
