import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { HostMove, HostMoveStore } from '../../src/app/ports/host-move-store.ts'
import {
  AT,
  later,
  newPortalOn,
  newSession,
  newUser,
  type OpenedAccounts,
  someDigest,
} from './account-store.ts'

export interface OpenedMoves extends OpenedAccounts {
  readonly moves: HostMoveStore
}

/** What every implementation of the port must do. */
export function hostMoveStoreContract(name: string, open: () => Promise<OpenedMoves>): void {
  describe(`${name}: codes between hosts`, () => {
    let opened: OpenedMoves
    before(async () => {
      opened = await open()
    })
    after(() => opened.close())

    const begun = async () => {
      const portalId = await newPortalOn(opened)
      const user = await opened.accounts.addUser(newUser(portalId), AT)
      const session = await opened.sessions.open(newSession(portalId, user.id))
      assert.ok(session)
      const move = (more: Partial<HostMove> = {}): HostMove => ({
        ...{ digest: someDigest(), session: session.id, portalId, stage: 'code', expiresAt: later(30) },
        ...{ fromHost: 'a.localhost', toHost: 'b.localhost', ...more },
      })
      return { portalId, user, session, move }
    }

    test('I7: a code comes back as it was kept, with its session and person, once, to one of many', async () => {
      const { user, session, move } = await begun()
      const asked = move()
      assert.equal(await opened.moves.add(asked), true)
      const taken = await Promise.all(Array.from({ length: 6 }, () => opened.moves.take(asked.digest)))
      assert.deepEqual(
        taken.filter(one => one !== null),
        [{ move: asked, session, user, current: true, rightsChanged: false }],
      )
      assert.equal(await opened.moves.take(asked.digest), null)
      assert.equal(await opened.moves.take(someDigest()), null)
    })

    test('I7: of one session the newest code is good, and no other', async () => {
      const { move } = await begun()
      const [first, second] = [move(), move({ stage: 'arrival', toHost: 'c.localhost' })]
      for (const one of [first, second]) assert.equal(await opened.moves.add(one), true)
      assert.equal(await opened.moves.take(first.digest), null)
      assert.deepEqual((await opened.moves.take(second.digest))?.move, second)
    })

    test('I7: a session that ended takes its code along, and gets no other', async () => {
      const { session, move } = await begun()
      const asked = move()
      await opened.moves.add(asked)
      await opened.sessions.end(session.id)
      assert.equal(await opened.moves.take(asked.digest), null)
      assert.equal(await opened.moves.add(move()), false)
    })

    test('I7: whoever was signed out everywhere, or suspended, is told apart', async () => {
      const [left, suspended] = [await begun(), await begun()]
      const [one, other] = [left.move(), suspended.move()]
      for (const move of [one, other]) await opened.moves.add(move)
      await opened.sessions.endAllOf(left.portalId, left.user.id)
      await opened.accounts.changeUser(suspended.portalId, suspended.user.id, { state: 'suspended' })
      assert.equal((await opened.moves.take(one.digest))?.current, false)
      assert.equal((await opened.moves.take(other.digest))?.user?.state, 'suspended')
    })

    test('S18: what has expired is forgotten, the rest stays', async () => {
      const [here, there] = [await begun(), await begun()]
      const [late, good] = [here.move({ expiresAt: later(-1) }), there.move()]
      for (const move of [late, good]) await opened.moves.add(move)
      assert.ok((await opened.moves.removeExpired(AT)) >= 1)
      assert.equal(await opened.moves.take(late.digest), null)
      assert.notEqual(await opened.moves.take(good.digest), null)
    })
  })
}
