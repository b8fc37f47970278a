import assert from 'node:assert/strict'
import { test } from 'node:test'
import { providerSession } from './provider-session.ts'

test('a session of one provider is none of another, and cannot be read', () => {
  const one = providerSession('https://id.example', 's1')
  assert.match(one, /^[0-9a-f]{64}$/)
  assert.equal(one, providerSession('https://id.example', 's1'))
  for (const [issuer, sid] of [
    ['https://id.example', 's2'],
    ['https://id.example/s', '1'],
    ['https://other.example', 's1'],
  ] as const)
    assert.notEqual(one, providerSession(issuer, sid))
})
