import { type Selectable, sql, type Transaction } from 'kysely'
import type { CatalogStore, StoredPublication } from '../../app/ports/catalog-store.ts'
import { VitrineError } from '../../core/errors.ts'
import { mayMove } from '../../core/ingest/state.ts'
import type { Connection } from './connection.ts'
import { lockWithPortal } from './datasets.ts'
import { touchCatalog } from './portals.ts'
import { lockRevision, readRevision } from './revisions.ts'
import { datasetOf, revisionOf } from './rows.ts'
import type { DatasetTable, RevisionTable, Tables } from './tables.ts'

type PublicationMethods = Pick<
  CatalogStore,
  | 'publishRevision'
  | 'listPublished'
  | 'getPublished'
  | 'publishedIds'
  | 'expiredRevisions'
  | 'clearTable'
  | 'expectedTables'
  | 'saveLayout'
>

/** The pointer that readers follow, and the tables behind it. */
export const publicationMethods = (connection: Connection): PublicationMethods => ({
  publishRevision: (id, at) => connection.transaction(tx => publishRevision(tx, id, at)),

  listPublished: portalId =>
    connection.run(async db => {
      const rows = await published(db)
        .where('dataset.portal_id', '=', portalId)
        .orderBy('dataset.dataset_id')
        .execute()
      return rows.map(publishedOf)
    }),

  getPublished: uids =>
    connection.run(async db => {
      const asked = uids.filter(uid => /^da_[0-9a-z]{6}$/.test(uid))
      if (asked.length === 0) return []
      const rows = await published(db).where(sql<boolean>`dataset.uid = any(${asked})`).execute()
      const found = new Map(rows.map(row => [row.uid, row]))
      return asked.flatMap(uid => {
        const row = found.get(uid)
        return row === undefined ? [] : [publishedOf(row)]
      })
    }),

  publishedIds: portalId =>
    connection.run(async db => {
      const rows = await db
        .selectFrom('dataset')
        .select(['uid', 'dataset_id as datasetId', 'published_revision as revision'])
        .where('portal_id', '=', portalId)
        .where('published_revision', 'is not', null)
        .$narrowType<{ revision: number }>()
        .execute()
      return rows
    }),

  expiredRevisions: keep =>
    connection.run(async db => {
      const rows = await db
        .with('ranked', ranked =>
          ranked
            .selectFrom('revision')
            .select('id')
            .select(sql<number>`row_number() over (partition by dataset_uid order by number desc)`.as('rank'))
            .where('state', 'in', ['superseded', 'failed']),
        )
        .selectFrom('revision')
        .innerJoin('ranked', 'ranked.id', 'revision.id')
        .selectAll('revision')
        .where('rank', '>', keep)
        .where('table_name', 'is not', null)
        .orderBy('revision.id')
        .execute()
      return rows.map(revisionOf)
    }),

  clearTable: id => connection.transaction(tx => clearTable(tx, id)),

  expectedTables: () =>
    connection.run(db =>
      db
        .selectFrom('revision')
        .select(['id as revisionId', 'table_name as table', 'records_count as recordsCount', 'layout'])
        .where('table_name', 'is not', null)
        .$narrowType<{ table: string }>()
        .orderBy('id')
        .execute(),
    ),

  saveLayout: (id, layout) =>
    connection.run(async db => {
      await db.updateTable('revision').set({ layout }).where('id', '=', id).execute()
    }),
})

type Reader = Pick<Transaction<Tables>, 'selectFrom'>

const published = (db: Reader) =>
  db
    .selectFrom('dataset')
    .innerJoin('revision', 'revision.id', 'dataset.published_revision')
    .selectAll('revision')
    .select([
      'dataset.uid',
      'dataset.portal_id',
      'dataset.dataset_id',
      'dataset.published_revision',
      'dataset.rules',
      'dataset.created_at as dataset_created_at',
    ])

type PublishedRow = Selectable<RevisionTable> &
  Omit<Selectable<DatasetTable>, 'created_at'> & { readonly dataset_created_at: Date }

const publishedOf = (row: PublishedRow): StoredPublication => ({
  dataset: datasetOf({ ...row, created_at: row.dataset_created_at }),
  revision: revisionOf(row),
})

async function publishRevision(tx: Transaction<Tables>, id: number, at: Date): Promise<StoredPublication> {
  const { datasetUid, number } = await readRevision(tx, id)
  const dataset = await lockWithPortal(tx, datasetUid)
  const { state, table } = await lockRevision(tx, id)
  if (!mayMove(state, 'published') || table === null)
    throw new VitrineError('revision_state', { from: state, to: 'published' })
  if (state === 'running' && (await hasNewer(tx, datasetUid, number))) {
    await tx.updateTable('revision').set({ state: 'superseded' }).where('id', '=', id).execute()
    return { dataset, revision: await readRevision(tx, dataset.publishedRevision ?? id) }
  }
  if (dataset.publishedRevision !== null)
    await tx
      .updateTable('revision')
      .set({ state: 'superseded' })
      .where('id', '=', dataset.publishedRevision)
      .execute()
  await tx
    .updateTable('revision')
    .set({ state: 'published', published_at: at })
    .where('id', '=', id)
    .execute()
  await tx.updateTable('dataset').set({ published_revision: id }).where('uid', '=', datasetUid).execute()
  await touchCatalog(tx, dataset.portalId)
  return { dataset: { ...dataset, publishedRevision: id }, revision: await readRevision(tx, id) }
}

/** Whether readers have had a revision made after this one, be it restored from or unpublished since. */
async function hasNewer(tx: Transaction<Tables>, datasetUid: string, number: number): Promise<boolean> {
  const newer = await tx
    .selectFrom('revision')
    .select('id')
    .where('dataset_uid', '=', datasetUid)
    .where('number', '>', number)
    .where('published_at', 'is not', null)
    .limit(1)
    .executeTakeFirst()
  return newer !== undefined
}

async function clearTable(tx: Transaction<Tables>, id: number): Promise<void> {
  const { state } = await lockRevision(tx, id)
  if (state === 'published') throw new VitrineError('revision_state', { from: state, to: 'superseded' })
  await tx.updateTable('revision').set({ table_name: null }).where('id', '=', id).execute()
}
