import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Field } from '../../core/dataset/field.ts'
import { EMPTY_METADATA, type Metadata } from '../../core/dataset/metadata.ts'
import type { Revision } from '../../core/dataset/revision.ts'
import { OPEN_RULES } from '../../core/dataset/rules.ts'
import { type DatasetAccess, FULL_ACCESS, METADATA_ONLY } from '../../core/permission/decide.ts'
import { seenDataset } from './seen-dataset.ts'

const field = (name: string): Field => ({ name, label: {}, description: null, type: 'text', annotations: {} })
const attachment = (kind: 'attachment' | 'alternative_export') => ({
  ...{ id: kind, kind, title: {}, description: {}, mimetype: 'text/csv' },
  ...{ sha256: 'a'.repeat(64), bytes: 1, name: `${kind}.csv` },
})
const metadata: Metadata = {
  ...EMPTY_METADATA,
  attachments: [attachment('attachment'), attachment('alternative_export')],
}
const STORED = {
  dataset: {
    ...{ uid: 'da_00000a', portalId: 1, datasetId: 'staff', publishedRevision: 1, rules: OPEN_RULES },
    createdAt: '2026-01-01T00:00:00.000Z',
  },
  revision: {
    ...{
      id: 1,
      datasetUid: 'da_00000a',
      number: 1,
      state: 'published',
      metadata,
      table: 'ds.d_1',
      layout: 2,
    },
    ...{
      source: { sha256: 'b'.repeat(64), bytes: 9, name: 'staff.csv', url: null },
      options: { types: { pay: 'int' } },
    },
    ...{ fields: [field('name'), field('pay')], recordsCount: 5, report: null, failure: null },
    ...{ createdAt: '2026-01-01T00:00:00.000Z', publishedAt: '2026-01-01T00:00:00.000Z' },
  } as Revision,
}

test('who may see everything gets what is stored', () => {
  const seen = seenDataset(STORED, FULL_ACCESS)
  assert.equal(seen.revision, STORED.revision)
  assert.deepEqual(seen.access, FULL_ACCESS)
})

const ROWS: readonly [
  what: string,
  access: DatasetAccess,
  fields: readonly string[],
  dataVisible: boolean,
][] = [
  ['metadata only', METADATA_ONLY, ['name', 'pay'], false],
  ['some fields', { ...FULL_ACCESS, fields: ['name', 'gone'] }, ['name'], true],
  ['some records', { ...FULL_ACCESS, where: 'pay = "1"' }, ['name', 'pay'], true],
  ['a condition that fits no longer', { ...FULL_ACCESS, where: 'gone = 1' }, ['name', 'pay'], false],
  ['a condition that searches whole records', { ...FULL_ACCESS, where: '"x"' }, ['name', 'pay'], false],
  ['a condition that cannot be read', { ...FULL_ACCESS, where: 'pay = ' }, ['name', 'pay'], false],
  ['no condition where there should be one', { ...FULL_ACCESS, where: '' }, ['name', 'pay'], false],
]
for (const [what, access, fields, dataVisible] of ROWS)
  test(`${what}: what is left, and no file with all the data`, () => {
    const { revision, access: seen, layout } = seenDataset(STORED, access)
    assert.deepEqual(
      revision.fields.map(({ name }) => name),
      fields,
    )
    assert.equal(seen.dataVisible, dataVisible)
    assert.deepEqual([revision.source, revision.options, revision.report], [null, {}, null])
    assert.deepEqual(
      revision.metadata.attachments.map(({ kind }) => kind),
      ['attachment'],
    )
    assert.equal(layout.length, 2)
  })
