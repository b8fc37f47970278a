import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setImmediate as later } from 'node:timers/promises'
import { answeringRequest, askedPortal, nowAsked } from './asked-portal.ts'
import { openMetrics } from './operator/metrics.ts'
import { securityEvents } from './security-events.ts'

const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined }
const metrics = openMetrics({ inFlight: () => 0, portals: () => 2, children: () => ({}) })

test('events are counted for the portal that was asked, whatever is answered beside it', async () => {
  const events = securityEvents(quiet, metrics)
  const request = (portal: number, ...reasons: readonly string[]) =>
    answeringRequest(async () => {
      await later()
      nowAsked(portal)
      for (const reason of reasons) {
        await later()
        events.tell(reason)
      }
    })
  await Promise.all([request(1, 'a', 'b', 'b'), request(2, 'c'), request(1, 'b', 'c')])
  events.tell('nobody')
  await answeringRequest(async () => events.tell('before a portal was found'))
  assert.deepEqual(events.countsOf(1), [
    { reason: 'b', count: 3 },
    { reason: 'a', count: 1 },
    { reason: 'c', count: 1 },
  ])
  assert.deepEqual(events.countsOf(2), [{ reason: 'c', count: 1 }])
  assert.deepEqual(events.countsOf(3), [])
  assert.match(await metrics.registry.metrics(), /vitrine_security_events_total\{reason="nobody"\} 1/)
  assert.equal(askedPortal(), null)
})
