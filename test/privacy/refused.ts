import assert from 'node:assert/strict'
import type { Answer } from './ask.ts'
import type { Rig } from './rig.ts'

/**
 * What "403" always means (privacy.md §1.7): nothing was changed, the refusal was counted once with its reason, and no
 * cookie was given out.
 */
export async function refused(rig: Rig, reason: string, send: () => Promise<Answer>): Promise<Answer> {
  const before = rig.done.length
  rig.events.length = 0
  const answer = await send()
  assert.equal(answer.status, 403, `${answer.status} ${answer.body.slice(0, 200)}`)
  assert.equal(rig.done.length, before, 'something was changed')
  assert.deepEqual(
    rig.events.filter(event => !event.endsWith('_doubled') && !event.startsWith('session_')),
    [reason],
  )
  assertOnlyClearing(answer)
  assert.match(answer.headers['cache-control'] ?? '', /no-store/)
  return answer
}

/** No cookie is given out; some may be taken back. */
export function assertOnlyClearing({ setCookies }: Pick<Answer, 'setCookies'>): void {
  assert.deepEqual(
    setCookies.filter(text => !/^[^=]+=; Max-Age=0;/.test(text)),
    [],
  )
}

/** It went through: something was changed, and nothing was counted as hostile. */
export async function accepted(rig: Rig, send: () => Promise<Answer>): Promise<Answer> {
  const before = rig.done.length
  rig.events.length = 0
  const answer = await send()
  assert.equal(answer.status, 200, answer.body.slice(0, 200))
  assert.equal(rig.done.length, before + 1)
  assert.deepEqual(rig.events, [])
  return answer
}
