import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { AuditStore } from '../../src/app/ports/audit-store.ts'
import type { CatalogStore } from '../../src/app/ports/catalog-store.ts'
import { publicAudit } from '../../src/core/audit/public-audit.ts'
import { CLEAN_REPORT } from '../../src/core/audit/testing/clean-report.ts'
import { portalConfig } from './catalog-store.ts'

/** Both stores of one empty database. */
export interface OpenedAudits {
  readonly audits: AuditStore
  readonly catalog: CatalogStore
  close(): Promise<void>
}

let made = 0
const audit = (startedAt: string) => ({
  ...publicAudit(CLEAN_REPORT),
  startedAt,
  site: 'https://é.example\u0000',
})

/** What every implementation of the port must do. */
export function auditStoreContract(name: string, open: () => Promise<OpenedAudits>): void {
  describe(`${name}: audits`, () => {
    let opened: OpenedAudits
    before(async () => {
      opened = await open()
    })
    after(() => opened.close())

    const portal = async () => (await opened.catalog.savePortal(portalConfig(`audits-${++made}`))).id

    test('an audit is kept under its day, whole, on its portal only', async () => {
      const [id, other] = [await portal(), await portal()]
      assert.equal(await opened.audits.last(id), null)
      const kept = await opened.audits.add(id, audit('2026-11-21T23:59:00.000Z'))
      assert.equal(kept.name, '2026-11-21')
      assert.deepEqual(await opened.audits.last(id), kept)
      assert.deepEqual(await opened.audits.find(id, '2026-11-21'), kept)
      assert.equal(await opened.audits.find(other, '2026-11-21'), null)
      assert.equal(await opened.audits.find(id, '2026-11-22'), null)
      assert.equal(await opened.audits.last(other), null)
    })

    test('no audit replaces another: those of one day are numbered, also when they end together', async () => {
      const id = await portal()
      const days = ['2026-11-21', '2026-11-21', '2026-11-21', '2026-11-22']
      const kept = await Promise.all(days.map(day => opened.audits.add(id, audit(`${day}T10:00:00.000Z`))))
      assert.deepEqual(kept.map(({ name }) => name).sort(), [
        '2026-11-21',
        '2026-11-21.2',
        '2026-11-21.3',
        '2026-11-22',
      ])
      const { name } = await opened.audits.add(id, audit('2026-11-20T10:00:00.000Z'))
      assert.equal((await opened.audits.last(id))?.name, name)
    })

    test('an audit of no portal is refused', async () => {
      await assert.rejects(opened.audits.add(999_999, audit('2026-11-21T10:00:00.000Z')))
    })
  })
}
