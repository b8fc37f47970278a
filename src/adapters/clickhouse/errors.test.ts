import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ERRORS } from '../../core/errors.ts'
import { engineFault, errorCodeOf } from './errors.ts'

test('what each engine code means, to a reader and to a load', () => {
  for (const [engineCode, read, write] of [
    [6, 'query_value_unfit', 'bug'],
    [60, 'table_missing', 'table_missing'],
    [62, 'bug', 'bug'],
    [153, 'query_value_unfit', 'bug'],
    [158, 'query_too_large', 'query_too_large'],
    [159, 'query_timeout', 'query_timeout'],
    [164, 'bug', 'bug'],
    [202, 'engine_busy', 'engine_busy'],
    [236, 'engine_unavailable', 'engine_unavailable'],
    [241, 'query_too_large', 'query_too_large'],
    [243, 'disk_full', 'disk_full'],
    [394, 'aborted', 'aborted'],
    [396, 'query_too_large', 'query_too_large'],
    [0, 'bug', 'bug'],
  ] as const) {
    assert.equal(errorCodeOf(engineCode, 'read'), read, String(engineCode))
    assert.equal(errorCodeOf(engineCode, 'write'), write, String(engineCode))
    assert.ok(read in ERRORS)
  }
})

test('the text of an unknown failure goes to the log and nowhere else', () => {
  const logged: string[] = []
  const log = {
    info: () => {},
    warn: () => {},
    error: (event: string, fields: object = {}) => void logged.push(`${event} ${JSON.stringify(fields)}`),
  }
  const fault = engineFault({ engineCode: 47, text: 'Code: 47. secret', table: 'ds.d_1' }, 'read', log)
  assert.equal(fault.code, 'bug')
  assert.ok(!JSON.stringify(fault.params).includes('secret') && !fault.message.includes('secret'))
  assert.match(logged.join(), /^engine_query_failed .*secret/)
  assert.deepEqual(engineFault({ engineCode: 60, text: '', table: 'ds.d_1' }, 'read', log).params, {
    table: 'ds.d_1',
  })
  assert.equal(logged.length, 1)
})

test('a question that grows beyond the engine when its names are resolved is too large, and no bug', () => {
  const log = { info: () => {}, warn: () => {}, error: () => assert.fail('nothing of ours to mend') }
  const text = 'Code: 36. DB::Exception: Query tree is too big. Maximum: 500000. (BAD_ARGUMENTS)'
  assert.equal(engineFault({ engineCode: 36, text, table: 'ds.d_1' }, 'read', log).code, 'query_too_large')
})
