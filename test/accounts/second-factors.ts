import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { Secret, TOTP } from 'otpauth'
import {
  addPasskey,
  beginPasskey,
  beginTotp,
  confirmTotp,
  ownFactors,
  removePasskey,
  removeTotp,
  renewRecoveryCodes,
} from '../../src/app/account/own-factors.ts'
import { beginPasskeySignIn, passkeySignIn } from '../../src/app/account/passkey-sign-in.ts'
import { freshPasskey, reauthenticate } from '../../src/app/account/reauthenticate.ts'
import {
  passSecondFactor,
  type SecondProof,
  secondFactorChoices,
  secondFactorPasskey,
} from '../../src/app/account/second-factor.ts'
import { signIn } from '../../src/app/account/sign-in.ts'
import type { StoredUser } from '../../src/app/ports/account-store.ts'
import type { StoredPortal } from '../../src/app/ports/catalog-store.ts'
import { isFault } from '../contract/account-store.ts'
import { HOUR, idOf, MINUTE, type OpenedAccounts, PASSWORD } from './opened-accounts.ts'
import { SoftwarePasskey } from './software-passkey.ts'

/** One-time codes, recovery codes and passkeys. */
export function secondFactorsSuite(opened: () => OpenedAccounts): void {
  const codeAt = (secret: string, at: number) =>
    new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: at })
  const own = async (portal: StoredPortal, id: string) => {
    const place = opened().at(portal)
    return { ...place, signedIn: await opened().signedIn(place, id) }
  }
  /** Somebody with one-time codes, and what came of setting them up. */
  const withCodes = async (roles: StoredUser['roles'] = [], portalAccounts = {}) => {
    const portal = await opened().portal(portalAccounts)
    const user = await opened().user(portal, { roles })
    const id = await opened().enter(portal, user)
    const { secret, uri } = await beginTotp(opened().services, await own(portal, id))
    const added = await confirmTotp(opened().services, await own(portal, id), codeAt(secret, opened().now))
    opened().now += MINUTE
    return { portal, user, secret, uri, added, id }
  }
  const firstStep = async (portal: StoredPortal, user: StoredUser) => {
    const place = opened().at(portal)
    const outcome = await signIn(opened().services, place, { email: user.email, password: PASSWORD })
    assert.ok(outcome.outcome === 'second_factor')
    const found = await opened().find(place, outcome.session.id)
    assert.ok(found.state === 'pre')
    return { pre: found.pre, id: outcome.session.id }
  }
  const second = (portal: StoredPortal, step: Awaited<ReturnType<typeof firstStep>>, proof: SecondProof) =>
    passSecondFactor(
      opened().services,
      { ...opened().at(portal), presented: step.id },
      { pre: step.pre, proof },
    )

  test('setting codes up: both factors proven, other sessions ended, ten recovery codes, a mail', async () => {
    const { portal, user, uri, added, id } = await withCodes()
    assert.match(uri, /^otpauth:\/\/totp\/Open%20Data:/)
    assert.equal(added.recoveryCodes?.length, 10)
    assert.equal((await opened().signedIn(opened().at(portal), added.session.id)).level, 2)
    assert.equal((await opened().find(opened().at(portal), id)).state, 'none')
    await opened().services.background.settled()
    assert.ok(opened().mails.some(({ to, subject }) => to === user.email && /second factor/.test(subject)))
  })

  test('a password alone opens nothing any more; password and code do, past a new identifier', async () => {
    const { portal, user, secret } = await withCodes()
    const step = await firstStep(portal, user)
    assert.equal((await secondFactorChoices(opened().services, step.pre))?.totp, true)
    const outcome = await second(portal, step, { totp: codeAt(secret, opened().now) })
    const id = idOf(outcome)
    assert.notEqual(id, step.id)
    assert.equal((await opened().signedIn(opened().at(portal), id)).level, 2)
    assert.equal((await opened().find(opened().at(portal), step.id)).state, 'none')
  })

  test('a code is good once, half a minute early or late, and not earlier than one that was used', async () => {
    const { portal, user, secret } = await withCodes()
    const attempt = async (at: number) =>
      (await second(portal, await firstStep(portal, user), { totp: codeAt(secret, at) })).outcome
    const now = opened().now
    assert.equal(await attempt(now + 90_000), 'refused')
    assert.equal(await attempt(now - 90_000), 'refused')
    assert.equal(await attempt(now), 'signed_in')
    assert.equal(await attempt(now), 'refused', 'a code that was overheard')
    assert.equal(await attempt(now - 30_000), 'refused')
    assert.equal(await attempt(now + 30_000), 'signed_in')
  })

  test('codes at once: one of them signs in', async () => {
    const { portal, user, secret } = await withCodes()
    const steps = [
      await firstStep(portal, user),
      await firstStep(portal, user),
      await firstStep(portal, user),
    ]
    const totp = codeAt(secret, opened().now)
    const outcomes = await Promise.all(steps.map(step => second(portal, step, { totp })))
    assert.equal(outcomes.filter(({ outcome }) => outcome === 'signed_in').length, 1)
  })

  test('who guesses codes is refused, from however many networks', async () => {
    const { portal, user } = await withCodes()
    const step = await firstStep(portal, user)
    let refused = 0
    for (let i = 0; i < 60; i++) {
      const place = { ...opened().at(portal), presented: step.id, address: `10.9.${i}.1` }
      const { outcome } = await passSecondFactor(opened().services, place, {
        pre: step.pre,
        proof: { totp: '000000' },
      })
      refused += outcome === 'refused' ? 1 : 0
    }
    assert.ok(refused <= 30, String(refused))
  })

  test('a recovery code is good once, as people type it; new ones end the old', async () => {
    const { portal, user, added } = await withCodes()
    const [code = '', other = ''] = added.recoveryCodes ?? []
    const attempt = async (recoveryCode: string) =>
      (await second(portal, await firstStep(portal, user), { recoveryCode })).outcome
    assert.match(code, /^([0-9a-z]{4}-){3}[0-9a-z]{4}$/)
    assert.equal(await attempt(` ${code.toUpperCase().replaceAll('-', ' ')}`), 'signed_in')
    assert.equal(await attempt(code), 'refused')
    const place = await own(portal, added.session.id)
    assert.equal((await renewRecoveryCodes(opened().services, place)).length, 10)
    assert.equal(await attempt(other), 'refused')
  })

  test('what the database holds gives no codes: sealed for one person, with a key that is elsewhere', async () => {
    const [a, b] = [await withCodes(), await withCodes()]
    const { db } = opened().connection
    const { rows } = await sql<{
      secret: string
    }>`select secret from totp_factor where user_id = ${a.user.id}`.execute(db)
    const sealed = rows[0]?.secret ?? ''
    const plain = Buffer.from(Secret.fromBase32(a.secret).bytes)
    assert.ok(!Buffer.from(sealed, 'base64url').includes(plain))
    await sql`update totp_factor set secret = ${sealed} where user_id = ${b.user.id}`.execute(db)
    const step = await firstStep(b.portal, b.user)
    assert.equal((await second(b.portal, step, { totp: codeAt(a.secret, opened().now) })).outcome, 'refused')
    const elsewhere = { ...opened().services, secrets: [new Uint8Array(32).fill(9)] as const }
    const place = { ...opened().at(a.portal), presented: null }
    const asked = {
      pre: (await firstStep(a.portal, a.user)).pre,
      proof: { totp: codeAt(a.secret, opened().now) },
    }
    assert.equal((await passSecondFactor(elsewhere, place, asked)).outcome, 'refused')
    const rotated = { ...elsewhere, secrets: [...elsewhere.secrets, ...opened().services.secrets] as const }
    assert.equal((await passSecondFactor(rotated, place, asked)).outcome, 'signed_in')
  })

  test('back-office rights wait for a second factor where the portal asks for one', async () => {
    const portal = await opened().portal({ secondFactor: 'required' })
    const user = await opened().user(portal, { roles: ['editor'] })
    const id = await opened().enter(portal, user)
    const permissions = async (one: string) =>
      (await opened().signedIn(opened().at(portal), one)).caller.grants.flatMap(grant => grant.permissions)
    assert.equal((await opened().signedIn(opened().at(portal), id)).secondFactorDue, true)
    assert.ok(!(await permissions(id)).includes('datasets.manage'))
    assert.ok((await permissions(id)).includes('dataset.read'))
    const { secret } = await beginTotp(opened().services, await own(portal, id))
    const { session } = await confirmTotp(
      opened().services,
      await own(portal, id),
      codeAt(secret, opened().now),
    )
    assert.ok((await permissions(session.id)).includes('datasets.manage'))
    const place = await own(portal, session.id)
    await assert.rejects(removeTotp(opened().services, place), isFault('second_factor_needed'))
  })

  test('S32: factors are not touched sixteen minutes after the last proof; a new proof opens them again', async () => {
    const { portal, added, secret } = await withCodes()
    opened().now += 16 * MINUTE
    const place = await own(portal, added.session.id)
    for (const act of [removeTotp, renewRecoveryCodes, beginTotp, beginPasskey])
      await assert.rejects(act(opened().services, place), isFault('proof_needed'), act.name)
    await assert.rejects(
      reauthenticate(opened().services, place, { password: 'wrong' }),
      isFault('proof_refused'),
    )
    const { id } = await reauthenticate(opened().services, place, { password: PASSWORD })
    assert.equal((await opened().find(place, added.session.id)).state, 'none', 'under a new identifier')
    await removeTotp(opened().services, await own(portal, id))
    assert.deepEqual(await ownFactors(opened().services, await own(portal, id)), {
      ...{ totp: false, passkeys: 0, recoveryCodes: 0, keys: [] },
    })
    assert.equal(codeAt(secret, opened().now).length, 6)
  })

  const withPasskey = async (roles: StoredUser['roles'] = []) => {
    const portal = await opened().portal()
    const user = await opened().user(portal, { roles })
    const passkey = new SoftwarePasskey()
    const id = await opened().enter(portal, user)
    const place = await own(portal, id)
    const rpId = place.host
    const origin = `https://${rpId}`
    const { challenge } = await beginPasskey(opened().services, place)
    const response = passkey.register({ challenge, origin, rpId })
    const added = await addPasskey(opened().services, place, { name: 'Phone', response })
    return { portal, user, passkey, added, origin, rpId, response }
  }

  test('a passkey is the second factor of its person: a challenge is answered once, here, by it', async () => {
    const { portal, user, passkey, origin, rpId, added } = await withPasskey()
    assert.equal(added.recoveryCodes?.length, 10)
    const attempt = async (make: (challenge: string) => unknown, answers = 1) => {
      const step = await firstStep(portal, user)
      const place = opened().at(portal)
      const { challenge = '' } = (await secondFactorPasskey(opened().services, place, step.pre)) ?? {}
      const outcomes = []
      for (let i = 0; i < answers; i++) {
        const found = await opened().find(place, step.id)
        if (found.state !== 'pre') return [...outcomes, found.state]
        const { outcome } = await second(portal, { ...step, pre: found.pre }, { passkey: make(challenge) })
        outcomes.push(outcome)
      }
      return outcomes
    }
    const here = { origin, rpId }
    assert.deepEqual(await attempt(challenge => passkey.show({ ...here, challenge })), ['signed_in'])
    const stranger = new SoftwarePasskey()
    for (const [what, make] of [
      ['another challenge', () => passkey.show({ ...here, challenge: 'AAAA' })],
      [
        'another site',
        (challenge: string) => passkey.show({ ...here, challenge, origin: 'https://evil.example' }),
      ],
      ['another host', (challenge: string) => passkey.show({ ...here, challenge, rpId: 'evil.example' })],
      [
        'another key',
        (challenge: string) => ({
          ...stranger.show({ ...here, challenge }),
          id: passkey.id,
          rawId: passkey.id,
        }),
      ],
      ['nothing', () => null],
      ['nonsense', () => ({ id: passkey.id, response: 7 })],
    ] as const) {
      assert.deepEqual(await attempt(make), ['refused'], what)
      opened().now += 20 * MINUTE
    }
    opened().now += 2 * HOUR
    let answers = 0
    const wrongThenRight = (challenge: string) =>
      passkey.show({ ...here, challenge: answers++ === 0 ? 'AAAA' : challenge })
    assert.deepEqual(await attempt(wrongThenRight, 2), ['refused', 'refused'])
  })

  test('a passkey alone signs in past both factors, when the device made sure who holds it', async () => {
    const { portal, user, passkey, origin, rpId } = await withPasskey()
    const attempt = async (more: { verified?: boolean } = {}, by = passkey) => {
      const place = opened().at(portal)
      const { options, session } = await beginPasskeySignIn(opened().services, place, null)
      assert.equal(options.userVerification, 'required')
      assert.equal(options.allowCredentials, undefined, 'who has a passkey is not told')
      const found = await opened().find(place, session.id)
      assert.ok(found.state === 'pre')
      const response = by.show({ challenge: options.challenge, origin, rpId, ...more })
      const order = { pre: found.pre, response }
      const outcome = await passkeySignIn(opened().services, { ...place, presented: session.id }, order)
      const again = await opened().find(place, session.id)
      assert.equal(again.state, 'none', 'the session that waited is over')
      return outcome
    }
    const signedIn = await opened().signedIn(opened().at(portal), idOf(await attempt()))
    assert.deepEqual([signedIn.user.id, signedIn.level], [user.id, 2])
    assert.deepEqual(await attempt({ verified: false }), { outcome: 'refused' })
    assert.deepEqual(await attempt({}, new SoftwarePasskey()), { outcome: 'refused' })
    passkey.counter = 5
    assert.equal((await attempt()).outcome, 'signed_in')
    assert.deepEqual(await attempt(), { outcome: 'refused' }, 'a counter that does not rise is a copy’s')
    await opened().services.accounts.changeUser(portal.id, user.id, { state: 'suspended' })
    passkey.counter = 6
    assert.deepEqual(await attempt(), { outcome: 'inactive', state: 'suspended' })
  })

  test('a passkey proves again who is signed in, and is taken away by its own person alone', async () => {
    const [one, two] = [await withPasskey(), await withPasskey()]
    opened().now += HOUR
    const place = await own(one.portal, one.added.session.id)
    const { challenge } = await freshPasskey(opened().services, place)
    const passkey = one.passkey.show({ challenge, origin: one.origin, rpId: one.rpId })
    const { id } = await reauthenticate(opened().services, place, { passkey })
    const fresh = await own(one.portal, id)
    await assert.rejects(reauthenticate(opened().services, fresh, { passkey }), isFault('proof_refused'))
    const [foreign] = (await ownFactors(opened().services, await own(two.portal, two.added.session.id))).keys
    await assert.rejects(
      removePasskey(opened().services, fresh, foreign?.id ?? 0),
      isFault('passkey_unknown'),
    )
    const [mine] = (await ownFactors(opened().services, fresh)).keys
    await removePasskey(opened().services, fresh, mine?.id ?? 0)
    assert.equal((await opened().enter(one.portal, one.user)).length, 43, 'the password is enough again')
  })

  test('a passkey is not added with an answer to an old challenge, nor twice', async () => {
    const { portal, added, response } = await withPasskey()
    const place = await own(portal, added.session.id)
    const again = { name: 'Again', response }
    await assert.rejects(addPasskey(opened().services, place, again), isFault('passkey_refused'))
    const options = await beginPasskey(opened().services, place)
    assert.equal(options.excludeCredentials?.length, 1)
    await assert.rejects(addPasskey(opened().services, place, again), isFault('passkey_refused'))
  })
}
