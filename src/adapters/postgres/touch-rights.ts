import { sql, type Transaction } from 'kysely'
import type { Tables } from './tables.ts'

/** A person's keys open what the person may see: processes that remember keys look again. */
export async function touchKeys(tx: Transaction<Tables>, portalId: number): Promise<void> {
  await tx
    .updateTable('portal')
    .set({ key_version: sql`key_version + 1` })
    .where('id', '=', portalId)
    .execute()
}

/** Says that what these people may do has changed: their sessions get new identifiers, their keys are looked at again. */
export async function touchRights(
  tx: Transaction<Tables>,
  portalId: number,
  ids: readonly number[],
): Promise<void> {
  if (ids.length === 0) return
  await touchKeys(tx, portalId)
  await tx
    .updateTable('portal_user')
    .set({ rights_epoch: sql`rights_epoch + 1` })
    .where('portal_id', '=', portalId)
    .where('id', 'in', [...ids])
    .execute()
}
