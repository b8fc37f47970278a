import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, before, describe, test } from 'node:test'
import type { IdentityStore, LinkedIdentity } from '../../src/app/ports/identity-store.ts'
import { AT, later, newPortalOn, newUser, type OpenedAccounts } from './account-store.ts'

export interface OpenedIdentities extends OpenedAccounts {
  readonly identities: IdentityStore
}

const ISSUER = 'https://id.example.org/realms/é'

const identity = (more: Partial<LinkedIdentity> = {}): LinkedIdentity => ({
  ...{ issuer: ISSUER, subject: randomBytes(8).toString('hex'), provider: 'town', ...more },
})

/** What every implementation of the port must do. */
export function identityStoreContract(name: string, open: () => Promise<OpenedIdentities>): void {
  describe(`${name}: identities`, () => {
    let opened: OpenedIdentities
    before(async () => {
      opened = await open()
    })
    after(() => opened.close())

    const person = async (portal?: number) => {
      const portalId = portal ?? (await newPortalOn(opened))
      return opened.accounts.addUser(newUser(portalId), AT)
    }
    const linked = async () => {
      const [user, one] = [await person(), identity()]
      assert.equal(await opened.identities.link(user.portalId, user.id, one, AT), 'linked')
      return { user, one }
    }
    const whose = async (portalId: number, one: LinkedIdentity) =>
      (await opened.identities.findLinked(portalId, one))?.id ?? null

    test('an identity is found on its portal only, by issuer and subject as they were written', async () => {
      const { user, one } = await linked()
      assert.deepEqual(await opened.identities.findLinked(user.portalId, one), user)
      assert.deepEqual(await opened.identities.identitiesOf(user.portalId, user.id), [
        { ...one, linkedAt: AT.toISOString() },
      ])
      const there = await newPortalOn(opened)
      assert.equal(await whose(there, one), null)
      for (const other of [
        { ...one, subject: `${one.subject} ` },
        { ...one, subject: one.subject.toUpperCase() + 'X' },
        { ...one, issuer: `${ISSUER}/` },
      ])
        assert.equal(await whose(user.portalId, other), null)
      assert.deepEqual(await opened.identities.identitiesOf(there, user.id), [])
    })

    test('an identity is one person’s, and a person has one of an issuer; linking again changes nothing', async () => {
      const { user, one } = await linked()
      const neighbour = await person(user.portalId)
      const { identities } = opened
      assert.equal(await identities.link(user.portalId, user.id, one, later(60)), 'linked')
      assert.equal(await identities.link(user.portalId, neighbour.id, one, AT), 'taken')
      assert.equal(await identities.link(user.portalId, user.id, identity(), AT), 'taken')
      assert.equal(await whose(user.portalId, one), user.id)
      const elsewhere = identity({ issuer: 'https://another.example', provider: 'county' })
      assert.equal(await identities.link(user.portalId, user.id, elsewhere, AT), 'linked')
      assert.deepEqual(
        (await identities.identitiesOf(user.portalId, user.id)).map(({ issuer }) => issuer),
        ['https://another.example', ISSUER],
      )
    })

    test('of many who take an identity at once, one gets it', async () => {
      const portal = await newPortalOn(opened)
      const people = await Promise.all(Array.from({ length: 6 }, () => person(portal)))
      const one = identity()
      const done = await Promise.all(people.map(({ id }) => opened.identities.link(portal, id, one, AT)))
      assert.equal(done.filter(outcome => outcome === 'linked').length, 1)
      assert.equal(await whose(portal, one), people[done.indexOf('linked')]?.id)
    })

    test('what was taken away opens nothing, and comes back only when it is asked for', async () => {
      const { user, one } = await linked()
      const neighbour = await person(user.portalId)
      const { identities } = opened
      assert.equal(await identities.unlink(user.portalId, user.id, 'https://another.example', AT), false)
      assert.equal(await identities.unlink(user.portalId, neighbour.id, ISSUER, AT), false)
      assert.equal(await identities.unlink(await newPortalOn(opened), user.id, ISSUER, AT), false)
      assert.equal(await identities.unlink(user.portalId, user.id, ISSUER, AT), true)
      assert.equal(await identities.unlink(user.portalId, user.id, ISSUER, AT), false)
      assert.equal(await whose(user.portalId, one), null)
      assert.deepEqual(await identities.identitiesOf(user.portalId, user.id), [])
      assert.equal(await identities.link(user.portalId, user.id, one, AT), 'unlinked')
      assert.equal(await identities.link(user.portalId, neighbour.id, one, AT), 'unlinked')
      assert.equal(await identities.link(user.portalId, user.id, identity(), AT), 'taken')
      assert.equal(await identities.linkAgain(user.portalId, user.id, one, later(60)), 'linked')
      assert.equal(await whose(user.portalId, one), user.id)
      const [again] = await identities.identitiesOf(user.portalId, user.id)
      assert.equal(again?.linkedAt, later(60).toISOString())
    })

    test('asked for, an identity that somebody gave up may be another person’s, never one that is in use', async () => {
      const [{ user, one }, second] = [await linked(), identity()]
      const neighbour = await person(user.portalId)
      const { identities } = opened
      assert.equal(await identities.linkAgain(user.portalId, neighbour.id, one, AT), 'taken')
      await identities.unlink(user.portalId, user.id, ISSUER, AT)
      assert.equal(await identities.linkAgain(user.portalId, neighbour.id, one, AT), 'linked')
      assert.equal(await identities.linkAgain(user.portalId, user.id, second, AT), 'linked')
      assert.deepEqual(
        [await whose(user.portalId, one), await whose(user.portalId, second)],
        [neighbour.id, user.id],
      )
    })

    test('who is removed leaves no identity, and it is free', async () => {
      const { user, one } = await linked()
      await opened.accounts.removeUser(user.portalId, user.id, AT)
      assert.equal(await whose(user.portalId, one), null)
      const heir = await person(user.portalId)
      assert.equal(await opened.identities.link(user.portalId, heir.id, one, AT), 'linked')
    })

    test('a logout token is used once, by one of many, for its provider on its portal, until it is over', async () => {
      const [here, there] = [await newPortalOn(opened), await newPortalOn(opened)]
      const use = { provider: 'town', token: randomBytes(8).toString('hex'), expiresAt: later(120) }
      const uses = await Promise.all(
        Array.from({ length: 6 }, () => opened.identities.useLogoutToken(here, use, AT)),
      )
      assert.equal(uses.filter(Boolean).length, 1)
      assert.equal(await opened.identities.useLogoutToken(there, use, AT), true)
      assert.equal(await opened.identities.useLogoutToken(here, { ...use, provider: 'county' }, AT), true)
      assert.equal(await opened.identities.useLogoutToken(here, use, later(119)), false)
    })
  })
}
