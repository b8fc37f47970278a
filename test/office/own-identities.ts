import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { secretDigest } from '../../src/core/account/session-id.ts'
import { MINUTE } from '../account/opened-portals.ts'
import type { Answer, Visitor } from '../account/visitor.ts'
import type { Known } from './identity-server.ts'
import { idp, opened, portalOf, townAddress } from './opened.ts'
import { come, events, known, pathOf, whoIs } from './provider-sign-in.ts'

const SECURITY = '/en/account/security/'

/** Posts a provider's button of a page of one's own. */
async function leave(
  visitor: Visitor,
  purpose: 'proof' | 'link',
  fields: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  const csrfmiddlewaretoken = await visitor.tokenOn('/en/account/')
  return visitor.post('/en/account/oidc/town/', { csrfmiddlewaretoken, for: purpose, ...fields })
}

const leadsTo = ({ headers, text, status }: Answer): string => {
  assert.equal(status, 200, text)
  return String(headers.refresh).replace('0; url=', '')
}

/** To the provider as somebody, and back. */
async function trip(
  visitor: Visitor,
  { sub }: Pick<Known, 'sub'>,
  purpose: 'proof' | 'link' = 'proof',
  fields: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  const there = leadsTo(await leave(visitor, purpose, fields))
  return visitor.go(pathOf(await idp().visit(there, sub)))
}

/** Somebody who came by the provider, and whose proof is sixteen minutes old. */
async function stale() {
  const one = known()
  const { visitor } = await come(one)
  opened().clock.ahead += 16 * MINUTE
  const back = () => {
    opened().clock.ahead -= 16 * MINUTE
  }
  return { one, visitor, back }
}

const isFresh = async (visitor: Visitor): Promise<boolean> =>
  (await visitor.go('/en/account/password/')).status === 200

const mailsTo = async (email: string) => {
  for (let i = 0; i < 100 && !opened().mails.some(({ to }) => to === email); i++)
    await new Promise(resolve => setTimeout(resolve, 10))
  return opened().mails.filter(({ to }) => to === email)
}

/** Somebody with a password and an address of the provider's domain. */
async function withPassword() {
  const one = known()
  const user = await opened().user({ email: one.email })
  return { one, user, visitor: await opened().signedIn(user) }
}

const identitiesOf = async (id: number) =>
  opened().deployment.ports.identities.identitiesOf((await portalOf()).id, id)

export const ownIdentityRows = (): void => {
  describe('a provider as the proof that is asked for again', () => {
    test('S32: who has no password proves it there: under a new identifier, and back where they were', async () => {
      const { one, visitor, back } = await stale()
      const turned = await visitor.go('/en/account/password/')
      assert.match(turned.location, /\/verify\/\?next=/)
      const page = await visitor.go(turned.location)
      assert.match(page.text, /Confirm with Riverside/)
      assert.doesNotMatch(page.text, /nothing to show here|id="password"/)
      const before = visitor.sessionId
      const there = leadsTo(await leave(visitor, 'proof', { next: '/en/account/password/' }))
      assert.deepEqual(
        ['prompt', 'max_age'].map(name => new URL(there).searchParams.get(name)),
        ['login', '0'],
      )
      assert.equal(visitor.sessionId, before, 'who goes there stays signed in here')
      const answer = await visitor.go(pathOf(await idp().visit(there, one.sub)))
      assert.deepEqual([answer.status, answer.location], [303, '/en/account/password/'])
      assert.notEqual(visitor.sessionId, before)
      assert.ok(await isFresh(visitor))
      back()
    })

    test('somebody else’s identity proves nothing, and is counted', async () => {
      const { visitor, back } = await stale()
      const other = known()
      await come(other)
      const before = events('identity_not_theirs')
      const answer = await trip(visitor, other)
      assert.equal(answer.status, 403)
      assert.match(answer.text, /confirmed somebody else/)
      assert.equal(events('identity_not_theirs'), before + 1)
      assert.ok(!(await isFresh(visitor)))
      back()
    })

    test('S32: a provider that does not say when they proved themselves, or says long ago, is refused', async () => {
      const { one, visitor, back } = await stale()
      const silent = new URL(leadsTo(await leave(visitor, 'proof')))
      for (const name of ['prompt', 'max_age']) silent.searchParams.delete(name)
      const answer = await visitor.go(pathOf(await idp().visit(silent.href, one.sub)))
      assert.equal(answer.status, 403)
      assert.match(answer.text, /did not confirm who you are/)
      idp().sayEarlier(120)
      assert.equal((await trip(visitor, one)).status, 403)
      idp().sayEarlier(0)
      assert.ok(!(await isFresh(visitor)))
      back()
    })

    test('C67: the way back works once, in the session that began it, for ten minutes', async () => {
      const { one, visitor, back } = await stale()
      const foreign = /not begun in this browser/
      const arrived = pathOf(await idp().visit(leadsTo(await leave(visitor, 'proof')), one.sub))
      const other = (await come(known())).visitor
      assert.match((await other.go(arrived)).text, foreign)
      assert.match((await opened().visitor().go(arrived)).text, foreign)
      assert.equal((await visitor.go(arrived)).status, 303)
      assert.match((await visitor.go(arrived)).text, foreign)
      const late = pathOf(await idp().visit(leadsTo(await leave(visitor, 'proof')), one.sub))
      opened().clock.ahead += 10 * MINUTE
      assert.match((await visitor.go(late)).text, foreign)
      assert.match(await whoIs(visitor), /Mia Claim/)
      opened().clock.ahead -= 10 * MINUTE
      back()
    })

    test('S34: the way back leads to this portal', async () => {
      const { one, visitor, back } = await stale()
      const answer = await trip(visitor, one, 'proof', { next: 'https://evil.test/' })
      assert.deepEqual([answer.status, answer.location], [303, '/en/'])
      back()
    })

    test('a proof there is one factor: it raises nothing', async () => {
      const { one, visitor, back } = await stale()
      await trip(visitor, one)
      const row = await opened().deployment.ports.sessions.find(secretDigest(visitor.sessionId))
      assert.ok(row !== null && row !== 'corrupted')
      assert.equal(row.session.level, 1)
      back()
    })

    test('nobody is signed in by it: a stranger is led to sign-in', async () => {
      const visitor = opened().visitor()
      const csrfmiddlewaretoken = await visitor.tokenOn('/en/account/sign-in/')
      const answer = await visitor.post('/en/account/oidc/town/', { csrfmiddlewaretoken, for: 'proof' })
      assert.match(answer.location, /\/sign-in\//)
    })
  })

  describe('linking and unlinking', () => {
    test('whoever is linked as they come is told by mail', async () => {
      const one = known()
      await opened().user({ email: one.email, language: 'fr' })
      await come(one)
      const [mail, ...more] = await mailsTo(one.email)
      assert.match(mail?.subject ?? '', /^Riverside ouvre votre compte/)
      await come(one)
      assert.deepEqual(more, [])
      assert.equal((await mailsTo(one.email)).length, 1, 'once')
    })

    test('from inside: another address than the account’s, other sessions end, a mail, and it opens the account', async () => {
      const one = known()
      const user = await opened().user({ name: 'Linked Inside' })
      const [visitor, elsewhere] = [await opened().signedIn(user), await opened().signedIn(user)]
      assert.match((await visitor.go(SECURITY)).text, /Link Riverside/)
      const answer = await trip(visitor, one, 'link')
      assert.deepEqual([answer.status, answer.location], [303, `${SECURITY}?done=identity_linked`])
      assert.match((await visitor.follow(answer)).text, /Unlink: Riverside/)
      assert.match((await elsewhere.go('/en/account/')).location, /sign-in/)
      assert.equal((await mailsTo(user.email)).length, 1)
      const { visitor: later } = await come(one)
      assert.match(await whoIs(later), /Linked Inside/)
    })

    test('S32: linking and unlinking ask for a fresh proof', async () => {
      const { one, user, visitor } = await withPassword()
      await trip(visitor, one, 'link')
      const [identity] = await identitiesOf(user.id)
      opened().clock.ahead += 16 * MINUTE
      assert.match((await leave(visitor, 'link')).location, /\/verify\/\?next=/)
      const csrfmiddlewaretoken = await visitor.tokenOn(SECURITY)
      const unlink = await visitor.post(SECURITY, { csrfmiddlewaretoken, unlink: identity?.issuer ?? '' })
      assert.match(unlink.location, /\/verify\/\?next=/)
      assert.equal((await identitiesOf(user.id)).length, 1)
      opened().clock.ahead -= 16 * MINUTE
    })

    test('an identity of somebody else, or one that the provider does not vouch for, is not linked', async () => {
      const taken = known()
      await come(taken)
      const { user, visitor } = await withPassword()
      assert.match((await trip(visitor, taken, 'link')).text, /belongs to another identity/)
      for (const doubtful of [known({ email_verified: false }), known({ email: 'boss@example.org' })])
        assert.match((await trip(visitor, doubtful, 'link')).text, /did not confirm an e-mail address/)
      assert.deepEqual(await identitiesOf(user.id), [])
      assert.match(await whoIs(visitor), new RegExp(user.email))
    })

    test('unlinked: told by mail, other sessions end, and it opens nothing until it is linked again from inside', async () => {
      const { one, user, visitor } = await withPassword()
      await trip(visitor, one, 'link')
      const elsewhere = (await come(one)).visitor
      opened().mails.length = 0
      const done = await visitor.submit(SECURITY, {}, 'unlink')
      assert.equal(done.location, `${SECURITY}?done=identity_unlinked`)
      assert.match((await elsewhere.go('/en/account/')).location, /sign-in/)
      assert.match((await mailsTo(user.email))[0]?.subject ?? '', /no longer opens/)
      assert.deepEqual(await identitiesOf(user.id), [])
      const before = events('identity_unlinked')
      const refused = await come(one)
      assert.equal(refused.answer.status, 403)
      assert.match(refused.answer.text, /was unlinked from an account/)
      assert.equal(events('identity_unlinked'), before + 1)
      const another = known({ email: one.email })
      assert.equal((await come(another)).answer.status, 403, 'nor another identity with the address')
      assert.equal((await trip(visitor, one, 'link')).status, 303)
      assert.equal((await come(one)).answer.status, 303)
    })

    test('the last way in stays: without a password, a passkey or another provider', async () => {
      const one = known()
      const { visitor } = await come(one)
      const answer = await visitor.submit(SECURITY, {}, 'unlink')
      assert.equal(answer.status, 409)
      assert.match(answer.text, /last way into the account/)
      assert.equal((await come(one)).answer.status, 303)
      await visitor.submit('/en/account/password/', { password: 'glacier pepper sunday 44' })
      assert.equal((await visitor.submit(SECURITY, {}, 'unlink')).status, 303)
    })

    test('nor is the last passkey taken away', async () => {
      const one = known()
      const { visitor } = await come(one)
      const user = await opened().deployment.ports.accounts.findUserByEmail((await portalOf()).id, one.email)
      assert.ok(user !== null)
      const { identities, factors } = opened().deployment.ports
      const passkey = { credentialId: `p-${one.sub}`, publicKey: 'x', counter: 0, transports: [] }
      const owner = { userId: user.id, portalId: user.portalId, host: 'open.localhost', name: 'phone' }
      await factors.addPasskey({ ...passkey, ...owner }, new Date())
      const [identity] = await identities.identitiesOf(user.portalId, user.id)
      await identities.unlink(user.portalId, user.id, identity?.issuer ?? '', new Date())
      const answer = await visitor.submit(SECURITY, {}, 'Remove the passkey')
      assert.equal(answer.status, 409)
      assert.match(answer.text, /last way into the account/)
      assert.equal((await factors.summaryOf(user.id)).passkeys, 1)
    })

    test('groups that the provider gave go with the link', async () => {
      const { ports } = opened().deployment
      const portal = await portalOf()
      await ports.groups
        .addGroup(
          { portalId: portal.id, slug: 'south', name: { en: 'South' }, roles: [], grants: [] },
          new Date(),
        )
        .catch(() => undefined)
      const one = known({ groups: ['cn=south'], email: townAddress() })
      const user = await opened().user({ email: one.email })
      const visitor = await opened().signedIn(user)
      await trip(visitor, one, 'link')
      const own = async () => (await ports.groups.groupsOf(portal.id, user.id)).map(({ slug }) => slug)
      assert.deepEqual(await own(), ['south'])
      await visitor.submit(SECURITY, {}, 'unlink')
      assert.deepEqual(await own(), [])
    })

    test('what is kept of somebody names their identities', async () => {
      const { one, visitor } = await withPassword()
      await trip(visitor, one, 'link')
      const { more } = JSON.parse((await visitor.go('/en/account/data/export/')).text)
      assert.deepEqual(
        more.identities.map(({ subject, provider }: Readonly<Record<string, string>>) => [subject, provider]),
        [[one.sub, 'town']],
      )
    })
  })
}
