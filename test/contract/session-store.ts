import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { FoundRow, NewSession } from '../../src/app/ports/session-store.ts'
import {
  AT,
  later,
  newPortalOn,
  newSession,
  newUser,
  type OpenedAccounts,
  someDigest,
} from './account-store.ts'

/** The sessions' part of the suite, on the same stores. */
export function sessionStoreContract(opened: () => OpenedAccounts): void {
  const begun = async (more: Partial<NewSession> = {}) => {
    const portal = await newPortalOn(opened())
    const user = await opened().accounts.addUser(newUser(portal), AT)
    const asked = newSession(portal, user.id, more)
    const session = await opened().sessions.open(asked)
    assert.ok(session)
    return { portal, user, asked, session }
  }
  const found = async (hash: string): Promise<FoundRow> => {
    const row = await opened().sessions.find(hash)
    assert.ok(row !== null && row !== 'corrupted')
    return row
  }
  const isGone = async (hash: string) => (await opened().sessions.find(hash)) === null

  test('a session is kept as it began, with its person; only its hash finds it', async () => {
    const { user, asked, session } = await begun()
    const at = AT.getTime()
    const { userId: _, epoch: _epoch, ...kept } = asked
    assert.deepEqual(session, {
      ...{ ...kept, id: session.id, authenticatedAt: at, renewedAt: at, lastSeen: at },
      ...{ graceHash: null, graceUntil: null, providerSession: null },
    })
    assert.deepEqual(await found(asked.hash), { session, user, current: true, rightsChanged: false })
    assert.equal(await opened().sessions.find(someDigest()), null)
  })

  test('a session before sign-in holds its data and nobody', async () => {
    const portal = await newPortalOn(opened())
    const asked = newSession(portal, null)
    await opened().sessions.open(asked)
    const { session, user, current } = await found(asked.hash)
    assert.deepEqual([session.level, session.data, user, current], [0, { step: 'é\u0000' }, null, true])
  })

  test('nobody begins a session who is suspended, unknown or of another portal', async () => {
    const { portal, user } = await begun()
    const other = await newPortalOn(opened())
    assert.equal(await opened().sessions.open(newSession(other, user.id)), null)
    await opened().accounts.changeUser(portal, user.id, { state: 'suspended' })
    assert.equal(await opened().sessions.open(newSession(portal, user.id)), null)
    assert.equal(await opened().sessions.open(newSession(portal, user.id + 1_000_000)), null)
  })

  test('use is written down, never backwards', async () => {
    const { asked, session } = await begun()
    await opened().sessions.seen(session.id, later(600).getTime())
    await opened().sessions.seen(session.id, later(300).getTime())
    assert.equal((await found(asked.hash)).session.lastSeen, later(600).getTime())
  })

  test('a renewed session is found by both identifiers; of many renewals at once, one counts', async () => {
    const { asked, session } = await begun()
    const [at, graceUntil] = [later(10).getTime(), later(70).getTime()]
    const hashes = Array.from({ length: 6 }, someDigest)
    const done = await Promise.all(
      hashes.map(hash =>
        opened().sessions.rotate({ id: session.id, from: asked.hash, hash, at, graceUntil }),
      ),
    )
    assert.equal(done.filter(Boolean).length, 1)
    const hash = hashes[done.indexOf(true)] ?? ''
    const { session: renewed } = await found(hash)
    assert.deepEqual(
      [renewed.graceHash, renewed.graceUntil, renewed.renewedAt, renewed.createdAt],
      [asked.hash, graceUntil, at, session.createdAt],
    )
    assert.deepEqual((await found(asked.hash)).session, renewed)
    await opened().sessions.endByHash(asked.hash)
    assert.ok(await isGone(hash), 'the former identifier ends its successor too')
  })

  test('a proof raises the level and never lowers it; limits are lowered and never raised', async () => {
    const { session } = await begun()
    const rotate = async (more: object) => {
      const hash = someDigest()
      const at = later(20).getTime()
      assert.ok(
        await opened().sessions.rotate({ id: session.id, from: null, hash, at, graceUntil: null, ...more }),
      )
      return (await found(hash)).session
    }
    const risen = await rotate({
      proven: 2,
      limits: { idleSeconds: 60, absoluteExpiry: later(500).getTime() },
    })
    assert.deepEqual(
      [risen.level, risen.authenticatedAt, risen.idleSeconds, risen.absoluteExpiry],
      [2, later(20).getTime(), 60, later(500).getTime()],
    )
    const again = await rotate({
      proven: 1,
      limits: { idleSeconds: 999, absoluteExpiry: later(900).getTime() },
    })
    assert.deepEqual([again.level, again.idleSeconds, again.absoluteExpiry], [2, 60, later(500).getTime()])
  })

  test('S11: what has ended is neither renewed nor seen back into being', async () => {
    const { portal, user, asked, session } = await begun()
    await opened().sessions.end(session.id)
    await opened().sessions.seen(session.id, later(5).getTime())
    const rotation = { id: session.id, from: null, hash: someDigest(), graceUntil: null, at: AT.getTime() }
    assert.equal(await opened().sessions.rotate(rotation), false)
    assert.equal(await opened().sessions.rotate({ ...rotation, endOthers: true }), false)
    assert.ok(await isGone(asked.hash))
    const other = newSession(portal, user.id)
    const second = await opened().sessions.open(other)
    assert.ok(second)
    await opened().sessions.endAllOf(portal, user.id)
    const back = { ...rotation, id: second.id, hash: someDigest() }
    assert.equal(await opened().sessions.rotate(back), false)
    assert.equal(await opened().sessions.rotate({ ...back, endOthers: true }), false)
    assert.equal((await found(other.hash)).current, false)
  })

  test('ending all others leaves one, under a new identifier', async () => {
    const { portal, user, asked, session } = await begun()
    const others = [newSession(portal, user.id), newSession(portal, user.id)]
    for (const other of others) await opened().sessions.open(other)
    const hash = someDigest()
    const order = { id: session.id, from: null, hash, graceUntil: null, at: AT.getTime(), endOthers: true }
    assert.ok(await opened().sessions.rotate({ ...order, endOthers: true }))
    assert.equal((await found(hash)).current, true)
    assert.ok(await isGone(asked.hash))
    for (const other of others) assert.equal((await found(other.hash)).current, false)
    assert.deepEqual(
      (await opened().sessions.listOf(portal, user.id)).map(one => one.hash),
      [hash],
    )
  })

  test('a person, and a portal, ends all its sessions and nobody else’s', async () => {
    const [here, there] = [await begun(), await begun()]
    await opened().sessions.endAllOf(here.portal, here.user.id)
    assert.equal((await found(here.asked.hash)).current, false)
    assert.equal((await found(there.asked.hash)).current, true)
    assert.equal(await opened().sessions.open(newSession(here.portal, here.user.id)), null, 'behind the end')
    const again = newSession(here.portal, here.user.id, { epoch: 2 })
    const before = newSession(here.portal, null)
    for (const asked of [again, before]) await opened().sessions.open(asked)
    await opened().sessions.endAllOfPortal(here.portal)
    for (const asked of [again, before]) assert.equal((await found(asked.hash)).current, false)
    assert.equal((await found(there.asked.hash)).current, true)
  })

  test('S29, S30: a change of roles is there at the next look, and says that rights changed, until a renewal', async () => {
    const { portal, user, asked, session } = await begun()
    await opened().accounts.changeUser(portal, user.id, { roles: ['editor'] })
    const changed = await found(asked.hash)
    assert.deepEqual([changed.user?.roles, changed.rightsChanged, changed.current], [['editor'], true, true])
    const hash = someDigest()
    await opened().sessions.rotate({
      id: session.id,
      from: asked.hash,
      hash,
      at: AT.getTime(),
      graceUntil: null,
    })
    assert.equal((await found(hash)).rightsChanged, false)
    await opened().accounts.touchRights(portal, [user.id])
    assert.equal((await found(hash)).rightsChanged, true)
  })

  test('a session may begin with a proof that was given before, and with the session of a provider', async () => {
    const [proven, provider] = [later(-600).getTime(), someDigest()]
    const { asked, session } = await begun({ authenticatedAt: proven, providerSession: provider })
    assert.deepEqual(
      [session.authenticatedAt, session.createdAt, session.providerSession],
      [proven, AT.getTime(), provider],
    )
    const another = someDigest()
    const rotation = { id: session.id, from: asked.hash, graceUntil: null, at: AT.getTime() }
    await opened().sessions.rotate({ ...rotation, hash: someDigest() })
    const hash = someDigest()
    await opened().sessions.rotate({ ...rotation, from: null, hash, providerSession: another })
    assert.equal((await found(hash)).session.providerSession, another)
  })

  test('a provider ends what began with one session of it, on its portal, and nothing else', async () => {
    const providerSession = someDigest()
    const [here, there] = [await begun({ providerSession }), await begun({ providerSession })]
    const others = [
      newSession(here.portal, here.user.id),
      newSession(here.portal, here.user.id, { providerSession: someDigest() }),
    ]
    const second = newSession(here.portal, here.user.id, { providerSession })
    for (const one of [...others, second]) await opened().sessions.open(one)
    assert.equal(await opened().sessions.endOfProvider(here.portal, providerSession), 2)
    for (const { hash } of [here.asked, second]) assert.ok(await isGone(hash))
    for (const { hash } of [...others, there.asked]) assert.equal((await found(hash)).current, true)
    assert.equal(await opened().sessions.endOfProvider(here.portal, providerSession), 0)
  })

  test('nobody ends or lists somebody else’s session', async () => {
    const [here, there] = [await begun(), await begun()]
    const { sessions } = opened()
    assert.equal(await sessions.endOf(here.portal, here.user.id, there.session.id), false)
    assert.equal(await sessions.endOf(there.portal, here.user.id, here.session.id), false)
    assert.deepEqual(await sessions.listOf(there.portal, here.user.id), [])
    assert.equal(await sessions.endOf(here.portal, here.user.id, here.session.id), true)
    assert.ok(await isGone(here.asked.hash))
  })

  test('S17, S18: what has expired is forgotten, by idleness, by age, from afar; the rest stays', async () => {
    const { portal, user, asked } = await begun()
    const expired = {
      absolute: newSession(portal, user.id, { absoluteExpiry: later(-1).getTime() }),
      idle: newSession(portal, user.id, { createdAt: later(-7200).getTime() }),
      before: newSession(portal, null, { absoluteExpiry: later(0).getTime() }),
    }
    for (const session of Object.values(expired)) await opened().sessions.open(session)
    const ended = await begun()
    await opened().sessions.endAllOf(ended.portal, ended.user.id)
    assert.ok((await opened().sessions.removeExpired(AT.getTime())) >= 4)
    for (const { hash } of Object.values(expired)) assert.ok(await isGone(hash))
    assert.ok(await isGone(ended.asked.hash))
    assert.equal((await found(asked.hash)).current, true)
  })
}
