import assert from 'node:assert/strict'
import { test } from 'node:test'
import { linkData, readLink } from './link-session.ts'

const PROOF = { portalId: 7, kind: 'reset', digest: 'ab'.repeat(32) } as const

test('a proof comes out of a session as it went in', () => {
  assert.deepEqual(readLink(JSON.parse(JSON.stringify(linkData(PROOF)))), PROOF)
})

for (const [name, data] of Object.entries({
  'the second step of signing in': { step: 'second_factor', user: 1, kept: false, label: '' },
  'another kind': { ...linkData(PROOF), kind: 'anything' },
  'a portal that is no number': { ...linkData(PROOF), portalId: '7' },
  'no digest': { ...linkData(PROOF), digest: null },
  nothing: {},
}))
  test(`what is no link is none: ${name}`, () => {
    assert.equal(readLink(data), null)
  })
