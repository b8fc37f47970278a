import assert from 'node:assert/strict'
import { test } from 'node:test'
import { messageShape } from './testing/message-shape.ts'

test('holes are told from the branches beside them', () => {
  const { holes, plurals } = messageShape(
    "{a} '{b}' {n, plural, =0 {none} one {it’s # of {c, number}} other {# {d, select, x {dates} other {{e}}}}}",
  )
  assert.deepEqual(holes, ['a', 'c', 'd', 'e', 'n'])
  assert.deepEqual(plurals, [['=0', 'one', 'other']])
})
