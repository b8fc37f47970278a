import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import { EngineError } from './engine-error.ts'
import { Lane } from './lane.ts'

const never = new AbortController().signal

test('lets as many in as it holds, then in order, then none', async () => {
  const lane = new Lane(2, 2)
  await lane.enter(never)
  await lane.enter(never)
  const entered: number[] = []
  const waiting = [1, 2].map(async turn => {
    await lane.enter(never)
    entered.push(turn)
  })
  await assert.rejects(lane.enter(never), thrown => thrown instanceof EngineError && thrown.code === 202)
  assert.deepEqual(entered, [])
  lane.leave()
  await delay(0)
  assert.deepEqual(entered, [1])
  lane.leave()
  await Promise.all(waiting)
  assert.deepEqual(entered, [1, 2])
})

test('one that stops waiting leaves its place to the next', async () => {
  const lane = new Lane(1, 2)
  await lane.enter(never)
  const leave = new AbortController()
  const abandoned = lane.enter(leave.signal)
  const next = lane.enter(never)
  leave.abort(new Error('gone'))
  await assert.rejects(abandoned, /gone/)
  lane.leave()
  await next
  lane.leave()
  await lane.enter(never)
})

test('a fired signal does not enter', async () => {
  const lane = new Lane(1, 0)
  await assert.rejects(lane.enter(AbortSignal.abort(new Error('gone'))), /gone/)
  await lane.enter(never)
})

test('never more than its size, whatever comes and goes', async () => {
  const lane = new Lane(3, 1000)
  let held = 0
  let most = 0
  await Promise.all(
    Array.from({ length: 300 }, async (_, turn) => {
      const signal = turn % 7 === 0 ? AbortSignal.timeout(turn % 5) : never
      try {
        await lane.enter(signal)
      } catch {
        return
      }
      most = Math.max(most, ++held)
      await delay(turn % 3)
      held--
      lane.leave()
    }),
  )
  assert.equal(held, 0)
  assert.equal(most, 3)
  await lane.enter(never)
})
