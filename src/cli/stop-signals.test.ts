import assert from 'node:assert/strict'
import { EventEmitter } from 'node:events'
import { test } from 'node:test'
import { stopSignal } from './stop-signals.ts'

function listen() {
  const process = new EventEmitter()
  const clock = { now: 0 }
  const exits: number[] = []
  const source = {
    on: (event: string, listener: () => void) => process.on(event, listener),
    exit: (code: number): never => {
      exits.push(code)
      throw new Error('exit')
    },
  }
  return { process, clock, exits, signal: stopSignal(source, () => clock.now) }
}

for (const event of ['SIGINT', 'SIGTERM', 'SIGHUP', 'disconnect'])
  test(`stop: ${event} ends in order`, () => {
    const { process, signal } = listen()
    assert.ok(!signal.aborted)
    process.emit(event)
    assert.ok(signal.aborted)
  })

test('stop: the same signal from terminal and launcher is one', () => {
  const { process, clock, exits } = listen()
  process.emit('SIGINT')
  clock.now = 5
  process.emit('SIGINT')
  assert.deepEqual(exits, [])
})

test('stop: a later second signal ends at once', () => {
  const { process, clock, exits } = listen()
  process.emit('SIGINT')
  clock.now = 1_500
  assert.throws(() => process.emit('SIGTERM'))
  assert.deepEqual(exits, [1])
})

test('stop: the launcher going after a signal is no second signal', () => {
  const { process, clock, exits } = listen()
  process.emit('SIGTERM')
  clock.now = 5_000
  process.emit('disconnect')
  assert.deepEqual(exits, [])
})
