import assert from 'node:assert/strict'
import { test } from 'node:test'
import { OPEN_RULES } from '../dataset/rules.ts'
import type { Caller, Grant } from './caller.ts'
import { type DatasetAccess, decideDataset, FULL_ACCESS, METADATA_ONLY } from './decide.ts'

const READ = ['dataset.read', 'records.read'] as const
const grantOf = (more: Partial<Grant>): Grant => ({
  ...{ permissions: READ, dataset: 'da_1', where: null, fields: null },
  ...more,
})
const person = (...grants: readonly Grant[]): Caller => ({ kind: 'user', id: 1, rights: 'r', grants })
const key = (...grants: readonly Grant[]): Caller => ({
  ...{ kind: 'key', id: 1, rights: 'r', grants, callsPerDay: null },
})

const NARROW = grantOf({ where: 'x = 1' })
const NARROWED: DatasetAccess = { dataVisible: true, where: 'x = 1', fields: null, identity: 'r' }
const LISTED = { ...OPEN_RULES, dataVisible: false }
const RESTRICTED = { ...OPEN_RULES, visibility: 'restricted' } as const
const OFFICE = grantOf({ dataset: '*', permissions: ['users.manage'] })

const ROWS: readonly [
  what: string,
  caller: Caller,
  rules: typeof OPEN_RULES,
  access: DatasetAccess | null,
][] = [
  ['a key may see less than everybody', key(NARROW), OPEN_RULES, NARROWED],
  ['a key that opens nothing of a dataset does not see it', key(OFFICE), OPEN_RULES, null],
  ['a person sees at least what everybody sees', person(NARROW), OPEN_RULES, FULL_ACCESS],
  ['rights that say nothing about data take none away', person(OFFICE), OPEN_RULES, FULL_ACCESS],
  ['where records are hidden, a person’s own are shown', person(NARROW), LISTED, NARROWED],
  ['… and else the metadata', person(OFFICE), LISTED, METADATA_ONLY],
  ['a restricted dataset is there for whom a grant names it', person(NARROW), RESTRICTED, NARROWED],
  ['… and for nobody else', person(OFFICE), RESTRICTED, null],
]
for (const [what, caller, rules, access] of ROWS)
  test(what, () => {
    assert.deepEqual(decideDataset('public', caller, { uid: 'da_1', rules }), access)
  })

test('what is open on a private portal is open to nobody without a grant', () => {
  const decided = { uid: 'da_1', rules: OPEN_RULES }
  assert.equal(decideDataset('private', person(OFFICE), decided), null)
  assert.deepEqual(decideDataset('private', person(NARROW), decided), NARROWED)
})
