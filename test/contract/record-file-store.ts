import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { CatalogStore, NewRevision } from '../../src/app/ports/catalog-store.ts'
import type { RecordFile, RecordFileStore } from '../../src/app/ports/record-file-store.ts'
import { attachmentOf } from '../../src/core/dataset/attachment.ts'
import { EMPTY_METADATA } from '../../src/core/dataset/metadata.ts'
import { recordFileId } from '../../src/core/record/file-value.ts'
import { portalConfig, REPORT } from './catalog-store.ts'

/** Both stores of one empty database. */
export interface OpenedRecordFiles {
  readonly files: RecordFileStore
  readonly catalog: CatalogStore
  close(): Promise<void>
}

let made = 0
const hashOf = (digit: string): string => digit.repeat(64)
const file = (digit: string): RecordFile => ({
  ...{ id: recordFileId(hashOf(digit)), sha256: hashOf(digit), bytes: 5_000_000_000 },
})

/** What every implementation of the port must do. */
export function recordFileStoreContract(name: string, open: () => Promise<OpenedRecordFiles>): void {
  describe(`${name}: files of records`, () => {
    let opened: OpenedRecordFiles
    before(async () => {
      opened = await open()
    })
    after(() => opened.close())

    const revision = async (more: Partial<NewRevision> = {}): Promise<number> => {
      const portal = await opened.catalog.savePortal(portalConfig(`files-${++made}`))
      const { uid } = await opened.catalog.ensureDataset(portal.id, 'd')
      const source = { sha256: hashOf('a'), bytes: 1, name: 'a\u0000.zip', url: null }
      const metadata = { ...EMPTY_METADATA, title: { en: 'NUL \u0000, lone \ud800' } }
      const asked = { datasetUid: uid, source, options: {}, metadata, ...more }
      const { id } = await opened.catalog.createRevision(asked)
      await opened.catalog.markQueued(id)
      await opened.catalog.markRunning(id)
      return id
    }
    const fail = (id: number, quarantineSha256: string | null = null): Promise<void> =>
      opened.catalog.markFailed(id, { code: 'load_empty', params: {} }, { ...REPORT, quarantineSha256 })

    test('a revision has the files that were said, each once, and no other has them', async () => {
      const [one, other] = [await revision(), await revision()]
      await opened.files.keep(one, [file('1'), file('2')])
      await opened.files.keep(one, [file('2'), file('3')])
      await opened.files.keep(one, [])
      assert.deepEqual(await opened.files.find(one, file('3').id), file('3'))
      assert.equal(await opened.files.find(other, file('3').id), null)
      assert.equal(await opened.files.find(one, file('4').id), null)
      await assert.rejects(opened.files.keep(999_999, [file('1')]))
    })

    test('thousands at once', async () => {
      const id = await revision()
      const many = Array.from({ length: 12_000 }, (_, i) => {
        const sha256 = i.toString(16).padStart(32, '0').padEnd(64, 'e')
        return { id: recordFileId(sha256), sha256, bytes: i }
      })
      await opened.files.keep(id, many)
      assert.deepEqual(await opened.files.find(id, many[11_999]?.id ?? ''), many[11_999])
    })

    test('a file is loose when only revisions that nobody can read name it, and nothing else does', async () => {
      const [dead, running] = [await revision(), await revision()]
      const beside = attachmentOf({}, { name: 'a.pdf', sha256: hashOf('9'), bytes: 1 }, new Set())
      await revision({ metadata: { ...EMPTY_METADATA, attachments: [beside] } })
      await opened.files.keep(running, [file('6')])
      await opened.files.keep(dead, [file('5'), file('6'), file('9'), file('a'), file('8')])
      assert.deepEqual(await opened.files.listLoose(), [], 'it is running')
      await fail(dead, hashOf('8'))
      assert.deepEqual(await opened.files.listLoose(), [hashOf('5')])
      await opened.files.forget([hashOf('5'), hashOf('1')])
      assert.deepEqual(await opened.files.listLoose(), [])
      assert.equal(await opened.files.find(dead, file('5').id), null)
      assert.equal(await opened.files.find(dead, file('6').id), null, 'another revision has it')
      assert.deepEqual(await opened.files.find(running, file('6').id), file('6'))
      await fail(running)
      assert.deepEqual(await opened.files.listLoose(), [hashOf('6')])
      await opened.catalog.markQueued(running)
      assert.deepEqual(await opened.files.listLoose(), [], 'it is loaded again')
    })

    test('a superseded revision keeps its files as long as it has its table', async () => {
      const id = await revision()
      await opened.files.keep(id, [file('7')])
      const loaded = { revisionId: id, fields: [], table: `ds.d_${id}`, layout: 1, recordsCount: 1 }
      await opened.catalog.saveLoad({ ...loaded, report: REPORT })
      const { dataset } = await opened.catalog.publishRevision(id, new Date('2026-03-01T10:00:00Z'))
      const listed = async () => (await opened.files.listLoose()).includes(hashOf('7'))
      assert.equal(await listed(), false)
      await opened.catalog.unpublish(dataset.uid)
      assert.equal(await listed(), false)
      await opened.catalog.clearTable(id)
      assert.equal(await listed(), true)
    })
  })
}
