import assert from 'node:assert/strict'
import { test } from 'node:test'
import { inspect } from 'node:util'
import { Background } from '../../src/app/account/background.ts'
import { firstAdministratorLink } from '../../src/app/account/first-administrator.ts'
import { acceptEmailChange, acceptLink, openLink } from '../../src/app/account/one-time-links.ts'
import { requestEmailChange } from '../../src/app/account/own-account.ts'
import { removePerson, setRoles, suspend } from '../../src/app/account/people.ts'
import { reauthenticate } from '../../src/app/account/reauthenticate.ts'
import { passSecondFactor } from '../../src/app/account/second-factor.ts'
import { signIn } from '../../src/app/account/sign-in.ts'
import { requestReset, signUp } from '../../src/app/account/sign-up.ts'
import { useTotpCode } from '../../src/app/account/totp-codes.ts'
import type { StoredPortal } from '../../src/app/ports/catalog-store.ts'
import { VitrineError } from '../../src/core/errors.ts'
import { isFault } from '../contract/account-store.ts'
import { currentCode, enrolled } from './enrolled.ts'
import { idOf, type OpenedAccounts, PASSWORD, tokenIn } from './opened-accounts.ts'

const NEW = 'glacier pepper sunday 44'

/** What somebody would try who has a former password, a former mailbox, a stolen session or two windows. */
export function attacksSuite(opened: () => OpenedAccounts): void {
  let asked = 0
  const form = (portal: StoredPortal) => ({ portal, language: 'en', address: `203.0.113.${++asked}` })
  const mailsOf = async (work: Promise<unknown>) => {
    opened().mails.length = 0
    await work
    await opened().services.background.settled()
    return [...opened().mails]
  }
  const resetOf = async (portal: StoredPortal, email: string) =>
    tokenIn((await mailsOf(requestReset(opened().services, form(portal), { email })))[0])
  const accept = async (portal: StoredPortal, kind: 'reset' | 'first_administrator', token: string) => {
    const { proof } = await openLink(opened().services, portal, { kind, token })
    const person = { password: NEW, email: 'first@example.org', name: 'First' }
    return acceptLink(opened().services, opened().at(portal), { proof, form: person })
  }

  test('S07: an address that a thief asked for is not taken any more once the owner has reset the password', async () => {
    const { services } = opened()
    const portal = await opened().portal()
    const user = await opened().user(portal)
    const signedIn = await opened().signedIn(opened().at(portal), await opened().enter(portal, user))
    const asks = requestEmailChange(services, portal, { signedIn, email: 'thief@example.org' })
    const [mail] = await mailsOf(asks)
    await accept(portal, 'reset', await resetOf(portal, user.email))
    await assert.rejects(
      openLink(services, portal, { kind: 'change_email', token: tokenIn(mail) }),
      isFault('token_refused'),
    )
  })

  test('S07: links in a former mailbox are no good any more once the address is another', async () => {
    const { services } = opened()
    const portal = await opened().portal()
    const user = await opened().user(portal)
    const signedIn = await opened().signedIn(opened().at(portal), await opened().enter(portal, user))
    const reset = await resetOf(portal, user.email)
    const asks = requestEmailChange(services, portal, { signedIn, email: 'another@example.org' })
    const [mail] = await mailsOf(asks)
    const { proof } = await openLink(services, portal, { kind: 'change_email', token: tokenIn(mail) })
    await acceptEmailChange(services, portal, { proof, signedIn })
    await assert.rejects(
      openLink(services, portal, { kind: 'reset', token: reset }),
      isFault('token_refused'),
    )
  })

  test('S07: who is signing in with the old password while it is reset gets no session', async () => {
    const { services } = opened()
    const portal = await opened().portal()
    const user = await opened().user(portal)
    const token = await resetOf(portal, user.email)
    let isReset = false
    const verify: typeof services.passwords.verify = async (...given) => {
      const found = await services.passwords.verify(...given)
      if (!isReset) {
        isReset = true
        await accept(portal, 'reset', token)
      }
      // and a hash of former parameters is not put back either
      return { ...found, outdated: true }
    }
    const slow = { ...services, passwords: { ...services.passwords, verify } }
    const entering = signIn(slow, opened().at(portal), { email: user.email, password: PASSWORD })
    await assert.rejects(entering, isFault('session_gone'))
    await assert.rejects(opened().enter(portal, user), /refused/)
    const now = await signIn(services, opened().at(portal), { email: user.email, password: NEW })
    assert.equal(now.outcome, 'signed_in')
  })

  test('S07: a second step that waits does not outlive a reset', async () => {
    const { services } = opened()
    const portal = await opened().portal()
    const { user, secret } = await enrolled(opened(), portal)
    const place = opened().at(portal)
    const first = await signIn(services, place, { email: user.email, password: PASSWORD })
    assert.equal(first.outcome, 'second_factor')
    const id = first.outcome === 'second_factor' ? first.session.id : ''
    await accept(portal, 'reset', await resetOf(portal, user.email))
    const found = await opened().find(place, id)
    assert.ok(found.state === 'pre')
    const proof = { totp: currentCode(opened(), secret) }
    const passed = await passSecondFactor(services, place, { pre: found.pre, proof })
    assert.deepEqual(passed, { outcome: 'refused' })
  })

  test('two administrators who go at each other at once: one stays', async () => {
    const { services } = opened()
    const acts = [
      (portal: StoredPortal, id: number) =>
        setRoles(services, portal, { actor: 'operator', id, roles: ['editor'] }),
      (portal: StoredPortal, id: number) => suspend(services, portal, { actor: 'operator', id }),
      (portal: StoredPortal, id: number) => removePerson(services, portal, { actor: 'operator', id }),
    ]
    for (const act of acts)
      for (let round = 0; round < 5; round++) {
        const portal = await opened().portal()
        const both = [
          await opened().user(portal, { roles: ['administrator'] }),
          await opened().user(portal, { roles: ['administrator'] }),
        ]
        const done = await Promise.allSettled(both.map(({ id }) => act(portal, id)))
        assert.equal(await services.accounts.countActive(portal.id, 'administrator'), 1)
        const refused = done.flatMap(one => (one.status === 'rejected' ? [one.reason] : []))
        assert.deepEqual(
          refused.map(one => (one instanceof VitrineError ? one.code : one)),
          ['last_administrator'],
        )
      }
  })

  test('a stranger’s account does not keep the first administrator out, nor use up the link', async () => {
    const { services } = opened()
    const portal = await opened().portal({ signUp: 'open' })
    const before = await firstAdministratorLink(services, portal)
    await opened().user(portal, { email: 'first@example.org', name: 'Reader' })
    await mailsOf(signUp(services, form(portal), { email: 'owner@example.org', name: 'Squatter' }))
    const token = new URL(before ?? '').searchParams.get('token') ?? ''
    await assert.rejects(accept(portal, 'first_administrator', token), isFault('email_taken'))
    const { proof } = await openLink(services, portal, { kind: 'first_administrator', token })
    const person = { password: NEW, email: 'owner@example.org', name: 'Owner' }
    idOf(await acceptLink(services, opened().at(portal), { proof, form: person }))
    assert.equal(await firstAdministratorLink(services, portal), null)
  })

  test('nobody is mailed without end by who asks for another address, nor in words of theirs', async () => {
    const { services } = opened()
    const portal = await opened().portal()
    const user = await opened().user(portal, { name: 'Buy now at evil.example' })
    const signedIn = await opened().signedIn(opened().at(portal), await opened().enter(portal, user))
    const ask = () => requestEmailChange(services, portal, { signedIn, email: 'victim@example.org' })
    const sent = []
    for (let i = 0; i < 3; i++) sent.push(...(await mailsOf(ask())))
    assert.equal(sent.length, 3)
    assert.ok(sent.every(({ text, html }) => !`${text}${html}`.includes('evil.example')))
    await assert.rejects(ask(), isFault('too_many_attempts'))
  })

  test('codes are guessed no faster from a stolen session, whatever networks it is used from', async () => {
    const { services } = opened()
    const portal = await opened().portal()
    const { user, id } = await enrolled(opened(), portal)
    const place = opened().at(portal)
    const signedIn = await opened().signedIn(place, id)
    const codes: unknown[] = []
    for (let i = 0; i < 40; i++)
      await reauthenticate(
        services,
        { ...place, signedIn, address: `10.1.${i}.1` },
        { totp: '000000' },
      ).catch(thrown => codes.push(thrown instanceof VitrineError ? thrown.code : thrown))
    assert.equal(codes.filter(code => code === 'proof_refused').length, 30)
    assert.equal(codes.at(-1), 'too_many_attempts')
    assert.ok(await services.accounts.findUser(portal.id, user.id))
  })

  test('a code and a recovery code are good for one of many at once', async () => {
    const { services } = opened()
    const portal = await opened().portal()
    const { user, secret } = await enrolled(opened(), portal)
    opened().now += 60_000
    const code = currentCode(opened(), secret)
    const used = await Promise.all(
      Array.from({ length: 6 }, () => useTotpCode(services, { portal, userId: user.id }, { code })),
    )
    assert.equal(used.filter(Boolean).length, 1)
  })

  test('S26: no address gets into the log, not by two sign-ups at once, not by a server that refuses it', async () => {
    const { services } = opened()
    const portal = await opened().portal({ signUp: 'open' })
    const lines: unknown[] = []
    const tell = (...line: unknown[]) => void lines.push(...line)
    const background = new Background({ info: tell, warn: tell, error: tell })
    const email = 'logged-person@example.org'
    const refusal = Object.assign(new Error(`550 no such user ${email}`), {
      rejected: [email],
      code: 'EENVELOPE',
    })
    const send = () => Promise.reject(new VitrineError('mail_unavailable', {}, refusal))
    const refusing = { ...services, background, mailer: { send } }
    for (let i = 0; i < 5; i++) await signUp(refusing, form(portal), { email, name: 'X' })
    await background.settled()
    const told = inspect(lines, { depth: 9 })
    assert.ok(!told.includes('logged-person'), told)
    assert.match(told, /mail_unavailable/)
  })
}
