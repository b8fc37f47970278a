import assert from 'node:assert/strict'
import { test } from 'node:test'
import { deadlineSeconds, PROFILES } from './profiles.ts'

test('every profile bounds time, and reading ends in readonly', () => {
  for (const [name, settings] of Object.entries(PROFILES)) {
    assert.ok(Number(settings.max_execution_time) > 0, name)
    if (name !== 'write') assert.deepEqual(Object.entries(settings).at(-1), ['readonly', '1'], name)
  }
})

test('the client leaves after the engine should have ended', () => {
  for (const profile of ['page', 'export', 'write', 'meta'] as const) {
    assert.ok(deadlineSeconds(profile) > Number(PROFILES[profile].max_execution_time))
  }
})
