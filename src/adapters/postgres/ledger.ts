import type { Selectable, Transaction } from 'kysely'
import type { ConsentStore } from '../../app/ports/consent-store.ts'
import {
  type LedgerContent,
  type LedgerHead,
  type LedgerRow,
  NO_LEDGER,
  nextRow,
} from '../../core/privacy/ledger/ledger-row.ts'
import type { Connection } from './connection.ts'
import type { ConsentTables } from './consent-tables.ts'
import type { Tables } from './tables.ts'

type LedgerMethods = Pick<
  ConsentStore,
  | 'append'
  | 'ledger'
  | 'ledgerEnds'
  | 'dailyHeads'
  | 'headBefore'
  | 'findReceipt'
  | 'eraseRow'
  | 'dropLedgerBefore'
>

const DAY = 'YYYY-MM-DD'.length

/** The ledger of each portal: a chain that is only ever added to, and whose oldest rows retention takes away. */
export const ledgerMethods = (connection: Connection): LedgerMethods => ({
  append: (portalId, content) => connection.transaction(tx => append(tx, portalId, content)),

  ledger: (portalId, afterSeq, limit) =>
    connection.run(async db => {
      const rows = await db
        .selectFrom('consent_ledger')
        .selectAll()
        .where('portal_id', '=', portalId)
        .where('seq', '>', afterSeq)
        .orderBy('seq')
        .limit(limit)
        .execute()
      return rows.map(ledgerRow)
    }),

  ledgerEnds: portalId =>
    connection.run(async db => {
      const row = await db
        .selectFrom('consent_chain')
        .selectAll()
        .where('portal_id', '=', portalId)
        .executeTakeFirst()
      if (row === undefined) return { base: NO_LEDGER, head: NO_LEDGER }
      return { base: { seq: row.base_seq, hash: row.base_hash }, head: { seq: row.seq, hash: row.hash } }
    }),

  dailyHeads: portalId =>
    connection.run(db =>
      db
        .selectFrom('consent_head')
        .select(['day', 'seq', 'hash'])
        .where('portal_id', '=', portalId)
        .orderBy('day')
        .execute(),
    ),

  headBefore: (portalId, day) =>
    connection.run(async db => {
      const row = await db
        .selectFrom('consent_head')
        .select(['day', 'seq', 'hash'])
        .where('portal_id', '=', portalId)
        .where('day', '<', day)
        .orderBy('day', 'desc')
        .limit(1)
        .executeTakeFirst()
      return row ?? null
    }),

  findReceipt: (portalId, receiptHash) =>
    connection.run(async db => {
      const row = await db
        .selectFrom('consent_ledger')
        .selectAll()
        .where('portal_id', '=', portalId)
        .where('receipt_hash', '=', receiptHash)
        .executeTakeFirst()
      return row === undefined ? null : ledgerRow(row)
    }),

  eraseRow: (portalId, seq) =>
    connection.run(async db => {
      const { numUpdatedRows } = await db
        .updateTable('consent_ledger')
        .set({ content: null, receipt_hash: null })
        .where('portal_id', '=', portalId)
        .where('seq', '=', seq)
        .where('content', 'is not', null)
        .executeTakeFirst()
      return numUpdatedRows === 1n
    }),

  dropLedgerBefore: hour => connection.transaction(tx => dropBefore(tx, hour)),
})

/** The chain's row is held until the transaction ends: no two rows follow the same one. */
async function append(tx: Transaction<Tables>, portalId: number, content: LedgerContent): Promise<LedgerRow> {
  await tx
    .insertInto('consent_chain')
    .values({ portal_id: portalId })
    .onConflict(conflict => conflict.column('portal_id').doNothing())
    .execute()
  const head = await tx
    .selectFrom('consent_chain')
    .select(['seq', 'hash'])
    .where('portal_id', '=', portalId)
    .forUpdate()
    .executeTakeFirstOrThrow()
  const row = nextRow(portalId, head, content)
  await tx
    .insertInto('consent_ledger')
    .values({
      portal_id: portalId,
      seq: row.seq,
      previous_hash: row.previousHash,
      content_hash: row.contentHash,
      hash: row.hash,
      hour: content.hour,
      receipt_hash: content.receiptHash,
      content: JSON.stringify(content),
    })
    .execute()
  await moveHead(tx, portalId, row, content.hour.slice(0, DAY))
  return row
}

async function moveHead(
  tx: Transaction<Tables>,
  portalId: number,
  { seq, hash }: LedgerHead,
  day: string,
): Promise<void> {
  await tx.updateTable('consent_chain').set({ seq, hash }).where('portal_id', '=', portalId).execute()
  await tx
    .insertInto('consent_head')
    .values({ portal_id: portalId, day, seq, hash })
    .onConflict(conflict => conflict.columns(['portal_id', 'day']).doUpdateSet({ seq, hash }))
    .execute()
}

/** The chain then begins after the newest row that went. */
async function dropBefore(tx: Transaction<Tables>, hour: string): Promise<number> {
  const chains = await tx.selectFrom('consent_chain').select(['portal_id']).forUpdate().execute()
  let dropped = 0
  for (const { portal_id: portalId } of chains) {
    const last = await tx
      .selectFrom('consent_ledger')
      .select(['seq', 'hash'])
      .where('portal_id', '=', portalId)
      .where('hour', '<', hour)
      .orderBy('seq', 'desc')
      .limit(1)
      .executeTakeFirst()
    if (last === undefined) continue
    const { numDeletedRows } = await tx
      .deleteFrom('consent_ledger')
      .where('portal_id', '=', portalId)
      .where('seq', '<=', last.seq)
      .executeTakeFirst()
    await tx
      .updateTable('consent_chain')
      .set({ base_seq: last.seq, base_hash: last.hash })
      .where('portal_id', '=', portalId)
      .execute()
    await tx
      .deleteFrom('consent_head')
      .where('portal_id', '=', portalId)
      .where('seq', '<', last.seq)
      .execute()
    dropped += Number(numDeletedRows)
  }
  return dropped
}

const ledgerRow = (row: Selectable<ConsentTables['consent_ledger']>): LedgerRow => ({
  seq: row.seq,
  previousHash: row.previous_hash,
  contentHash: row.content_hash,
  hash: row.hash,
  content: row.content,
})
