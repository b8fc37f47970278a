import assert from 'node:assert/strict'
import { test } from 'node:test'
import { contentHash } from './content-hash.ts'
import { nextVersionName, VERSION_NAME } from './version-name.ts'

const at = (day: string) => new Date(`${day}T23:59:59Z`)

test('versions are named by day, and counted within it', () => {
  assert.equal(nextVersionName(null, at('2026-11-21')), '2026-11-21.1')
  assert.equal(nextVersionName('2026-11-21.1', at('2026-11-21')), '2026-11-21.2')
  assert.equal(nextVersionName('2026-11-21.9', at('2026-11-21')), '2026-11-21.10')
  assert.equal(nextVersionName('2026-11-21.9', at('2026-11-22')), '2026-11-22.1')
  assert.match(nextVersionName(null, at('2026-11-21')), VERSION_NAME)
})

test('a clock that was set back names no version before an earlier one', () => {
  assert.equal(nextVersionName('2026-11-21.4', at('2026-11-20')), '2026-11-21.5')
})

test('equal contents have one hash, in whatever order they were written', () => {
  assert.equal(contentHash({ a: 1, b: [{ c: 2, d: 3 }] }), contentHash({ b: [{ d: 3, c: 2 }], a: 1 }))
  assert.notEqual(contentHash({ a: [1, 2] }), contentHash({ a: [2, 1] }))
})
