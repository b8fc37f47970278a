import { type Selectable, sql, type Transaction } from 'kysely'
import type { KeyStore, KeyUse, StoredKey } from '../../app/ports/key-store.ts'
import { VitrineError } from '../../core/errors.ts'
import type { Connection } from './connection.ts'
import type { ApiKeyTable, Tables } from './tables.ts'

/** Days of use that are kept: enough to count a day across midnight and restarts. */
const DAYS_KEPT = 2

/** API keys in PostgreSQL. */
export const keyStore = (connection: Connection): KeyStore => ({
  addKey: key =>
    connection.transaction(async tx => {
      const row = await tx
        .insertInto('api_key')
        .values({
          portal_id: key.portalId,
          digest: key.digest,
          hint: key.hint,
          name: key.name,
          grants: JSON.stringify(key.grants),
          calls_per_day: key.callsPerDay,
          expires_at: key.expiresAt === null ? null : new Date(key.expiresAt),
          user_id: key.userId,
        })
        .returningAll()
        .executeTakeFirstOrThrow()
      await touchKeys(tx, key.portalId)
      return keyOf(row)
    }),

  listKeys: portalId =>
    connection.run(async db => {
      const rows = await db
        .selectFrom('api_key')
        .selectAll()
        .where('portal_id', '=', portalId)
        .orderBy('id')
        .execute()
      return rows.map(keyOf)
    }),

  revokeKey: (portalId, id, at) =>
    connection.transaction(async tx => {
      const row = await tx
        .updateTable('api_key')
        .set({ revoked_at: sql`coalesce(revoked_at, ${at})` })
        .where('portal_id', '=', portalId)
        .where('id', '=', id)
        .returningAll()
        .executeTakeFirst()
      if (row === undefined) throw new VitrineError('key_unknown', { key: id })
      await touchKeys(tx, portalId)
      return keyOf(row)
    }),

  addUse: uses =>
    uses.length === 0 ? Promise.resolve(new Map()) : connection.transaction(tx => addUse(tx, uses)),
})

/** Tells the processes that remember a portal's keys to look again. */
async function touchKeys(tx: Transaction<Tables>, portalId: number): Promise<void> {
  const { numUpdatedRows } = await tx
    .updateTable('portal')
    .set({ key_version: sql`key_version + 1` })
    .where('id', '=', portalId)
    .executeTakeFirst()
  if (numUpdatedRows !== 1n) throw new VitrineError('portal_unknown', { slug: String(portalId) })
}

/** In the order of their ids, so that two processes never wait for each other. */
async function addUse(
  tx: Transaction<Tables>,
  uses: readonly KeyUse[],
): Promise<ReadonlyMap<number, number>> {
  const ordered = uses.toSorted((a, b) => a.keyId - b.keyId)
  const rows = await tx
    .insertInto('api_key_use')
    .values(ordered.map(({ keyId, day, calls }) => ({ key_id: keyId, day, calls })))
    .onConflict(conflict =>
      conflict.columns(['key_id', 'day']).doUpdateSet({ calls: sql`api_key_use.calls + excluded.calls` }),
    )
    .returningAll()
    .execute()
  for (const { keyId, day } of ordered)
    await tx
      .updateTable('api_key')
      .set({ last_used_on: sql`greatest(last_used_on, ${day})` })
      .where('id', '=', keyId)
      .execute()
  const newest =
    ordered
      .map(({ day }) => day)
      .sort()
      .at(-1) ?? ''
  await sql`delete from api_key_use where day < to_char(${newest}::date - ${DAYS_KEPT}::int, 'YYYY-MM-DD')`.execute(
    tx,
  )
  return new Map(rows.map(row => [row.key_id, row.calls]))
}

const keyOf = (row: Selectable<ApiKeyTable>): StoredKey => ({
  id: row.id,
  portalId: row.portal_id,
  digest: row.digest,
  hint: row.hint,
  name: row.name,
  grants: row.grants,
  callsPerDay: row.calls_per_day,
  createdAt: row.created_at.toISOString(),
  expiresAt: row.expires_at?.toISOString() ?? null,
  revokedAt: row.revoked_at?.toISOString() ?? null,
  lastUsedOn: row.last_used_on,
  userId: row.user_id,
})
