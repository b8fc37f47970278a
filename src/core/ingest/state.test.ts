import assert from 'node:assert/strict'
import { test } from 'node:test'
import { REVISION_STATES } from '../dataset/revision.ts'
import { mayMove, REVISION_MOVES, statesBefore } from './state.ts'

/** Rows: from; columns: to, in the order of REVISION_STATES. */
const TABLE = `
             draft queued running published failed superseded
draft        .     x      .       .         .      x
queued       .     x      x       .         x      x
running      .     x      x       x         x      x
published    .     .      .       .         .      x
failed       .     x      .       .         .      x
superseded   .     .      .       x         .      .
`

test('the moves are exactly those of the table', () => {
  const [head = '', ...rows] = TABLE.trim().split('\n')
  assert.deepEqual(head.trim().split(/\s+/), [...REVISION_STATES])
  assert.equal(rows.length, REVISION_STATES.length)
  for (const [at, row] of rows.entries()) {
    const [from, ...cells] = row.trim().split(/\s+/)
    const state = REVISION_STATES[at]
    assert.ok(state !== undefined && from === state)
    assert.deepEqual(
      REVISION_STATES.map(to => (mayMove(state, to) ? 'x' : '.')),
      cells,
      state,
    )
  }
})

test('nothing returns to draft, and only a running or superseded revision can be published', () => {
  assert.deepEqual(statesBefore('draft'), [])
  assert.deepEqual(statesBefore('published'), ['running', 'superseded'])
  assert.deepEqual(statesBefore('running'), ['queued', 'running'])
})

test('every state can be left', () => {
  for (const state of REVISION_STATES) assert.ok(REVISION_MOVES[state].length > 0, state)
})
