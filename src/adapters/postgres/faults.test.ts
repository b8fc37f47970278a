import assert from 'node:assert/strict'
import { test } from 'node:test'
import { VitrineError } from '../../core/errors.ts'
import { codeOf, isRepeatable, postgresFault } from './faults.ts'

const thrown = (code: string, message = 'relation "dataset" does not exist') =>
  Object.assign(new Error(message), { code })

test('a server that cannot serve now is unavailable', () => {
  for (const code of [
    'ECONNREFUSED',
    'ENOENT',
    'ECONNRESET',
    '08006',
    '57P01',
    '57P03',
    '57014',
    '53300',
    '53200',
    '40P01',
  ])
    assert.equal(postgresFault(thrown(code)).code, 'catalog_unavailable', code)
  for (const text of ['Connection terminated unexpectedly', 'timeout exceeded when trying to connect'])
    assert.equal(postgresFault(new Error(text)).code, 'catalog_unavailable', text)
})

test('a full disk is a full disk', () => {
  assert.equal(postgresFault(thrown('53100')).code, 'disk_full')
})

test('a character that no text can hold was sent by somebody: it is no bug', () => {
  const fault = postgresFault(thrown('22021', 'invalid byte sequence for encoding "UTF8": 0x00'))
  assert.deepEqual([fault.code, fault.kind], ['request_malformed', 'invalid'])
})

test('anything else is a bug, whose text stays in the cause', () => {
  for (const value of [thrown('42P01'), thrown('23505'), new Error('x'), 'x', null, undefined, { code: 7 }]) {
    const fault = postgresFault(value)
    assert.equal(fault.code, 'bug')
    assert.ok(!fault.message.includes('relation'))
    if (value !== undefined) assert.equal(fault.cause, value)
  }
})

test('a fault of ours stays what it is', () => {
  const fault = new VitrineError('dataset_unknown', { dataset: 'a' })
  assert.equal(postgresFault(fault), fault)
})

test('only deadlocks and serialization failures are worth repeating', () => {
  assert.deepEqual(
    ['40001', '40P01', '40003', '23505', ''].map(code => isRepeatable(thrown(code))),
    [true, true, false, false, false],
  )
  assert.equal(codeOf(null), '')
})
