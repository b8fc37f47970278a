import assert from 'node:assert/strict'
import { test } from 'node:test'
import { OPEN_RULES } from '../../src/core/dataset/rules.ts'
import type { PortalQuotas } from '../../src/core/portal/portal.ts'
import { guarded, type Members, send, until } from './ask-guarded.ts'
import { type Answer, portalOf, ROOT } from './guarded.ts'

const RECORDS = `${ROOT}/datasets/plants/records`

const left = ({ headers }: Answer): number => Number(headers['x-ratelimit-remaining'])

/** Puts quotas of the open portal in force. */
async function limit(quotas: PortalQuotas): Promise<void> {
  const config = portalOf('open', { quotas })
  await guarded().application.savePortal(config)
  const { portal, anonymous } = quotas
  const shown = String(anonymous ?? portal ?? undefined)
  await until(async () => String((await send(`${ROOT}/exports`)).headers['x-ratelimit-limit']) === shown)
}

const midnight = (): string =>
  new Date(Math.ceil(Date.now() / 86_400_000) * 86_400_000).toISOString().slice(0, 10)

/** Quotas and their headers (explore-api §3). */
export function quotaRows(): void {
  test('§3.1: no quota, no header', async () => {
    const { headers } = await send(RECORDS)
    assert.deepEqual(
      Object.keys(headers).filter(name => name.startsWith('x-ratelimit')),
      [],
    )
  })

  test('§3.1: what is left, on every answer of the API: kept, 304, streamed, refused', async () => {
    await limit({ anonymous: 5000, key: 9000 })
    const first = await send(RECORDS)
    assert.equal(first.headers['x-ratelimit-limit'], '5000')
    assert.equal(first.headers['x-ratelimit-reset'], `${midnight()} 00:00:00+00:00`)
    const steps = [
      { path: RECORDS },
      { path: RECORDS, headers: { 'if-none-match': String(first.headers.etag) } },
      { path: `${ROOT}/datasets/plants/exports/csv` },
      { path: `${RECORDS}?where=nothing` },
      { path: `${ROOT}/datasets/nope` },
      { path: '/api/explore/v2.1/nothing' },
      { path: '/api/records/1.0/search/?dataset=plants' },
      { path: '/api/explore/v2.0/catalog/datasets' },
    ]
    let before = left(first)
    const statuses: number[] = []
    for (const { path, headers = {} } of steps) {
      const answer = await send(path, { headers })
      statuses.push(answer.status)
      assert.equal(left(answer), before - 1, path)
      before -= 1
    }
    assert.deepEqual(statuses, [200, 304, 200, 400, 404, 404, 200, 200])
    const { key } = await guarded().addKey({ name: 'counted' })
    const own = await send(RECORDS, { key })
    assert.deepEqual(
      [own.headers['x-ratelimit-limit'], left(await send(RECORDS, { key }))],
      ['9000', left(own) - 1],
    )
  })

  test('pages and preflights are no calls', async () => {
    const before = left(await send(RECORDS))
    await send('/en/explore/')
    await send(RECORDS, { method: 'OPTIONS' })
    assert.equal(left(await send(RECORDS)), before - 1)
    assert.equal((await send('/en/explore/')).headers['x-ratelimit-limit'], undefined)
  })

  test('§3.2: the refusal, to the letter', async () => {
    const used = 5000 - left(await send(RECORDS))
    await limit({ anonymous: used })
    const answer = await send(RECORDS)
    assert.equal(answer.status, 429)
    assert.deepEqual(JSON.parse(answer.text), {
      errorcode: 10005,
      reset_time: `${midnight()}T00:00:00Z`,
      limit_time_unit: 'day',
      call_limit: used,
      error: 'You have exceeded the requests limit for anonymous users.',
    })
    assert.equal(answer.headers['content-type'], 'application/json; charset=utf-8')
    assert.equal(answer.headers['access-control-allow-origin'], '*')
    assert.equal(answer.headers['x-ratelimit-remaining'], '0')
    assert.equal(answer.headers['cache-control'], 'no-store')
    assert.ok(Number(answer.headers['retry-after']) <= 86_400)
    for (const path of ['/api/records/1.0/search/?dataset=plants', '/api/explore/v2.0/catalog/datasets'])
      assert.equal((JSON.parse((await send(path)).text) as Members).errorcode, 10005, path)
    const { key } = await guarded().addKey({ name: 'counted' })
    assert.equal((await send(RECORDS, { key })).status, 200)
    assert.equal((await send('/en/explore/')).status, 200)
  })

  test('§3.2: of the portal, of a key, of a dataset', async () => {
    await limit({})
    const codeOf = async (sent = {}) => (JSON.parse((await send(RECORDS, sent)).text) as Members).errorcode
    const few = await guarded().addKey({ name: 'few', callsPerDay: 2 })
    while ((await send(RECORDS, { key: few.key })).status === 200);
    assert.equal(await codeOf({ key: few.key }), 10001)
    await guarded().saveRules('plants', { ...OPEN_RULES, callsPerDay: 3 })
    await until(async () => (await send(RECORDS)).headers['x-ratelimit-dataset-limit'] === '3')
    while ((await send(RECORDS)).status === 200);
    const refused = await send(RECORDS)
    assert.deepEqual(
      ['limit', 'remaining', 'reset'].map(name => refused.headers[`x-ratelimit-dataset-${name}`]),
      ['3', '0', `${midnight()} 00:00:00+00:00`],
    )
    assert.equal((JSON.parse(refused.text) as Members).errorcode, 10003)
    assert.equal((await send(`${ROOT}/datasets`)).status, 200)
    await guarded().saveRules('plants', OPEN_RULES)
    await limit({ portal: 1 })
    assert.equal(await codeOf(), 10002)
    await limit({})
  })
}

/** Last of all, for it stops the server. */
export function useRows(): void {
  test('what keys were used for is written down at the end: how often, and the day alone', async () => {
    const { id, key } = await guarded().addKey({ name: 'told' })
    assert.equal((await send(RECORDS, { key })).status, 200)
    await guarded().stopServing()
    const [listed] = (await guarded().application.keys('open')).filter(one => one.id === id)
    assert.equal(listed?.lastUsedOn, new Date().toISOString().slice(0, 10))
  })
}
