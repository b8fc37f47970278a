import assert from 'node:assert/strict'
import { test } from 'node:test'
import { render, sql } from './fragment.ts'
import { likeSql, searchSql } from './text-search.ts'

/** Milliseconds of the quickest of three runs. */
const quickest = (work: () => unknown): number =>
  Math.min(
    ...[1, 2, 3].map(() => {
      const started = performance.now()
      work()
      return performance.now() - started
    }),
  )

test('attack: a word of a hundred thousand stars is read in no time', () => {
  const word = `a${'*'.repeat(98_000)}x*`
  assert.ok(quickest(() => likeSql(sql`txt`, word)) < 200)
  assert.deepEqual(Object.values(render(likeSql(sql`txt`, 'oak** elm')).params), ['elm', 'oak'])
})

test('attack: thirty thousand words to search for are SQL, not the end of the stack', () => {
  const { sql: text, params } = render(searchSql(sql`txt`, 'ab cd '.repeat(15_000)))
  assert.ok(text.length > 1 << 20 && Object.keys(params).length < 5)
})
