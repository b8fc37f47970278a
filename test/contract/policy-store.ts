import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { CatalogStore } from '../../src/app/ports/catalog-store.ts'
import type { NewStatementVersion, PolicyStore } from '../../src/app/ports/policy-store.ts'
import { portalConfig } from './catalog-store.ts'

/** Both stores of one empty database. */
export interface OpenedPolicies {
  readonly policies: PolicyStore
  readonly catalog: CatalogStore
  /** Runs a statement on the tables, past the port. */
  sql(text: string): Promise<unknown>
  close(): Promise<void>
}

let made = 0

const version = (number: number, more: Partial<NewStatementVersion> = {}): NewStatementVersion => ({
  number,
  name: `2026-11-21.${number}`,
  at: `2026-11-21T10:00:0${number}.000Z`,
  hash: String(number).padStart(64, '0'),
  changes: [{ what: 'first' }],
  facts: { entries: ['\u0000é'] },
  documents: new Map([
    ['en', '<!doctype html><p>Hello & «…»'],
    ['ar', 'مرحبا'],
  ]),
  ...more,
})

/** What every implementation of the port must do. */
export function policyStoreContract(name: string, open: () => Promise<OpenedPolicies>): void {
  describe(`${name}: published statements`, () => {
    let opened: OpenedPolicies
    before(async () => {
      opened = await open()
    })
    after(() => opened.close())

    const portal = async (): Promise<number> =>
      (await opened.catalog.savePortal(portalConfig(`policy-${++made}`))).id

    const documentOf = (portalId: number, name: string, language: string) =>
      opened.policies.document({ portalId, statement: 'cookies', name, language })

    test('a version is kept as it was given, with its documents, on its portal and statement only', async () => {
      const { policies } = opened
      const [id, other] = [await portal(), await portal()]
      assert.equal(await policies.publish(id, 'cookies', version(1)), true)
      const { facts, documents, ...rest } = version(1)
      assert.deepEqual([...(await policies.history(id))], [['cookies', [rest]]])
      assert.deepEqual(await policies.facts(id, 'cookies', 1), facts)
      for (const [language, document] of documents)
        assert.equal(await documentOf(id, rest.name, language), document)
      assert.equal((await policies.history(other)).size, 0)
      assert.equal(await policies.facts(other, 'cookies', 1), null)
      assert.equal(await policies.facts(id, 'legal', 1), null)
      assert.equal(await documentOf(other, rest.name, 'en'), null)
      assert.equal(await documentOf(id, rest.name, 'fr'), null)
      assert.equal(await documentOf(id, '2026-11-21.2', 'en'), null)
    })

    test('versions come newest first', async () => {
      const { policies } = opened
      const id = await portal()
      for (const number of [1, 2, 3]) await policies.publish(id, 'legal', version(number))
      assert.deepEqual(
        (await policies.history(id)).get('legal')?.map(one => one.number),
        [3, 2, 1],
      )
    })

    test('of processes that publish the same next version, one does, and only its documents are kept', async () => {
      const { policies } = opened
      const id = await portal()
      const asked = Array.from({ length: 8 }, (_, index) => `document ${index}`)
      const kept = await Promise.all(
        asked.map(text =>
          policies.publish(id, 'cookies', version(1, { documents: new Map([['en', text]]) })),
        ),
      )
      assert.equal(kept.filter(Boolean).length, 1)
      assert.equal(await documentOf(id, '2026-11-21.1', 'en'), asked[kept.indexOf(true)])
      assert.equal((await policies.history(id)).get('cookies')?.length, 1)
    })

    test('P49: what was published cannot be changed or deleted, not even past the port', async () => {
      const { policies, sql } = opened
      const id = await portal()
      await policies.publish(id, 'cookies', version(1))
      for (const text of [
        "update statement_document set document = ''",
        'delete from statement_document',
        "update statement_version set hash = repeat('0', 64)",
        'delete from statement_version',
      ])
        await assert.rejects(sql(text), /what was published never changes/)
      assert.equal(await documentOf(id, '2026-11-21.1', 'ar'), 'مرحبا')
    })
  })
}
