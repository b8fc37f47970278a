import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { CatalogStore } from '../../src/app/ports/catalog-store.ts'
import type { KeyStore, NewKey } from '../../src/app/ports/key-store.ts'
import { VitrineError } from '../../src/core/errors.ts'
import { portalConfig } from './catalog-store.ts'

/** Both stores of one empty database. */
export interface OpenedKeys {
  readonly keys: KeyStore
  readonly catalog: CatalogStore
  close(): Promise<void>
}

let made = 0
const newKey = (portalId: number): NewKey => ({
  portalId,
  digest: String(++made).padStart(64, '0'),
  hint: 'abcdef',
  name: 'Dashboard « été »',
  grants: [
    {
      permissions: ['dataset.read', 'records.read'],
      dataset: 'da_00000a',
      where: 'a = "\u0000é"',
      fields: ['a'],
    },
  ],
  callsPerDay: 3_000_000_000,
  expiresAt: '2027-02-01T00:00:00.000Z',
  userId: null,
})

const isUnknown = (thrown: unknown): boolean =>
  thrown instanceof VitrineError && thrown.code === 'key_unknown'

/** What every implementation of the port must do. */
export function keyStoreContract(name: string, open: () => Promise<OpenedKeys>): void {
  describe(`${name}: keys`, () => {
    let opened: OpenedKeys
    before(async () => {
      opened = await open()
    })
    after(() => opened.close())

    const portalAndVersion = async () => {
      const portal = await opened.catalog.savePortal(portalConfig(`keys-${++made}`))
      const version = async () => (await opened.catalog.portalVersions()).get(portal.id)?.keys ?? -1
      return { portal, version }
    }

    test('a key is kept as it was given, on its portal only; each change is counted', async () => {
      const { portal, version } = await portalAndVersion()
      const other = await portalAndVersion()
      const before = await version()
      const asked = newKey(portal.id)
      const kept = await opened.keys.addKey(asked)
      const { id, createdAt, ...rest } = kept
      assert.deepEqual(rest, { ...asked, revokedAt: null, lastUsedOn: null })
      assert.ok(id > 0 && !Number.isNaN(Date.parse(createdAt)))
      assert.equal(await version(), before + 1)
      assert.deepEqual(await opened.keys.listKeys(portal.id), [kept])
      assert.deepEqual(await opened.keys.listKeys(other.portal.id), [])
      assert.equal(
        (await opened.catalog.listPortals()).find(one => one.id === portal.id)?.keyVersion,
        before + 1,
      )
    })

    test('revoking ends a key once, and never that of another portal', async () => {
      const { portal, version } = await portalAndVersion()
      const other = await portalAndVersion()
      const { id } = await opened.keys.addKey(newKey(portal.id))
      await assert.rejects(opened.keys.revokeKey(other.portal.id, id, new Date()), isUnknown)
      await assert.rejects(opened.keys.revokeKey(portal.id, id + 1_000_000, new Date()), isUnknown)
      const before = await version()
      const first = await opened.keys.revokeKey(portal.id, id, new Date('2026-07-01T00:00:00Z'))
      const again = await opened.keys.revokeKey(portal.id, id, new Date('2026-08-01T00:00:00Z'))
      assert.equal(first.revokedAt, '2026-07-01T00:00:00.000Z')
      assert.deepEqual(again, first)
      assert.ok((await version()) > before)
    })

    test('calls add up by day, from everyone who counts; the last day of use is kept', async () => {
      const { portal } = await portalAndVersion()
      const [a, b] = [
        await opened.keys.addKey(newKey(portal.id)),
        await opened.keys.addKey(newKey(portal.id)),
      ]
      const use = (keyId: number, day: string, calls: number) => ({ keyId, day, calls })
      assert.deepEqual(await opened.keys.addUse([]), new Map())
      const first = await opened.keys.addUse([use(b.id, '2026-07-28', 2), use(a.id, '2026-07-28', 5)])
      assert.deepEqual([first.get(a.id), first.get(b.id)], [5, 2])
      await Promise.all(
        Array.from({ length: 20 }, () =>
          opened.keys.addUse([use(a.id, '2026-07-28', 1), use(b.id, '2026-07-28', 1)]),
        ),
      )
      assert.equal((await opened.keys.addUse([use(a.id, '2026-07-28', 0)])).get(a.id), 25)
      assert.equal((await opened.keys.addUse([use(a.id, '2026-07-29', 1)])).get(a.id), 1)
      assert.equal((await opened.keys.addUse([use(a.id, '2026-07-28', 1)])).get(a.id), 26)
      const listed = await opened.keys.listKeys(portal.id)
      assert.deepEqual(
        listed.map(key => key.lastUsedOn),
        ['2026-07-29', '2026-07-28'],
      )
    })

    test('a digest is kept once in the whole deployment', async () => {
      const { portal } = await portalAndVersion()
      const key = newKey(portal.id)
      await opened.keys.addKey(key)
      await assert.rejects(opened.keys.addKey(key))
    })
  })
}
