import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { PreparedFiles, PreparedKey } from '../ports/prepared-files.ts'
import { PreparedExports } from './prepared-exports.ts'

const KEY: PreparedKey = { revisionId: 1, name: 'csv' }
const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined }

async function* nothing(): AsyncGenerator<Uint8Array> {
  yield new Uint8Array(1)
}

/** Counts what is kept; `answer` says whether there is room. */
function files(answer: () => Promise<boolean>): PreparedFiles & { kept: number } {
  const store = {
    kept: 0,
    find: () => Promise.resolve(null),
    keep: () => {
      store.kept++
      return answer()
    },
    forget: () => Promise.resolve(),
  }
  return store
}

const make = () => Promise.resolve(nothing())
const settled = () => new Promise(resolve => setImmediate(resolve))

test('the first question makes no file, the second one does, the third no other', async () => {
  const store = files(() => new Promise(() => undefined))
  const exports = new PreparedExports(store, quiet)
  for (const kept of [0, 1, 1]) {
    exports.asked(KEY, make)
    await settled()
    assert.equal(store.kept, kept)
  }
})

test('what fails may be tried again, what has no room is not', async () => {
  const failing = files(() => Promise.reject(new Error('engine')))
  const exports = new PreparedExports(failing, quiet)
  for (let i = 0; i < 4; i++) {
    exports.asked(KEY, make)
    await settled()
  }
  assert.equal(failing.kept, 2)
  const full = files(() => Promise.resolve(false))
  const refused = new PreparedExports(full, quiet)
  for (let i = 0; i < 6; i++) {
    refused.asked(KEY, make)
    await settled()
  }
  assert.equal(full.kept, 1)
})

test('attack: a thousand exports asked for twice do not wait to be made', async () => {
  const one = Promise.withResolvers<boolean>()
  const store = files(() => one.promise)
  const exports = new PreparedExports(store, quiet)
  const ask = (name: string): void => {
    for (let i = 0; i < 2; i++) exports.asked({ revisionId: 1, name }, make)
  }
  for (let n = 0; n < 1000; n++) ask(`n${n}`)
  await settled()
  assert.equal(store.kept, 1)
  one.resolve(true)
  await settled()
  await settled()
  assert.ok(store.kept <= 4)
  for (let i = 0; i < 10; i++) await settled()
  ask('later')
  for (let i = 0; i < 5; i++) await settled()
  assert.equal(store.kept, 5, 'there is room again')
})

test('a stop gives up what is being made', async () => {
  const store = files(() => Promise.resolve(true))
  const exports = new PreparedExports(store, quiet)
  let stopped = false
  const slow = (signal: AbortSignal) =>
    new Promise<AsyncIterable<Uint8Array>>((_, reject) =>
      signal.addEventListener('abort', () => {
        stopped = true
        reject(signal.reason)
      }),
    )
  exports.asked(KEY, slow)
  exports.asked(KEY, slow)
  await settled()
  await exports.close()
  assert.deepEqual([stopped, store.kept], [true, 0])
})
