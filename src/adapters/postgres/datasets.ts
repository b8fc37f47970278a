import { sql, type Transaction } from 'kysely'
import type { CatalogStore, Resolution } from '../../app/ports/catalog-store.ts'
import { type Dataset, isDatasetId } from '../../core/dataset/dataset.ts'
import { areOpen, type DatasetRules } from '../../core/dataset/rules.ts'
import { VitrineError } from '../../core/errors.ts'
import type { Connection } from './connection.ts'
import { lockPortal, touchCatalog } from './portals.ts'
import { datasetOf } from './rows.ts'
import type { Tables } from './tables.ts'

type DatasetMethods = Pick<
  CatalogStore,
  'ensureDataset' | 'resolveDataset' | 'renameDataset' | 'unpublish' | 'saveRules' | 'datasetRules'
>

/** Datasets and their identifiers; `newUid` proposes a `da_…`, a taken one is asked for again. */
export const datasetMethods = (connection: Connection, newUid: () => string): DatasetMethods => ({
  ensureDataset: (portalId, datasetId) => ensureDataset(connection, { portalId, datasetId, newUid }),
  resolveDataset: (portalId, datasetId) =>
    isDatasetId(datasetId)
      ? connection.run(db => resolveDataset(db, portalId, datasetId))
      : Promise.resolve({ found: 'nothing' }),
  renameDataset: (uid, datasetId) => connection.transaction(tx => renameDataset(tx, uid, datasetId)),
  unpublish: uid => connection.transaction(tx => unpublish(tx, uid)),
  saveRules: (uid, rules) => connection.transaction(tx => saveRules(tx, uid, rules)),
  datasetRules: portalId =>
    connection.run(async db => {
      const rows = await db
        .selectFrom('dataset')
        .selectAll()
        .where('portal_id', '=', portalId)
        .where(sql<boolean>`rules::text <> '{}'`)
        .execute()
      const ruled = rows.map(datasetOf).filter(({ rules }) => !areOpen(rules))
      return new Map(ruled.map(({ uid, datasetId, rules }) => [uid, { datasetId, rules }]))
    }),
})

type Reader = Pick<Transaction<Tables>, 'selectFrom'>

async function resolveDataset(db: Reader, portalId: number, datasetId: string): Promise<Resolution> {
  const row = await db
    .selectFrom('dataset_name')
    .innerJoin('dataset', 'dataset.uid', 'dataset_name.uid')
    .selectAll('dataset')
    .where('dataset_name.portal_id', '=', portalId)
    .where('dataset_name.dataset_id', '=', datasetId)
    .executeTakeFirst()
  if (row === undefined) return { found: 'nothing' }
  const dataset = datasetOf(row)
  return row.dataset_id === datasetId
    ? { found: 'dataset', dataset }
    : { found: 'alias', datasetId: row.dataset_id, dataset }
}

interface NewDataset {
  readonly portalId: number
  readonly datasetId: string
  readonly newUid: () => string
}

async function ensureDataset(connection: Connection, wanted: NewDataset): Promise<Dataset> {
  const { portalId, datasetId } = wanted
  if (!isDatasetId(datasetId)) throw new VitrineError('dataset_id_invalid', { dataset: datasetId })
  for (;;) {
    const known = await connection.run(db => resolveDataset(db, portalId, datasetId))
    if (known.found === 'dataset') return known.dataset
    if (known.found === 'alias') throw new VitrineError('dataset_id_taken', { dataset: datasetId })
    const made = await connection.transaction(tx => makeDataset(tx, wanted))
    if (made !== null) return made
  }
}

/** The new dataset, or null when somebody else took the identifier meanwhile. */
async function makeDataset(tx: Transaction<Tables>, wanted: NewDataset): Promise<Dataset | null> {
  const { portalId, datasetId } = wanted
  const portal = await tx
    .selectFrom('portal')
    .select('id')
    .where('id', '=', portalId)
    .where('removed_at', 'is', null)
    .executeTakeFirst()
  if (portal === undefined) throw new VitrineError('portal_unknown', { slug: String(portalId) })
  const dataset = await insertDataset(tx, wanted)
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('dataset_name')
    .values({ portal_id: portalId, dataset_id: datasetId, uid: dataset.uid })
    .onConflict(conflict => conflict.columns(['portal_id', 'dataset_id']).doNothing())
    .executeTakeFirst()
  if (numInsertedOrUpdatedRows === 1n) return dataset
  await tx.deleteFrom('dataset').where('uid', '=', dataset.uid).execute()
  return null
}

async function insertDataset(tx: Transaction<Tables>, wanted: NewDataset): Promise<Dataset> {
  const row = await tx
    .insertInto('dataset')
    .values({ uid: wanted.newUid(), portal_id: wanted.portalId, dataset_id: wanted.datasetId })
    .onConflict(conflict => conflict.column('uid').doNothing())
    .returningAll()
    .executeTakeFirst()
  return row === undefined ? insertDataset(tx, wanted) : datasetOf(row)
}

/** The dataset, locked until the transaction ends. */
export async function lockDataset(tx: Transaction<Tables>, uid: string): Promise<Dataset> {
  const row = await tx
    .selectFrom('dataset')
    .selectAll()
    .where('uid', '=', uid)
    .forNoKeyUpdate()
    .executeTakeFirst()
  if (row === undefined) throw new VitrineError('dataset_unknown', { dataset: uid })
  return datasetOf(row)
}

/** The dataset, locked after its portal (see `lockPortal`). */
export async function lockWithPortal(tx: Transaction<Tables>, uid: string): Promise<Dataset> {
  const row = await tx.selectFrom('dataset').select('portal_id').where('uid', '=', uid).executeTakeFirst()
  if (row === undefined) throw new VitrineError('dataset_unknown', { dataset: uid })
  await lockPortal(tx, row.portal_id)
  return lockDataset(tx, uid)
}

async function renameDataset(tx: Transaction<Tables>, uid: string, datasetId: string): Promise<Dataset> {
  if (!isDatasetId(datasetId)) throw new VitrineError('dataset_id_invalid', { dataset: datasetId })
  const dataset = await lockWithPortal(tx, uid)
  if (dataset.datasetId === datasetId) return dataset
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('dataset_name')
    .values({ portal_id: dataset.portalId, dataset_id: datasetId, uid })
    .onConflict(conflict => conflict.columns(['portal_id', 'dataset_id']).doNothing())
    .executeTakeFirst()
  if (numInsertedOrUpdatedRows !== 1n) throw new VitrineError('dataset_id_taken', { dataset: datasetId })
  await tx.updateTable('dataset').set({ dataset_id: datasetId }).where('uid', '=', uid).execute()
  await touchCatalog(tx, dataset.portalId)
  return { ...dataset, datasetId }
}

async function unpublish(tx: Transaction<Tables>, uid: string): Promise<void> {
  const dataset = await lockWithPortal(tx, uid)
  // what is on its way would bring the dataset back
  await tx
    .updateTable('revision')
    .set({ state: 'superseded' })
    .where('dataset_uid', '=', uid)
    .where('state', 'in', ['queued', 'running'])
    .execute()
  if (dataset.publishedRevision === null) return
  await tx
    .updateTable('revision')
    .set({ state: 'superseded' })
    .where('id', '=', dataset.publishedRevision)
    .execute()
  await tx.updateTable('dataset').set({ published_revision: null }).where('uid', '=', uid).execute()
  await touchCatalog(tx, dataset.portalId)
}

async function saveRules(tx: Transaction<Tables>, uid: string, rules: DatasetRules): Promise<void> {
  const { visibility, dataVisible, callsPerDay } = rules
  const dataset = await lockWithPortal(tx, uid)
  const text = areOpen(rules) ? '{}' : JSON.stringify({ visibility, dataVisible, callsPerDay })
  const { numUpdatedRows } = await tx
    .updateTable('dataset')
    .set({ rules: text })
    .where('uid', '=', uid)
    .where(sql<boolean>`rules::text <> ${text}`)
    .executeTakeFirst()
  if (numUpdatedRows === 1n) await touchCatalog(tx, dataset.portalId)
}
