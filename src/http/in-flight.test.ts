import assert from 'node:assert/strict'
import { test } from 'node:test'
import { inFlight } from './in-flight.ts'

const code = (value: string) => (error: unknown) =>
  error instanceof Error && Reflect.get(error, 'code') === value

test('beyond the limit a request is refused at once, and let in when one has left', () => {
  const flight = inFlight(2)
  const leave = flight.enter()
  flight.enter()
  assert.throws(() => flight.enter(), code('overloaded'))
  leave()
  leave()
  assert.equal(flight.count, 1)
  flight.enter()
})

test('a stop lets nobody in and waits for the last one', async () => {
  const flight = inFlight(5)
  const leave = flight.enter()
  let drained = false
  const end = flight.drain(10_000).then(() => {
    drained = true
  })
  assert.throws(() => flight.enter(), code('stopping'))
  await new Promise(resolve => setImmediate(resolve))
  assert.equal(drained, false)
  leave()
  await end
  assert.ok(drained)
})

test('a stop does not wait for ever', async () => {
  const flight = inFlight(5)
  flight.enter()
  await flight.drain(10)
  assert.equal(flight.count, 1)
})
