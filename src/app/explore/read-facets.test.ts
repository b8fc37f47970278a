import assert from 'node:assert/strict'
import { test } from 'node:test'
import { EMPTY } from '../../core/sql/fragment.ts'
import type { Prepared as PreparedQuery } from '../../core/sql/prepare.ts'
import type { RecordStore } from '../ports/record-store.ts'
import type { Target } from './question.ts'
import { facetsOf } from './read-facets.ts'

const target = { table: { fields: { fields: [] }, from: EMPTY }, version: 'v' } as unknown as Target

const asked = (count: number): PreparedQuery =>
  ({
    planned: { facets: Array.from({ length: count }) },
    etagText: '',
    compileFacets: () => Array.from({ length: count }, () => ({ query: {}, levels: [] })),
  }) as unknown as PreparedQuery

function store(failing: number) {
  const seen = { asked: 0, most: 0, running: 0, ended: 0 }
  const query: RecordStore['query'] = async (_statement, _profile, signal) => {
    const number = ++seen.asked
    seen.most = Math.max(seen.most, ++seen.running)
    signal.addEventListener('abort', () => seen.ended++)
    await new Promise(resolve => setTimeout(resolve, number === failing ? 1 : 5))
    seen.running--
    if (number === failing) throw new Error('busy')
    signal.throwIfAborted()
    return []
  }
  return { seen, records: { query } as unknown as RecordStore }
}

test('attack: the facets of one question do not fill the queue of the engine', async () => {
  const { seen, records } = store(3)
  await assert.rejects(facetsOf({ records }, target, asked(100)).run(new AbortController().signal), /busy/)
  await new Promise(resolve => setTimeout(resolve, 50))
  assert.ok(seen.most <= 4 && seen.asked <= 4, JSON.stringify(seen))
  assert.ok(seen.ended >= 3, 'a failure ends the others')
})

test('attack: more facets than anybody reads are refused before the engine is asked', () => {
  const { seen, records } = store(0)
  assert.throws(() => facetsOf({ records }, target, asked(101)), { code: 'query_too_large' })
  assert.equal(seen.asked, 0)
})
