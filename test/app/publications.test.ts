import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { publishSource, type QueuedPublication } from '../../src/app/catalog/publish-source.ts'
import {
  findDataset,
  renameDataset,
  restoreRevision,
  unpublishDataset,
} from '../../src/app/catalog/published-datasets.ts'
import { runIngest } from '../../src/app/ingest/run-ingest.ts'
import { dropExpired } from '../../src/app/jobs/retention.ts'
import type { StoredPortal } from '../../src/app/ports/catalog-store.ts'
import type { Ports } from '../../src/app/ports/ports.ts'
import type { ReadOptions } from '../../src/core/dataset/revision.ts'
import { VitrineError } from '../../src/core/errors.ts'
import { DEFAULT_CHECKS } from '../../src/core/ingest/checks.ts'
import type { Deployment } from '../../src/main/open-deployment.ts'
import { openTestDeployment, testPortal } from '../chaos/open-test-deployment.ts'

// The use cases of publishing on real engines, each step run by hand, so that the order of events is the test's.

const { signal } = new AbortController()
const CONTEXT = { signal, report: () => Promise.resolve() }
let home = ''
let deployment: Deployment
let ports: Ports
let portal: StoredPortal

before(async () => {
  home = await mkdtemp(join(tmpdir(), 'vitrine-publications-'))
  deployment = await openTestDeployment(home)
  ports = deployment.ports
  portal = await ports.catalog.savePortal(testPortal('press'))
})
after(async () => {
  await deployment?.close({ hurry: true })
  await rm(home, { recursive: true, force: true })
})

interface Source {
  readonly text?: string
  readonly options?: ReadOptions
  readonly title?: string
}

/** Numbered records, told from others by their generation. */
const numbers = (generation: number): string =>
  `n;generation\n${Array.from({ length: 20 }, (_, i) => `${i};${generation}`).join('\n')}\n`

async function* bytesOf(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text)
}

const queue = (datasetId: string, { text = numbers(1), options = {}, title }: Source = {}) =>
  publishSource(
    ports,
    {
      ...{ portal, datasetId, bytes: bytesOf(text), name: 'numbers.csv', url: null, options },
      metadata: title === undefined ? {} : { title: { en: title } },
    },
    signal,
  )

const load = ({ revision }: QueuedPublication): Promise<void> =>
  runIngest(ports, revision.id, DEFAULT_CHECKS, CONTEXT)

async function publish(datasetId: string, source?: Source): Promise<QueuedPublication> {
  const queued = await queue(datasetId, source)
  await load(queued)
  return queued
}

/** Number and generation of what readers get; null when nothing. */
async function seen(datasetId: string): Promise<readonly unknown[] | null> {
  const dataset = await findDataset(ports, portal, datasetId)
  const [published] = await ports.catalog.getPublished([dataset.uid])
  if (published === undefined) return null
  const statement = { sql: `SELECT min(c2), max(c2) FROM ${published.revision.table}`, params: {} }
  const [row] = await ports.records.query(statement, 'page', signal)
  assert.equal(row?.[0], row?.[1])
  return [published.revision.number, Number(row?.[0])]
}

/** Identifiers that the search index lists. */
async function indexed(): Promise<readonly unknown[]> {
  const sql = `SELECT dataset_id FROM live.catalog_3 FINAL WHERE portal_id = ${portal.id} ORDER BY dataset_id`
  return (await ports.records.query({ sql, params: {} }, 'page', signal)).map(([id]) => id)
}

const stateOf = async ({ revision }: QueuedPublication): Promise<string> =>
  (await ports.catalog.getRevision(revision.id)).state

const fails = (code: string) => (error: unknown) => error instanceof VitrineError && error.code === code

test('the same bytes, options and words again: nothing is queued', async () => {
  const first = await publish('same', { title: 'Same' })
  assert.equal(first.unchanged, false)
  for (const source of [{ title: 'Same' }, {}]) {
    const again = await queue('same', source)
    assert.deepEqual([again.unchanged, again.revision.id, again.jobId], [true, first.revision.id, ''])
  }
  for (const source of [{ text: numbers(2) }, { options: { delimiter: ';' } }, { title: 'Other' }]) {
    const changed = await publish('same', source)
    assert.equal(changed.unchanged, false, JSON.stringify(source))
  }
  assert.equal((await ports.catalog.listRevisions(first.datasetUid)).length, 4)
})

test('what was said of a dataset stays until something else is said', async () => {
  await publish('words', { title: 'A title' })
  const { revision } = await publish('words', { text: numbers(2) })
  assert.deepEqual(revision.metadata.title, { en: 'A title' })
})

test('an older publication that ends later never replaces a newer one', async () => {
  const older = await queue('race', { text: numbers(1) })
  const newer = await queue('race', { text: numbers(2) })
  await load(newer)
  assert.deepEqual(await seen('race'), [2, 2])
  await load(older)
  assert.deepEqual(await seen('race'), [2, 2])
  assert.deepEqual([await stateOf(older), await stateOf(newer)], ['superseded', 'published'])
  await restoreRevision(ports, portal, { datasetId: 'race', number: 1 }, signal)
  assert.deepEqual(await seen('race'), [1, 1], 'by restoring it does')
})

test('in the usual order the newer one replaces the older', async () => {
  const [older, newer] = [
    await queue('order', { text: numbers(1) }),
    await queue('order', { text: numbers(2) }),
  ]
  await load(older)
  assert.deepEqual(await seen('order'), [1, 1])
  await load(newer)
  assert.deepEqual(await seen('order'), [2, 2])
})

test('both at once, many times: the newer one stands, and its records are its own', async () => {
  for (let round = 1; round <= 6; round += 2) {
    const older = await queue('both', { text: numbers(round) })
    const newer = await queue('both', { text: numbers(round + 1) })
    await Promise.all([load(older), load(newer)])
    assert.deepEqual(await seen('both'), [round + 1, round + 1])
  }
})

test('a late load does not undo a restoration either', async () => {
  await publish('undone', { text: numbers(1) })
  const late = await queue('undone', { text: numbers(2) })
  await publish('undone', { text: numbers(3) })
  await restoreRevision(ports, portal, { datasetId: 'undone', number: 1 }, signal)
  await load(late)
  assert.deepEqual(await seen('undone'), [1, 1])
})

test('what is published now is published anew when something else is on its way', async () => {
  await publish('wavering', { text: numbers(1) })
  const other = await queue('wavering', { text: numbers(2) })
  const back = await queue('wavering', { text: numbers(1) })
  assert.equal(back.unchanged, false)
  await load(back)
  await load(other)
  assert.deepEqual(await seen('wavering'), [3, 1])
})

test('a load run again after the end changes nothing', async () => {
  const queued = await publish('again', { text: numbers(1) })
  await load(queued)
  assert.deepEqual(await seen('again'), [1, 1])
})

test('a source that cannot be read: failed with its reason, readers keep what they had', async () => {
  await publish('broken', { text: numbers(1) })
  const failed = await publish('broken', { text: '' })
  const revision = await ports.catalog.getRevision(failed.revision.id)
  assert.equal(revision.state, 'failed')
  assert.equal(revision.failure?.code, 'source_empty')
  assert.deepEqual(await seen('broken'), [1, 1])
  await assert.rejects(
    restoreRevision(ports, portal, { datasetId: 'broken', number: 2 }, signal),
    fails('revision_unknown'),
  )
})

test('unpublish and restore: readers lose it and get it back, the search index too', async () => {
  await publish('hidden', { text: numbers(1) })
  assert.ok((await indexed()).includes('hidden'))
  await unpublishDataset(ports, portal, 'hidden', signal)
  assert.equal(await seen('hidden'), null)
  assert.ok(!(await indexed()).includes('hidden'))
  await unpublishDataset(ports, portal, 'hidden', signal)
  await restoreRevision(ports, portal, { datasetId: 'hidden', number: 1 }, signal)
  assert.deepEqual(await seen('hidden'), [1, 1])
  assert.ok((await indexed()).includes('hidden'))
  await assert.rejects(unpublishDataset(ports, portal, 'nope', signal), fails('dataset_unknown'))
})

test('what is unpublished while its load runs or waits stays so, and can be published again', async () => {
  for (const first of [false, true]) {
    const id = first ? 'never-seen' : 'taken-back'
    if (!first) await publish(id, { text: numbers(1) })
    const running = await queue(id, { text: numbers(2) })
    const waiting = await queue(id, { text: numbers(3) })
    const during = { ...CONTEXT, report: () => unpublishDataset(ports, portal, id, signal) }
    await runIngest(ports, running.revision.id, DEFAULT_CHECKS, during)
    await load(waiting)
    assert.equal(await seen(id), null)
    assert.ok(!(await indexed()).includes(id))
    assert.deepEqual([await stateOf(running), await stateOf(waiting)], ['superseded', 'superseded'])
    const tables = await ports.records.listTables(signal)
    for (const { revision } of [running, waiting]) assert.ok(!tables.includes(`ds.d_${revision.id}`))
    const { revision } = await publish(id, { text: numbers(4) })
    assert.deepEqual(await seen(id), [revision.number, 4])
  }
})

const IDENTIFIED = { fields: { id: { annotations: { id: true as const } } } }

test('of records with the same declared identifier the last one stays, and the report says so', async () => {
  const text = 'id;n\na;1\nb;2\n;3\na;4\nc;5\n;6\na;7\n'
  const { revision } = await publish('doubles', { text, options: IDENTIFIED })
  const { table, report, recordsCount } = await ports.catalog.getRevision(revision.id)
  const sql = `SELECT c1, c2, length(_record) FROM ${table} ORDER BY _id`
  assert.deepEqual(
    (await ports.records.query({ sql, params: {} }, 'page', signal)).map(([id, n]) => [id, Number(n)]),
    [
      ['b', 2],
      [null, 3],
      ['c', 5],
      [null, 6],
      ['a', 7],
    ],
  )
  assert.deepEqual([recordsCount, report?.recordsLoaded, report?.recordsReplaced], [5, 5, 2])
  assert.deepEqual(report?.warnings, [{ code: 'records_replaced', params: { count: 2 } }])
  const plain = await publish('doubles', { text, options: {} })
  assert.equal((await ports.catalog.getRevision(plain.revision.id)).recordsCount, 7)
})

test('rename: the old identifier leads to the new one, is never given again, and the index follows', async () => {
  const { datasetUid } = await publish('former', { text: numbers(1) })
  await renameDataset(ports, portal, { from: 'former', to: 'present' }, signal)
  assert.equal((await findDataset(ports, portal, 'former')).uid, datasetUid)
  const listed = await indexed()
  assert.deepEqual([listed.includes('present'), listed.includes('former')], [true, false])
  await assert.rejects(queue('former'), fails('dataset_id_taken'))
  await assert.rejects(
    renameDataset(ports, portal, { from: 'present', to: 'No Id' }, signal),
    fails('dataset_id_invalid'),
  )
  await renameDataset(ports, portal, { from: 'former', to: 'final' }, signal)
  assert.equal((await findDataset(ports, portal, 'present')).datasetId, 'final')
})

test('retention: the published one and the newest others keep their records, the sources all stay', async () => {
  for (const generation of [1, 2, 3, 4, 5]) await publish('kept', { text: numbers(generation) })
  await restoreRevision(ports, portal, { datasetId: 'kept', number: 2 }, signal)
  await dropExpired(ports, 1, signal)
  const { uid } = await findDataset(ports, portal, 'kept')
  const revisions = (await ports.catalog.listRevisions(uid)).toSorted((a, b) => a.number - b.number)
  const standing = revisions.filter(({ table }) => table !== null)
  assert.deepEqual(
    standing.map(({ number }) => number),
    [2, 5],
  )
  const tables = await ports.records.listTables(signal)
  for (const { id } of revisions)
    assert.equal(
      tables.includes(`ds.d_${id}`),
      standing.some(one => one.id === id),
      `table of revision ${id}`,
    )
  for (const { source } of revisions) {
    await using kept = await ports.blobs.open(source?.sha256 ?? '')
    assert.ok((kept.size ?? 0) > 0)
  }
  assert.deepEqual(await seen('kept'), [2, 2])
  await assert.rejects(
    restoreRevision(ports, portal, { datasetId: 'kept', number: 1 }, signal),
    fails('revision_unknown'),
  )
  assert.equal(await dropExpired(ports, 1, signal), 0)
})
