import assert from 'node:assert/strict'
import { test } from 'node:test'
import { AttemptLimiter } from './attempt-limiter.ts'
import { deviceLabel } from './device-label.ts'
import { RateLimiter, UNKNOWN_SESSIONS } from './rate-limiter.ts'

const PACE = { free: 2, firstWait: 1000, longestWait: 4000, forgetAfter: 60_000 }

test('after what is free, each attempt doubles the wait, up to the longest; silence forgets', () => {
  const limiter = new AttemptLimiter(PACE)
  const waits = []
  for (let now = 0, i = 0; i < 7; i++) {
    const wait = limiter.waitFor('a', now)
    waits.push(wait)
    now += wait
    assert.equal(limiter.attempt('a', now), 0)
  }
  assert.deepEqual(waits, [0, 0, 1000, 2000, 4000, 4000, 4000])
  assert.equal(limiter.waitFor('b', 0), 0)
  assert.equal(limiter.waitFor('a', 10_000_000), 0)
})

test('an attempt that has to wait does not count, and one that is forgiven never was', () => {
  const limiter = new AttemptLimiter(PACE)
  for (let i = 0; i < 2; i++) limiter.attempt('a', 0)
  for (let i = 0; i < 9; i++) assert.equal(limiter.attempt('a', 0), 1000)
  assert.equal(limiter.waitFor('a', 500), 500)
  limiter.forgive('a')
  assert.equal(limiter.waitFor('a', 0), 0)
})

test('a clock set back opens nothing sooner', () => {
  const limiter = new AttemptLimiter(PACE)
  for (let i = 0; i < 2; i++) limiter.attempt('a', 100_000)
  assert.ok(limiter.waitFor('a', 0) >= 1000)
  const rate = new RateLimiter({ burst: 1, perMs: 1000 })
  rate.take('a', 100_000)
  assert.equal(rate.take('a', 0), false)
})

test('S40: of a thousand unknown identifiers in a minute from one network, most are not looked up', () => {
  const limiter = new RateLimiter(UNKNOWN_SESSIONS)
  let looked = 0
  for (let i = 0; i < 1000; i++) looked += limiter.take('192.0.2.1', i * 60) ? 1 : 0
  assert.ok(looked <= 200, String(looked))
  assert.ok(limiter.take('192.0.2.2', 60_000), 'others are not concerned')
  assert.ok(limiter.waitFor('192.0.2.1', 60_000) > 0)
  assert.ok(limiter.take('192.0.2.1', 120_000))
})

test('limiters hold no more names than they are told', () => {
  const limiter = new RateLimiter({ burst: 1, perMs: 1000 }, 2)
  for (const name of ['a', 'b', 'c']) limiter.take(name, 0)
  assert.equal(limiter.take('a', 0), true, 'forgotten for newer ones')
  assert.equal(limiter.take('c', 0), false)
})

for (const [agent, label] of [
  ['Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', 'Firefox on Linux'],
  [
    'Mozilla/5.0 (Linux; Android 16; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36',
    'Chrome on Android',
  ],
  [
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Safari/605.1.15',
    'Safari on macOS',
  ],
  [
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0',
    'Edge on Windows',
  ],
  ['curl/8.5.0', ''],
  [undefined, ''],
] as const)
  test(`a device is called ${label || 'nothing'}`, () => assert.equal(deviceLabel(agent), label))
