import assert from 'node:assert/strict'
import { test } from 'node:test'
import { remember } from './remember.ts'

test('made once, and the oldest forgotten', () => {
  const made: string[] = []
  const upper = remember(text => {
    made.push(text)
    return text.toUpperCase()
  }, 2)
  assert.deepEqual(['a', 'b', 'a', 'b'].map(upper), ['A', 'B', 'A', 'B'])
  assert.deepEqual(made, ['a', 'b'])
  upper('c')
  upper('b')
  upper('a')
  assert.deepEqual(made, ['a', 'b', 'c', 'a'])
})
