import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { CatalogStore } from '../../src/app/ports/catalog-store.ts'
import type { ConsentStore } from '../../src/app/ports/consent-store.ts'
import { verifyLedger } from '../../src/app/privacy/verify-ledger.ts'
import type { LedgerContent } from '../../src/core/privacy/ledger/ledger-row.ts'
import { receiptHash } from '../../src/core/privacy/ledger/receipt.ts'
import { NO_MATERIAL } from '../../src/core/privacy/material-revision.ts'
import { portalConfig } from './catalog-store.ts'

/** Two processes' stores of one empty database, and a way to do to it what nobody should. */
export interface OpenedConsent {
  readonly consent: ConsentStore
  readonly other: ConsentStore
  readonly catalog: CatalogStore
  tamper(sql: string): Promise<void>
  close(): Promise<void>
}

let made = 0
const content = (more: Partial<LedgerContent> = {}): LedgerContent => ({
  hour: '2026-11-20T14',
  action: 'accept_all',
  grantsBefore: [],
  grantsAfter: ['e:youtube', 's'],
  materialRevision: 3,
  pageVersion: '2026-11-20.1',
  noticeHash: 'a'.repeat(64),
  surface: 'banner',
  language: 'fr',
  gpc: false,
  receiptHash: null,
  ...more,
})
const detail = (revision: number) => ({ ...NO_MATERIAL, revision })

/** What every implementation of the port must do. */
export function consentStoreContract(name: string, open: () => Promise<OpenedConsent>): void {
  describe(`${name}: consent`, () => {
    let opened: OpenedConsent
    before(async () => {
      opened = await open()
    })
    after(() => opened.close())

    const newPortal = async (): Promise<number> =>
      (await opened.catalog.savePortal(portalConfig(`consent-${++made}`))).id
    const filled = async (rows: number): Promise<number> => {
      const portal = await newPortal()
      for (let i = 0; i < rows; i++)
        await opened.consent.append(portal, content({ receiptHash: receiptHash(`${portal}-${i}`) }))
      return portal
    }
    const brokenAt = async (portal: number) => (await verifyLedger(opened.consent, portal)).broken

    test('materials are kept in their order, by portal; who comes second gets what the first one kept', async () => {
      const portal = await newPortal()
      const other = await newPortal()
      assert.equal((await opened.consent.latestMaterials()).get(portal), undefined)
      const row = { portalId: portal, seq: 1, configVersion: 4 }
      const [a, b] = await Promise.all([
        opened.consent.addMaterial({ ...row, detail: detail(1) }),
        opened.other.addMaterial({ ...row, detail: detail(7) }),
      ])
      assert.deepEqual(a, b)
      const next = await opened.consent.addMaterial({ ...row, seq: 2, detail: detail(2) })
      assert.deepEqual((await opened.consent.latestMaterials()).get(portal), next)
      assert.deepEqual(await opened.consent.materials(portal), [a, next])
      assert.deepEqual(await opened.consent.materials(other), [])
      assert.deepEqual(next.detail, detail(2))
      assert.equal(next.configVersion, 4)
      assert.ok(!Number.isNaN(Date.parse(next.since)))
    })

    test('a notice is kept once, by portal', async () => {
      const portal = await newPortal()
      const notice = { hash: 'b'.repeat(64), language: 'ar', body: '<section>موافق</section>' }
      await opened.consent.keepNotice(portal, notice)
      await opened.other.keepNotice(portal, { ...notice, body: 'another' })
      assert.deepEqual(await opened.consent.notice(portal, notice.hash), notice)
      assert.equal(await opened.consent.notice(await newPortal(), notice.hash), null)
    })

    test('rows come back as they were appended, page by page, chained by portal', async () => {
      const portal = await filled(3)
      const rows = await opened.consent.ledger(portal, 0, 10)
      assert.deepEqual(
        rows.map(({ seq, previousHash }) => [seq, previousHash]),
        [
          [1, ''],
          [2, rows[0]?.hash],
          [3, rows[1]?.hash],
        ],
      )
      assert.deepEqual(rows[0]?.content, content({ receiptHash: receiptHash(`${portal}-0`) }))
      assert.deepEqual(await opened.consent.ledger(portal, 1, 1), [rows[1]])
      const { head } = await opened.consent.ledgerEnds(portal)
      assert.deepEqual(head, { seq: 3, hash: rows[2]?.hash })
      assert.deepEqual(await verifyLedger(opened.consent, portal), {
        ...{ rows: 3, erased: 0, head, broken: null },
      })
      assert.deepEqual((await verifyLedger(opened.consent, await newPortal())).broken, null)
    })

    test('a chain that grows while it is checked is whole', async () => {
      const portal = await filled(3)
      let asked = 0
      const growing: ConsentStore = {
        ...opened.consent,
        ledger: async (...page) => {
          if (asked++ === 0) await opened.other.append(portal, content({}))
          return opened.consent.ledger(...page)
        },
      }
      const { broken, rows, head } = await verifyLedger(growing, portal)
      assert.deepEqual([broken, rows, head.seq], [null, 4, 4])
    })

    test('P40: a row holds its hour, no address, no browser, no instant', async () => {
      const portal = await filled(1)
      const [row] = await opened.consent.ledger(portal, 0, 1)
      assert.match(row?.content?.hour ?? '', /^\d{4}-\d{2}-\d{2}T\d{2}$/)
      assert.deepEqual(Object.keys(row?.content ?? {}).sort(), [
        ...['action', 'gpc', 'grantsAfter', 'grantsBefore', 'hour', 'language', 'materialRevision'],
        ...['noticeHash', 'pageVersion', 'receiptHash', 'surface'],
      ])
    })

    test('two processes that append at once make one chain', async () => {
      const portal = await newPortal()
      await Promise.all(
        Array.from({ length: 30 }, (_, i) =>
          (i % 2 === 0 ? opened.consent : opened.other).append(portal, content()),
        ),
      )
      const verdict = await verifyLedger(opened.consent, portal)
      assert.deepEqual([verdict.rows, verdict.broken], [30, null])
    })

    const TAMPERED: readonly (readonly [what: string, seq: number, sql: (portal: number) => string])[] = [
      ['a row is removed', 2, portal => `delete from consent_ledger where portal_id = ${portal} and seq = 2`],
      [
        'the last row is removed',
        3,
        portal => `delete from consent_ledger where portal_id = ${portal} and seq = 3`,
      ],
      [
        'a choice is edited',
        2,
        portal =>
          `update consent_ledger set content = replace(content::text, 'youtube', 'vimeo')::json where portal_id = ${portal} and seq = 2`,
      ],
      [
        'a choice is edited with its hash',
        2,
        portal =>
          `update consent_ledger set content_hash = repeat('0', 64) where portal_id = ${portal} and seq = 2`,
      ],
      [
        'a row is cut out and the next one joined',
        2,
        portal =>
          `delete from consent_ledger where portal_id = ${portal} and seq = 2;
           update consent_ledger set seq = 2, previous_hash = (select hash from consent_ledger where portal_id = ${portal} and seq = 1)
           where portal_id = ${portal} and seq = 3`,
      ],
      [
        'the last row is removed and the head moved',
        2,
        portal =>
          `delete from consent_ledger where portal_id = ${portal} and seq = 3;
           update consent_chain set seq = 2, hash = 'x' where portal_id = ${portal}`,
      ],
    ]
    for (const [what, seq, sql] of TAMPERED)
      test(`P39: ${what}: the check fails at that row`, async () => {
        const portal = await filled(3)
        assert.equal(await brokenAt(portal), null)
        await opened.tamper(sql(portal))
        assert.equal((await brokenAt(portal))?.seq, seq)
      })

    test('P41: a receipt finds exactly its row, on its portal only', async () => {
      const portal = await filled(3)
      const found = await opened.consent.findReceipt(portal, receiptHash(`${portal}-1`))
      assert.equal(found?.seq, 2)
      assert.equal(await opened.consent.findReceipt(portal, receiptHash('another')), null)
      assert.equal(await opened.consent.findReceipt(await newPortal(), receiptHash(`${portal}-1`)), null)
    })

    test('an erased row leaves its hashes: the chain holds, its receipt finds nothing', async () => {
      const portal = await filled(3)
      assert.equal(await opened.consent.eraseRow(portal, 2), true)
      assert.equal(await opened.consent.eraseRow(portal, 2), false)
      assert.equal(await opened.consent.eraseRow(portal, 9), false)
      const verdict = await verifyLedger(opened.consent, portal)
      assert.deepEqual([verdict.rows, verdict.erased, verdict.broken], [3, 1, null])
      assert.equal((await opened.consent.ledger(portal, 1, 1))[0]?.content, null)
      assert.equal(await opened.consent.findReceipt(portal, receiptHash(`${portal}-1`)), null)
    })

    test('the head of a day is that of its last row', async () => {
      const portal = await newPortal()
      const row = (hour: string) => opened.consent.append(portal, content({ hour }))
      await row('2026-11-18T09')
      const last = await row('2026-11-18T23')
      const next = await row('2026-11-20T00')
      assert.deepEqual(
        (await opened.consent.dailyHeads(portal)).map(({ day, seq, hash }) => [day, seq, hash]),
        [
          ['2026-11-18', 2, last.hash],
          ['2026-11-20', 3, next.hash],
        ],
      )
      assert.equal((await opened.consent.headBefore(portal, '2026-11-20'))?.day, '2026-11-18')
      assert.equal(await opened.consent.headBefore(portal, '2026-11-18'), null)
    })

    test('retention takes the oldest rows away; what is left is still a whole chain', async () => {
      const portal = await newPortal()
      const row = (hour: string) => opened.consent.append(portal, content({ hour }))
      for (const hour of ['2019-01-01T00', '2019-06-01T00', '2026-11-20T10']) await row(hour)
      assert.ok((await opened.consent.dropLedgerBefore('2020-01-01T00')) >= 2)
      const verdict = await verifyLedger(opened.consent, portal)
      assert.deepEqual([verdict.rows, verdict.broken], [1, null])
      await row('2026-11-21T10')
      assert.equal(await brokenAt(portal), null)
      await opened.tamper(`delete from consent_ledger where portal_id = ${portal} and seq = 3`)
      assert.deepEqual(await brokenAt(portal), { seq: 3, fault: 'missing' })
    })

    test('refusals are counted by day, from every process', async () => {
      const portal = await newPortal()
      await Promise.all(
        Array.from({ length: 10 }, (_, i) =>
          (i % 2 === 0 ? opened.consent : opened.other).countRefusal(portal, '2026-11-20'),
        ),
      )
      await opened.consent.countRefusal(portal, '2026-11-21')
      assert.deepEqual(await opened.consent.refusals(portal, 5), [
        { day: '2026-11-21', refusals: 1 },
        { day: '2026-11-20', refusals: 10 },
      ])
    })
  })
}
