import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isLoopbackAddress, isLoopbackName, readHost } from './host.ts'

const GOOD: readonly [value: string, name: string, port: string][] = [
  ['datastro.localhost:8080', 'datastro.localhost', '8080'],
  ['WWW.Datastro.EU', 'www.datastro.eu', ''],
  ['[::1]:8080', '[::1]', '8080'],
  ['127.0.0.1', '127.0.0.1', ''],
]
for (const [value, name, port] of GOOD)
  test(`${value} is a host`, () => assert.deepEqual(readHost(value), { name, port }))

const BAD = [
  undefined,
  '',
  'a b',
  'evil.test/',
  'evil.test\\@good',
  'user@good.test',
  'good.test:port',
  'good.test:123456',
  'good.test:80:80',
  'héhé.test',
  'a,b',
]
for (const value of BAD)
  test(`${JSON.stringify(value)} is no host`, () => assert.equal(readHost(value), null))

test('this machine by name and by address', () => {
  assert.ok(isLoopbackName('localhost') && isLoopbackName('[::1]') && !isLoopbackName('datastro.localhost'))
  for (const address of ['127.0.0.1', '127.8.9.1', '::1', '::ffff:127.0.0.1'])
    assert.ok(isLoopbackAddress(address))
  for (const address of ['10.0.0.1', '::ffff:10.0.0.1', '', '1.127.0.0'])
    assert.ok(!isLoopbackAddress(address))
})
