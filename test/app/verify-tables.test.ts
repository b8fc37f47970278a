import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { verifyTables } from '../../src/app/jobs/verify-tables.ts'
import { startWorker } from '../../src/app/jobs/worker.ts'
import { catalogTable } from '../../src/core/sql/catalog.ts'
import { revisionTable } from '../../src/core/sql/table.ts'
import type { Deployment } from '../../src/main/open-deployment.ts'
import { publishAndWait } from '../../src/main/publish-and-wait.ts'
import { openTestDeployment, testPortal } from '../chaos/open-test-deployment.ts'

const { signal } = new AbortController()
let home = ''
let deployment: Deployment
let table = ''
let revisionId = 0

const sum = async (): Promise<unknown> => {
  const rows = await deployment.ports.records.query(
    { sql: `SELECT count(), sum(c1), any(c2) FROM ${table}`, params: {} },
    'page',
    signal,
  )
  return rows[0]
}

before(async () => {
  home = await mkdtemp(join(tmpdir(), 'vitrine-verify-'))
  deployment = await openTestDeployment(home)
  const { ports } = deployment
  await startWorker(ports, { parallel: 1, keepRevisions: 1 }, () => Promise.resolve())
  const portal = await ports.catalog.savePortal(testPortal('verify'))
  const file = join(home, 'codes.csv')
  await writeFile(file, `n;code\n${Array.from({ length: 100 }, (_, i) => `${i};0${i}`).join('\n')}\n`)
  await publishAndWait(
    deployment,
    { portal: 'verify', datasetId: 'codes', source: { file }, options: {}, metadata: {} },
    () => undefined,
    signal,
  )
  const [published] = await ports.catalog.listPublished(portal.id)
  table = published?.revision.table ?? ''
  revisionId = published?.revision.id ?? 0
})
after(async () => {
  await deployment?.close()
  await rm(home, { recursive: true, force: true })
})

async function untilRebuilt(expected: unknown): Promise<void> {
  for (let i = 0; i < 300; i++) {
    const found = await sum().catch(() => null)
    if (JSON.stringify(found) === JSON.stringify(expected)) return
    await sleep(100)
  }
  assert.fail('the table was not rebuilt')
}

test('tables that hold what was loaded are left alone', async () => {
  assert.equal(await verifyTables(deployment.ports, signal), 0)
})

test('a lost table is loaded again from the kept source, as it was published', async () => {
  const before = await sum()
  await deployment.ports.records.dropTable(table, signal)
  assert.equal(await verifyTables(deployment.ports, signal), 1)
  await untilRebuilt(before)
  assert.equal(await verifyTables(deployment.ports, signal), 0)
})

test('a table with fewer rows than were loaded is found without any error of the engine', async () => {
  const before = await sum()
  const revision = await deployment.ports.catalog.getRevision(revisionId)
  await deployment.ports.records.createTable(revisionTable(revisionId, revision.fields), signal)
  assert.deepEqual(await deployment.ports.records.countRows(table, signal), 0)
  assert.equal(await verifyTables(deployment.ports, signal), 1)
  await untilRebuilt(before)
})

test('a table in the layout of an older release is loaded again', async () => {
  const before = await sum()
  // the job before writes its layout once its rows are there
  let queued = 0
  for (let i = 0; i < 50 && queued === 0; i++) {
    await sleep(i === 0 ? 0 : 100)
    await deployment.ports.catalog.saveLayout(revisionId, 1)
    queued = await verifyTables(deployment.ports, signal)
  }
  assert.equal(queued, 1)
  for (let i = 0; i < 300; i++)
    if ((await deployment.ports.catalog.getRevision(revisionId)).layout === 1) await sleep(100)
  await untilRebuilt(before)
  assert.equal(await verifyTables(deployment.ports, signal), 0)
})

test('a lost search index is written again at the next look', async () => {
  const { ports } = deployment
  const [portal] = await ports.catalog.listPortals()
  const index = catalogTable()
  await ports.records.dropTable(`${index.database}.${index.name}`, signal)
  const { syncCatalogIndex } = await import('../../src/app/catalog/sync-catalog-index.ts')
  await syncCatalogIndex(ports, portal?.id ?? 0, signal)
  const sql = `SELECT dataset_id FROM ${index.database}.${index.name} FINAL`
  assert.deepEqual(await ports.records.query({ sql, params: {} }, 'page', signal), [['codes']])
})
