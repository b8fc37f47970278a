import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import fc from 'fast-check'
import { wireError } from '../../../src/core/odsql/faults.ts'
import type { ClauseTexts } from '../../../src/core/odsql/parser.ts'
import { countOf, shapeRows } from '../../../src/core/record/shape.ts'
import { prepareQuery } from '../../../src/core/sql/prepare.ts'
import { recordTable } from '../../../src/core/sql/record-table.ts'
import { revisionTable } from '../../../src/core/sql/table.ts'
import { TREE_FIELDS, TREES, type Tree, treesTsv } from './city-trees.ts'
import { engineWith, type TestEngine } from './engine.ts'

/** Random questions, answered by the engine and by plain loops over the same records. */
const TABLE = recordTable('d_7', TREE_FIELDS, {
  datasetId: 'city-trees',
  publishedAt: '2026-01-02T03:04:05Z',
})
const RUNS = Number(process.env.VITRINE_ORACLE_RUNS ?? 150)

let engine: TestEngine
before(async () => {
  engine = await engineWith(revisionTable(7, TREE_FIELDS), treesTsv())
})
after(() => engine.close())

async function ask(
  clauses: ClauseTexts,
  limit = 100,
): Promise<{ readonly total: number; readonly results: unknown }> {
  const prepared = prepareQuery({
    clauses,
    fields: TABLE.fields,
    options: { timezone: 'UTC', language: 'en', now: 0, limit, offset: 0, door: 'records' },
  })
  if (!prepared.ok) throw new Error(`${JSON.stringify(clauses)}: ${wireError(prepared.diagnostics).message}`)
  const { rows, count } = prepared.value.compile(TABLE)
  return {
    total: countOf(await engine.rows(count)),
    results: shapeRows(rows.columns)(await engine.rows(rows)),
  }
}

/** A condition as text, and as a plain test of one record: null operands are no, `not` is the complement. */
interface Condition {
  readonly text: string
  readonly holds: (tree: Tree) => boolean
}

const quote = (text: string): string => JSON.stringify(text)
const COMPARE = {
  '=': (a: number, b: number) => a === b,
  '!=': (a: number, b: number) => a !== b,
  '<': (a: number, b: number) => a < b,
  '<=': (a: number, b: number) => a <= b,
  '>': (a: number, b: number) => a > b,
  '>=': (a: number, b: number) => a >= b,
} as const
const OPERATOR = fc.constantFrom(...(Object.keys(COMPARE) as (keyof typeof COMPARE)[]))

type Numeric = { readonly text: string; readonly value: (tree: Tree) => number | null }

const { numeric: NUMERIC } = fc.letrec<{ numeric: Numeric }>(tie => ({
  numeric: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom<Numeric>(
      { text: 'age', value: tree => tree.age },
      { text: 'height', value: tree => tree.height },
      { text: 'length(species)', value: tree => (tree.species === null ? null : [...tree.species].length) },
      {
        text: 'year(planted_on)',
        value: tree => (tree.plantedOn === null ? null : Number(tree.plantedOn.slice(0, 4))),
      },
    ),
    fc.integer({ min: -50, max: 250 }).map((n): Numeric => ({ text: `(${n})`, value: () => n })),
    fc.tuple(tie('numeric'), fc.constantFrom('+', '-', '*', '/'), tie('numeric')).map(
      ([left, op, right]): Numeric => ({
        text: `(${left.text} ${op} ${right.text})`,
        value: tree => calculate(left.value(tree), op, right.value(tree)),
      }),
    ),
  ),
}))

function calculate(a: number | null, op: string, b: number | null): number | null {
  if (a === null || b === null) return null
  if (op === '/') return b === 0 ? null : a / b
  return op === '+' ? a + b : op === '-' ? a - b : a * b
}

const compared = fc.tuple(NUMERIC, OPERATOR, NUMERIC).map(
  ([left, op, right]): Condition => ({
    text: `${left.text} ${op} ${right.text}`,
    holds: tree => {
      const [a, b] = [left.value(tree), right.value(tree)]
      return a !== null && b !== null && COMPARE[op](a, b)
    },
  }),
)

const SPECIES = fc.constantFrom<string>('oak', 'Oak', 'ash', 'élm', 'nothing', "it's", 'say "hi"; or\nnot')
const TAG = fc.constantFrom<string>('old', 'listed', 'ill', "l'été", 'a/b', 'none')

const onText = fc.oneof(
  SPECIES.map((s): Condition => ({ text: `species = ${quote(s)}`, holds: tree => tree.species === s })),
  SPECIES.map(
    (s): Condition => ({
      text: `species != ${quote(s)}`,
      holds: tree => tree.species !== null && tree.species !== s,
    }),
  ),
  fc.array(SPECIES, { minLength: 1, maxLength: 4 }).map(
    (list): Condition => ({
      text: `species in (${list.map(quote).join(', ')})`,
      holds: tree => tree.species !== null && list.includes(tree.species),
    }),
  ),
  TAG.map((tag): Condition => ({ text: `tags = ${quote(tag)}`, holds: tree => tree.tags.includes(tag) })),
  TAG.map((tag): Condition => ({ text: `${quote(tag)} in tags`, holds: tree => tree.tags.includes(tag) })),
  TAG.map(
    (tag): Condition => ({
      text: `tags != ${quote(tag)}`,
      holds: tree => tree.tags.length > 0 && !tree.tags.includes(tag),
    }),
  ),
  fc.constantFrom<Condition>(
    { text: 'species is null', holds: tree => tree.species === null },
    { text: 'tags is not null', holds: tree => tree.tags.length > 0 },
    { text: 'remarkable', holds: tree => tree.remarkable === true },
    { text: 'remarkable is not false', holds: tree => tree.remarkable !== false },
  ),
)

/** Periods of the calendar by prefixes of ISO dates. */
const PERIOD = fc.constantFrom(
  '1850',
  '1905-11',
  '2013',
  '2017',
  '2017-12-31',
  '2018-01',
  '2020-03',
  '2020-03-31',
  '1999',
)
const PERIOD_TESTS = {
  '=': (day: string, period: string) => day.startsWith(period),
  '!=': (day: string, period: string) => !day.startsWith(period),
  '<': (day: string, period: string) => day < period,
  '<=': (day: string, period: string) => day < period || day.startsWith(period),
  '>': (day: string, period: string) => day > period && !day.startsWith(period),
  '>=': (day: string, period: string) => day >= period,
} as const

const onDates = fc.tuple(fc.constantFrom('planted_on', 'last_visit'), OPERATOR, PERIOD).map(
  ([field, op, period]): Condition => ({
    text: `${field} ${op} date${quote(period)}`,
    holds: tree => {
      const day = field === 'planted_on' ? tree.plantedOn : (tree.lastVisit?.slice(0, 10) ?? null)
      return day !== null && PERIOD_TESTS[op](day, period)
    },
  }),
)

const { condition: CONDITION } = fc.letrec<{ condition: Condition }>(tie => ({
  condition: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    compared,
    onText,
    onDates,
    tie('condition').map((c): Condition => ({ text: `not (${c.text})`, holds: tree => !c.holds(tree) })),
    fc
      .tuple(tie('condition'), tie('condition'))
      .map(
        ([a, b]): Condition => ({
          text: `(${a.text} and ${b.text})`,
          holds: tree => a.holds(tree) && b.holds(tree),
        }),
      ),
    fc
      .tuple(tie('condition'), tie('condition'))
      .map(
        ([a, b]): Condition => ({
          text: `(${a.text} or ${b.text})`,
          holds: tree => a.holds(tree) || b.holds(tree),
        }),
      ),
  ),
}))

test('where: the engine keeps the records that plain loops keep', async () => {
  await fc.assert(
    fc.asyncProperty(CONDITION, async condition => {
      const expected = TREES.filter(condition.holds).map(tree => ({ tree_id: tree.id }))
      const answer = await ask({ select: 'tree_id', where: [condition.text] })
      assert.deepEqual(answer, { total: expected.length, results: expected })
    }),
    { numRuns: RUNS },
  )
})

type Key = { readonly text: string; readonly value: (tree: Tree) => string | number | null }

const collator = new Intl.Collator('en', { sensitivity: 'base' })
const ORDER_KEYS: readonly Key[] = [
  { text: 'age', value: tree => tree.age },
  { text: 'height', value: tree => tree.height },
  { text: 'planted_on', value: tree => (tree.plantedOn === null ? null : Date.parse(tree.plantedOn)) },
  { text: 'species', value: tree => tree.species },
  { text: 'length(species)', value: tree => (tree.species === null ? null : [...tree.species].length) },
  { text: 'age * -1', value: tree => (tree.age === null ? null : -tree.age) },
]

function compareKeys(a: string | number | null, b: string | number | null, descending: boolean): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1
  const order = typeof a === 'string' ? collator.compare(a, String(b)) : a - Number(b)
  return descending ? -order : order
}

test('order_by: nulls last both ways, case and accents aside, then the order of the source', async () => {
  const item = fc.tuple(fc.constantFrom(...ORDER_KEYS), fc.boolean())
  await fc.assert(
    fc.asyncProperty(fc.array(item, { minLength: 1, maxLength: 3 }), async items => {
      const sorted = TREES.toSorted((a, b) => {
        for (const [key, descending] of items) {
          const order = compareKeys(key.value(a), key.value(b), descending)
          if (order !== 0) return order
        }
        return TREES.indexOf(a) - TREES.indexOf(b)
      })
      const orderBy = items.map(([key, descending]) => `${key.text}${descending ? ' desc' : ''}`).join(', ')
      const { results } = await ask({ select: 'tree_id', orderBy })
      assert.deepEqual(
        results,
        sorted.map(tree => ({ tree_id: tree.id })),
      )
    }),
    { numRuns: RUNS },
  )
})

/** Keys of groups; a list gives one group an element. */
const GROUP_KEYS: readonly { readonly text: string; readonly keys: (tree: Tree) => readonly unknown[] }[] = [
  { text: 'species', keys: tree => [tree.species] },
  { text: 'remarkable', keys: tree => [tree.remarkable] },
  { text: 'tags', keys: tree => (tree.tags.length === 0 ? [null] : [...new Set(tree.tags)]) },
  {
    text: 'year(planted_on)',
    keys: tree => [tree.plantedOn === null ? null : Number(tree.plantedOn.slice(0, 4))],
  },
  { text: 'planted_on', keys: tree => [tree.plantedOn] },
]

test('group_by: keys, counts and aggregates as plain loops find them', async () => {
  const keys = fc.uniqueArray(fc.constantFrom(...GROUP_KEYS), { minLength: 1, maxLength: 2 })
  await fc.assert(
    fc.asyncProperty(keys, CONDITION, async (groups, condition) => {
      const found = new Map<string, Tree[]>()
      for (const tree of TREES.filter(condition.holds)) {
        const combos = groups.reduce<readonly (readonly unknown[])[]>(
          (lists, group) => lists.flatMap(list => group.keys(tree).map(key => [...list, key])),
          [[]],
        )
        for (const combo of combos)
          found.set(JSON.stringify(combo), [...(found.get(JSON.stringify(combo)) ?? []), tree])
      }
      const expected = [...found].map(([combo, trees]) => {
        const ages = trees.flatMap(({ age }) => (age === null ? [] : [age]))
        const sum = ages.reduce((a, b) => a + b, 0)
        const extremes = ages.length === 0 ? [null, null] : [Math.min(...ages), Math.max(...ages)]
        return [...(JSON.parse(combo) as unknown[]), trees.length, ages.length, sum, ...extremes]
      })
      const answer = await ask({
        select: 'count(*) as n, count(age) as c, sum(age) as s, min(age) as low, max(age) as high',
        groupBy: groups.map(group => group.text).join(', '),
        where: [condition.text],
      })
      const rows = (answer.results as readonly object[]).map(row => Object.values(row) as unknown[])
      const sorted = (list: readonly unknown[][]) => list.map(row => JSON.stringify(row)).sort()
      assert.equal(answer.total, expected.length)
      assert.deepEqual(sorted(rows), sorted(expected))
    }),
    { numRuns: RUNS },
  )
})

test('pages cut an order into pieces that join again', async () => {
  const whole = await ask({ select: 'tree_id', orderBy: 'species' })
  const pages: unknown[] = []
  for (let offset = 0; offset < TREES.length; offset += 2) {
    const prepared = prepareQuery({
      clauses: { select: 'tree_id', orderBy: 'species' },
      fields: TABLE.fields,
      options: { timezone: 'UTC', language: 'en', now: 0, limit: 2, offset, door: 'records' },
    })
    assert.ok(prepared.ok)
    if (!prepared.ok) continue
    const { rows } = prepared.value.compile(TABLE)
    pages.push(...shapeRows(rows.columns)(await engine.rows(rows)))
  }
  assert.deepEqual(pages, whole.results)
})
