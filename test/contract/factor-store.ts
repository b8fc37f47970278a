import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, before, describe, test } from 'node:test'
import type { FactorStore, NewPasskey } from '../../src/app/ports/factor-store.ts'
import { AT, isFault, newPortalOn, newUser, type OpenedAccounts, someDigest } from './account-store.ts'

export interface OpenedFactors extends OpenedAccounts {
  readonly factors: FactorStore
}

const NONE = { totp: false, passkeys: 0, recoveryCodes: 0 }
const SEALED = { sealed: 'c2VhbGVk', keyVersion: 1 }

/** What every implementation of the port must do. */
export function factorStoreContract(name: string, open: () => Promise<OpenedFactors>): void {
  describe(`${name}: second factors`, () => {
    let opened: OpenedFactors
    before(async () => {
      opened = await open()
    })
    after(() => opened.close())

    const person = async (portal?: number) =>
      opened.accounts.addUser(newUser(portal ?? (await newPortalOn(opened))), AT)
    const passkey = (
      { id, portalId }: { readonly id: number; readonly portalId: number },
      more: Partial<NewPasskey> = {},
    ): NewPasskey => ({
      ...{ userId: id, portalId, credentialId: randomBytes(16).toString('base64url') },
      ...{ publicKey: 'cHVibGlj', counter: 0, transports: ['internal', 'hybrid'], host: 'a.localhost' },
      ...{ name: 'Téléphone « 1 »', ...more },
    })

    test('who has none has none; every factor is its person’s alone', async () => {
      const [user, other] = [await person(), await person()]
      const { factors } = opened
      assert.deepEqual(await factors.summaryOf(user.id), NONE)
      assert.equal(await factors.findTotp(user.id), null)
      assert.deepEqual(await factors.listPasskeys(user.id), [])
      await factors.proposeTotp(user.id, SEALED, AT)
      await factors.useTotpStep(user.id, 1, { confirm: true })
      await factors.replaceRecoveryCodes(user.id, [someDigest(), someDigest()])
      await factors.addPasskey(passkey(user), AT)
      assert.deepEqual(await factors.summaryOf(user.id), { totp: true, passkeys: 1, recoveryCodes: 2 })
      assert.deepEqual(await factors.summaryOf(other.id), NONE)
    })

    test('a secret proves nothing before its first code, and is replaced until then; afterwards it stays', async () => {
      const { id } = await person()
      const { factors } = opened
      assert.equal(await factors.proposeTotp(id, SEALED, AT), true)
      assert.equal((await factors.summaryOf(id)).totp, false)
      const second = { sealed: 'YW5vdGhlcg', keyVersion: 2 }
      await factors.useTotpStep(id, 50)
      assert.equal(await factors.proposeTotp(id, second, AT), true)
      assert.deepEqual(await factors.findTotp(id), { ...second, confirmed: false })
      assert.equal(await factors.useTotpStep(id, 40, { confirm: true }), true, 'steps begin anew')
      assert.deepEqual(await factors.findTotp(id), { ...second, confirmed: true })
      assert.equal(await factors.proposeTotp(id, SEALED, AT), false)
      assert.deepEqual(await factors.findTotp(id), { ...second, confirmed: true })
      await factors.removeTotp(id)
      assert.equal(await factors.findTotp(id), null)
      assert.equal(await factors.useTotpStep(id, 60), false)
    })

    test('the code of a step is used once, by one of many, and never one of an earlier step', async () => {
      const { id } = await person()
      const { factors } = opened
      await factors.proposeTotp(id, SEALED, AT)
      const step = 59_000_000
      const uses = await Promise.all(Array.from({ length: 6 }, () => factors.useTotpStep(id, step)))
      assert.equal(uses.filter(Boolean).length, 1)
      assert.deepEqual(
        [await factors.useTotpStep(id, step - 1), await factors.useTotpStep(id, step + 1)],
        [false, true],
      )
    })

    test('a recovery code is used once, by one of many, by its person; new ones end the old', async () => {
      const [user, other] = [await person(), await person()]
      const { factors } = opened
      const [one, two, three] = [someDigest(), someDigest(), someDigest()]
      await factors.replaceRecoveryCodes(user.id, [one, two])
      assert.equal(await factors.useRecoveryCode(other.id, one), false)
      const uses = await Promise.all(Array.from({ length: 6 }, () => factors.useRecoveryCode(user.id, one)))
      assert.equal(uses.filter(Boolean).length, 1)
      assert.equal((await factors.summaryOf(user.id)).recoveryCodes, 1)
      await factors.replaceRecoveryCodes(user.id, [three])
      assert.equal(await factors.useRecoveryCode(user.id, two), false)
      assert.equal(await factors.useRecoveryCode(user.id, three), true)
      await factors.replaceRecoveryCodes(user.id, [])
      assert.equal((await factors.summaryOf(user.id)).recoveryCodes, 0)
    })

    test('a passkey is kept as it was made, found on its portal only, and once there', async () => {
      const user = await person()
      const neighbour = await person(user.portalId)
      const stranger = await person()
      const { factors } = opened
      const asked = passkey(user, { counter: 4_000_000_000 })
      const kept = await factors.addPasskey(asked, AT)
      const { id, createdAt, lastUsedOn, ...rest } = kept
      assert.deepEqual(rest, asked)
      assert.deepEqual([createdAt, lastUsedOn, id > 0], [AT.toISOString(), null, true])
      assert.deepEqual(await factors.findPasskey(user.portalId, asked.credentialId), kept)
      assert.equal(await factors.findPasskey(stranger.portalId, asked.credentialId), null)
      for (const holder of [user, neighbour])
        await assert.rejects(
          factors.addPasskey({ ...passkey(holder), credentialId: asked.credentialId }, AT),
          isFault('passkey_refused'),
        )
      await factors.addPasskey({ ...passkey(stranger), credentialId: asked.credentialId }, AT)
      const second = await factors.addPasskey(passkey(user), AT)
      assert.deepEqual(await factors.listPasskeys(user.id), [kept, second])
    })

    test('a counter rises with each use, to one of many; a passkey without one is used as it is', async () => {
      const user = await person()
      const { factors } = opened
      const day = '2026-07-01'
      const counting = await factors.addPasskey(passkey(user, { counter: 5 }), AT)
      for (const counter of [5, 4, 0])
        assert.equal(await factors.usePasskey(counting.id, { counter, day }), false)
      const uses = await Promise.all(
        Array.from({ length: 6 }, () => factors.usePasskey(counting.id, { counter: 6, day })),
      )
      assert.equal(uses.filter(Boolean).length, 1)
      const still = await factors.addPasskey(passkey(user), AT)
      for (let i = 0; i < 2; i++) assert.equal(await factors.usePasskey(still.id, { counter: 0, day }), true)
      const listed = await factors.listPasskeys(user.id)
      assert.deepEqual(
        listed.map(({ counter, lastUsedOn }) => [counter, lastUsedOn]),
        [
          [6, day],
          [0, day],
        ],
      )
    })

    test('nobody takes somebody else’s passkey away; who is removed leaves no factor', async () => {
      const user = await person()
      const neighbour = await person(user.portalId)
      const { factors } = opened
      const asked = passkey(user)
      const { id } = await factors.addPasskey(asked, AT)
      assert.equal(await factors.removePasskey(neighbour.id, id), false)
      assert.equal(await factors.removePasskey(user.id, id), true)
      assert.equal(await factors.removePasskey(user.id, id), false)
      await factors.addPasskey(asked, AT)
      await factors.proposeTotp(user.id, SEALED, AT)
      await factors.replaceRecoveryCodes(user.id, [someDigest()])
      await opened.accounts.removeUser(user.portalId, user.id, AT)
      assert.deepEqual(await factors.summaryOf(user.id), NONE)
      assert.equal(await factors.findPasskey(user.portalId, asked.credentialId), null)
      assert.equal(await factors.findTotp(user.id), null)
    })
  })
}
