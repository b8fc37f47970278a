import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { addGroup, addMember } from '../../src/app/account/groups.ts'
import type { StoredUser } from '../../src/app/ports/account-store.ts'
import { PASSWORD, signIn } from '../account/opened-portals.ts'
import type { Answer, Visitor } from '../account/visitor.ts'
import { CLIENT, type Known } from './identity-server.ts'
import { idp, opened, portalOf, townAddress } from './opened.ts'

let subjects = 0
/** Somebody at the provider. */
export function known(more: Partial<Known> = {}): Known {
  const one = {
    sub: `s${++subjects}`,
    email: townAddress(),
    email_verified: true,
    name: 'Mia Claim',
    ...more,
  }
  idp().people.set(one.sub, one)
  return one
}

/** Posts the button of a provider: where the page leads. */
async function begin(visitor: Visitor, provider = 'town', next?: string): Promise<string> {
  const answer = await beginning(visitor, provider, next)
  assert.equal(answer.status, 200, answer.text)
  return String(answer.headers.refresh).replace('0; url=', '')
}

async function beginning(visitor: Visitor, provider = 'town', next?: string): Promise<Answer> {
  const csrfmiddlewaretoken = await visitor.tokenOn('/en/account/sign-in/')
  const fields = next === undefined ? {} : { next }
  return visitor.post(`/en/account/oidc/${provider}/`, { csrfmiddlewaretoken, ...fields })
}

export const pathOf = (address: string): string => {
  const { pathname, search } = new URL(address)
  return `${pathname}${search}`
}

export interface Came {
  readonly visitor: Visitor
  readonly answer: Answer
  /** Identifier of the session before sign-in. */
  readonly pre: string
  readonly back: string
}

/** The whole round trip. */
export async function come(
  { sub }: Pick<Known, 'sub'>,
  { provider = 'town', next, portal = 'open' }: { provider?: string; next?: string; portal?: string } = {},
): Promise<Came> {
  const visitor = opened().visitor(portal)
  const there = await begin(visitor, provider, next)
  const pre = visitor.sessionId
  const back = pathOf(await idp().visit(there, sub))
  return { visitor, pre, back, answer: await visitor.go(back) }
}

const userBy = async (email: string): Promise<StoredUser | null> =>
  opened().deployment.ports.accounts.findUserByEmail((await portalOf()).id, email)

export const whoIs = async (visitor: Visitor): Promise<string> => (await visitor.go('/en/account/')).text

function refused({ answer, visitor }: Pick<Came, 'answer' | 'visitor'>, why: RegExp, status = 403): void {
  assert.equal(answer.status, status, answer.text)
  assert.match(answer.text, why)
  assert.match(answer.headers['cache-control'] ?? '', /no-store/)
  assert.equal(visitor.sessionId, '', 'the session before sign-in is over')
}

export const events = (reason: string): number =>
  opened().logged.filter(line => line.startsWith('security') && line.includes(`"${reason}"`)).length

export const providerSignInRows = (): void => {
  describe('signing in with a provider', () => {
    test('somebody whom the portal knows is let in, under a new identifier, where they wanted to go', async () => {
      const { email, sub } = known()
      const user = await opened().user({ email })
      const { visitor, answer, pre } = await come({ sub }, { next: '/en/explore/?q=oak' })
      assert.deepEqual([answer.status, answer.location], [303, '/en/explore/?q=oak'])
      assert.notEqual(visitor.sessionId, pre)
      assert.match(await whoIs(visitor), new RegExp(user.name))
    })

    test('nothing of the trip is in cookies but one identifier, and nothing of it in the log', async () => {
      const visitor = opened().visitor()
      const there = new URL(await begin(visitor))
      assert.deepEqual([...visitor.jar.keys()].sort(), ['sessionid'])
      for (const name of ['state', 'nonce', 'code_challenge'])
        assert.ok((there.searchParams.get(name) ?? '').length >= 43, name)
      assert.equal(there.searchParams.get('code_challenge_method'), 'S256')
      assert.ok(
        !opened()
          .logged.join('\n')
          .includes(there.searchParams.get('state') ?? '-'),
      )
      assert.ok(!there.href.includes(CLIENT.secret))
    })

    test('the page that leads there says so, and allows no form to anybody else', async () => {
      const answer = await beginning(opened().visitor())
      assert.match(answer.text, /On to Riverside/)
      assert.match(String(answer.headers['content-security-policy']), /form-action 'self'/)
      assert.match(answer.headers['cache-control'] ?? '', /private, no-store/)
    })

    test('C67: the way back that another browser began: 403, and the session before sign-in is gone', async () => {
      const { sub, email } = known()
      await opened().user({ email })
      const [attacker, victim] = [opened().visitor(), opened().visitor()]
      const theirs = pathOf(await idp().visit(await begin(attacker), sub))
      await begin(victim)
      const pre = victim.sessionId
      const before = events('identity_state_foreign')
      refused({ answer: await victim.go(theirs), visitor: victim }, /not begun in this browser/)
      assert.equal(events('identity_state_foreign'), before + 1)
      victim.jar.set('sessionid', pre)
      refused({ answer: await victim.go(theirs), visitor: victim }, /not begun in this browser/)
    })

    test('C67: without any session before sign-in: 403, nobody is signed in', async () => {
      const { sub } = known()
      const theirs = pathOf(await idp().visit(await begin(opened().visitor()), sub))
      const visitor = opened().visitor()
      refused({ answer: await visitor.go(theirs), visitor }, /not begun in this browser/)
    })

    test('C67: somebody who is signed in stays who they are', async () => {
      const { sub } = known()
      const theirs = pathOf(await idp().visit(await begin(opened().visitor()), sub))
      const alice = await opened().user({ name: 'Alice Here' })
      const visitor = await opened().signedIn(alice)
      assert.equal((await visitor.go(theirs)).status, 403)
      assert.match(await whoIs(visitor), /Alice Here/)
    })

    test('an address of the way back works once', async () => {
      const { email, sub } = known()
      await opened().user({ email })
      const { visitor, back, pre } = await come({ sub })
      assert.notEqual(visitor.sessionId, '')
      const again = opened().visitor()
      again.jar.set('sessionid', pre)
      refused({ answer: await again.go(back), visitor: again }, /not begun in this browser/)
    })

    test('the state of one provider is no good at another, and what the address says is checked', async () => {
      const { sub } = known()
      const visitor = opened().visitor()
      const back = pathOf(await idp().visit(await begin(visitor), sub))
      refused(
        { answer: await visitor.go(back.replace('/town/', '/strict/')), visitor },
        /not begun in this browser/,
      )
      const other = opened().visitor()
      const own = pathOf(await idp().visit(await begin(other), sub))
      const forged = own.replace(/code=[^&]+/, 'code=made-up')
      refused({ answer: await other.go(forged), visitor: other }, /did not confirm who you are/)
    })

    test('who says no at the provider is told so', async () => {
      const visitor = opened().visitor()
      const back = pathOf(await idp().visit(await begin(visitor), null))
      refused({ answer: await visitor.go(back), visitor }, /did not confirm who you are/)
    })

    test('a provider that does not answer: 503, and a page that says so', async () => {
      const visitor = opened().visitor()
      const answer = await beginning(visitor, 'broken')
      assert.equal(answer.status, 503)
      assert.match(answer.text, /does not answer as it should/)
    })

    test('a provider that is not declared is not there', async () => {
      assert.equal((await beginning(opened().visitor(), 'nobody')).status, 404)
      assert.equal((await opened().visitor().go('/account/oidc/nobody/callback?code=a&state=b')).status, 404)
    })

    test('S34: the way back leads to this portal, whatever was asked for', async () => {
      for (const next of ['https://evil.test/', '//evil.test/', 'javascript:alert(1)', '/\\evil.test']) {
        const { email, sub } = known()
        await opened().user({ email })
        const { answer } = await come({ sub }, { next })
        assert.deepEqual([answer.status, answer.location], [303, '/en/'], next)
      }
    })

    test('C03, C17, C63: beginning a trip takes a token and the portal’s own page', async () => {
      const visitor = opened().visitor()
      const csrfmiddlewaretoken = await visitor.tokenOn('/en/account/sign-in/')
      const path = '/en/account/oidc/town/'
      assert.equal((await visitor.post(path, {})).status, 403)
      assert.equal(
        (await visitor.post(path, { csrfmiddlewaretoken }, { origin: 'https://evil.test' })).status,
        403,
      )
      assert.equal((await visitor.go(path)).status, 405)
      assert.equal(visitor.sessionId, '')
    })
  })

  describe('accounts and identities', () => {
    test('an address that the provider did not confirm takes over nothing', async () => {
      const { email, sub } = known({ email_verified: false })
      await opened().user({ email, roles: ['administrator'] })
      refused(await come({ sub }), /did not confirm an e-mail address/)
    })

    test('nor one of a domain that the provider does not speak for', async () => {
      for (const email of ['boss@example.org', 'boss@sub.town.test', 'boss@town.test.evil.test']) {
        await opened().user({ email, roles: ['administrator'] })
        refused(await come(known({ email })), /did not confirm an e-mail address/)
      }
    })

    test('nor one that nobody can tell from another: no account begins with it', async () => {
      for (const email of ['bo\u200bss@town.test', '\u202essob@town.test', 'a b@town.test']) {
        refused(await come(known({ email })), /did not confirm an e-mail address/)
        assert.equal(await userBy(email), null)
      }
    })

    test('somebody new is let in as a reader where the portal says so, and only there', async () => {
      const { email, sub } = known({ name: 'New Person' })
      refused(await come({ sub }, { provider: 'strict' }), /no account for your address/)
      assert.equal(await userBy(email), null)
      const { answer } = await come({ sub })
      assert.equal(answer.status, 303)
      const user = await userBy(email)
      assert.deepEqual([user?.name, user?.roles, user?.password], ['New Person', ['reader'], null])
      const again = await come({ sub }, { provider: 'strict' })
      assert.equal(again.answer.status, 303, 'known from now on')
    })

    test('an account that somebody else had begun with the address begins anew', async () => {
      const { email, sub } = known()
      const { id } = await opened().user({ email, state: 'unconfirmed', name: 'Squatter' })
      assert.equal((await come({ sub })).answer.status, 303)
      const user = await userBy(email)
      assert.deepEqual([user?.id, user?.state, user?.password], [id, 'active', null])
      const squatter = await signIn(opened().visitor(), { email, password: PASSWORD })
      assert.equal(squatter.status, 400)
    })

    test('a suspended account stays closed', async () => {
      const { email, sub } = known()
      await opened().user({ email, state: 'suspended' })
      const { answer, visitor } = await come({ sub })
      assert.equal(answer.status, 403)
      assert.equal(visitor.sessionId, '')
    })

    test('the identity counts, not the address: who changes theirs stays who they are', async () => {
      const one = known()
      const user = await opened().user({ email: one.email, name: 'Same Person' })
      await come(one)
      idp().people.set(one.sub, { ...one, email: townAddress() })
      const { visitor, answer } = await come(one)
      assert.equal(answer.status, 303)
      assert.match(await whoIs(visitor), new RegExp(user.email))
    })

    test('an address that went to somebody new does not open the account of who had it', async () => {
      const one = known()
      await opened().user({ email: one.email })
      assert.equal((await come(one)).answer.status, 303)
      refused(await come(known({ email: one.email })), /belongs to another identity/)
    })

    test('groups follow the claim at each sign-in; who was put in by hand stays', async () => {
      const { ports } = opened().deployment
      const portal = await portalOf()
      for (const slug of ['north', 'south', 'by-hand'])
        await addGroup(ports, portal, { actor: 'operator', slug, name: { en: slug }, roles: [] })
      const one = known({ groups: ['cn=north', 'cn=unknown'] })
      const { id } = await opened().user({ email: one.email })
      await addMember(ports, portal, { actor: 'operator', slug: 'by-hand', email: one.email })
      const own = async () => (await ports.groups.groupsOf(portal.id, id)).map(({ slug }) => slug)
      await come(one)
      assert.deepEqual(await own(), ['by-hand', 'north'])
      idp().people.set(one.sub, { ...one, groups: ['cn=south'] })
      await come(one)
      assert.deepEqual(await own(), ['by-hand', 'south'])
      idp().people.set(one.sub, { ...one, groups: [] })
      await come(one)
      assert.deepEqual(await own(), ['by-hand'])
    })

    test('somebody of one portal is a stranger on another, at the same provider', async () => {
      const one = known()
      assert.equal((await come(one)).answer.status, 303)
      refused(await come(one, { portal: 'other' }), /no account for your address/)
    })
  })

  describe('signed out by the provider', () => {
    let tokens = 0
    const claims = (sub: string | undefined, more: Readonly<Record<string, unknown>> = {}) => {
      const now = Math.floor(Date.now() / 1000)
      return {
        ...{ iss: idp().issuer, aud: CLIENT.id, sub, iat: now, exp: now + 120, jti: `t${++tokens}` },
        events: { 'http://schemas.openid.net/event/backchannel-logout': {} },
        ...more,
      }
    }
    const send = (logout_token: string, portal = 'open'): Promise<Answer> =>
      opened().visitor(portal).post('/account/oidc/town/logout', { logout_token }, { origin: '' })
    const isIn = async (visitor: Visitor) => (await visitor.go('/en/account/')).status === 200

    test('a signed token ends every session of the person, once', async () => {
      const one = known()
      const { visitor } = await come(one)
      const elsewhere = await come(one)
      const token = await idp().sign(claims(one.sub))
      assert.ok(await isIn(visitor))
      const answer = await send(token)
      assert.deepEqual([answer.status, answer.setCookies], [200, []])
      assert.match(answer.headers['cache-control'] ?? '', /no-store/)
      assert.ok(!(await isIn(visitor)) && !(await isIn(elsewhere.visitor)))
      const back = await come(one)
      assert.equal((await send(token)).status, 400, 'a replay')
      assert.ok(await isIn(back.visitor))
    })

    test('a token that names a session alone ends what began with it, and nothing else of the person', async () => {
      const one = known()
      const first = await come(one)
      const sid = idp().lastSession()
      const second = await come(one)
      assert.notEqual(idp().lastSession(), sid)
      const token = (more: object) => idp().sign({ ...claims(undefined, { sid }), ...more })
      assert.equal((await send(await token({ sid: 'nobody’s' }))).status, 200)
      assert.equal(
        (await send(await token({ jti: 'elsewhere' }), 'other')).status,
        200,
        'T01: of another portal',
      )
      assert.ok(await isIn(first.visitor))
      const said = await token({ jti: 'here' })
      assert.equal((await send(said)).status, 200)
      assert.deepEqual([await isIn(first.visitor), await isIn(second.visitor)], [false, true])
      assert.equal((await send(said)).status, 400, 'a replay')
    })

    const WRONG: readonly (readonly [
      what: string,
      more: Readonly<Record<string, unknown>>,
      type?: string,
    ])[] = [
      ['of another issuer', { iss: 'https://evil.test' }],
      ['for another client', { aud: 'somebody' }],
      ['that has expired', { iat: 1_000_000, exp: 1_000_100 }],
      ['that is old', { iat: Math.floor(Date.now() / 1000) - 3600 }],
      [
        'of tomorrow',
        { iat: Math.floor(Date.now() / 1000) + 3600, exp: Math.floor(Date.now() / 1000) + 7200 },
      ],
      ['without the event', { events: {} }],
      ['that is an identity token', { nonce: 'n' }],
      ['that names nobody', { sub: undefined }],
      ['that names nobody', { sub: undefined, sid: '' }],
      ['that names nobody', { sub: undefined, sid: 7 }],
      ['without an identifier', { jti: undefined }],
      ['of another type', {}, 'at+jwt'],
    ]
    for (const [what, more, type] of WRONG)
      test(`a token ${what} signs nobody out`, async () => {
        const one = known()
        const { visitor } = await come(one)
        const answer = await send(await idp().sign(claims(one.sub, more), type))
        assert.deepEqual([answer.status, answer.text], [400, '{"error":"invalid_request"}'])
        assert.ok(await isIn(visitor))
      })

    test('a token with another signature, or none, signs nobody out', async () => {
      const one = known()
      const { visitor } = await come(one)
      const [head, body, signature = ''] = (await idp().sign(claims(one.sub))).split('.')
      const none = Buffer.from('{"alg":"none","typ":"logout+jwt"}').toString('base64url')
      for (const token of [
        `${head}.${body}.${signature.replace(/^.{8}/, 'AAAAAAAA')}`,
        `${none}.${body}.`,
        'x',
        '',
      ])
        assert.equal((await send(token)).status, 400, token)
      assert.ok(await isIn(visitor))
    })

    test('T01: a token for one portal’s person is nothing on another', async () => {
      const one = known()
      const { visitor } = await come(one)
      assert.equal((await send(await idp().sign(claims(one.sub)), 'other')).status, 200)
      assert.ok(await isIn(visitor))
    })
  })
}
