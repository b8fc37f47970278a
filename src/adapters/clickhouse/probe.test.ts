import assert from 'node:assert/strict'
import { test } from 'node:test'
import { missingVersion } from './probe.ts'

test('26.7 and newer are known to be enough', () => {
  for (const version of ['26.7.2.1', '26.10.1', '27.1', '100.0'])
    assert.deepEqual(missingVersion(version), [])
  for (const version of ['26.6.9.9', '25.12', '18.16.1', '', 'x'])
    assert.equal(missingVersion(version).length, 1)
})
