import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Background } from '../../src/app/account/background.ts'
import { firstAdministratorLink } from '../../src/app/account/first-administrator.ts'
import { acceptEmailChange, acceptLink, openLink } from '../../src/app/account/one-time-links.ts'
import { changePassword, requestEmailChange } from '../../src/app/account/own-account.ts'
import { invite } from '../../src/app/account/people.ts'
import { requestReset, signUp } from '../../src/app/account/sign-up.ts'
import { forgetExpired } from '../../src/app/jobs/forget-expired.ts'
import type { StoredPortal } from '../../src/app/ports/catalog-store.ts'
import type { TokenPurpose } from '../../src/core/account/token-life.ts'
import { isFault } from '../contract/account-store.ts'
import { HOUR, idOf, MINUTE, type OpenedAccounts, tokenIn } from './opened-accounts.ts'

const NEW = 'glacier pepper sunday 44'

/** Sign-up, reset, change of address: everything that goes through a mail. */
export function linksSuite(opened: () => OpenedAccounts): void {
  let asked = 0
  const form = (portal: StoredPortal, language = 'en') => ({
    portal,
    language,
    address: `192.0.2.${++asked}`,
  })
  const mailsOf = async (work: Promise<unknown>) => {
    opened().mails.length = 0
    await work
    await opened().services.background.settled()
    return [...opened().mails]
  }
  const accept = async (portal: StoredPortal, kind: TokenPurpose, token: string, more = {}) => {
    const { proof } = await openLink(opened().services, portal, { kind, token })
    return acceptLink(opened().services, opened().at(portal), { proof, form: { password: NEW, ...more } })
  }

  test('sign-up: off by default; open: the link of the mail sets the password and signs in', async () => {
    const asks = { email: 'New.Person@example.org', name: 'New\n Person' }
    const closed = await opened().portal()
    await assert.rejects(signUp(opened().services, form(closed), asks), isFault('sign_up_closed'))
    const portal = await opened().portal({ signUp: 'open' })
    const [mail, ...others] = await mailsOf(signUp(opened().services, form(portal, 'fr'), asks))
    assert.deepEqual(others, [])
    assert.deepEqual([mail?.to, mail?.language, mail?.fromName], [asks.email, 'fr', 'Données ouvertes'])
    assert.match(
      mail?.text ?? '',
      new RegExp(`https://${portal.config.hosts[0]}/fr/account/confirm/\\?token=`),
    )
    assert.ok(!mail?.text.includes('Person'), 'a stranger’s words do not get into a mail')
    const outcome = await accept(portal, 'confirm', tokenIn(mail))
    const { user } = await opened().signedIn(opened().at(portal), idOf(outcome))
    assert.deepEqual([user.email, user.name, user.language], [asks.email, 'New Person', 'fr'])
  })

  test('sign-up by approval: who confirms waits, administrators are told', async () => {
    const portal = await opened().portal({ signUp: 'approval' })
    const administrator = await opened().user(portal, { roles: ['administrator'] })
    const [mail] = await mailsOf(
      signUp(opened().services, form(portal), { email: 'w@example.org', name: 'W' }),
    )
    const told = await mailsOf(
      accept(portal, 'confirm', tokenIn(mail)).then(outcome =>
        assert.deepEqual(outcome, { outcome: 'inactive', state: 'unapproved' }),
      ),
    )
    assert.deepEqual(
      told.map(one => one.to),
      [administrator.email],
    )
  })

  test('an address that has an account answers the same, keeps its password, and its owner is told', async () => {
    const portal = await opened().portal({ signUp: 'open' })
    const { email, id } = await opened().user(portal)
    const [mail] = await mailsOf(
      signUp(opened().services, form(portal), { email: email.toUpperCase(), name: 'X' }),
    )
    assert.match(mail?.subject ?? '', /already/)
    assert.equal(mail?.to, email)
    assert.equal((await opened().services.accounts.findUser(portal.id, id))?.name, 'Ada')
    assert.equal(
      (await opened().enter(portal, (await opened().services.accounts.findUser(portal.id, id)) ?? fail()))
        .length,
      43,
    )
  })

  test('whoever asks for an account in somebody’s name has no password of it', async () => {
    const portal = await opened().portal({ signUp: 'open' })
    const victim = { email: 'victim@example.org', name: 'V' }
    const [first] = await mailsOf(signUp(opened().services, form(portal), victim))
    const [second] = await mailsOf(signUp(opened().services, form(portal), victim))
    await assert.rejects(accept(portal, 'confirm', tokenIn(first)), isFault('token_refused'))
    idOf(await accept(portal, 'confirm', tokenIn(second)))
  })

  test('S18: what nobody confirms is forgotten after a day, and can be asked for again', async () => {
    const portal = await opened().portal({ signUp: 'open' })
    const asks = { email: 'slow@example.org', name: 'Slow' }
    const known = () => opened().services.accounts.findUserByEmail(portal.id, asks.email)
    await mailsOf(signUp(opened().services, form(portal), asks))
    opened().now += 23 * HOUR
    await forgetExpired(opened().services)
    assert.notEqual(await known(), null)
    const [second] = await mailsOf(signUp(opened().services, form(portal), asks))
    opened().now += 23 * HOUR
    await forgetExpired(opened().services)
    idOf(await accept(portal, 'confirm', tokenIn(second)))
    const other = { email: 'never@example.org', name: 'Never' }
    await mailsOf(signUp(opened().services, form(portal), other))
    opened().now += 24 * HOUR
    await forgetExpired(opened().services)
    assert.equal(await opened().services.accounts.findUserByEmail(portal.id, other.email), null)
    assert.notEqual(await known(), null)
  })

  test('a squatted address stands in nobody’s way: to be invited, to change one’s own, to be the first, to sign up', async () => {
    const portal = await opened().portal({ signUp: 'open' })
    const { services } = opened()
    const squat = (email: string) => mailsOf(signUp(services, form(portal), { email, name: 'Squatter' }))
    await squat('invited@example.org')
    const invitation = {
      email: 'invited@example.org',
      name: 'Real',
      roles: ['editor'],
      language: null,
    } as const
    const invited = await invite(services, portal, { actor: 'operator', ...invitation })
    assert.deepEqual([invited.state, invited.name, invited.roles], ['active', 'Real', ['editor']])
    const user = await opened().user(portal)
    const signedIn = await opened().signedIn(opened().at(portal), await opened().enter(portal, user))
    await squat('mine@example.org')
    const [mail] = await mailsOf(
      requestEmailChange(services, portal, { signedIn, email: 'mine@example.org' }),
    )
    const { proof } = await openLink(services, portal, { kind: 'change_email', token: tokenIn(mail) })
    await acceptEmailChange(services, portal, { proof, signedIn })
    assert.equal((await services.accounts.findUser(portal.id, user.id))?.email, 'mine@example.org')
    const fresh = await opened().portal({ signUp: 'open' })
    await mailsOf(signUp(services, form(fresh), { email: 'root@example.org', name: 'Squatter' }))
    const token = (await firstAdministratorLink(services, fresh))?.slice(-43) ?? ''
    idOf(await accept(fresh, 'first_administrator', token, { name: 'Root', email: 'root@example.org' }))
    const [first] = await squat('own@example.org')
    const [second] = await mailsOf(
      signUp(services, form(portal), { email: 'own@example.org', name: 'Owner' }),
    )
    await assert.rejects(accept(portal, 'confirm', tokenIn(first)), isFault('token_refused'))
    const id = idOf(await accept(portal, 'confirm', tokenIn(second)))
    assert.equal((await opened().signedIn(opened().at(portal), id)).user.name, 'Owner')
  })

  test('nobody is mailed without end', async () => {
    const portal = await opened().portal({ signUp: 'open' })
    const user = await opened().user(portal)
    const all = []
    for (let i = 0; i < 6; i++)
      all.push(...(await mailsOf(requestReset(opened().services, form(portal), { email: user.email }))))
    assert.equal(all.length, 3)
    const place = form(portal)
    const many = Array.from({ length: 25 }, () =>
      requestReset(opened().services, place, { email: 'x@example.org' }),
    )
    const refused = (await Promise.allSettled(many)).filter(({ status }) => status === 'rejected')
    assert.equal(refused.length, 5)
  })

  test('S07, S38: a reset ends every session; its link works once, for an hour', async () => {
    const portal = await opened().portal()
    const user = await opened().user(portal)
    const place = opened().at(portal)
    const id = await opened().enter(portal, user)
    const [mail] = await mailsOf(requestReset(opened().services, form(portal), { email: user.email }))
    const token = tokenIn(mail)
    const after = idOf(await accept(portal, 'reset', token))
    assert.deepEqual(await opened().find(place, id), { state: 'none', reason: 'revoked' })
    assert.equal((await opened().find(place, after)).state, 'live')
    await assert.rejects(accept(portal, 'reset', token), isFault('token_refused'))
    await assert.rejects(opened().enter(portal, user), /refused/)
    const [late] = await mailsOf(requestReset(opened().services, form(portal), { email: user.email }))
    opened().now += HOUR
    await assert.rejects(accept(portal, 'reset', tokenIn(late)), isFault('token_refused'))
  })

  test('S38: opening a link does not use it; a weak password does not cost it; nobody else’s form is it', async () => {
    const portal = await opened().portal()
    const other = await opened().portal()
    const user = await opened().user(portal)
    const [mail] = await mailsOf(requestReset(opened().services, form(portal), { email: user.email }))
    const token = tokenIn(mail)
    for (let i = 0; i < 3; i++) await openLink(opened().services, portal, { kind: 'reset', token })
    for (const [password, code] of [
      ['short', 'password_short'],
      ['password123456', 'password_weak'],
      [user.email, 'password_weak'],
      ['x'.repeat(257), 'password_long'],
    ] as const)
      await assert.rejects(accept(portal, 'reset', token, { password }), isFault(code), password)
    await assert.rejects(accept(portal, 'confirm', token), isFault('token_refused'))
    await assert.rejects(accept(other, 'reset', token), isFault('token_refused'))
    for (const nonsense of ['', 'x', `${token}x`, '../../etc'])
      await assert.rejects(accept(portal, 'reset', nonsense), isFault('token_refused'))
    idOf(await accept(portal, 'reset', token))
  })

  test('S39: a reset for an unknown address: the same answer, begun before anything is looked up, and no mail', async () => {
    const portal = await opened().portal()
    const user = await opened().user(portal)
    const suspended = await opened().user(portal, { state: 'suspended' })
    for (const email of ['nobody@example.org', 'no address', suspended.email])
      assert.deepEqual(await mailsOf(requestReset(opened().services, form(portal), { email })), [])
    const services = {
      ...opened().services,
      accounts: { ...opened().services.accounts, findUserByEmail: () => new Promise<never>(() => undefined) },
      background: new Background(opened().log),
    }
    await requestReset(services, form(portal), { email: user.email })
  })

  test('S37: links lead to the canonical host, whatever host was asked for', async () => {
    const portal = await opened().portal()
    const user = await opened().user(portal)
    const [mail] = await mailsOf(
      requestReset(
        opened().services,
        { ...form(portal), ...{ host: 'evil.example' } },
        { email: user.email },
      ),
    )
    assert.ok(mail?.text.includes(`https://${portal.config.hosts[0]}/`) && !mail.text.includes('evil'))
  })

  test('S06: another password: this session goes on under a new identifier, all others end', async () => {
    const portal = await opened().portal()
    const user = await opened().user(portal)
    const place = opened().at(portal)
    const [id, other] = [await opened().enter(portal, user), await opened().enter(portal, user)]
    const signedIn = await opened().signedIn(place, id)
    const change = (password: string) => changePassword(opened().services, portal, { signedIn, password })
    await assert.rejects(change('tooshort'), isFault('password_short'))
    const mails = await mailsOf(
      change(NEW).then(async session => {
        assert.equal((await opened().signedIn(place, session.id)).user.id, user.id)
        for (const dead of [id, other]) assert.equal((await opened().find(place, dead)).state, 'none')
      }),
    )
    assert.deepEqual(
      mails.map(mail => mail.to),
      [user.email],
    )
    await assert.rejects(opened().enter(portal, user), /refused/)
  })

  test('S32: a password is not changed sixteen minutes after the last proof', async () => {
    const portal = await opened().portal()
    const user = await opened().user(portal)
    const id = await opened().enter(portal, user)
    opened().now += 16 * MINUTE
    const signedIn = await opened().signedIn(opened().at(portal), id)
    await assert.rejects(
      changePassword(opened().services, portal, { signedIn, password: NEW }),
      isFault('proof_needed'),
    )
    assert.equal((await opened().enter(portal, user)).length, 43)
  })

  test('another address counts once its own link was opened; the old one is told, other sessions end', async () => {
    const portal = await opened().portal()
    const user = await opened().user(portal)
    const taken = await opened().user(portal)
    const place = opened().at(portal)
    const [id, other] = [await opened().enter(portal, user), await opened().enter(portal, user)]
    const signedIn = await opened().signedIn(place, id)
    const ask = (email: string) => mailsOf(requestEmailChange(opened().services, portal, { signedIn, email }))
    assert.deepEqual(await ask(taken.email), [], 'whether somebody has it is not told')
    const [mail] = await ask('fresh@example.org')
    assert.equal(mail?.to, 'fresh@example.org')
    const { proof, email } = await openLink(opened().services, portal, {
      kind: 'change_email',
      token: tokenIn(mail),
    })
    assert.equal(email, 'fresh@example.org')
    let started = ''
    const told = await mailsOf(
      acceptEmailChange(opened().services, portal, { proof, signedIn }).then(session => {
        started = session?.id ?? ''
      }),
    )
    assert.deepEqual(
      told.map(one => one.to),
      [user.email],
    )
    assert.equal((await opened().signedIn(place, started)).user.email, 'fresh@example.org')
    for (const dead of [id, other]) assert.equal((await opened().find(place, dead)).state, 'none')
    await assert.rejects(
      acceptEmailChange(opened().services, portal, { proof, signedIn: null }),
      isFault('token_refused'),
    )
  })

  test('the first administrator is made once, behind a link, and never where there is one', async () => {
    const portal = await opened().portal()
    const make = () => firstAdministratorLink(opened().services, portal)
    const [first, link] = [await make(), await make()]
    assert.match(link ?? '', /\/en\/account\/welcome\/\?token=[\w-]{43}$/)
    const tokenOf = (text: string | null) => (text ?? '').slice(-43)
    const said = { name: 'Root', email: 'root@example.org' }
    await assert.rejects(
      accept(portal, 'first_administrator', tokenOf(first), said),
      isFault('token_refused'),
    )
    await assert.rejects(accept(portal, 'first_administrator', tokenOf(link), {}), isFault('email_invalid'))
    const id = idOf(await accept(portal, 'first_administrator', tokenOf(link), said))
    const { caller } = await opened().signedIn(opened().at(portal), id)
    assert.ok(caller.grants.some(({ permissions }) => permissions.includes('users.manage')))
    assert.equal(await make(), null)
    const other = await opened().portal()
    const late = await firstAdministratorLink(opened().services, other)
    await opened().user(other, { roles: ['administrator'] })
    await assert.rejects(accept(other, 'first_administrator', tokenOf(late), said), isFault('token_refused'))
  })
}

const fail = (): never => {
  throw new Error('nobody')
}
