import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Grant } from '../permission/caller.ts'
import { mergeGrants } from './merge-grants.ts'

const FIELDS = ['name', 'region', 'salary', 'born'] as const
const SHOWN = ['portal.read', 'dataset.read', 'records.read'] as const
/** Independent of one another: every combination has a record. */
const CONDITIONS = ['x = 1', 'y = 1', 'z = 1'] as const
const HOSTILE = ['x = 1) or (y = 1', 'x = ', '', ')', "x = 1 or '"] as const
const RECORDS: readonly ReadonlySet<string>[] = Array.from(
  { length: 2 ** CONDITIONS.length },
  (_, bits) => new Set(CONDITIONS.filter((_condition, index) => (bits >> index) % 2 === 1)),
)

const grant = (more: Partial<Grant>): Grant => ({
  ...{ permissions: SHOWN, dataset: 'da_1', where: null, fields: null },
  ...more,
})

/** A record's fields as one grant shows them, by what a grant is: the whole truth, without merging. */
function cells({ permissions, where, fields }: Grant): ReadonlySet<string> {
  if (!permissions.includes('dataset.read') || !permissions.includes('records.read')) return new Set()
  return new Set(
    RECORDS.flatMap((record, at) =>
      holds(where, record)
        ? [...FIELDS, 'a field to come']
            .filter(field => fields === null || fields.includes(field))
            .map(field => `${at} ${field}`)
        : [],
    ),
  )
}

/** Alternatives of known conditions, with or without parentheses; anything else holds nowhere. */
function holds(where: string | null, record: ReadonlySet<string>): boolean {
  if (where === null) return true
  const parts = where
    .split(' or ')
    .map(part => (where.includes(' or ') ? /^\((.*)\)$/.exec(part)?.[1] : part))
  const known = parts.map(part => CONDITIONS.find(one => one === part))
  return known.every(one => one !== undefined) && known.some(one => record.has(one))
}

const together = (grants: readonly Grant[]): ReadonlySet<string> =>
  new Set(grants.flatMap(one => [...cells(one)]))

const applied = (grants: readonly Grant[], dataset: string): readonly Grant[] =>
  grants.filter(one => one.dataset === dataset || one.dataset === '*')

/** As decisions pick it: the grant that names the dataset, else the one on all of them. */
const decided = (merged: readonly Grant[], dataset: string): Grant | undefined =>
  merged.find(one => one.dataset === dataset) ?? merged.find(one => one.dataset === '*')

const PERMISSIONS = fc.constantFrom<Grant['permissions'][]>(
  SHOWN,
  SHOWN,
  SHOWN,
  ['dataset.read'],
  ['records.read'],
  ['portal.read', 'datasets.manage'],
)
const WHERE = fc.option(fc.constantFrom(...CONDITIONS, ...CONDITIONS, ...HOSTILE))
const SOME_FIELDS = fc.option(fc.subarray([...FIELDS], { minLength: 1 }))
const GRANT: fc.Arbitrary<Grant> = fc
  .record({
    permissions: PERMISSIONS,
    dataset: fc.constantFrom('da_1', 'da_1', 'da_2', '*'),
    where: WHERE,
    fields: SOME_FIELDS,
  })
  .map(one => (one.dataset === '*' ? { ...one, where: null, fields: null } : one))
const GRANTS = fc.array(GRANT, { maxLength: 6 })

const isRectangle = (shown: ReadonlySet<string>): boolean => {
  const pairs = [...shown].map(cell => cell.split(/ (.*)/, 2))
  const rows = new Set(pairs.map(([row]) => row))
  const fields = new Set(pairs.map(([, field]) => field))
  return shown.size === rows.size * fields.size
}

for (const dataset of ['da_1', 'da_2', 'da_3']) {
  const shownBy = (grants: readonly Grant[]): ReadonlySet<string> => {
    const one = decided(mergeGrants(grants), dataset)
    return one === undefined ? new Set() : cells(one)
  }

  test(`what merged grants show of ${dataset}, one of the grants shows`, () => {
    fc.assert(
      fc.property(GRANTS, grants => {
        const granted = together(applied(grants, dataset))
        assert.deepEqual(
          [...shownBy(grants)].filter(cell => !granted.has(cell)),
          [],
        )
      }),
      { numRuns: 2000 },
    )
  })

  test(`what the grants show of ${dataset} together is shown, wherever one window can say it`, () => {
    fc.assert(
      fc.property(GRANTS, grants => {
        const expected = together(applied(grants, dataset))
        if (isRectangle(expected)) assert.deepEqual(shownBy(grants), expected)
        else assert.ok(shownBy(grants).size > 0, 'never nothing where one grant shows something')
      }),
      { numRuns: 2000 },
    )
  })

  test(`permissions on ${dataset} add up, but no two grants make records readable that neither does`, () => {
    fc.assert(
      fc.property(GRANTS, grants => {
        const meant = applied(grants, dataset)
        const expected = new Set(meant.flatMap(one => one.permissions))
        if (together(meant).size === 0) expected.delete('records.read')
        assert.deepEqual(new Set(decided(mergeGrants(grants), dataset)?.permissions), expected)
      }),
    )
  })
}

test('the order of grants changes nothing, and merging again changes nothing', () => {
  fc.assert(
    fc.property(GRANTS, fc.infiniteStream(fc.integer()), (grants, keys) => {
      const shuffled = grants
        .map(one => ({ one, key: keys.next().value }))
        .sort((a, b) => a.key - b.key)
        .map(({ one }) => one)
      const merged = mergeGrants(grants)
      assert.deepEqual(mergeGrants(shuffled), merged)
      assert.deepEqual(mergeGrants(merged), merged)
      assert.deepEqual(mergeGrants([...grants, ...grants]), merged)
    }),
  )
})

const ROWS: readonly [what: string, a: Partial<Grant>, b: Partial<Grant>, seen: Partial<Grant>][] = [
  ['equal records: fields add up', { fields: ['a'] }, { fields: ['b'] }, { where: null, fields: ['a', 'b'] }],
  [
    'equal fields: records add up',
    { where: 'x = 1', fields: ['a'] },
    { where: 'y = 1', fields: ['a'] },
    { where: '(x = 1) or (y = 1)', fields: ['a'] },
  ],
  [
    'a wider grant is enough',
    { fields: ['a', 'b'] },
    { where: 'x = 1', fields: ['a'] },
    { where: null, fields: ['a', 'b'] },
  ],
  ['all is all', {}, { where: 'x = 1', fields: ['a'] }, { where: null, fields: null }],
  [
    'no one window: all records, and the fields that are open for each of them',
    { fields: ['a'] },
    { where: 'x = 1' },
    { where: null, fields: ['a'] },
  ],
  [
    'no one window: the fields that both have, in the records of either',
    { where: 'x = 1', fields: ['a', 'b'] },
    { where: 'y = 1', fields: ['b', 'c'] },
    { where: '(x = 1) or (y = 1)', fields: ['b'] },
  ],
  [
    'nothing in common: one of them',
    { where: 'x = 1', fields: ['a', 'b'] },
    { where: 'y = 1', fields: ['c'] },
    { where: 'x = 1', fields: ['a', 'b'] },
  ],
  [
    'half a condition opens nothing',
    { where: 'x = 1) or (1 = 1' },
    { where: 'y = 1' },
    { where: 'y = 1', fields: null },
  ],
]
for (const [what, a, b, seen] of ROWS)
  test(`two grants on a dataset: ${what}`, () => {
    assert.deepEqual(mergeGrants([grant(a), grant(b)]), [grant({ ...seen, permissions: [...SHOWN].sort() })])
  })
