import assert from 'node:assert/strict'
import { after, before } from 'node:test'
import { type Opened, openPortals } from './opened-portals.ts'

// One deployment for every suite of this folder.

let known: Opened | null = null

/** The running deployment; only inside tests. */
export function opened(): Opened {
  assert.ok(known !== null, 'not open')
  return known
}

export function withPortals(): void {
  before(async () => {
    known = await openPortals()
  })
  after(async () => {
    await known?.[Symbol.asyncDispose]()
  })
}

/** Asks again until it is so, or two seconds have passed. */
export async function until(test: () => boolean | Promise<boolean>): Promise<void> {
  const started = performance.now()
  while (!(await test())) {
    assert.ok(performance.now() - started < 2000, 'it did not come true in time')
    await new Promise(resolve => setTimeout(resolve, 10))
  }
}
