import assert from 'node:assert/strict'
import { test } from 'node:test'
import { TREE_FIELDS } from '../../../test/golden/odsql/city-trees.ts'
import { recordFieldSet } from '../sql/record-table.ts'
import { bind } from './bind.ts'
import type { BoundCondition } from './bound.ts'
import { FAULTS, wireError } from './faults.ts'
import { type ClauseTexts, parse } from './parser.ts'
import { type PlannedQuery, type PlanRules, plan, printPlanned } from './plan.ts'

const FIELDS = recordFieldSet(TREE_FIELDS)
const RULES: PlanRules = {
  ...{ rowFilter: null, timezone: 'UTC', language: 'en', now: 1000, limit: 10, offset: 0 },
}

function planned(clauses: ClauseTexts, rules: Partial<PlanRules> = {}): PlannedQuery {
  const tree = parse(clauses)
  if (!tree.ok) throw new Error(wireError(tree.diagnostics).message)
  const bound = bind(tree.value, FIELDS)
  if (!bound.ok) throw new Error(wireError(bound.diagnostics).message)
  return plan(bound.value, { ...RULES, ...rules })
}

const printed = (clauses: ClauseTexts, rules: Partial<PlanRules> = {}): string =>
  printPlanned(planned(clauses, rules))

/** Spellings of the same question: one tag. */
const SAME: readonly (readonly ClauseTexts[])[] = [
  [{}, { select: '' }, { select: '*' }, { where: [' '] }],
  [
    { where: ['age>10'] },
    { where: [' AGE  >  10 '] },
    { where: ['10 < age'] },
    { where: ["age > '10'"] },
    { where: ['(age) > +10'] },
  ],
  [{ where: ["species='oak'"] }, { where: ['species : "oak"'] }, { where: ["'oak' = `species`"] }],
  [
    { where: ["planted_on > date'2017'"] },
    { where: ["planted_on > '2017'"] },
    { where: ['planted_on > 2017'] },
  ],
  [{ orderBy: '-age' }, { orderBy: 'age DESC' }],
  [{ refine: ['planted_on:2020/3'] }, { refine: ['planted_on:"2020/03"'] }],
  [{ select: 'include(tree_id)' }, { select: 'tree_id' }],
]

for (const [first = {}, ...others] of SAME)
  for (const other of others)
    test(`one plan: ${JSON.stringify(other)}`, () => assert.equal(printed(other), printed(first)))

/** Questions whose answers differ: as many tags. */
const DIFFERENT: readonly (readonly [ClauseTexts, Partial<PlanRules>?])[] = [
  [{}],
  [{}, { limit: 11 }],
  [{}, { offset: 1 }],
  [{}, { timezone: 'Europe/Paris' }],
  [{}, { language: 'fr' }],
  [{}, { rowFilter: { kind: 'text', text: 'a' } }],
  [{ where: ['age > 10'] }],
  [{ where: ['age >= 10'] }],
  [{ where: ['age > 10.5'] }],
  [{ where: ['not age > 10'] }],
  [{ where: ['age > 10', 'height > 1'] }],
  [{ where: ['age > 10 or height > 1'] }],
  [{ where: ['"age"'] }],
  [{ where: ['species like "age"'] }],
  [{ where: ["planted_on > date'2017'"] }],
  [{ where: ["planted_on > date'2017-01'"] }],
  [{ where: ["last_visit > date'2017-01-01T00:00'"] }],
  [{ where: ["last_visit > date'2017-01-01T00:00Z'"] }],
  [{ select: 'age' }],
  [{ select: 'age as a' }],
  [{ select: 'age, height' }],
  [{ select: 'height, age' }],
  [{ groupBy: 'age' }],
  [{ groupBy: 'tags' }],
  [{ orderBy: 'age' }],
  [{ orderBy: 'age desc' }],
  [{ orderBy: 'random(1)' }],
  [{ orderBy: 'random(2)' }],
  [{ refine: ['species:oak'] }],
  [{ exclude: ['species:oak'] }],
  [{ refine: ['tags:a', 'tags:b'] }],
  [{ refine: ['tags:a', 'tags:b'], facet: ['facet(name="tags", disjunctive=true)'] }],
]

test('every change of the answer is a change of the plan', () => {
  const texts = DIFFERENT.map(([clauses, rules]) => printed(clauses, rules))
  for (const [index, text] of texts.entries())
    assert.equal(texts.indexOf(text), index, `${JSON.stringify(DIFFERENT[index])} is like another one`)
})

test('questions that depend on the moment or on chance have no tag', () => {
  const volatile = [
    { where: ['last_visit > now()'] },
    { select: 'now() as n' },
    { orderBy: 'random()' },
    { where: ['not (age > 1 and planted_on in [now(days=-1)..now()])'] },
    { groupBy: 'ifnull(last_visit, now()) as k' },
  ]
  for (const clauses of volatile) assert.ok(planned(clauses).volatile, JSON.stringify(clauses))
  for (const clauses of [{}, { orderBy: 'random(1)' }, { where: ['age > 1'] }]) {
    assert.equal(planned(clauses).volatile, false)
    assert.equal(printed(clauses, { now: 1 }), printed(clauses, { now: 2 }))
  }
  assert.notEqual(
    printed({ select: 'now() as n' }, { now: 1 }),
    printed({ select: 'now() as n' }, { now: 2 }),
  )
})

test('the rows that a caller may see filter before anything else', () => {
  const rowFilter: BoundCondition = { kind: 'text', text: 'mine' }
  const { filters } = planned(
    { where: ['age > 1'], refine: ['species:oak'], exclude: ['species:ash'] },
    { rowFilter },
  )
  assert.equal(filters[0]?.condition, rowFilter)
  assert.deepEqual(
    filters.map(filter => [filter.refines === null, filter.condition.kind]),
    [
      [true, 'text'],
      [true, 'compare'],
      [false, 'compare'],
      [true, 'not'],
    ],
  )
})

test('several refinements of a field: alternatives when disjunctive, all of them otherwise', () => {
  const kinds = (clauses: ClauseTexts) => planned(clauses).filters.map(({ condition }) => condition.kind)
  assert.deepEqual(kinds({ refine: ['species:a', 'species:b'] }), ['or'])
  assert.deepEqual(kinds({ refine: ['tags:a', 'tags:b'] }), ['and'])
  assert.deepEqual(kinds({ refine: ['tags:a', 'species:b'] }), ['compare', 'compare'])
})

test('groups without an order come by their keys, after the orders that are given', () => {
  const keys = ({ orderBy }: PlannedQuery) =>
    orderBy.map(({ value }) => (value.kind === 'key' ? value.index : value.kind))
  assert.deepEqual(keys(planned({ groupBy: 'species, age' })), [0, 1])
  assert.deepEqual(keys(planned({ groupBy: 'species, age', orderBy: 'count(*) desc, age' })), ['call', 1, 0])
})

const message = (clauses: ClauseTexts): string => {
  const tree = parse(clauses)
  if (!tree.ok) return wireError(tree.diagnostics).message
  const bound = bind(tree.value, FIELDS)
  return bound.ok ? '' : wireError(bound.diagnostics).message
}

/** Faults of all clauses at once, in the wire's words (explore-api §4). */
const FAULTY: readonly (readonly [ClauseTexts, string])[] = [
  [{ where: ['nope = 1'] }, 'Unknown field: nope. Clause(s) containing the error(s): where.'],
  [{ orderBy: 'heigth' }, 'Unknown field: heigth. Clause(s) containing the error(s): order_by.'],
  [
    { select: 'nope', where: ['nope = 1'], groupBy: 'zzz' },
    'Unknown field: zzz. Unknown field: nope. Clause(s) containing the error(s): group_by, select, where.',
  ],
  [
    { select: 'sum(species)' },
    'StatAggregation only supports numeric or date expression. Clause(s) containing the error(s): select.',
  ],
  [
    { select: 'species + 1' },
    'Arithmetic operators only support numeric expressions. Clause(s) containing the error(s): select.',
  ],
  [{ where: ['remarkable = "maybe"'] }, 'Invalid boolean: maybe. Clause(s) containing the error(s): where.'],
  [
    { where: ['remarkable > 1'] },
    'Cannot compare boolean with int. Clause(s) containing the error(s): where.',
  ],
  [
    { where: ['age in [1..date"2020"]'] },
    'Cannot compare int with datetime. Clause(s) containing the error(s): where.',
  ],
  [
    { where: ['remarkable in [1..2]'] },
    'Type boolean cannot be compared. Clause(s) containing the error(s): where.',
  ],
  [
    { where: ['survey = "x"'] },
    'Cannot compare json_blob with text. Clause(s) containing the error(s): where.',
  ],
  [
    { where: ['search(position, "x")'] },
    'Type geo_point_2d cannot be searched as text. Clause(s) containing the error(s): where.',
  ],
  [
    { where: ['in_bbox(age, 1, 2, 3, 4)'] },
    'Function in_bbox does not accept an argument of type int. Clause(s) containing the error(s): where.',
  ],
  [
    { where: ["within_distance(position, geom'LINESTRING(1 2, 3 4)', 1km)"] },
    'Invalid geometry: LineString. Clause(s) containing the error(s): where.',
  ],
  [
    { select: 'ifnull(age, "x")' },
    'Cannot compare int with text. Clause(s) containing the error(s): select.',
  ],
  [
    { groupBy: 'range(species, 10)' },
    'Function range does not accept an argument of type text. Clause(s) containing the error(s): group_by.',
  ],
  [
    { groupBy: 'range(age, 1 day)' },
    'Function range does not accept an argument of type date. Clause(s) containing the error(s): group_by.',
  ],
  [{ groupBy: 'range(age, 0)' }, 'Interval 0 is not supported. Clause(s) containing the error(s): group_by.'],
  [{ groupBy: 'crown' }, 'Type geo_shape cannot be grouped. Clause(s) containing the error(s): group_by.'],
  [
    { facet: ['facet(name="age", limit=-1)'] },
    'Invalid facet argument limit. Clause(s) containing the error(s): facet.',
  ],
]

for (const [clauses, expected] of FAULTY)
  test(`faulty: ${JSON.stringify(clauses)}`, () => {
    assert.equal(message(clauses), `ODSQL query is malformed: ${expected}`)
  })

test('names: exact first, then in any letter case', () => {
  const keys = planned({ select: 'TREE_ID, Species' }).select.map(item => item.key)
  assert.deepEqual(keys, ['TREE_ID', 'Species'])
})

test('every fault has a sentence whose parameters are words', () => {
  for (const sentence of Object.values(FAULTS)) assert.match(sentence, /^[^{}]*(?:\{\w+\}[^{}]*)*$/)
})
