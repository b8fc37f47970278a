import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { CatalogStore, LoadedRevision, StoredPortal } from '../../src/app/ports/catalog-store.ts'
import { EMPTY_METADATA } from '../../src/core/dataset/metadata.ts'
import type { IngestReport, Revision } from '../../src/core/dataset/revision.ts'
import { OPEN_RULES } from '../../src/core/dataset/rules.ts'
import { type ErrorCode, VitrineError } from '../../src/core/errors.ts'
import type { PortalConfig } from '../../src/core/portal/portal.ts'

/** A store on an empty catalogue; `newUid` proposes identifiers. */
export interface OpenedCatalog {
  readonly store: CatalogStore
  storeWith(newUid: () => string): CatalogStore
  close(): Promise<void>
}

export const portalConfig = (slug: string, brand = '#225588'): PortalConfig => ({
  slug,
  hosts: [`${slug}.localhost`],
  title: { en: slug, fr: `Données de ${slug}` },
  description: {},
  languages: ['en', 'fr'],
  brand,
  legal: { name: 'A', address: 'B', email: 'c@example.org', country: 'FR' },
})

const SOURCE = { sha256: 'a'.repeat(64), bytes: 3_000_000_000, name: 'trees.csv', url: null }

export const REPORT: IngestReport = {
  evidence: [
    { about: 'encoding', decision: 'utf-8', because: 'encoding_byte_order_mark', params: { at: 0 } },
  ],
  recordsRead: 3,
  recordsLoaded: 2,
  recordsQuarantined: 1,
  quarantineSample: [
    { line: 2, field: 'a', value: 'NUL \u0000, lone \ud800, "quote" é', reason: 'cast_int' },
  ],
  quarantineSha256: null,
  warnings: [],
  seconds: 0.25,
}

const fails = (code: ErrorCode) => (thrown: unknown) => thrown instanceof VitrineError && thrown.code === code

let slugs = 0
const newSlug = (): string => `portal-${++slugs}`

/** What every implementation of the port must do. */
export function catalogStoreContract(name: string, open: () => Promise<OpenedCatalog>): void {
  describe(`${name}: catalogue`, () => {
    let opened: OpenedCatalog
    before(async () => {
      opened = await open()
    })
    after(() => opened.close())
    portalTests(() => opened.store)
    datasetTests(() => opened)
    revisionTests(() => opened.store)
    publicationTests(() => opened.store)
    retentionTests(() => opened.store)
  })
}

type Store = () => CatalogStore

async function versionsOf(store: CatalogStore, portal: StoredPortal) {
  const versions = (await store.portalVersions()).get(portal.id)
  assert.ok(versions)
  return versions
}

async function draft(store: CatalogStore, portal: StoredPortal, datasetId: string): Promise<Revision> {
  const dataset = await store.ensureDataset(portal.id, datasetId)
  return store.createRevision({
    datasetUid: dataset.uid,
    source: SOURCE,
    options: { delimiter: ';' },
    metadata: { ...EMPTY_METADATA, title: { fr: 'Arbres' } },
  })
}

const loadOf = (revision: Revision): LoadedRevision => ({
  revisionId: revision.id,
  fields: [{ name: 'a', label: { fr: 'A' }, description: null, type: 'int', annotations: { facet: true } }],
  table: `d_${revision.id}`,
  layout: 1,
  recordsCount: 5_000_000_000,
  report: REPORT,
})

async function loaded(store: CatalogStore, portal: StoredPortal, datasetId: string): Promise<Revision> {
  const revision = await draft(store, portal, datasetId)
  await store.markQueued(revision.id)
  await store.markRunning(revision.id)
  await store.saveLoad(loadOf(revision))
  return revision
}

async function publish(store: CatalogStore, portal: StoredPortal, datasetId: string): Promise<Revision> {
  const revision = await loaded(store, portal, datasetId)
  return (await store.publishRevision(revision.id, new Date('2026-03-01T10:00:00Z'))).revision
}

function portalTests(store: Store): void {
  test('a portal is saved, listed and told apart by version', async () => {
    const slug = newSlug()
    const first = await store().savePortal(portalConfig(slug))
    assert.deepEqual(first.config, portalConfig(slug))
    const same = await store().savePortal(portalConfig(slug))
    assert.deepEqual(same, first, 'saving the same configuration changes nothing')
    const changed = await store().savePortal(portalConfig(slug, '#000000'))
    assert.equal(changed.id, first.id)
    assert.equal(changed.configVersion, first.configVersion + 1)
    assert.deepEqual(
      (await store().listPortals()).filter(portal => portal.id === first.id),
      [changed],
    )
    assert.deepEqual(await versionsOf(store(), first), {
      config: changed.configVersion,
      catalog: changed.catalogVersion,
      keys: changed.keyVersion,
    })
  })

  test('a removed portal is gone, with what it published; its identifiers stay given', async () => {
    const portal = await store().savePortal(portalConfig(newSlug()))
    const revision = await publish(store(), portal, 'trees')
    await store().removePortal(portal.config.slug)
    assert.equal((await store().portalVersions()).has(portal.id), false)
    assert.deepEqual(await store().getPublished([revision.datasetUid]), [])
    await assert.rejects(store().ensureDataset(portal.id, 'other'), fails('portal_unknown'))
    await assert.rejects(store().publishRevision(revision.id, new Date()), fails('portal_unknown'))
    const again = await store().savePortal(portal.config)
    assert.equal(again.id, portal.id)
    assert.ok(again.configVersion > portal.configVersion)
    assert.deepEqual(await store().listPublished(portal.id), [])
    assert.equal((await store().ensureDataset(portal.id, 'trees')).uid, revision.datasetUid)
    await assert.rejects(store().removePortal('never-there'), fails('portal_unknown'))
  })

  test('a portal without datasets can be removed', async () => {
    const portal = await store().savePortal(portalConfig(newSlug()))
    await store().removePortal(portal.config.slug)
    await assert.rejects(store().removePortal(portal.config.slug), fails('portal_unknown'))
  })
}

function datasetTests(opened: () => OpenedCatalog): void {
  const store = (): CatalogStore => opened().store

  test('a dataset is made once and found again, in its portal only', async () => {
    const portal = await store().savePortal(portalConfig(newSlug()))
    const other = await store().savePortal(portalConfig(newSlug()))
    const dataset = await store().ensureDataset(portal.id, 'trees')
    assert.match(dataset.uid, /^da_[0-9a-z]{6}$/)
    assert.equal(dataset.publishedRevision, null)
    assert.ok(!Number.isNaN(Date.parse(dataset.createdAt)))
    assert.deepEqual(await store().ensureDataset(portal.id, 'trees'), dataset)
    assert.deepEqual(await store().resolveDataset(portal.id, 'trees'), { found: 'dataset', dataset })
    assert.deepEqual(await store().resolveDataset(other.id, 'trees'), { found: 'nothing' })
    assert.notEqual((await store().ensureDataset(other.id, 'trees')).uid, dataset.uid)
  })

  test('hostile identifiers are refused or simply not there', async () => {
    const portal = await store().savePortal(portalConfig(newSlug()))
    for (const id of ['', 'A', 'a b', '-a', "a'; drop table dataset;--", 'a\u0000b', 'é', 'a'.repeat(101)]) {
      await assert.rejects(store().ensureDataset(portal.id, id), fails('dataset_id_invalid'), id)
      assert.deepEqual(await store().resolveDataset(portal.id, id), { found: 'nothing' }, id)
    }
    assert.deepEqual(await store().getPublished(["da_'%_;--", 'da_\u0000', '']), [])
    await assert.rejects(store().ensureDataset(2_000_000_000, 'trees'), fails('portal_unknown'))
  })

  test('many who ask for the same new identifier get the same dataset', async () => {
    const portal = await store().savePortal(portalConfig(newSlug()))
    const made = await Promise.all(
      Array.from({ length: 12 }, () => store().ensureDataset(portal.id, 'trees')),
    )
    assert.equal(new Set(made.map(dataset => dataset.uid)).size, 1)
  })

  test('a uid that is taken is asked for again', async () => {
    const portal = await store().savePortal(portalConfig(newSlug()))
    const proposals = ['da_00000a', 'da_00000a', 'da_00000a', 'da_00000b']
    const stubborn = opened().storeWith(() => proposals.shift() ?? 'da_00000c')
    assert.equal((await stubborn.ensureDataset(portal.id, 'one')).uid, 'da_00000a')
    assert.equal((await stubborn.ensureDataset(portal.id, 'two')).uid, 'da_00000b')
  })

  test('rules say who may see a dataset; saying the same again changes nothing', async () => {
    const portal = await store().savePortal(portalConfig(newSlug()))
    const [trees, parks] = await Promise.all(
      ['trees', 'parks'].map(id => store().ensureDataset(portal.id, id)),
    )
    assert.ok(trees && parks)
    assert.deepEqual(trees.rules, OPEN_RULES)
    assert.equal((await store().datasetRules(portal.id)).size, 0)
    const before = await versionsOf(store(), portal)
    const rules = { visibility: 'restricted', dataVisible: false, callsPerDay: 50_000 } as const
    await store().saveRules(trees.uid, rules)
    await store().saveRules(trees.uid, rules)
    await store().saveRules(parks.uid, OPEN_RULES)
    assert.equal((await versionsOf(store(), portal)).catalog, before.catalog + 1)
    assert.deepEqual(
      await store().datasetRules(portal.id),
      new Map([[trees.uid, { datasetId: 'trees', rules }]]),
    )
    const resolved = await store().resolveDataset(portal.id, 'trees')
    assert.deepEqual(resolved.found === 'dataset' && resolved.dataset.rules, rules)
    await store().saveRules(trees.uid, OPEN_RULES)
    assert.equal((await store().datasetRules(portal.id)).size, 0)
    assert.equal((await versionsOf(store(), portal)).catalog, before.catalog + 2)
    await assert.rejects(store().saveRules('da_zzzzzz', rules), fails('dataset_unknown'))
  })

  test('a rename leaves an alias, and no identifier is ever given again', async () => {
    const portal = await store().savePortal(portalConfig(newSlug()))
    const before = await versionsOf(store(), portal)
    const trees = await store().ensureDataset(portal.id, 'trees')
    await store().ensureDataset(portal.id, 'parks')
    const renamed = await store().renameDataset(trees.uid, 'street-trees')
    assert.deepEqual(renamed, { ...trees, datasetId: 'street-trees' })
    assert.equal((await versionsOf(store(), portal)).catalog, before.catalog + 1)
    assert.deepEqual(await store().resolveDataset(portal.id, 'trees'), {
      found: 'alias',
      datasetId: 'street-trees',
      dataset: renamed,
    })
    const again = await store().renameDataset(trees.uid, 'all-trees')
    assert.deepEqual(await store().resolveDataset(portal.id, 'trees'), {
      found: 'alias',
      datasetId: 'all-trees',
      dataset: again,
    })
    assert.deepEqual(await store().renameDataset(trees.uid, 'all-trees'), {
      ...trees,
      datasetId: 'all-trees',
    })
    await assert.rejects(store().ensureDataset(portal.id, 'trees'), fails('dataset_id_taken'))
    await assert.rejects(store().renameDataset(trees.uid, 'parks'), fails('dataset_id_taken'))
    await assert.rejects(store().renameDataset(trees.uid, 'trees'), fails('dataset_id_taken'))
    await assert.rejects(store().renameDataset(trees.uid, 'Trees'), fails('dataset_id_invalid'))
    await assert.rejects(store().renameDataset('da_zzzzzz', 'x'), fails('dataset_unknown'))
  })

  test('of two who want one identifier, by renaming and by making, exactly one dataset gets it', async () => {
    const portal = await store().savePortal(portalConfig(newSlug()))
    const from = await Promise.all([1, 2, 3, 4].map(n => store().ensureDataset(portal.id, `from-${n}`)))
    const tries = await Promise.allSettled([
      ...from.map(dataset => store().renameDataset(dataset.uid, 'wanted')),
      store().ensureDataset(portal.id, 'wanted'),
    ])
    const holders = tries.flatMap(attempt => (attempt.status === 'fulfilled' ? [attempt.value.uid] : []))
    assert.equal(new Set(holders).size, 1)
    for (const attempt of tries)
      if (attempt.status === 'rejected')
        assert.ok(fails('dataset_id_taken')(attempt.reason), String(attempt.reason))
  })
}

function revisionTests(store: Store): void {
  test('revisions are numbered within their dataset, also when made at once', async () => {
    const portal = await store().savePortal(portalConfig(newSlug()))
    await store().ensureDataset(portal.id, 'trees')
    const made = await Promise.all(Array.from({ length: 8 }, () => draft(store(), portal, 'trees')))
    assert.deepEqual(made.map(revision => revision.number).sort(), [1, 2, 3, 4, 5, 6, 7, 8])
    const uid = made[0]?.datasetUid ?? ''
    const listed = await store().listRevisions(uid)
    assert.deepEqual(
      listed.map(revision => revision.number),
      [8, 7, 6, 5, 4, 3, 2, 1],
    )
    assert.deepEqual(await store().listRevisions('da_zzzzzz'), [])
  })

  test('a draft is stored as it was given', async () => {
    const portal = await store().savePortal(portalConfig(newSlug()))
    const revision = await draft(store(), portal, 'trees')
    assert.deepEqual(await store().getRevision(revision.id), revision)
    assert.equal(revision.state, 'draft')
    assert.deepEqual(revision.source, SOURCE)
    assert.deepEqual(revision.options, { delimiter: ';' })
    assert.deepEqual(revision.fields, [])
    assert.deepEqual(
      [revision.table, revision.report, revision.failure, revision.publishedAt],
      [null, null, null, null],
    )
    for (const id of [0, -1, 1.5, Number.NaN, 2 ** 53, 9e15])
      await assert.rejects(store().getRevision(id), fails('revision_unknown'), String(id))
    await assert.rejects(
      store().createRevision({
        datasetUid: 'da_zzzzzz',
        source: SOURCE,
        options: {},
        metadata: EMPTY_METADATA,
      }),
      fails('dataset_unknown'),
    )
  })

  test('states move as the table allows', async () => {
    const portal = await store().savePortal(portalConfig(newSlug()))
    const { id } = await draft(store(), portal, 'trees')
    await assert.rejects(store().markRunning(id), fails('revision_state'))
    await assert.rejects(store().saveLoad(loadOf(await store().getRevision(id))), fails('revision_state'))
    await store().markQueued(id)
    assert.ok((await store().unfinishedRevisions()).some(revision => revision.id === id))
    await store().markQueued(id)
    await store().markRunning(id)
    await store().markRunning(id)
    const failure = { code: 'load_empty', params: { n: 1 } }
    await store().markFailed(id, failure, REPORT)
    const failed = await store().getRevision(id)
    assert.deepEqual([failed.state, failed.failure, failed.report], ['failed', failure, REPORT])
    assert.ok(!(await store().unfinishedRevisions()).some(revision => revision.id === id))
    await assert.rejects(store().markRunning(id), fails('revision_state'))
    await assert.rejects(store().publishRevision(id, new Date()), fails('revision_state'))
    await store().markQueued(id)
    assert.deepEqual((await store().getRevision(id)).failure, null)
    await assert.rejects(store().markQueued(2_000_000_000), fails('revision_unknown'))
  })
}

function publicationTests(store: Store): void {
  test('publishing moves the pointer, the states and the version at once', async () => {
    const portal = await store().savePortal(portalConfig(newSlug()))
    const first = await loaded(store(), portal, 'trees')
    const before = await versionsOf(store(), portal)
    const at = new Date('2026-03-01T10:00:00.123Z')
    const published = await store().publishRevision(first.id, at)
    assert.equal(published.dataset.publishedRevision, first.id)
    assert.equal(published.revision.state, 'published')
    assert.equal(published.revision.publishedAt, at.toISOString())
    assert.equal(published.revision.recordsCount, 5_000_000_000)
    assert.deepEqual(published.revision.report, REPORT)
    assert.deepEqual(await store().getPublished([first.datasetUid]), [published])
    assert.deepEqual(await store().listPublished(portal.id), [published])
    assert.deepEqual(await store().publishedIds(portal.id), [
      { uid: first.datasetUid, datasetId: 'trees', revision: first.id },
    ])
    assert.equal((await versionsOf(store(), portal)).catalog, before.catalog + 1)
    const second = await publish(store(), portal, 'trees')
    assert.equal((await store().getRevision(first.id)).state, 'superseded')
    assert.deepEqual(
      (await store().listPublished(portal.id)).map(({ revision }) => revision.id),
      [second.id],
    )
    await assert.rejects(store().publishRevision(second.id, at), fails('revision_state'))
  })

  test('an older revision is restored, as long as its table stands', async () => {
    const portal = await store().savePortal(portalConfig(newSlug()))
    const first = await publish(store(), portal, 'trees')
    const second = await publish(store(), portal, 'trees')
    await store().publishRevision(first.id, new Date())
    assert.equal((await store().getRevision(second.id)).state, 'superseded')
    await store().clearTable(second.id)
    await assert.rejects(store().publishRevision(second.id, new Date()), fails('revision_state'))
    await assert.rejects(store().clearTable(first.id), fails('revision_state'))
    assert.equal((await store().getPublished([first.datasetUid]))[0]?.revision.id, first.id)
  })

  test('an unpublished dataset is not read any more, and keeps its identifiers', async () => {
    const portal = await store().savePortal(portalConfig(newSlug()))
    const revision = await publish(store(), portal, 'trees')
    const before = await versionsOf(store(), portal)
    await store().unpublish(revision.datasetUid)
    await store().unpublish(revision.datasetUid)
    assert.equal((await versionsOf(store(), portal)).catalog, before.catalog + 1)
    assert.deepEqual(await store().getPublished([revision.datasetUid]), [])
    assert.equal((await store().getRevision(revision.id)).state, 'superseded')
    assert.equal((await store().ensureDataset(portal.id, 'trees')).uid, revision.datasetUid)
    await assert.rejects(store().unpublish('da_zzzzzz'), fails('dataset_unknown'))
  })

  test('of many who publish at once the newest stands, whoever is last; exactly one is published', async () => {
    const portal = await store().savePortal(portalConfig(newSlug()))
    await store().ensureDataset(portal.id, 'trees')
    const made = await Promise.all(Array.from({ length: 6 }, () => loaded(store(), portal, 'trees')))
    const before = await versionsOf(store(), portal)
    await Promise.all([
      ...made.map(revision => store().publishRevision(revision.id, new Date())),
      ...['a', 'b', 'c'].map(id => publish(store(), portal, id)),
    ])
    const all = await store().listRevisions(made[0]?.datasetUid ?? '')
    assert.deepEqual(new Set(all.map(one => one.state === 'published' && one.number)), new Set([false, 6]))
    assert.equal((await store().listPublished(portal.id)).length, 4)
    assert.ok((await versionsOf(store(), portal)).catalog >= before.catalog + 4)
  })

  test('published datasets come by uid in the order asked for', async () => {
    const portal = await store().savePortal(portalConfig(newSlug()))
    const made = []
    for (const id of ['c', 'a', 'b']) made.push(await publish(store(), portal, id))
    const uids = made.map(revision => revision.datasetUid)
    assert.deepEqual(
      (await store().getPublished(uids)).map(({ dataset }) => dataset.uid),
      uids,
    )
    assert.deepEqual(
      (await store().listPublished(portal.id)).map(({ dataset }) => dataset.datasetId),
      ['a', 'b', 'c'],
    )
    assert.deepEqual(await store().getPublished([]), [])
  })
}

function retentionTests(store: Store): void {
  test('retention keeps the newest, and never names a published table', async () => {
    const portal = await store().savePortal(portalConfig(newSlug()))
    const made = []
    for (let n = 0; n < 5; n++) made.push(await publish(store(), portal, 'trees'))
    const ids = new Set(made.map(({ id }) => id))
    const expired = async (keep: number): Promise<readonly number[]> =>
      (await store().expiredRevisions(keep)).filter(({ id }) => ids.has(id)).map(({ number }) => number)
    assert.deepEqual(await expired(0), [1, 2, 3, 4])
    assert.deepEqual(await expired(2), [1, 2])
    assert.deepEqual(await expired(4), [])
    await store().clearTable(made[0]?.id ?? 0)
    assert.deepEqual(await expired(2), [2])
    const expected = (await store().expectedTables()).filter(({ revisionId }) => ids.has(revisionId))
    assert.deepEqual(
      expected.map(({ table, recordsCount }) => [table, recordsCount]),
      made.slice(1).map(({ id }) => [`d_${id}`, 5_000_000_000]),
    )
  })

  test('the store says that it is well', () => store().health())
}
