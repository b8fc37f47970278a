import fc from 'fast-check'
import { DATE_FORMAT, DATES, dateNear, dateText, field, NOW, NUMBERS, NUMERIC, numberNear, PATTERNS, POINT, TEXTS, tagOf, TEXTUAL, textLiteral, textNear, textOf, weighted } from './generate-expr.ts'
import { formatWall } from './calendar.ts'
import type { Compare, Condition, Expr, Geometry, Point } from './tree.ts'

const EQUALITY = fc.constantFrom<Compare>('=', '=', '!=', '<>', ':')
const ANY = fc.constantFrom<Compare>('=', '!=', '<>', ':', '<', '<', '<=', '<=', '>', '>', '>=', '>=')
const ORDER = fc.constantFrom<Compare>('=', '!=', '<>', '<', '<=', '>', '>=')

const compared = (left: fc.Arbitrary<Expr>, op: fc.Arbitrary<Compare>, right: fc.Arbitrary<Expr>): fc.Arbitrary<Condition> =>
  fc.tuple(left, op, right).map(([l, o, r]): Condition => ({ kind: 'compare', op: o, left: l, right: r }))

/** A field beside a literal near its values. */
const beside = (names: readonly string[], op: fc.Arbitrary<Compare>, near: (name: string) => fc.Arbitrary<Expr>): fc.Arbitrary<Condition> =>
  fc.constantFrom(...names).chain(name => compared(fc.constant(field(name)), op, near(name)))

const quotedNumber = (name: string): fc.Arbitrary<Expr> =>
  numberNear(name).map((expr): Expr => (expr.kind === 'number' ? { kind: 'text', text: expr.text } : expr))

const COMPARISON: fc.Arbitrary<Condition> = weighted(
  [6, beside([...NUMBERS, 'big'], ANY, numberNear)],
  [1, beside(['n', 'x'], ANY, quotedNumber)],
  [4, beside(TEXTS, EQUALITY, textNear)],
  [2, beside(['name', 'kind', 'id', 'code'], ANY, textNear)],
  [1, beside(['code'], EQUALITY, () => fc.constantFrom<Expr>({ kind: 'number', text: '7' }, { kind: 'number', text: '12.5' }, { kind: 'number', text: '12' }))],
  [8, beside(DATES, ANY, dateNear)],
  [1, fc.constantFrom(...DATES).chain(name => compared(dateNear(name), ORDER, fc.constant(field(name))))],
  [2, compared(fc.constant(field('at')), ORDER, NOW)],
  [1, compared(fc.constant(field('since')), ORDER, fc.constant(field('at')))],
  [3, compared(NUMERIC, ORDER, NUMERIC)],
  [1, compared(NUMERIC, ORDER, fc.integer({ min: -20, max: 40 }).map((n): Expr => ({ kind: 'number', text: String(n) })))],
  [2, compared(TEXTUAL, ORDER, TEXTUAL)],
  [2, fc.tuple(DATE_FORMAT, ORDER, fc.integer({ min: 0, max: 400 })).map(([left, op, days]): Condition => formatted(left, op, days))],
  [2, compared(fc.constant(field('tags')), EQUALITY, textLiteral(tagOf()))],
  [1, compared(fc.constant(field('ok')), EQUALITY, fc.constantFrom<Expr>({ kind: 'boolean', value: true }, { kind: 'boolean', value: false }, { kind: 'text', text: 'True' }, { kind: 'text', text: 'false' }))],
)

function formatted(left: Expr, op: Compare, days: number): Condition {
  const pattern = left.kind === 'call' && left.args[1]?.kind === 'text' ? left.args[1].text : (PATTERNS[0] ?? '')
  const text = formatWall(Date.UTC(2020, 0, 1) + days * 86_400_000, pattern, 'en')
  return { kind: 'compare', op, left, right: { kind: 'text', text } }
}

const listOf = (item: fc.Arbitrary<Expr>): fc.Arbitrary<readonly Expr[]> => fc.array(item, { minLength: 1, maxLength: 4 })

const LIST: fc.Arbitrary<Condition> = fc
  .tuple(
    fc.oneof(
      fc.constantFrom(...TEXTS).chain(name => fc.tuple(fc.constant(name), listOf(textNear(name)))),
      fc.constantFrom(...NUMBERS, 'big').chain(name => fc.tuple(fc.constant(name), listOf(numberNear(name)))),
      fc.constantFrom(...DATES).chain(name => fc.tuple(fc.constant(name), listOf(fc.oneof(dateText(name).map((text): Expr => ({ kind: 'date', text })), textLiteral(dateText(name)))))),
      fc.tuple(fc.constant('tags'), listOf(textLiteral(tagOf()))),
    ),
    fc.boolean(),
  )
  .map(([[name, list], isNot]): Condition => ({ kind: 'in', of: field(name), list, isNot }))

const ELEMENT: fc.Arbitrary<Condition> = tagOf().map((literal): Condition => ({ kind: 'element', literal, field: 'tags' }))

const ends = (near: fc.Arbitrary<Expr>): fc.Arbitrary<Expr | '*'> => weighted<Expr | '*'>([9, near], [1, fc.constant('*' as const)])

const BETWEEN: fc.Arbitrary<Condition> = fc
  .oneof(
    fc.constantFrom(...NUMBERS, 'big').chain(name => fc.tuple(fc.constant(field(name)), ends(numberNear(name)), ends(numberNear(name)))),
    fc.constantFrom(...DATES).chain(name => {
      const near = dateText(name).map((text): Expr => ({ kind: 'date', text }))
      return fc.tuple(fc.constant(field(name)), ends(near), ends(near))
    }),
    fc.tuple(fc.constant(field('at')), ends(NOW), ends(NOW)),
  )
  .chain(([of, low, high]) =>
    fc.tuple(fc.boolean(), fc.boolean(), fc.constantFrom('..', 'to', ':to')).map(
      ([lowOpen, highOpen, spelt]): Condition => ({ kind: 'between', of, ...inOrder(low, high), lowOpen, highOpen, spelt }),
    ),
  )

/** Bounds the right way round when both are literals of one kind: an empty range says little. */
function inOrder(low: Expr | '*', high: Expr | '*'): { readonly low: Expr | '*'; readonly high: Expr | '*' } {
  if (low === '*' || high === '*' || !('text' in low) || !('text' in high)) return { low, high }
  const isTurned = low.kind === 'number' ? Number(low.text) > Number(high.text) : low.text > high.text
  return isTurned ? { low: high, high: low } : { low, high }
}

const wordsOf = (name: string): fc.Arbitrary<string> =>
  textOf(name).map(text => text.split(/[^\p{L}\p{N}]+/u).filter(word => /^\p{L}+$/u.test(word)).slice(0, 3).join(' ')).filter(text => text !== '')

const LIKE: fc.Arbitrary<Condition> = fc
  .tuple(
    fc.constantFrom('name', 'kind', 'path', 'tags'),
    fc.oneof(wordsOf('name'), wordsOf('kind'), wordsOf('path'), tagOf()),
    fc.constantFrom('', '', '*', 'short*', 'turned'),
    fc.boolean(),
  )
  .map(([name, words, how, isNot]): Condition => ({ kind: 'like', of: field(name), text: bent(words, how), isNot }))

function bent(words: string, how: string): string {
  if (how === 'turned') return words.split(' ').reverse().join(' ').toUpperCase()
  return how === 'short*' ? `${words.slice(0, Math.max(1, words.length - 2)).trimEnd()}*` : `${words}${how}`
}

const SEARCHED_WORDS = fc.oneof(wordsOf('name'), wordsOf('name'), wordsOf('kind'), wordsOf('path'))

const FULLTEXT: fc.Arbitrary<Condition> = fc
  .tuple(SEARCHED_WORDS, fc.constantFrom('', '', '*', 'short*', 'turned'))
  .map(([words, how]): Condition => ({ kind: 'fulltext', text: bent(words, how) }))

/** A slip of the finger in a word. */
function slip(text: string, at: number, kind: number): string {
  const letters = [...text]
  const i = at % letters.length
  if (letters[i] === ' ') return text
  if (kind === 0) letters.splice(i, 1)
  if (kind === 1) letters.splice(i, 0, 'e')
  if (kind === 2) letters[i] = 'o'
  if (kind === 3) letters.splice(i, 2, letters[i + 1] ?? '', letters[i] ?? '')
  return letters.join('').trim()
}

const MATCH_FIELDS = fc.oneof(
  fc.constantFrom<readonly string[]>([], ['*']),
  fc.uniqueArray(fc.constantFrom('name', 'kind', 'path', 'tags', 'group_name'), { minLength: 1, maxLength: 3 }),
)

const MATCH: fc.Arbitrary<Condition> = weighted(
  [
    3,
    fc.tuple(MATCH_FIELDS, SEARCHED_WORDS, fc.nat(12), fc.constantFrom(0, 1, 2, 3, 4, 4), fc.constantFrom('', 'book ', 'oak ')).map(
      ([fields, words, at, kind, before]): Condition => ({ kind: 'match', fn: 'search', fields, text: slip(`${before}${words}`, at, kind) }),
    ),
  ],
  [
    2,
    fc.tuple(MATCH_FIELDS, SEARCHED_WORDS, fc.integer({ min: 0, max: 3 })).map(
      ([fields, words, cut]): Condition => ({ kind: 'match', fn: 'suggest', fields, text: words.slice(0, Math.max(1, words.length - cut)).trimEnd() }),
    ),
  ],
  [
    2,
    fc.tuple(MATCH_FIELDS, fc.oneof(textOf('name'), textOf('kind'), textOf('path'), textOf('id'), tagOf()), fc.integer({ min: 1, max: 6 })).map(
      ([fields, text, length]): Condition => ({ kind: 'match', fn: 'startswith', fields, text: [...text].slice(0, length).join('') }),
    ),
  ],
).filter(condition => condition.kind !== 'match' || condition.text.trim() !== '')

const RADII = fc.constantFrom('80km', '12.5km', '900 m', '250000', '1500000m', '60mi', '40000yd', '300000ft', '4000000cm', '90000000mm', '9000km')

const box = (centre: Point, width: number, height: number): readonly [Point, Point] => [
  { lon: near(centre.lon - width), lat: near(centre.lat + height) },
  { lon: near(centre.lon + width), lat: near(centre.lat - height) },
]
const near = (value: number): number => Number(value.toFixed(5))

/** A star around a place, its border off every record's place. */
function star({ lon, lat }: Point, radii: readonly number[]): readonly (readonly [number, number])[] {
  const points = radii.map((radius, i): readonly [number, number] => {
    const angle = (2 * Math.PI * i) / radii.length
    return [Number((lon + radius * Math.cos(angle) + 0.00013).toFixed(5)), Number((lat + radius * Math.sin(angle) + 0.00017).toFixed(5))]
  })
  return [...points, ...points.slice(0, 1)]
}

const STAR = fc.tuple(POINT, fc.array(fc.integer({ min: 3, max: 26 }).map(n => n / 10), { minLength: 3, maxLength: 7 }))

const GEOMETRY: fc.Arbitrary<Geometry> = weighted<Geometry>(
  [4, STAR.map(([at, radii]) => ({ type: 'Polygon', coordinates: [star(at, radii)] }))],
  [2, STAR.map(([at, radii]) => ({ type: 'Polygon', coordinates: [star(at, radii), star(at, radii.map(radius => radius / 2))] }))],
  [1, fc.tuple(STAR, STAR).map(([[a, r], [b, s]]) => ({ type: 'MultiPolygon', coordinates: [[star(a, r)], [star({ lon: b.lon + 12, lat: b.lat }, s)]] }))],
)

const GEO: fc.Arbitrary<Condition> = weighted<Condition>(
  [3, fc.tuple(POINT, RADII, fc.constantFrom('within_distance', 'distance')).map(([centre, radius, fn]) => ({ kind: 'circle', fn, field: 'place', centre, radius }))],
  [
    3,
    fc.tuple(POINT, fc.integer({ min: 2, max: 30 }), fc.integer({ min: 2, max: 30 }), fc.constantFrom('in_bbox', 'bbox'), fc.boolean(), fc.constantFrom('place', 'place', 'area')).map(
      ([centre, w, h, fn, isTurned, name]): Condition => {
        const [a, b] = box(centre, w / 10, h / 10)
        return { kind: 'box', fn, field: name, corners: isTurned && fn === 'in_bbox' ? [b, a] : [a, b] }
      },
    ),
  ],
  [
    6,
    fc.tuple(GEOMETRY, fc.constantFrom('intersects', 'disjoint', 'within', 'polygon', 'geometry'), fc.constantFrom(undefined, 'intersects', 'disjoint', 'within'), fc.boolean(), fc.constantFrom('place', 'area')).map(
      ([geometry, fn, mode, wkt, name]): Condition => ({ kind: 'shape', fn, field: fn === 'polygon' ? 'place' : name, geometry, wkt, ...(fn === 'geometry' && mode !== undefined ? { mode } : {}) }),
    ),
  ],
)

const STATE: fc.Arbitrary<Condition> = weighted<Condition>(
  [3, fc.tuple(fc.constantFrom('name', 'n', 'x', 'ok', 'since', 'at', 'tags', 'place', 'path', 'area'), fc.boolean()).map(([name, isNot]) => ({ kind: 'is', of: field(name), what: 'null', isNot }))],
  [3, fc.tuple(fc.constantFrom('true', 'false'), fc.boolean()).map(([what, isNot]) => ({ kind: 'is', of: field('ok'), what, isNot }))],
  [2, fc.constant({ kind: 'truth', field: 'ok' })],
)

const LEAF: fc.Arbitrary<Condition> = weighted(
  [10, COMPARISON],
  [3, LIST],
  [1, ELEMENT],
  [3, BETWEEN],
  [3, LIKE],
  [2, FULLTEXT],
  [4, MATCH],
  [4, GEO],
  [2, STATE],
)

/** Any condition, up to a few levels deep. */
export const { condition: CONDITION } = fc.letrec<{ condition: Condition }>(tie => {
  const joined = (kind: 'and' | 'or'): fc.Arbitrary<Condition> =>
    fc.tuple(fc.array(tie('condition'), { minLength: 2, maxLength: 3 }), fc.nat(9)).map(([of, dice]): Condition => ({ kind, of, ...(kind === 'and' && dice === 0 ? { comma: true } : {}) }))
  return {
    condition: fc.oneof(
      { maxDepth: 3, withCrossShrink: true },
      { weight: 7, arbitrary: LEAF },
      { weight: 2, arbitrary: tie('condition').map((of): Condition => ({ kind: 'not', of })) },
      { weight: 2, arbitrary: joined('and') },
      { weight: 3, arbitrary: joined('or') },
    ),
  }
})
