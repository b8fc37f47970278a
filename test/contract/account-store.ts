import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, before, describe, test } from 'node:test'
import type { AccountStore, NewToken, NewUser } from '../../src/app/ports/account-store.ts'
import type { CatalogStore } from '../../src/app/ports/catalog-store.ts'
import type { KeyStore } from '../../src/app/ports/key-store.ts'
import type { NewSession, SessionStore } from '../../src/app/ports/session-store.ts'
import type { ErrorCode } from '../../src/core/errors.ts'
import { VitrineError } from '../../src/core/errors.ts'
import { portalConfig } from './catalog-store.ts'
import { sessionStoreContract } from './session-store.ts'

/** The stores of one empty database. */
export interface OpenedAccounts {
  readonly accounts: AccountStore
  readonly sessions: SessionStore
  readonly keys: KeyStore
  readonly catalog: CatalogStore
  close(): Promise<void>
}

export const AT = new Date('2026-07-01T12:00:00Z')
export const later = (seconds: number): Date => new Date(AT.getTime() + seconds * 1000)
export const someDigest = (): string => randomBytes(32).toString('hex')

let made = 0
export const newUser = (portalId: number, more: Partial<NewUser> = {}): NewUser => ({
  ...{ portalId, email: `Ada.${++made}@Example.org`, name: 'Ada « Lovelace »', language: null },
  ...{ state: 'active', password: null, roles: [], ...more },
})

export const newSession = (
  portalId: number,
  userId: number | null,
  more: Partial<NewSession> = {},
): NewSession => ({
  ...{ hash: someDigest(), portalId, host: 'a.localhost', userId, level: userId === null ? 0 : 1 },
  epoch: 1,
  ...{ createdAt: AT.getTime(), absoluteExpiry: later(86_400).getTime(), idleSeconds: 3600 },
  ...{ label: 'Firefox on Linux', kept: false, data: userId === null ? { step: 'é\u0000' } : null, ...more },
})

export const isFault =
  (code: ErrorCode) =>
  (thrown: unknown): boolean =>
    thrown instanceof VitrineError && thrown.code === code

export const newPortalOn = async ({ catalog }: Pick<OpenedAccounts, 'catalog'>): Promise<number> =>
  (await catalog.savePortal(portalConfig(`people-${++made}`))).id

/** What every implementation of the ports must do. */
export function accountStoreContract(name: string, open: () => Promise<OpenedAccounts>): void {
  describe(`${name}: people`, () => {
    let opened: OpenedAccounts
    before(async () => {
      opened = await open()
    })
    after(() => opened.close())

    test('a person is kept as written, found by any letter case, on their portal only', async () => {
      const [here, there] = [await newPortalOn(opened), await newPortalOn(opened)]
      const asked = newUser(here, {
        email: 'Zoë@Example.ORG',
        language: 'fr',
        roles: ['editor'],
        password: '$x',
      })
      const kept = await opened.accounts.addUser(asked, AT)
      const { id, createdAt, signedInOn, rightsEpoch, sessionEpoch, ...rest } = kept
      assert.deepEqual(rest, asked)
      assert.deepEqual([createdAt, signedInOn, rightsEpoch, sessionEpoch], [AT.toISOString(), null, 1, 1])
      assert.deepEqual(await opened.accounts.findUserByEmail(here, ' zoë@example.org '), kept)
      assert.deepEqual(await opened.accounts.findUser(here, id), kept)
      assert.equal(await opened.accounts.findUser(there, id), null)
      assert.equal(await opened.accounts.findUserByEmail(there, 'Zoë@Example.ORG'), null)
    })

    test('an address is taken once a portal, whatever its letter case, when made and when changed', async () => {
      const [here, there] = [await newPortalOn(opened), await newPortalOn(opened)]
      await opened.accounts.addUser(newUser(here, { email: 'bob@example.org' }), AT)
      await opened.accounts.addUser(newUser(there, { email: 'bob@example.org' }), AT)
      const other = await opened.accounts.addUser(newUser(here), AT)
      await assert.rejects(
        opened.accounts.addUser(newUser(here, { email: 'BOB@example.org' }), AT),
        isFault('email_taken'),
      )
      await assert.rejects(
        opened.accounts.changeUser(here, other.id, { email: 'Bob@Example.org' }),
        isFault('email_taken'),
      )
    })

    test('an address that nobody confirmed is free for whoever has it, and for no other sign-up', async () => {
      const portal = await newPortalOn(opened)
      const email = 'squatted@example.org'
      const squat = () =>
        opened.accounts.addUser(newUser(portal, { email, state: 'unconfirmed', name: 'Squatter' }), AT)
      const first = await squat()
      await assert.rejects(squat(), isFault('email_taken'))
      const invited = await opened.accounts.addUser(newUser(portal, { email: 'Squatted@Example.org' }), AT)
      assert.equal(await opened.accounts.findUser(portal, first.id), null)
      await opened.accounts.changeUser(portal, invited.id, { email: 'elsewhere@example.org' })
      const second = await squat()
      const mover = await opened.accounts.addUser(newUser(portal), AT)
      assert.equal((await opened.accounts.changeUser(portal, mover.id, { email })).email, email)
      assert.equal(await opened.accounts.findUser(portal, second.id), null)
      await assert.rejects(squat(), isFault('email_taken'))
      const waiting = await opened.accounts.addUser(newUser(portal, { state: 'unconfirmed' }), AT)
      const own = waiting.email.toUpperCase()
      assert.equal((await opened.accounts.changeUser(portal, waiting.id, { email: own })).id, waiting.id)
    })

    test('S18: what was never confirmed is forgotten when no link of it is good, and nobody else', async () => {
      const portal = await newPortalOn(opened)
      const make = (state: NewUser['state'], at: Date) =>
        opened.accounts.addUser(newUser(portal, { state }), at)
      const old = await make('unconfirmed', later(-90_000))
      const mailed = await make('unconfirmed', later(-90_000))
      const young = await make('unconfirmed', later(-60))
      const others = [await make('active', later(-90_000)), await make('unapproved', later(-90_000))]
      const token = { portalId: portal, kind: 'confirm', email: null } as const
      await opened.accounts.addToken({ ...token, digest: someDigest(), userId: old.id, expiresAt: later(-1) })
      await opened.accounts.addToken({
        ...token,
        digest: someDigest(),
        userId: mailed.id,
        expiresAt: later(1),
      })
      assert.ok((await opened.accounts.removeUnconfirmed(later(-86_400), AT)) >= 1)
      assert.equal(await opened.accounts.findUser(portal, old.id), null)
      for (const { id } of [mailed, young, ...others])
        assert.notEqual(await opened.accounts.findUser(portal, id), null)
    })

    test('what is said changes, what is not said stays; nobody of another portal is changed', async () => {
      const [here, there] = [await newPortalOn(opened), await newPortalOn(opened)]
      const user = await opened.accounts.addUser(newUser(here, { roles: ['reader'], password: '$a' }), AT)
      const changed = await opened.accounts.changeUser(here, user.id, {
        name: 'Eve',
        signedInOn: '2026-07-02',
      })
      assert.deepEqual(changed, { ...user, name: 'Eve', signedInOn: '2026-07-02' })
      assert.equal((await opened.accounts.changeUser(here, user.id, { password: null })).password, null)
      await assert.rejects(
        opened.accounts.changeUser(there, user.id, { roles: ['administrator'] }),
        isFault('user_unknown'),
      )
      assert.deepEqual((await opened.accounts.findUser(here, user.id))?.roles, ['reader'])
    })

    test('people are listed by address, searched without wildcards, counted by role', async () => {
      const portal = await newPortalOn(opened)
      for (const [email, roles] of [
        ['c@x.org', ['administrator']],
        ['a_1@x.org', []],
        ['ab1@x.org', ['administrator', 'reader']],
      ] as const)
        await opened.accounts.addUser(newUser(portal, { email, roles, name: email[0] ?? '' }), AT)
      await opened.accounts.addUser(
        newUser(portal, { email: 'z@x.org', roles: ['administrator'], state: 'suspended' }),
        AT,
      )
      const ask = async (search: string | null, more = {}) => {
        const page = await opened.accounts.listUsers(portal, {
          search,
          state: null,
          offset: 0,
          limit: 9,
          ...more,
        })
        return [page.users.map(user => user.email), page.total]
      }
      assert.deepEqual(await ask(null), [['a_1@x.org', 'ab1@x.org', 'c@x.org', 'z@x.org'], 4])
      assert.deepEqual(await ask('A_1'), [['a_1@x.org'], 1])
      assert.deepEqual(await ask('%'), [[], 0])
      assert.deepEqual(await ask(null, { offset: 1, limit: 1 }), [['ab1@x.org'], 4])
      assert.deepEqual(await ask(null, { state: 'suspended' }), [['z@x.org'], 1])
      assert.equal(await opened.accounts.countActive(portal, 'administrator'), 2)
      assert.equal(await opened.accounts.countUsers(portal), 4)
    })

    test('who is suspended has no open link any more, and none comes back', async () => {
      const portal = await newPortalOn(opened)
      const user = await opened.accounts.addUser(newUser(portal), AT)
      const token = resetOf(portal, user.id)
      await opened.accounts.addToken(token)
      await opened.accounts.changeUser(portal, user.id, { state: 'active' })
      assert.notEqual(await opened.accounts.peekToken(token, AT), null)
      await opened.accounts.changeUser(portal, user.id, { state: 'suspended' })
      await opened.accounts.changeUser(portal, user.id, { state: 'active' })
      assert.equal(await opened.accounts.peekToken(token, AT), null)
    })

    test('a state that changes from one alone: whoever was faster is right, the rest of the change holds', async () => {
      const portal = await newPortalOn(opened)
      const { accounts } = opened
      const user = await accounts.addUser({ ...newUser(portal), state: 'unapproved' }, AT)
      const let_in = { state: 'active', onlyFrom: 'unapproved' } as const
      await accounts.changeUser(portal, user.id, { state: 'suspended' })
      assert.equal((await accounts.changeUser(portal, user.id, let_in)).state, 'suspended')
      const named = await accounts.changeUser(portal, user.id, { ...let_in, name: 'Changed' })
      assert.deepEqual([named.state, named.name], ['suspended', 'Changed'])
      await accounts.changeUser(portal, user.id, { state: 'unapproved' })
      assert.equal((await accounts.changeUser(portal, user.id, let_in)).state, 'active')
    })

    test('who waits is refused once; whoever was let in stays', async () => {
      const portal = await newPortalOn(opened)
      const { accounts } = opened
      const [waits, open] = [
        await accounts.addUser({ ...newUser(portal), state: 'unapproved' }, AT),
        await accounts.addUser(newUser(portal), AT),
      ]
      assert.equal(await accounts.refuseUser(portal, open.id, AT), false)
      assert.notEqual(await accounts.findUser(portal, open.id), null)
      assert.equal(await accounts.refuseUser(portal + 1, waits.id, AT), false)
      assert.equal(await accounts.refuseUser(portal, waits.id, AT), true)
      assert.equal(await accounts.refuseUser(portal, waits.id, AT), false)
      assert.equal(await accounts.findUser(portal, waits.id), null)
    })

    test('who is removed leaves no session, no token and no key that opens', async () => {
      const portal = await newPortalOn(opened)
      const user = await opened.accounts.addUser(newUser(portal), AT)
      const session = newSession(portal, user.id)
      await opened.sessions.open(session)
      const token = resetOf(portal, user.id)
      await opened.accounts.addToken(token)
      const key = await opened.keys.addKey({
        ...{ portalId: portal, digest: someDigest(), hint: 'abc', name: 'my own', grants: [] },
        ...{ callsPerDay: null, expiresAt: null, userId: user.id },
      })
      const before = (await opened.catalog.portalVersions()).get(portal)?.keys ?? 0
      await opened.accounts.removeUser(portal, user.id, AT)
      assert.equal(await opened.accounts.findUser(portal, user.id), null)
      assert.equal(await opened.sessions.find(session.hash), null)
      assert.equal(await opened.accounts.takeToken(token, AT), null)
      const [left] = await opened.keys.listKeys(portal)
      assert.deepEqual(left, { ...key, name: '', userId: null, revokedAt: AT.toISOString() })
      assert.ok(((await opened.catalog.portalVersions()).get(portal)?.keys ?? 0) > before)
      await assert.rejects(opened.accounts.removeUser(portal, user.id, AT), isFault('user_unknown'))
    })

    const resetOf = (portalId: number, userId: number | null, more: Partial<NewToken> = {}): NewToken => ({
      ...{
        portalId,
        kind: 'reset',
        digest: someDigest(),
        userId,
        email: null,
        expiresAt: later(60),
        ...more,
      },
    })

    test('S38: a token is used once, by one of many at once, for its purpose, on its portal, in its time', async () => {
      const [here, there] = [await newPortalOn(opened), await newPortalOn(opened)]
      const user = await opened.accounts.addUser(newUser(here), AT)
      const token = resetOf(here, user.id, { email: 'new@example.org' })
      await opened.accounts.addToken(token)
      const good = { userId: user.id, email: 'new@example.org' }
      assert.equal(await opened.accounts.takeToken({ ...token, kind: 'confirm' }, AT), null)
      assert.equal(await opened.accounts.takeToken({ ...token, portalId: there }, AT), null)
      assert.equal(await opened.accounts.takeToken(token, later(60)), null)
      assert.deepEqual(await opened.accounts.peekToken(token, AT), good)
      assert.equal(await opened.accounts.hasToken(here, 'reset', AT), true)
      const taken = await Promise.all(
        Array.from({ length: 8 }, () => opened.accounts.takeToken(token, later(59))),
      )
      assert.deepEqual(
        taken.filter(one => one !== null),
        [good],
      )
      assert.equal(await opened.accounts.peekToken(token, AT), null)
      assert.equal(await opened.accounts.hasToken(here, 'reset', AT), false)
    })

    test('a newer token of the same kind ends the earlier one; a new password or address ends all open links', async () => {
      const portal = await newPortalOn(opened)
      const user = await opened.accounts.addUser(newUser(portal), AT)
      const [first, second] = [resetOf(portal, user.id), resetOf(portal, user.id)]
      const confirm = resetOf(portal, user.id, { kind: 'confirm' })
      for (const token of [first, confirm, second]) await opened.accounts.addToken(token)
      assert.equal(await opened.accounts.peekToken(first, AT), null)
      assert.notEqual(await opened.accounts.peekToken(second, AT), null)
      await opened.accounts.changeUser(portal, user.id, { password: '$new' })
      assert.equal(await opened.accounts.peekToken(second, AT), null)
      assert.equal(await opened.accounts.peekToken(confirm, AT), null)
      const third = resetOf(portal, user.id)
      await opened.accounts.addToken(third)
      await opened.accounts.changeUser(portal, user.id, { email: 'moved@example.org' })
      assert.equal(await opened.accounts.peekToken(third, AT), null)
    })

    test('tokens that have expired are forgotten, the others stay', async () => {
      const portal = await newPortalOn(opened)
      const [early, late] = [
        resetOf(portal, null, { kind: 'first_administrator', expiresAt: later(-10) }),
        resetOf(portal, null, { kind: 'invitation', expiresAt: later(10) }),
      ]
      for (const token of [early, late]) await opened.accounts.addToken(token)
      assert.ok((await opened.accounts.removeExpiredTokens(AT)) >= 1)
      assert.notEqual(await opened.accounts.peekToken(late, AT), null)
      assert.equal(await opened.accounts.peekToken(early, later(-60)), null)
    })

    sessionStoreContract(() => opened)
  })
}
