import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { MAX_DEPTH, MAX_LENGTH } from './cursor.ts'
import { wireError } from './faults.ts'
import { type ClauseTexts, parse } from './parser.ts'
import { print } from './print.ts'

const message = (texts: ClauseTexts): string => {
  const tree = parse(texts)
  assert.equal(tree.ok, false, JSON.stringify(texts))
  if (tree.ok) return ''
  const { error_code, message: said } = wireError(tree.diagnostics)
  assert.equal(error_code, 'ODSQLSyntaxError')
  return said
}

/** What the parser cannot use, and where it says so: clause, text, position, token (explore-api §4). */
const REFUSED: readonly (readonly [keyof ClauseTexts, string, number, string])[] = [
  ['where', 'contains(species, "oak")', 8, '('],
  ['where', 'foo(species)', 3, '('],
  ['where', 'BOGUS(', 5, '('],
  ['where', 'invalid_function()', 16, '('],
  ['where', 'if(a, b, c)', 2, '('],
  ['where', 'case when a', 5, 'when'],
  ['where', 'stddev(a) > 1', 6, '('],
  ['where', 'day_of_week(d) = 1', 11, '('],
  ['where', 'in_distance(p, 1)', 11, '('],
  ['where', 'quarter(d) = 1', 7, '('],
  ['where', "a = 'it''s'", 8, "'s'"],
  ['where', 'a between 1 and 2', 2, 'between'],
  ['where', 'a = b = c', 6, '='],
  ['where', 'a # b', 2, '#'],
  ['where', '"never closed', 0, '"'],
  ['where', '`never closed', 0, '`'],
  ['where', 'a = 1..2', 5, '..'],
  ['where', '(a > 1) + 2', 8, '+'],
  ['where', '2 + (a > 1)', 7, '>'],
  ['where', 'search(*, "x") = 1', 15, '='],
  ['where', 'search(a)', 8, ')'],
  ['where', 'a in (b)', 6, 'b'],
  ['where', 'a in [1; 2]', 7, ';'],
  ['where', 'a + b in c', 9, 'c'],
  ['where', 'a is 3', 5, '3'],
  ['where', 'a like b', 7, 'b'],
  ['where', 'and = 1', 0, 'and'],
  ['where', 'year() = 1', 5, ')'],
  ['where', 'year(a, b) = 1', 6, ','],
  ['where', 'within_distance(p, geom"POINT(1 2)")', 35, ')'],
  ['where', 'within_distance(p, "POINT(1 2)", 1km)', 19, '"POINT(1 2)"'],
  ['where', 'date_format(d, yyyy) = "1"', 15, 'yyyy'],
  ['where', '1.5.2 = a', 3, '.'],
  ['where', '.5 = a', 0, '.'],
  ['where', 'a = 1 b = 2', 6, 'b'],
  ['where', 'a ! b', 2, '!'],
  ['select', 'a b', 2, 'b'],
  ['select', 'a > 1', 2, '>'],
  ['select', 'a,', -1, ''],
  ['select', 'search(a, "b")', 6, '('],
  ['select', 'geo_cluster(p, 3)', 11, '('],
  ['select', 'count()', 6, ')'],
  ['select', 'sum(*)', 4, '*'],
  ['select', 'a as', -1, ''],
  ['select', 'range(a, 10)', 5, '('],
  ['groupBy', 'range(a)', 7, ')'],
  ['groupBy', 'range(a, 1 Day)', 11, 'Day'],
  ['groupBy', 'range(a, 10, "b")', 13, '"b"'],
  ['groupBy', 'geo_cluster(p, 1.5)', 15, '1.5'],
  ['orderBy', 'a up', 2, 'up'],
  ['orderBy', 'random(1.5)', 7, '1.5'],
  ['orderBy', 'vector_similarity("x")', 17, '('],
  ['refine', 'species', -1, ''],
  ['refine', 'a=b', 1, '='],
  ['facet', 'facet(sort="count")', 18, ')'],
  ['facet', 'facet(name="a", wat=1)', 16, 'wat'],
  ['facet', 'facet(name=a)', 11, 'a'],
]

const CLAUSE = { groupBy: 'group_by', orderBy: 'order_by' } as const

for (const [clause, text, position, token] of REFUSED)
  test(`refused: ${clause}=${text}`, () => {
    const isList = ['where', 'refine', 'exclude', 'facet'].includes(clause)
    const said = message({ [clause]: isList ? [text] : text })
    const name = clause in CLAUSE ? CLAUSE[clause as keyof typeof CLAUSE] : clause
    const what =
      position < 0
        ? `unexpected end of expression at position ${text.length}`
        : `unexpected ${token} at position ${position}`
    assert.equal(
      said,
      `ODSQL syntax exception: ${what} in ${text}. Clause(s) containing the error(s): ${name}.`,
    )
  })

for (const text of [
  'age >',
  'age > 1 and',
  '(age > 1',
  'age + 1',
  'not',
  'a in [1..2',
  "date'2017'",
  'a in (1,',
])
  test(`ends too early: ${text}`, () => {
    assert.match(
      message({ where: [text] }),
      new RegExp(`^ODSQL syntax exception: unexpected end of expression at position ${text.length} in `),
    )
  })

test('the fault of every clause is told', () => {
  assert.equal(
    message({ select: 'a b', where: ['ok = 1', 'b >'], orderBy: 'c up' }),
    'ODSQL syntax exception: unexpected b at position 2 in a b. unexpected end of expression at position 3 in b >. ' +
      'unexpected up at position 2 in c up. Clause(s) containing the error(s): select, where, order_by.',
  )
})

/** Spellings that mean the same tree. */
const SAME: readonly (readonly [keyof ClauseTexts, ...string[]])[] = [
  [
    'where',
    'a = 1',
    'a=1',
    ' A  : 1 '.replace('A', 'a'),
    '`a` = 1',
    '(a) = 1',
    '((a = 1))',
    'a\n=\t1',
    'a = +1',
  ],
  ['where', 'a != 1', 'a <> 1'],
  ['where', 'a and b and c', '(a and b) and c', 'a AND (b And c)', 'a, b, c'],
  ['where', 'not a or b and c', '(not a) or (b and c)'],
  ['where', 'a in [1..2]', 'a:[1 TO 2]', 'a IN [ 1 to 2 ]', 'a in [1 .. 2]'],
  ['where', 'not (a in (1, 2))', 'a not in (1,2)'],
  ['where', 'not (a like "b")', "a NOT LIKE 'b'"],
  ['where', 'not (a is null)', 'a is not null', 'a IS NOT NULL'],
  [
    'where',
    'within_distance(p, geom"POINT(1 2)", 1 km)',
    "within_distance(p, geom'POINT(1 2)', 1km)",
    "WITHIN_DISTANCE (p,GEOM'POINT(1 2)',1KM)",
  ],
  ['where', "d > date'2017-04'", 'd > date "2017-04"', "d > DATE'2017-04'"],
  ['where', 'd in [date"1950-3" to date"2000-1-2"]', 'd:[1950/3 TO 2000/1/2]', 'd:[1950-3 TO 2000-1-2]'],
  ['where', '"a\\"b"', "'a\"b'"],
  ['where', '"é\n"', '"\\u00e9\\n"'],
  ['where', 'geometry(p, geom"POINT(1 2)", intersects)', "geometry(p, geom'POINT(1 2)', INTERSECT)"],
  ['orderBy', 'a desc, b', '-a, b asc', '- a , b'],
  ['orderBy', 'default.title desc', '-default.title'],
  ['groupBy', 'range(a, ]10, 20[)', 'range(a, *, 10, 20, *)'],
  ['groupBy', 'range(d, 1 day)', 'range(d, 1d)', 'range(d, 1 days)', 'range(d,1day)'],
  ['groupBy', 'range(d, 1 month)', 'range(d, 1M)'],
  ['groupBy', 'range(d, 1 minute)', 'range(d, 1m)'],
  ['facet', 'facet(name="a", sort="-count")', "facet( NAME='a' , sort='-count')"],
  ['facet', 'facet(name="a")', 'a', '`a`'],
  ['refine', 'a:"b c"', "a:'b c'", 'a:b c', 'a: b c', '`a`:b c'],
]

const placeless = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value, (key, inner: unknown) => (key === 'span' ? undefined : inner)))

/** A tree without places; the key of an unlabelled expression is its text as written, so that goes too. */
function treeOf(texts: ClauseTexts): unknown {
  const tree = parse(texts)
  assert.ok(tree.ok, JSON.stringify(texts))
  if (!tree.ok) return null
  const unkeyed = <T extends object>(items: readonly T[]): readonly T[] =>
    items.map(item => ({ ...item, text: null }))
  const { select, groupBy } = tree.value
  return placeless({ ...tree.value, select: unkeyed(select), groupBy: unkeyed(groupBy) })
}

const one = (clause: keyof ClauseTexts, text: string): ClauseTexts => ({
  [clause]: ['where', 'refine', 'exclude', 'facet'].includes(clause) ? [text] : text,
})

for (const [clause, first, ...others] of SAME)
  for (const other of others)
    test(`the same: ${other}`, () => {
      assert.deepEqual(treeOf(one(clause, other)), treeOf(one(clause, first ?? '')))
    })

/** Leniencies that clients rely on (explore-api §10). */
const ACCEPTED: readonly ClauseTexts[] = [
  { select: 'year, month, count, search, top, range' },
  { where: ['year = 2020 and date > 3 and geom = "a" and to = 1 and in = 2'] },
  { select: '`height` as `Height (m)`, height as "Height m", 2nd_visit, größe as g' },
  { select: 'include(t*, a), exclude(*), *' },
  { select: 'count(*), count(distinct a), count(distinct *), sum(a*b)/sum(c)*100, percentile(a, 0.95)' },
  {
    select:
      'json_format(a), json_format(a, null), json_format(a, "x"), now(), now(years=+1, weekday=MO(2), day=31)',
  },
  { select: "distance(p, geom'POINT(1 2)') as d, envelope(p), bbox(p), date_format(d, \"'Day 'dd\")" },
  {
    where: [
      "a > date'2017-04-03T08:02:15.5Z'",
      "distance(p, geom'POINT(1 2)', 10)",
      "bbox(p, geom'POINT(1 2)', geom'POINT(3 4)')",
    ],
  },
  { where: ['-a < -(b + 1) * 2', '"x" in tags', '3 in tags', 'a is not true', 'not "x"', 'not not a'] },
  {
    groupBy:
      'range(a, equi(1, 2, 3)), range(a, 20.5, *), geo_cluster(p, 8), geo_cluster(p, 8, 40) as c, a + b',
  },
  { orderBy: 'random(), random(-3) desc, length(a), -year' },
  { refine: ['a:b:c, d', '`a b`:"x\\"y"', 'a:', 'explore.x:y/*'], exclude: ['a:-'] },
  { select: '', where: ['', '  '], groupBy: ' ' },
]

for (const texts of ACCEPTED)
  test(`accepted: ${JSON.stringify(texts)}`, () => {
    assert.ok(parse(texts).ok, JSON.stringify(parse(texts)))
    assert.deepEqual(treeOf(print(must(texts))), treeOf(texts))
  })

function must(texts: ClauseTexts) {
  const tree = parse(texts)
  if (!tree.ok) throw new Error(wireError(tree.diagnostics).message)
  return tree.value
}

test('a key is the expression as written, a name without its back-quotes', () => {
  const tree = must({ select: ' length( species ) , `a b`,count(*)  as n, a  +  b ' })
  assert.deepEqual(
    tree.select.map(item => (item.kind === 'value' ? [item.text, item.label] : null)),
    [
      ['length( species )', null],
      ['a b', null],
      ['count(*)', 'n'],
      ['a  +  b', null],
    ],
  )
})

const NAME = fc.oneof(
  fc.constantFrom('a', 'year', 'and', '12', 'x y', 'q`t', 'b\\c', 'é'),
  fc.string({ minLength: 1 }),
)
const quoteName = (name: string) => `\`${name.replace(/[\\`]/g, '\\$&')}\``
const STRING = fc.string().map(text => JSON.stringify(text))
const NUMBER = fc.oneof(
  fc.nat().map(String),
  fc.tuple(fc.nat(99), fc.nat(99)).map(([a, b]) => `${a}.${b}`),
)
const LITERAL = fc.oneof(STRING, NUMBER, fc.constantFrom('true', 'false', "date'2020-01'"))

const { value: VALUE } = fc.letrec<{ value: string }>(tie => ({
  value: fc.oneof(
    { maxDepth: 4 },
    NAME.map(quoteName),
    LITERAL,
    fc.tuple(tie('value'), fc.constantFrom('+', '-', '*', '/'), tie('value')).map(parts => parts.join(' ')),
    tie('value').map(value => `(${value})`),
    tie('value').map(value => `-${value}`),
    fc
      .tuple(fc.constantFrom('year', 'lower', 'length', 'sum', 'count'), tie('value'))
      .map(([fn, value]) => `${fn}(${value})`),
    fc.tuple(tie('value'), tie('value')).map(([a, b]) => `ifnull(${a}, ${b})`),
  ),
}))

const { condition: CONDITION } = fc.letrec<{ condition: string }>(tie => ({
  condition: fc.oneof(
    { maxDepth: 4 },
    fc
      .tuple(VALUE, fc.constantFrom('=', '!=', '<', '<=', '>', '>=', ':'), VALUE)
      .map(parts => parts.join(' ')),
    fc
      .tuple(VALUE, fc.array(LITERAL, { minLength: 1, maxLength: 3 }))
      .map(([v, list]) => `${v} in (${list.join(',')})`),
    fc.tuple(VALUE, LITERAL, LITERAL).map(([v, a, b]) => `${v} in [${a}..${b}[`),
    fc.tuple(VALUE, STRING).map(([v, text]) => `${v} like ${text}`),
    VALUE.map(v => `${v} is not null`),
    STRING,
    STRING.map(text => `search(*, ${text})`),
    tie('condition').map(c => `not (${c})`),
    fc.tuple(tie('condition'), fc.constantFrom('and', 'or'), tie('condition')).map(parts => parts.join(' ')),
    tie('condition').map(c => `(${c})`),
  ),
}))

test('what is printed reads as the same tree', () => {
  fc.assert(
    fc.property(CONDITION, VALUE, VALUE, (where, select, orderBy) => {
      const texts = { where: [where], select: `${select} as k`, orderBy: `${orderBy} desc` }
      const tree = parse(texts)
      if (!tree.ok) return
      assert.deepEqual(treeOf(print(tree.value)), treeOf(texts))
    }),
    { numRuns: 500 },
  )
})

test('most made-up questions are read', () => {
  const read = fc.sample(CONDITION, 300).filter(where => parse({ where: [where] }).ok)
  assert.ok(read.length > 250, `${read.length} of 300`)
})

const WORDS = [
  ...'()[]<>=!,:.+-*/\'"`\\ ',
  ' and ',
  ' or ',
  ' not ',
  ' in ',
  ' like ',
  ' is ',
  'null',
  'a',
  '1',
  '1.5',
  "date'2020'",
  'now(',
  'count(',
  'range(',
  'search(',
  '..',
  ' to ',
  'é',
  '\0',
  '10km',
]

test('no text throws, and every fault has a place inside the text', () => {
  const garbage = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(fc.constantFrom(...WORDS), { maxLength: 30 }).map(words => words.join('')),
  )
  fc.assert(
    fc.property(garbage, text => {
      const texts = {
        select: text,
        where: [text],
        groupBy: text,
        orderBy: text,
        refine: [text],
        exclude: [text],
        facet: [text],
      }
      const tree = parse(texts)
      if (tree.ok) return
      for (const { span } of tree.diagnostics) {
        assert.ok(span !== undefined && span[0] >= 0 && span[0] <= span[1] && span[1] <= text.length)
      }
      wireError(tree.diagnostics)
    }),
    { numRuns: 2000 },
  )
})

/** Texts that would overflow a stack or take quadratic time in a careless reader. */
const HOSTILE: readonly ((size: number) => ClauseTexts)[] = [
  n => ({ where: ['('.repeat(n)] }),
  n => ({ where: ['not '.repeat(n / 4)] }),
  n => ({ where: ['-'.repeat(n)] }),
  n => ({ where: [`${'a=1 or '.repeat(n / 7)}b=2`] }),
  n => ({ where: ['"'.repeat(n)] }),
  n => ({ where: [`"${'\\'.repeat(n)}`] }),
  n => ({ where: [`a in (${'1,'.repeat(n / 2)}1)`] }),
  n => ({ select: `${'a+'.repeat(n / 2)}a` }),
  n => ({ select: `${'lower('.repeat(n / 6)}` }),
  n => ({ select: `${'a,'.repeat(n / 2)}a` }),
  n => ({ refine: [`a:"${'\\"'.repeat(n / 2)}`] }),
  n => ({ where: [' '.repeat(n)] }),
  n => ({ where: ['a'.repeat(n)] }),
  n => ({ where: ['`'.repeat(n)] }),
]

for (const [index, make] of HOSTILE.entries())
  test(`hostile text ${index} is answered without overflow`, () => {
    parse(make(MAX_LENGTH))
    const tree = parse(make(1_000_000))
    assert.equal(tree.ok && index !== 11, false)
  })

test('nesting has a limit that ordinary questions do not meet', () => {
  const nested = (depth: number) => parse({ where: [`${'('.repeat(depth)}a = 1${')'.repeat(depth)}`] })
  assert.ok(nested(MAX_DEPTH - 1).ok)
  assert.equal(nested(MAX_DEPTH + 1).ok, false)
  assert.ok(parse({ select: `${'a+'.repeat(MAX_DEPTH - 2)}a` }).ok)
  assert.equal(parse({ select: `${'a+'.repeat(MAX_DEPTH + 1)}a` }).ok, false)
  assert.ok(parse({ where: [`${'a = 1 or '.repeat(2000)}b = 2`] }).ok)
})
