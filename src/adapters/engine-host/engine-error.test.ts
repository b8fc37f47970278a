import assert from 'node:assert/strict'
import { test } from 'node:test'
import { EngineError, engineError, httpStatus } from './engine-error.ts'

test('the code is read from the head of the message', () => {
  const read = engineError(new Error('Code: 159. DB::Exception: Timeout exceeded (TIMEOUT_EXCEEDED)'))
  assert.deepEqual([read.code, read.message.slice(0, 9)], [159, 'Code: 159'])
  assert.equal(engineError(new Error('no code')).code, 1002)
  assert.equal(engineError('text').code, 1002)
  const known = new EngineError(243, 'full')
  assert.equal(engineError(known), known)
})

test('busy and stopping are 503, a missing table 404, the rest 500', () => {
  assert.deepEqual([202, 236, 60, 81, 243, 62, 159].map(httpStatus), [503, 503, 404, 404, 507, 400, 500])
})
