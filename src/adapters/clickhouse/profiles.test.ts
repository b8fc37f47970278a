import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DEADLINES, deadlineSeconds, profiles } from './profiles.ts'

const PROFILES = profiles(DEADLINES)

test('every profile bounds time, and reading ends in readonly', () => {
  for (const [name, settings] of Object.entries(PROFILES)) {
    assert.ok(Number(settings.max_execution_time) > 0, name)
    if (name !== 'write') assert.deepEqual(Object.entries(settings).at(-1), ['readonly', '1'], name)
  }
})

test('the client leaves after the engine should have ended', () => {
  for (const profile of ['page', 'export', 'write', 'meta'] as const) {
    assert.ok(deadlineSeconds(PROFILES[profile]) > Number(PROFILES[profile].max_execution_time))
  }
})

test("an operator's deadlines travel inside every question", () => {
  const own = profiles({ page: 3, export: 60 })
  assert.equal(own.page.max_execution_time, '3')
  assert.equal(own.export.max_execution_time, '60')
})
