import assert from 'node:assert/strict'
import { test } from 'node:test'
import { SessionGuesses } from './session-guesses.ts'

const sent = (id: string, address = '192.0.2.1', portalId = 1) => ({ portalId, address, id })

/** Guesses so often, each looked up when it may be; how many were. */
function guess(guesses: SessionGuesses, times: number, now: number, address?: string): number {
  let looked = 0
  for (let i = 0; i < times; i++) {
    const one = sent(`guess-${now}-${i}`, address)
    if (guesses.waitFor(one, now) > 0) continue
    looked += 1
    guesses.tell(one, false, now)
  }
  return looked
}

test('S40: of 1,000 guesses in a minute a hundred are looked up, and the rest wait', () => {
  const guesses = new SessionGuesses()
  assert.equal(guess(guesses, 1000, 0), 100)
  assert.equal(guesses.waitFor(sent('next'), 0), 1)
  assert.ok(guess(guesses, 1000, 30_000) <= 50)
})

test('a session that was found lately is looked up, whatever its neighbours do', () => {
  const guesses = new SessionGuesses()
  guesses.tell(sent('mine'), true, 0)
  guess(guesses, 1000, 0)
  assert.equal(guesses.waitFor(sent('mine'), 0), 0)
  assert.ok(guesses.waitFor(sent('another'), 0) > 0)
})

test('networks and portals are counted apart; addresses of one network are not', () => {
  const guesses = new SessionGuesses()
  guess(guesses, 200, 0, '2001:db8:1:2::1')
  assert.ok(guesses.waitFor(sent('x', '2001:db8:1:2::ffff'), 0) > 0)
  assert.equal(guesses.waitFor(sent('x', '2001:db8:9:9::1'), 0), 0)
  assert.equal(guesses.waitFor(sent('x', '2001:db8:1:2::1', 2), 0), 0)
})

test('one identifier that opens nothing is one event, however many requests of a page bring it', () => {
  const guesses = new SessionGuesses()
  assert.ok(guesses.isNews(sent('dead'), 'replayed', 0))
  for (const reason of ['replayed', 'unknown']) assert.ok(!guesses.isNews(sent('dead'), reason, 100))
  assert.ok(guesses.isNews(sent('other'), 'unknown', 100))
  assert.ok(guesses.isNews(sent('other'), 'replayed', 200), 'what says more is told all the same')
  assert.ok(guesses.isNews(sent('dead'), 'unknown', 60_001), 'and whoever goes on is told of again')
})
