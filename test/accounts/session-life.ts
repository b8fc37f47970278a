import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import type { NoSession } from '../../src/app/account/session-desk.ts'
import { secretDigest } from '../../src/core/account/session-id.ts'
import { DAY, HOUR, MINUTE, type OpenedAccounts } from './opened-accounts.ts'

/** Lives of sessions, at the desk (privacy.md §1.7). */
export function sessionLifeSuite(opened: () => OpenedAccounts): void {
  const begun = async (more: { roles?: readonly ('reader' | 'editor')[]; accounts?: object } = {}) => {
    const portal = await opened().portal(more.accounts)
    const user = await opened().user(portal, { roles: more.roles ?? [] })
    const id = await opened().enter(portal, user)
    return { portal, user, id, place: opened().at(portal) }
  }
  const reasonOf = async (place: Awaited<ReturnType<typeof begun>>['place'], id: string) => {
    const found = await opened().find(place, id)
    return found.state === 'none' ? found.reason : found.state
  }
  const rows = async () => {
    const { rows: found } = await sql<{ count: number }>`select count(*) as count from session`.execute(
      opened().connection.db,
    )
    return found[0]?.count
  }

  test('S01, S02, S19: an identifier that was not issued opens nothing and makes no row', async () => {
    const { place } = await begun()
    const before = await rows()
    assert.equal(await reasonOf(place, 'A'.repeat(43)), 'unknown')
    for (const id of [
      '1',
      'x'.repeat(1240),
      'a/b/c',
      'a\\b\\c',
      '',
      `${'A'.repeat(42)}\u0000`,
      '0'.repeat(64),
    ])
      assert.equal(await reasonOf(place, id), 'malformed', id)
    assert.equal(await rows(), before)
  })

  test('S01, S02: what is no identifier by its form never reaches the database', async () => {
    const { place } = await begun()
    const asked: string[] = []
    const query = opened().connection.pool.query
    const { pool } = opened().connection
    Object.assign(pool, {
      query: (...args: readonly unknown[]) => {
        asked.push(String(args[0]))
        return Reflect.apply(query, pool, args)
      },
    })
    try {
      await opened().find(place, 'x'.repeat(1240))
      assert.equal(asked.length, 0)
      await opened().find(place, 'B'.repeat(43))
      assert.equal(asked.length, 1)
    } finally {
      Object.assign(pool, { query })
    }
  })

  test('S27: the stored hash, sent as the cookie, opens nothing', async () => {
    const { place, id } = await begun()
    assert.equal(await reasonOf(place, secretDigest(id)), 'malformed')
    const asText = Buffer.from(secretDigest(id), 'hex').toString('base64url')
    assert.equal(await reasonOf(place, asText), 'unknown')
  })

  test('S08: what was signed out stays out', async () => {
    const { place, id } = await begun()
    await opened().services.desk.end(id)
    assert.equal(await reasonOf(place, id), 'unknown')
    await opened().services.desk.end(id)
  })

  test('T01, T02: a session opens on its portal and its host alone, and is unharmed elsewhere', async () => {
    const { place, id } = await begun()
    const other = await opened().portal()
    assert.equal(await reasonOf(opened().at(other), id), 'other_portal')
    assert.equal(await reasonOf({ ...place, host: 'alias.localhost' }, id), 'other_host')
    assert.equal(await reasonOf(place, id), 'live')
  })

  for (const [roles, idle, who] of [
    [[], 14 * DAY, 'a reader'],
    [['editor'], 12 * HOUR, 'an editor'],
  ] as const) {
    test(`S13: ${who} who was away for the idle limit and a second is nobody`, async () => {
      const { place, id } = await begun({ roles })
      opened().now += idle + 1000
      assert.equal(await reasonOf(place, id), 'expired')
      opened().now -= 2000
      assert.equal(await reasonOf(place, id), 'unknown', 'the row is gone')
    })

    test(`S14: ${who} who comes back just before it begins a new idle time`, async () => {
      const { place, id } = await begun({ roles })
      opened().now += idle - 1000
      const found = await opened().find(place, id)
      assert.equal(found.state, 'live')
      opened().now += idle - 1000
      const again = found.state === 'live' ? (found.renewedId ?? id) : ''
      assert.equal(await reasonOf(place, again), 'live')
    })
  }

  test('S15: constant use does not go past the absolute limit', async () => {
    const { place, id } = await begun({ roles: ['editor'] })
    let now = id
    const start = opened().now
    while (opened().now < start + 7 * DAY - 6 * HOUR) {
      opened().now += 6 * HOUR
      const found = await opened().find(place, now)
      assert.equal(found.state, 'live')
      now = found.state === 'live' ? (found.renewedId ?? now) : now
    }
    opened().now = start + 7 * DAY
    assert.equal(await reasonOf(place, now), 'expired')
  })

  test('S16: a clock set back one day extends nothing', async () => {
    const { place, id } = await begun({ roles: ['editor'] })
    opened().now += 6 * HOUR
    assert.equal(await reasonOf(place, id), 'live')
    opened().now -= DAY
    assert.equal(await reasonOf(place, id), 'clock')
    opened().now += DAY + 12 * HOUR + 1000
    assert.equal(await reasonOf(place, id), 'expired')
  })

  test('limits of the portal are shorter, never longer, and take hold at once', async () => {
    const { place, portal, id } = await begun()
    opened().now += 3 * HOUR
    assert.equal(await reasonOf(place, id), 'live')
    const shorter = { ...portal, config: { ...portal.config, accounts: { sessions: { readerIdleDays: 1 } } } }
    opened().now += DAY + 1000
    assert.equal(await reasonOf({ ...place, portal: shorter }, id), 'expired')
  })

  test('S31: a day of use renews the identifier; the former one opens for a minute, then ends the whole session', async () => {
    const { place, id } = await begun()
    opened().now += DAY
    const found = await opened().find(place, id)
    assert.ok(found.state === 'live' && found.renewedId !== null && found.renewedId !== id)
    const renewed = found.renewedId ?? ''
    opened().now += MINUTE
    const former = await opened().find(place, id)
    assert.ok(former.state === 'live' && former.renewedId === null, 'a request that was on its way')
    assert.equal(await reasonOf(place, renewed), 'live')
    opened().now += 1
    assert.equal(await reasonOf(place, id), 'replayed')
    assert.equal(await reasonOf(place, renewed), 'unknown')
  })

  test('S31: of many requests at once, one gets the new identifier and all are answered', async () => {
    const { place, id } = await begun()
    opened().now += DAY
    const found = await Promise.all(Array.from({ length: 8 }, () => opened().find(place, id)))
    assert.ok(found.every(({ state }) => state === 'live'))
    assert.equal(found.filter(one => one.state === 'live' && one.renewedId !== null).length, 1)
  })

  test('S21: stored data that makes no sense opens nothing, and says so', async () => {
    const { place, user, id } = await begun()
    const pre = await opened().services.desk.startPre(place, { step: 'x' }, null)
    const { db } = opened().connection
    await sql`update session set data = '[1]' where hash = ${secretDigest(pre.id)}`.execute(db)
    await sql`update portal_user set roles = '{"administrator":true}' where id = ${user.id}`.execute(db)
    for (const one of [pre.id, id]) assert.equal(await reasonOf(place, one), 'corrupted' satisfies NoSession)
  })

  test('a session before sign-in lives ten minutes and is nobody', async () => {
    const { place } = await begun()
    const { id } = await opened().services.desk.startPre(place, { step: 'sso', state: 'abc' }, null)
    const found = await opened().find(place, id)
    assert.ok(found.state === 'pre')
    assert.deepEqual(found.pre.data, { step: 'sso', state: 'abc' })
    opened().now += 10 * MINUTE
    assert.equal(await reasonOf(place, id), 'expired')
  })

  test('S28: signing out everywhere else ends all other sessions at their next request', async () => {
    const { place, portal, user, id } = await begun()
    const others = [await opened().enter(portal, user), await opened().enter(portal, user)]
    const own = await opened().services.desk.endOthers(portal, await opened().signedIn(place, id))
    for (const other of [...others, id]) assert.notEqual(await reasonOf(place, other), 'live')
    assert.equal(await reasonOf(place, own.id), 'live')
  })

  test('own sessions are listed with what they are, and ended one by one', async () => {
    const { place, portal, user, id } = await begun()
    const other = await opened().enter(portal, user, { label: 'Chrome on Android' })
    const signedIn = await opened().signedIn(place, id)
    const { desk } = opened().services
    const list = await desk.list(portal, signedIn)
    assert.deepEqual(list.map(one => [one.label, one.own]).sort(), [
      ['Chrome on Android', false],
      ['Firefox on Linux', true],
    ])
    const stranger = await opened().user(portal)
    const strangers = await opened().signedIn(place, await opened().enter(portal, stranger))
    await assert.rejects(desk.revoke(portal, signedIn, strangers.session), /session_gone/)
    await desk.revoke(portal, signedIn, list.find(one => !one.own)?.session ?? 0)
    assert.equal(await reasonOf(place, other), 'unknown')
  })

  test('S29: a role that is taken away is gone at the next request', async () => {
    const { place, portal, user, id } = await begun({ roles: ['editor'] })
    const has = async (one: string) =>
      (await opened().signedIn(place, one)).caller.grants.some(grant =>
        grant.permissions.includes('datasets.manage'),
      )
    assert.equal(await has(id), true)
    await opened().services.accounts.changeUser(portal.id, user.id, { roles: [] })
    assert.equal(await has(id), false)
  })

  test('S30: a role that is given gives a new identifier, and the shorter life of the back office', async () => {
    const { place, portal, user, id } = await begun()
    await opened().services.accounts.changeUser(portal.id, user.id, { roles: ['administrator'] })
    const found = await opened().find(place, id)
    assert.ok(found.state === 'live' && found.renewedId !== null)
    opened().now += 12 * HOUR + 1000
    assert.equal(await reasonOf(place, found.renewedId ?? ''), 'expired')
  })

  test('S33: a session is kept by the browser only when that was asked for, for what is left of its life', async () => {
    const { place, portal, user } = await begun()
    const { desk } = opened().services
    const order = { user, level: 1, label: '', presented: null } as const
    assert.equal((await desk.start(place, { ...order, kept: false })).keptSeconds, null)
    const kept = await desk.start(place, { ...order, kept: true })
    assert.equal(kept.keptSeconds, (30 * DAY) / 1000)
    opened().now += 2 * DAY
    const found = await opened().find(place, kept.id)
    assert.ok(found.state === 'live' && found.keptSeconds === (28 * DAY) / 1000)
    assert.equal(found.signedIn.user.id, user.id)
    assert.equal(portal.id, place.portal.id)
  })

  test('T13: the same person on two portals leaves no common value but their address', async () => {
    const [a, b] = [await opened().portal(), await opened().portal()]
    const email = 'same@example.org'
    for (const portal of [a, b]) await opened().enter(portal, await opened().user(portal, { email }))
    const dump = async (portal: typeof a) => {
      const { rows: found } = await sql<Record<string, unknown>>`
        select s.hash, s.grace_hash, u.password from session s join portal_user u on u.id = s.user_id
        where s.portal_id = ${portal.id}`.execute(opened().connection.db)
      return found.flatMap(row => Object.values(row)).filter(value => value !== null)
    }
    const [ofA, ofB] = [new Set(await dump(a)), await dump(b)]
    assert.ok(ofB.length >= 2)
    assert.deepEqual(
      ofB.filter(value => ofA.has(value)),
      [],
    )
  })
}
