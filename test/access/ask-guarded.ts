import assert from 'node:assert/strict'
import { after, before } from 'node:test'
import { type Answer, type Guarded, openGuarded, type Sent } from './guarded.ts'

// One guarded deployment for every suite of this folder.

let opened: Guarded | null = null

/** The running deployment; only inside tests. */
export function guarded(): Guarded {
  assert.ok(opened !== null, 'not open')
  return opened
}

export function withGuarded(): void {
  before(async () => {
    opened = await openGuarded()
  })
  after(async () => {
    await opened?.[Symbol.asyncDispose]()
  })
}

export const send = (path: string, sent?: Sent): Promise<Answer> => guarded().send(path, sent)

/** Members of a JSON answer. */
export type Members = Readonly<Record<string, unknown>>

export async function read<T = Members>(path: string, sent?: Sent): Promise<T> {
  const { status, text } = await send(path, sent)
  assert.equal(status, 200, `${path}\n${text}`)
  return JSON.parse(text) as T
}

/** Status and code of a fault. */
export async function faultOf(path: string, sent?: Sent): Promise<string> {
  const { status, text } = await send(path, sent)
  const { error_code } = JSON.parse(text) as Members
  return `${status} ${error_code}`
}

/** Asks again until the answer is the one awaited, or a second has passed; how long it took, in milliseconds. */
export async function until(test: () => Promise<boolean>, patienceMs = 1500): Promise<number> {
  const started = performance.now()
  while (!(await test())) {
    assert.ok(performance.now() - started < patienceMs, 'it did not come true in time')
    await new Promise(resolve => setTimeout(resolve, 20))
  }
  return performance.now() - started
}
