import assert from 'node:assert/strict'
import { test } from 'node:test'
import { exportOwnData } from '../../src/app/account/export-own-data.ts'
import { acceptLink, openLink } from '../../src/app/account/one-time-links.ts'
import { changeProfile, deleteOwnAccount } from '../../src/app/account/own-account.ts'
import { makeOwnKey, ownKeys, revokeOwnKey } from '../../src/app/account/own-keys.ts'
import {
  approve,
  invite,
  linkFor,
  refuse,
  removePerson,
  resume,
  setRoles,
  signOutPerson,
  suspend,
} from '../../src/app/account/people.ts'
import { keyRing } from '../../src/app/permission/key-ring.ts'
import type { NewUser } from '../../src/app/ports/account-store.ts'
import type { StoredPortal } from '../../src/app/ports/catalog-store.ts'
import { isFault } from '../contract/account-store.ts'
import { DAY, idOf, MINUTE, type OpenedAccounts, PASSWORD } from './opened-accounts.ts'

/** What administrators do to people, and people to what is theirs. */
export function peopleAndKeysSuite(opened: () => OpenedAccounts): void {
  const someone = async (portal: StoredPortal, more: Partial<NewUser> = {}) => {
    const user = await opened().user(portal, more)
    const id = await opened().enter(portal, user)
    return { user, id, signedIn: await opened().signedIn(opened().at(portal), id) }
  }
  const administered = async () => {
    const portal = await opened().portal()
    return { portal, root: await someone(portal, { roles: ['administrator'] }) }
  }
  const fresh = async (portal: StoredPortal) =>
    (await opened().services.catalog.listPortals()).find(({ id }) => id === portal.id) ?? portal

  test('whoever may not manage people manages nobody, themselves included', async () => {
    const { portal } = await administered()
    const editor = await someone(portal, { roles: ['editor'] })
    const { services } = opened()
    const order = { actor: editor.signedIn, id: editor.user.id }
    const acts = [
      setRoles(services, portal, { ...order, roles: ['administrator'] }),
      suspend(services, portal, order),
      resume(services, portal, order),
      approve(services, portal, order),
      signOutPerson(services, portal, order),
      removePerson(services, portal, order),
      invite(services, portal, {
        ...{ actor: editor.signedIn, email: 'x@example.org', name: 'X', roles: [], language: null },
      }),
    ]
    for (const act of acts) await assert.rejects(act, isFault('access_forbidden'))
    assert.deepEqual((await services.accounts.findUser(portal.id, editor.user.id))?.roles, ['editor'])
  })

  test('an administrator of one portal is a stranger on another', async () => {
    const [here, there] = [await administered(), await administered()]
    await assert.rejects(
      suspend(opened().services, there.portal, { actor: 'operator', id: here.root.user.id }),
      isFault('user_unknown'),
    )
    assert.equal((await opened().find(opened().at(there.portal), here.root.id)).state, 'none')
  })

  test('S28, S29: who is suspended is out at the next request, keys included, and back when resumed', async () => {
    const { portal, root } = await administered()
    const bob = await someone(portal, { roles: ['reader'] })
    const order = { actor: root.signedIn, id: bob.user.id }
    const { key } = await makeOwnKey(opened().services, portal, {
      ...{ signedIn: bob.signedIn, name: 'k', datasets: null, days: 30 },
    })
    const ring = keyRing(opened().services)
    assert.equal((await ring.callerOf(await fresh(portal), key))?.kind, 'key')
    await suspend(opened().services, portal, order)
    assert.equal((await opened().find(opened().at(portal), bob.id)).state, 'none')
    assert.equal(await ring.callerOf(await fresh(portal), key), null)
    await assert.rejects(opened().enter(portal, bob.user), /suspended/)
    await resume(opened().services, portal, order)
    assert.equal((await opened().enter(portal, bob.user)).length, 43)
    assert.equal((await ring.callerOf(await fresh(portal), key))?.kind, 'key')
  })

  test('a portal keeps an administrator, whoever asks', async () => {
    const { portal, root } = await administered()
    const { services } = opened()
    const own = { actor: root.signedIn, id: root.user.id }
    const isLast = isFault('last_administrator')
    await assert.rejects(setRoles(services, portal, { ...own, roles: ['editor'] }), isLast)
    await assert.rejects(suspend(services, portal, { ...own, actor: 'operator' }), isLast)
    await assert.rejects(removePerson(services, portal, own), isLast)
    await assert.rejects(deleteOwnAccount(services, portal, root.signedIn), isLast)
    await opened().user(portal, { roles: ['administrator'], state: 'suspended' })
    await assert.rejects(deleteOwnAccount(services, portal, root.signedIn), isLast)
    await opened().user(portal, { roles: ['administrator'] })
    await deleteOwnAccount(services, portal, root.signedIn)
  })

  test('S32: roles, keys, deletion and whatever is done to others ask for a proof of the last quarter of an hour', async () => {
    const { portal, root } = await administered()
    const bob = await someone(portal)
    opened().now += 15 * MINUTE + 1000
    const { services } = opened()
    const isOld = isFault('proof_needed')
    const { signedIn } = root
    await assert.rejects(
      setRoles(services, portal, { actor: signedIn, id: bob.user.id, roles: ['editor'] }),
      isOld,
    )
    const waiting = await opened().user(portal, { state: 'unapproved' })
    const order = { actor: signedIn, id: bob.user.id }
    for (const act of [removePerson, suspend, signOutPerson])
      await assert.rejects(act(services, portal, order), isOld, act.name)
    for (const act of [approve, refuse])
      await assert.rejects(act(services, portal, { ...order, id: waiting.id }), isOld, act.name)
    await suspend(services, portal, { ...order, actor: 'operator' })
    await assert.rejects(resume(services, portal, order), isOld)
    await resume(services, portal, { ...order, actor: 'operator' })
    assert.equal((await services.accounts.findUser(portal.id, waiting.id))?.state, 'unapproved')
    await assert.rejects(
      makeOwnKey(services, portal, { signedIn, name: 'k', datasets: null, days: 1 }),
      isOld,
    )
    await assert.rejects(deleteOwnAccount(services, portal, bob.signedIn), isOld)
  })

  test('somebody invited chooses a password behind the link, and has the roles given', async () => {
    const { portal, root } = await administered()
    const asked = { email: 'new@example.org', name: 'New', roles: ['editor'], language: 'fr' } as const
    const user = await invite(opened().services, portal, { ...asked, actor: root.signedIn })
    const link = await linkFor(opened().services, portal, { user, kind: 'invitation' })
    assert.match(link, /\/fr\/account\/welcome\/\?token=/)
    const { proof } = await openLink(opened().services, portal, {
      kind: 'invitation',
      token: link.slice(-43),
    })
    const place = opened().at(portal)
    const form = { password: 'lantern cobalt harbour 9' }
    const id = idOf(await acceptLink(opened().services, place, { proof, form }))
    assert.ok((await opened().signedIn(place, id)).caller.grants[0]?.permissions.includes('datasets.manage'))
  })

  test('a key opens what its person may see, at any time, and never more', async () => {
    const { portal, root } = await administered()
    const bob = await someone(portal, { roles: ['editor'] })
    const order = { signedIn: bob.signedIn, name: 'k', datasets: null, days: 4000 }
    const { key, stored } = await makeOwnKey(opened().services, portal, order)
    assert.equal(Date.parse(stored.expiresAt ?? '') - opened().now, 365 * DAY, 'a year at most')
    const ring = keyRing(opened().services)
    const permissions = async () =>
      (await ring.callerOf(await fresh(portal), key))?.grants.flatMap(grant => grant.permissions)
    assert.deepEqual((await permissions())?.toSorted(), ['dataset.read', 'portal.read', 'records.read'])
    await setRoles(opened().services, portal, { actor: root.signedIn, id: bob.user.id, roles: [] })
    assert.deepEqual(await permissions(), [])
    await assert.rejects(
      makeOwnKey(opened().services, portal, { ...order, datasets: ['secret-one'] }),
      isFault('dataset_unknown'),
    )
  })

  test('own keys are listed and ended by their person alone; sessions ending does not end them', async () => {
    const { portal, root } = await administered()
    const bob = await someone(portal)
    const asked = { signedIn: bob.signedIn, name: 'k', datasets: null, days: 2 }
    const { stored } = await makeOwnKey(opened().services, portal, asked)
    assert.deepEqual(await ownKeys(opened().services, portal, root.signedIn), [])
    await assert.rejects(
      revokeOwnKey(opened().services, portal, { signedIn: root.signedIn, key: stored.id }),
      isFault('key_unknown'),
    )
    await opened().services.sessions.endAllOf(portal.id, bob.user.id)
    assert.equal((await ownKeys(opened().services, portal, bob.signedIn))[0]?.revokedAt, null)
    const ended = await revokeOwnKey(opened().services, portal, { signedIn: bob.signedIn, key: stored.id })
    assert.notEqual(ended.revokedAt, null)
  })

  test('a person takes along everything that is kept of them, and no secret', async () => {
    const portal = await opened().portal()
    const ada = await someone(portal, { language: 'fr' })
    const { key, stored } = await makeOwnKey(opened().services, portal, {
      ...{ signedIn: ada.signedIn, name: 'my key', datasets: null, days: 2 },
    })
    const data = await exportOwnData(opened().services, portal, {
      signedIn: ada.signedIn,
      more: { groups: [] },
    })
    const text = JSON.stringify(data)
    for (const kept of [ada.user.email, 'Ada', 'my key', 'Firefox on Linux', '"language":"fr"', 'groups'])
      assert.ok(text.includes(kept), kept)
    for (const secret of [key, stored.digest, ada.id, PASSWORD, ada.user.password ?? ''])
      assert.ok(!text.includes(secret))
    assert.equal(data.account.hasPassword, true)
  })

  test('who deletes their account is nobody any more: no session, no key, no name left', async () => {
    const portal = await opened().portal()
    const ada = await someone(portal, { name: 'Unmistakable', email: 'unmistakable@example.org' })
    const asked = { signedIn: ada.signedIn, name: 'Unmistakable key', datasets: null, days: 2 }
    const { key } = await makeOwnKey(opened().services, portal, asked)
    await deleteOwnAccount(opened().services, portal, ada.signedIn)
    assert.equal((await opened().find(opened().at(portal), ada.id)).state, 'none')
    assert.equal(await keyRing(opened().services).callerOf(await fresh(portal), key), null)
    const { pool } = opened().connection
    const { rows: tables } = await pool.query<{ name: string }>(
      "select table_name as name from information_schema.tables where table_schema = 'public'",
    )
    for (const { name } of tables) {
      const { rows } = await pool.query(`select * from "${name}" as t where t::text ilike '%unmistakable%'`)
      assert.deepEqual(rows, [], name)
    }
  })

  test('name and language of the profile: checked, and back to what the browser says', async () => {
    const portal = await opened().portal()
    const { signedIn } = await someone(portal)
    const change = (said: object) => changeProfile(opened().services, portal, { signedIn, ...said })
    await assert.rejects(change({ name: ' \u0000 ' }), isFault('name_invalid'))
    await assert.rejects(change({ language: 'de' }), isFault('language_unknown'))
    assert.deepEqual([(await change({ name: ' Zoë\n  X', language: 'ar' })).name], ['Zoë X'])
    const after = await change({ language: null })
    assert.deepEqual([after.name, after.language], ['Zoë X', null])
  })
}
