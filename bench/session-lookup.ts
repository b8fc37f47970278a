// What a session costs: the desk's look-up beside the same query of the bare driver, and beside no cookie at all.
import { performance } from 'node:perf_hooks'
import { secretDigest } from '../src/core/account/session-id.ts'
import { openAccounts } from '../test/accounts/opened-accounts.ts'

const ROUNDS = 20_000
const AT_ONCE = 8

/** Microseconds a call, one after the other, and calls a second with several at once. */
async function measure(name: string, call: () => Promise<unknown>): Promise<void> {
  for (let i = 0; i < 500; i++) await call()
  const times: number[] = []
  for (let i = 0; i < ROUNDS / 10; i++) {
    const started = performance.now()
    await call()
    times.push((performance.now() - started) * 1000)
  }
  times.sort((a, b) => a - b)
  const started = performance.now()
  let left = ROUNDS
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      while (left-- > 0) await call()
    }),
  )
  const rate = (ROUNDS * 1000) / (performance.now() - started)
  const at = (share: number) => Math.round(times[Math.floor(times.length * share)] ?? 0)
  process.stdout.write(
    `${name.padEnd(44)} p50 ${at(0.5)} µs   p99 ${at(0.99)} µs   ${Math.round(rate)}/s at ${AT_ONCE}\n`,
  )
}

await using opened = await openAccounts()
const portal = await opened.portal()
const place = opened.at(portal)
const users = []
for (let i = 0; i < 2000; i++) users.push(await opened.user(portal, { roles: ['reader'] }))
const ids: string[] = []
for (const user of users)
  ids.push(
    (await opened.services.desk.start(place, { user, level: 1, kept: false, label: '', presented: null })).id,
  )
let next = 0
const id = () => ids[next++ % ids.length] ?? ''
const { pool } = opened.connection
/** One row, one column. */
const BARE = 'select user_id from session where hash = $1'

await measure('bare driver: one row of sessions by its hash', () =>
  pool.query({ name: 'bare', text: BARE, values: [secretDigest(id())] }),
)
await measure('signed in: SessionDesk.find', () => opened.find(place, id()))
await measure('unknown identifier: SessionDesk.find', () => opened.find(place, 'A'.repeat(43)))
await measure('no identifier by its form: no query', () => opened.find(place, 'x'))
