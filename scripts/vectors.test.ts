import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { idsOf, lostIds, Tally, takenIn } from './vectors.js'

const ROOT = join(import.meta.dirname, '..')

test('ids stand at the start of a name, before a colon', () => {
  assert.deepEqual(idsOf('C07: a token'), ['C07'])
  assert.deepEqual(idsOf('S13, S14, G7: limits'), ['S13', 'S14', 'G7'])
  for (const name of ['C07 a token', 'a C07: b', 'Cats: 3', 'C0777: x'])
    assert.deepEqual(idsOf(name), [], name)
})

test('only tests that passed are counted, and a file without any is known to have run', () => {
  const tally = new Tally()
  const file = join(ROOT, 'test', 'x.test.ts')
  tally.add({ name: 'C01: a', file, passed: true })
  tally.add({ name: 'C01: b', file, passed: true })
  tally.add({ name: 'C02: c', file, passed: false })
  tally.add({ name: 'other', file: join(ROOT, 'y.test.ts'), passed: true })
  assert.deepEqual(tally.files, { 'test/x.test.ts': { C01: 2 }, 'y.test.ts': {} })
})

test('an id is lost when its file ran without it, and never for a part that did not run', () => {
  const covered = { 'a.ts': { C01: 1, C02: 3 }, 'b.ts': { C03: 1 } }
  assert.deepEqual(lostIds(covered, { 'a.ts': { C02: 1 } }, false), ['C01 of a.ts'])
  assert.deepEqual(lostIds(covered, { 'a.ts': {} }, false), ['C01 of a.ts', 'C02 of a.ts'])
  assert.deepEqual(lostIds(covered, {}, false), [])
  assert.deepEqual(lostIds(covered, { 'a.ts': covered['a.ts'] }, true), ['C03 of b.ts'])
})

test('a run is taken in file by file; a file that is gone is forgotten', () => {
  const covered = { 'a.ts': { C01: 1 }, 'gone.ts': { C02: 1 }, 'b.ts': { C03: 1 } }
  const observed = { 'a.ts': { C05: 1, C04: 2 }, 'c.ts': {} }
  assert.deepEqual(
    takenIn(covered, observed, file => file !== 'gone.ts'),
    { 'a.ts': { C04: 2, C05: 1 }, 'b.ts': { C03: 1 } },
  )
})
