import assert from 'node:assert/strict'
import { test } from 'node:test'
import { argon2Hasher } from '../../src/adapters/passwords/argon2-hasher.ts'
import { signIn } from '../../src/app/account/sign-in.ts'
import { HOUR, idOf, type OpenedAccounts, PASSWORD } from './opened-accounts.ts'

/** Signing in with a password, and slowing down who guesses. */
export function signingInSuite(opened: () => OpenedAccounts): void {
  const someone = async () => {
    const portal = await opened().portal()
    const user = await opened().user(portal)
    return { portal, user }
  }
  const tryAs = (
    portal: Awaited<ReturnType<typeof someone>>['portal'],
    email: string,
    { password = 'not the password at all', address = '192.0.2.1' } = {},
  ) => signIn(opened().services, opened().at(portal, { address }), { email, password })

  test('the right password signs in, by any letter case of the address, on this portal only', async () => {
    const { portal, user } = await someone()
    const place = opened().at(portal)
    const id = idOf(await tryAs(portal, user.email.toUpperCase(), { password: PASSWORD }))
    const { user: found, level, caller, secondFactorDue } = await opened().signedIn(place, id)
    assert.deepEqual(found, { id: user.id, email: user.email, name: 'Ada', language: null })
    assert.deepEqual([level, caller.kind, secondFactorDue], [1, 'user', false])
    const other = await opened().portal()
    assert.deepEqual(await tryAs(other, user.email, { password: PASSWORD }), { outcome: 'refused' })
    assert.equal((await opened().services.accounts.findUser(portal.id, user.id))?.signedInOn?.length, 10)
  })

  test('S03, S04, S05: whatever identifier the browser had ends; another begins', async () => {
    const { portal, user } = await someone()
    const bob = await opened().user(portal)
    const place = opened().at(portal)
    const planted = (await opened().services.desk.startPre(place, { step: 'x' }, null)).id
    const alice = await opened().enter(portal, user, { presented: planted })
    const again = await opened().enter(portal, user, { presented: alice })
    const bobs = await opened().enter(portal, bob, { presented: again })
    assert.equal(new Set([planted, alice, again, bobs]).size, 4)
    for (const dead of [planted, alice, again])
      assert.deepEqual(await opened().find(place, dead), { state: 'none', reason: 'unknown' })
    const signedIn = await opened().signedIn(place, bobs)
    assert.equal(signedIn.user.id, bob.id)
    assert.equal((await opened().services.desk.list(portal, signedIn)).length, 1)
  })

  test('an identifier that another portal issued does not become one of this portal', async () => {
    const { portal, user } = await someone()
    const forged = 'C'.repeat(43)
    const id = await opened().enter(portal, user, { presented: forged })
    assert.notEqual(id, forged)
    assert.equal((await opened().find(opened().at(portal), forged)).state, 'none')
  })

  test('what is wrong with the account is told to whoever has the password, and to nobody else', async () => {
    const portal = await opened().portal()
    for (const state of ['unconfirmed', 'unapproved', 'suspended'] as const) {
      const { email } = await opened().user(portal, { state })
      assert.deepEqual(await tryAs(portal, email, { password: PASSWORD }), { outcome: 'inactive', state })
      assert.deepEqual(await tryAs(portal, email), { outcome: 'refused' })
    }
  })

  test('somebody without a password is let in with none', async () => {
    const portal = await opened().portal()
    const { email } = await opened().user(portal, { password: null })
    for (const password of ['', 'null', 'undefined'])
      assert.deepEqual(await tryAs(portal, email, { password }), { outcome: 'refused' })
  })

  test('S39: an unknown address costs the same hash as a known one', async () => {
    const { portal, user } = await someone()
    const hasher = argon2Hasher({ memory: 32_768, passes: 2, parallelism: 1 })
    const services = { ...opened().services, passwords: hasher }
    await services.accounts.changeUser(portal.id, user.id, { password: await hasher.hash(PASSWORD) })
    const took = async (email: string, address: string) => {
      const started = performance.now()
      await signIn(services, opened().at(portal, { address }), { email, password: 'not the password at all' })
      return performance.now() - started
    }
    const least = async (email: string, network: number) => {
      const times = []
      for (let i = 0; i < 5; i++) times.push(await took(email, `198.51.${network}.${i}`))
      return Math.min(...times)
    }
    const known = await least(user.email, 1)
    for (const [at, email] of ['nobody@example.org', 'no address at all'].entries())
      assert.ok((await least(email, at + 2)) > known / 4, 'no answer without a hash')
  })

  test('a hash with weaker parameters is made again while the password is known', async () => {
    const { portal, user } = await someone()
    const stronger = argon2Hasher({ memory: 128, passes: 2, parallelism: 1 })
    const services = { ...opened().services, passwords: stronger }
    idOf(await signIn(services, opened().at(portal), { email: user.email, password: PASSWORD }))
    const { password } = (await services.accounts.findUser(portal.id, user.id)) ?? {}
    assert.match(password ?? '', /^\$argon2id\$v=19\$m=128,t=2,p=1\$/)
    assert.deepEqual(await stronger.verify(PASSWORD, password ?? ''), { right: true, outdated: false })
  })

  test('who guesses at an account from one network is refused, longer each time; others still get in', async () => {
    const { portal, user } = await someone()
    for (let i = 0; i < 5; i++) assert.equal((await tryAs(portal, user.email)).outcome, 'refused')
    assert.deepEqual(await tryAs(portal, user.email), { outcome: 'slow', retrySeconds: 2 })
    const right = await tryAs(portal, user.email, { password: PASSWORD })
    assert.equal(right.outcome, 'slow', 'even the right one waits here: else the wait would tell')
    assert.equal(
      (await tryAs(portal, user.email, { password: PASSWORD, address: '203.0.113.9' })).outcome,
      'signed_in',
    )
    opened().now += 2000
    assert.equal((await tryAs(portal, user.email)).outcome, 'refused')
    assert.deepEqual(await tryAs(portal, user.email), { outcome: 'slow', retrySeconds: 4 })
    opened().now += HOUR + 1000
    assert.equal((await tryAs(portal, user.email)).outcome, 'refused')
  })

  test('nobody locks somebody else out: guesses from everywhere only slow answers down, by four seconds at most', async () => {
    const { portal, user } = await someone()
    const home = '203.0.113.77'
    await opened().enter(portal, user, { address: home })
    for (let i = 0; i < 60; i++) await tryAs(portal, user.email, { address: `10.1.${i}.1` })
    const before = opened().waited.length
    assert.equal(
      (await tryAs(portal, user.email, { password: PASSWORD, address: home })).outcome,
      'signed_in',
    )
    assert.equal(opened().waited.length, before, 'a network that was right before is not slowed down')
    const elsewhere = await tryAs(portal, user.email, { password: PASSWORD, address: '203.0.113.200' })
    assert.equal(elsewhere.outcome, 'signed_in')
    assert.ok(opened().waited.length > before && Math.max(...opened().waited) <= 4000)
  })

  test('one network that tries many accounts is refused; who signed in from it before is not', async () => {
    const { portal, user } = await someone()
    const address = '198.51.100.5'
    await opened().enter(portal, user, { address })
    for (let i = 0; i < 30; i++) await tryAs(portal, `guess${i}@example.org`, { address })
    assert.equal((await tryAs(portal, 'guess99@example.org', { address })).outcome, 'slow')
    assert.equal((await tryAs(portal, user.email, { password: PASSWORD, address })).outcome, 'signed_in')
  })

  test('many attempts at once count before any of them is answered', async () => {
    const { portal, user } = await someone()
    const outcomes = await Promise.all(Array.from({ length: 20 }, () => tryAs(portal, user.email)))
    assert.equal(outcomes.filter(({ outcome }) => outcome === 'refused').length, 5)
  })

  test('S26: no address, password or identifier is logged', async () => {
    const { portal, user } = await someone()
    const id = await opened().enter(portal, user)
    await tryAs(portal, user.email)
    const text = JSON.stringify(opened().log.lines)
    for (const secret of [id, user.email, PASSWORD, '192.0.2.1']) assert.ok(!text.includes(secret), secret)
  })
}
