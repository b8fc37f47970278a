import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { quotaDay, resetHeader, resetTime } from './day.ts'
import { networkOf } from './network.ts'

const ROWS: readonly [address: string, network: string][] = [
  ['192.0.2.7', '192.0.2.7'],
  ['::ffff:192.0.2.7', '192.0.2.7'],
  ['::FFFF:192.0.2.7', '192.0.2.7'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
  ['2001:0DB8:0001:0002::6', '2001:db8:1:2'],
  ['2001:db8::1', '2001:db8:0:0'],
  ['fe80::1%eth0', 'fe80:0:0:0'],
  ['::1', '0:0:0:0'],
  ['::', '0:0:0:0'],
  ['', ''],
]
for (const [address, network] of ROWS)
  test(`${address || 'nothing'} counts as ${network || 'nothing'}`, () =>
    assert.equal(networkOf(address), network))

test('all the addresses of a /64 count as one, those of two never', () => {
  fc.assert(
    fc.property(fc.ipV6(), address => {
      const network = networkOf(address)
      assert.equal(networkOf(network.includes(':') ? `${network}::` : network), network)
    }),
  )
})

test('a day ends at midnight UTC, and says so in both spellings of the wire', () => {
  const { name, end } = quotaDay(Date.parse('2026-07-27T23:59:59.999Z'))
  assert.deepEqual(
    [name, resetHeader(end), resetTime(end)],
    ['2026-07-27', '2026-07-28 00:00:00+00:00', '2026-07-28T00:00:00Z'],
  )
  assert.equal(quotaDay(end).name, '2026-07-28')
})
