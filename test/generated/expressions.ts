import fc, { type Arbitrary } from 'fast-check'
import type { FieldFacts, Kind } from './facts.ts'

const quoted = (text: string): string => JSON.stringify(text)

/** A field as questions name it: bare, in back-quotes, or in other letters where only one field has them. */
export const named = (name: string): Arbitrary<string> =>
  fc.constantFrom(/^[a-z]\w*$/i.test(name) ? name : `\`${name}\``, `\`${name}\``)

const one = (...texts: readonly string[]): Arbitrary<string> => fc.constantFrom(...texts)

const joined = (...parts: readonly (string | Arbitrary<string>)[]): Arbitrary<string> =>
  fc
    .tuple(...parts.map(part => (typeof part === 'string' ? fc.constant(part) : part)))
    .map(all => all.join(''))

const NUMBERS = one('0', '1', '2.5', '-3', '10', '100', '0.1')
const PLACES = fc
  .tuple(fc.integer({ min: 150, max: 480 }), fc.integer({ min: 4700, max: 5000 }))
  .map(([lon, lat]) => `geom'POINT(${lon / 100} ${lat / 100})'`)
const AREAS = fc
  .tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 47, max: 49 }), fc.integer({ min: 1, max: 3 }))
  .map(
    ([x, y, d]) => `geom'POLYGON((${x} ${y}, ${x + d} ${y}, ${x + d} ${y + d}, ${x} ${y + d}, ${x} ${y}))'`,
  )
const DISTANCES = one('10km', '1.5mi', '300m', '2000yd', '40 km')
const DATES = one(
  "date'1950'",
  "date'2020-04'",
  "date'1900-06-15'",
  "date'2020-05-01T10:30:00Z'",
  "'2000-01-01'",
  'now(years=-50)',
)
const WORDS = one('"oak"', '"ash elm"', '"plant"', '"lis"', '"1 2"', '"city"', '"été"')

/** Expressions and conditions over the fields of one dataset, by the type of what they give. */
export interface Language {
  readonly number: Arbitrary<string>
  readonly text: Arbitrary<string>
  readonly date: Arbitrary<string>
  readonly condition: Arbitrary<string>
  readonly aggregate: Arbitrary<string>
  readonly scalar: Arbitrary<string>
  readonly group: Arbitrary<string>
  /** A field that records can be sorted by. */
  readonly sortable: Arbitrary<string>
}

/** What is there of a kind, or what stands in for it. */
const pick = (choices: readonly Arbitrary<string>[], otherwise: string): Arbitrary<string> =>
  choices.length === 0 ? fc.constant(otherwise) : fc.oneof(...choices)

export function languageOf(fields: readonly FieldFacts[]): Language {
  const of = (...kinds: readonly Kind[]): readonly FieldFacts[] =>
    fields.filter(({ kind }) => kinds.includes(kind))
  const names = (...kinds: readonly Kind[]): readonly Arbitrary<string>[] =>
    of(...kinds).map(({ name }) => named(name))
  const texts = pick(names('text'), '"none"')
  const dates = pick(names('date'), 'now()')
  const text = fc.oneof(
    { weight: 4, arbitrary: texts },
    joined(one('lower(', 'upper(', 'LOWER ('), texts, ')'),
    joined('ifnull(', texts, ', "none")'),
    joined('date_format(', dates, one(", 'YYYY')", ', "dd/MM/YYYY HH:mm")', ", 'MMMM')")),
  )
  const points = names('point')
  const { number } = fc.letrec<{ number: string }>(tie => ({
    number: fc.oneof(
      { maxDepth: 2, depthIdentifier: 'number' },
      { weight: 4, arbitrary: pick(names('number'), '1') },
      NUMBERS,
      joined('length(', texts, ')'),
      joined(one('year(', 'month(', 'day('), dates, ')'),
      ...(points.length === 0 ? [] : [joined('distance(', fc.oneof(...points), ', ', PLACES, ')')]),
      joined('(', tie('number'), one(' + ', ' - ', ' * ', '/'), tie('number'), ')'),
      joined('-', tie('number')),
    ),
  }))
  const scalar = fc.oneof(
    text,
    number,
    dates,
    pick(names('boolean', 'texts', 'point', 'shape', 'other'), '1'),
  )
  const measured = pick(names('number'), '1')
  const aggregate = fc.oneof(
    one('count(*)', 'COUNT( * )'),
    joined('count(', fc.oneof(texts, measured, dates), ')'),
    joined('count(distinct ', fc.oneof(texts, measured), ')'),
    joined(one('sum(', 'avg(', 'min(', 'max(', 'median('), number, ')'),
    joined(one('min(', 'max('), pick(names('date'), '1'), ')'),
    joined('percentile(', measured, one(', 10)', ', 50)', ', 99.5)')),
    joined('sum(', measured, ')/count(*)*100'),
    ...(points.length === 0 ? [] : [joined(one('envelope(', 'bbox('), fc.oneof(...points), ')')]),
  )
  const group = fc.oneof(
    { weight: 3, arbitrary: pick(names('text', 'texts', 'boolean', 'number', 'date'), '1') },
    joined('lower(', texts, ')'),
    joined('range(', measured, one(', 5)', ', 10.5)', ', *, 10, 20, *)', ', 1, 50, 100)')),
    joined(one('year(', 'month('), dates, ')'),
    ...(names('date').length === 0
      ? []
      : [
          joined(
            'range(',
            fc.oneof(...names('date')),
            one(', 1 year)', ', 10 days)', ', 1M)', ", *, date'1950', date'2000', *)"),
          ),
        ]),
    ...(points.length === 0
      ? []
      : [joined('geo_cluster(', fc.oneof(...points), one(', 3)', ', 8)', ', 12, 80)'))]),
  )
  return {
    ...{
      number,
      text,
      date: dates,
      aggregate,
      scalar,
      group,
      condition: conditionOf(fields, { number, text }),
    },
    sortable: pick(names('text', 'number', 'boolean', 'date'), '1'),
  }
}

const written = (value: unknown): string =>
  typeof value === 'number' ? String(value) : quoted(String(value))

/** Comparisons of a field with what it holds. */
function comparisons(field: FieldFacts): readonly Arbitrary<string>[] {
  const name = named(field.name)
  const values = field.values.filter(value => typeof value !== 'object')
  const value = values.length === 0 ? fc.constant('1') : fc.constantFrom(...values.map(written))
  const compare = one(' = ', '=', ' != ', ' <> ', ' < ', '>=', ' > ', ' <= ')
  switch (field.kind) {
    case 'text':
      return [
        joined(name, one(' = ', ' != ', ':', ' > ', '<='), value),
        joined(name, one(' in (', ' not in ('), value, ', ', value, ')'),
        joined(name, ' like ', WORDS),
        joined(one('search(', 'suggest(', 'startswith('), name, ', ', WORDS, ')'),
      ]
    case 'number':
      return [
        joined(name, compare, value),
        joined(name, ' in ', one('[1..20]', ']1 .. 20[', '[* TO 10]', '(1, 2, 3)')),
        joined(value, compare, name),
      ]
    case 'date':
      return [
        joined(name, compare, DATES),
        joined(name, " in [date'1900'..", one("date'1990'", 'now()'), ']'),
      ]
    case 'boolean':
      return [joined(name, one(' is true', ' = false', ' is not true', '')), joined('not ', name)]
    case 'texts': {
      const elements = field.values.flatMap(list => (Array.isArray(list) ? list.map(written) : []))
      return [joined(fc.constantFrom(...elements, '"none"'), ' in ', name)]
    }
    case 'point':
      return [
        joined('within_distance(', name, ', ', PLACES, ', ', DISTANCES, ')'),
        joined('in_bbox(', name, ', 47.5, 2, 49.2, ', one('3.1', '4', '-1.5'), ')'),
        joined(one('intersects(', 'within(', 'disjoint('), name, ', ', AREAS, ')'),
      ]
    case 'shape':
      return [joined(one('intersects(', 'within(', 'disjoint('), name, ', ', AREAS, ')')]
    case 'other':
      return []
  }
}

function conditionOf(
  fields: readonly FieldFacts[],
  { number, text }: { readonly number: Arbitrary<string>; readonly text: Arbitrary<string> },
): Arbitrary<string> {
  const single = fc.oneof(
    ...fields.flatMap(comparisons).map(arbitrary => ({ weight: 2, arbitrary })),
    ...fields.map(({ name }) => joined(named(name), one(' is null', ' IS NOT NULL'))),
    joined(number, one(' > ', ' = ', ' != ', '<='), number),
    joined(text, one(' = ', ' > ', ' != '), text),
    joined('search(*, ', WORDS, ')'),
    WORDS,
  )
  const { condition } = fc.letrec<{ condition: string }>(tie => ({
    condition: fc.oneof(
      { maxDepth: 2, depthIdentifier: 'condition' },
      { weight: 5, arbitrary: single },
      joined(tie('condition'), one(' and ', ' OR ', ' AND '), tie('condition')),
      joined('(', tie('condition'), ')'),
      joined('not (', tie('condition'), ')'),
    ),
  }))
  return condition
}
