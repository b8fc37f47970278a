import type { Transaction, Updateable } from 'kysely'
import type { CatalogStore, LoadedRevision, NewRevision } from '../../app/ports/catalog-store.ts'
import type { Revision, RevisionState } from '../../core/dataset/revision.ts'
import { VitrineError } from '../../core/errors.ts'
import { mayMove } from '../../core/ingest/state.ts'
import type { Connection } from './connection.ts'
import { lockDataset } from './datasets.ts'
import { revisionOf } from './rows.ts'
import type { RevisionTable, Tables } from './tables.ts'

type RevisionMethods = Pick<
  CatalogStore,
  | 'createRevision'
  | 'getRevision'
  | 'listRevisions'
  | 'unfinishedRevisions'
  | 'markQueued'
  | 'markRunning'
  | 'markFailed'
  | 'saveLoad'
>

type Reader = Pick<Transaction<Tables>, 'selectFrom'>

/** Revisions and their states. */
export const revisionMethods = (connection: Connection): RevisionMethods => {
  const move = (id: number, to: RevisionState, set: Updateable<RevisionTable> = {}): Promise<void> =>
    connection.transaction(tx => moveRevision(tx, { id, to, set }))
  return {
    createRevision: revision => connection.transaction(tx => createRevision(tx, revision)),
    getRevision: id => connection.run(db => readRevision(db, id)),
    listRevisions: datasetUid =>
      connection.run(async db => {
        const rows = await db
          .selectFrom('revision')
          .selectAll()
          .where('dataset_uid', '=', datasetUid)
          .orderBy('number', 'desc')
          .execute()
        return rows.map(revisionOf)
      }),
    unfinishedRevisions: () =>
      connection.run(db =>
        db
          .selectFrom('revision')
          .select(['id', 'dataset_uid as datasetUid'])
          .where('state', 'in', ['queued', 'running'])
          .orderBy('id')
          .execute(),
      ),
    markQueued: id => move(id, 'queued', { failure: null }),
    markRunning: id => move(id, 'running'),
    markFailed: (id, failure, report) =>
      move(id, 'failed', {
        failure: JSON.stringify(failure),
        ...(report === null ? {} : { report: JSON.stringify(report) }),
      }),
    saveLoad: load => connection.transaction(tx => saveLoad(tx, load)),
  }
}

async function createRevision(tx: Transaction<Tables>, revision: NewRevision): Promise<Revision> {
  await lockDataset(tx, revision.datasetUid)
  const { last } = await tx
    .selectFrom('revision')
    .select(({ fn }) => fn.max('number').as('last'))
    .where('dataset_uid', '=', revision.datasetUid)
    .executeTakeFirstOrThrow()
  const row = await tx
    .insertInto('revision')
    .values({
      dataset_uid: revision.datasetUid,
      number: (last ?? 0) + 1,
      source: JSON.stringify(revision.source),
      options: JSON.stringify(revision.options),
      metadata: JSON.stringify(revision.metadata),
    })
    .returningAll()
    .executeTakeFirstOrThrow()
  return revisionOf(row)
}

/** The revision; `revision_unknown` when there is none. */
export async function readRevision(db: Reader, id: number): Promise<Revision> {
  const row = Number.isSafeInteger(id)
    ? await db.selectFrom('revision').selectAll().where('id', '=', id).executeTakeFirst()
    : undefined
  if (row === undefined) throw new VitrineError('revision_unknown', { revision: id })
  return revisionOf(row)
}

/** The state and dataset of a revision, locked until the transaction ends. */
export async function lockRevision(
  tx: Transaction<Tables>,
  id: number,
): Promise<Pick<Revision, 'datasetUid' | 'state' | 'table'>> {
  const row = Number.isSafeInteger(id)
    ? await tx
        .selectFrom('revision')
        .select(['dataset_uid as datasetUid', 'state', 'table_name as table'])
        .where('id', '=', id)
        .forUpdate()
        .executeTakeFirst()
    : undefined
  if (row === undefined) throw new VitrineError('revision_unknown', { revision: id })
  return row
}

interface Move {
  readonly id: number
  readonly to: RevisionState
  readonly set: Updateable<RevisionTable>
}

async function moveRevision(tx: Transaction<Tables>, { id, to, set }: Move): Promise<void> {
  const { state } = await lockRevision(tx, id)
  if (!mayMove(state, to)) throw new VitrineError('revision_state', { from: state, to })
  await tx
    .updateTable('revision')
    .set({ ...set, state: to })
    .where('id', '=', id)
    .execute()
}

async function saveLoad(tx: Transaction<Tables>, load: LoadedRevision): Promise<void> {
  const { state } = await lockRevision(tx, load.revisionId)
  if (state !== 'running') throw new VitrineError('revision_state', { from: state, to: 'running' })
  await tx
    .updateTable('revision')
    .set({
      fields: JSON.stringify(load.fields),
      table_name: load.table,
      layout: load.layout,
      records_count: load.recordsCount,
      report: JSON.stringify(load.report),
    })
    .where('id', '=', load.revisionId)
    .execute()
}
