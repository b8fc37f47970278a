import { type Selectable, sql } from 'kysely'
import type { ConsentStore, StoredMaterial } from '../../app/ports/consent-store.ts'
import type { Connection } from './connection.ts'
import type { ConsentTables } from './consent-tables.ts'
import { ledgerMethods } from './ledger.ts'

/** Material revisions, notices, the ledger and the counts of refusals, in PostgreSQL. */
export const consentStore = (connection: Connection): ConsentStore => ({
  ...materialMethods(connection),
  ...noticeMethods(connection),
  ...ledgerMethods(connection),
  ...refusalMethods(connection),
})

type MaterialMethods = Pick<ConsentStore, 'latestMaterials' | 'addMaterial' | 'materials'>

const materialMethods = (connection: Connection): MaterialMethods => ({
  latestMaterials: () =>
    connection.run(async db => {
      const rows = await db
        .selectFrom('consent_material')
        .selectAll()
        .distinctOn('portal_id')
        .orderBy('portal_id')
        .orderBy('seq', 'desc')
        .execute()
      return new Map(rows.map(row => [row.portal_id, materialRow(row)]))
    }),

  addMaterial: ({ portalId, seq, configVersion, detail }) =>
    connection.transaction(async tx => {
      await tx
        .insertInto('consent_material')
        .values({ portal_id: portalId, seq, config_version: configVersion, detail: JSON.stringify(detail) })
        .onConflict(conflict => conflict.columns(['portal_id', 'seq']).doNothing())
        .execute()
      const newest = await tx
        .selectFrom('consent_material')
        .selectAll()
        .where('portal_id', '=', portalId)
        .orderBy('seq', 'desc')
        .limit(1)
        .executeTakeFirstOrThrow()
      return materialRow(newest)
    }),

  materials: portalId =>
    connection.run(async db => {
      const rows = await db
        .selectFrom('consent_material')
        .selectAll()
        .where('portal_id', '=', portalId)
        .orderBy('seq')
        .execute()
      return rows.map(materialRow)
    }),
})

const materialRow = (row: Selectable<ConsentTables['consent_material']>): StoredMaterial => ({
  portalId: row.portal_id,
  seq: row.seq,
  configVersion: row.config_version,
  detail: row.detail,
  since: row.since.toISOString(),
})

const noticeMethods = (connection: Connection): Pick<ConsentStore, 'keepNotice' | 'notice'> => ({
  keepNotice: (portalId, notice) =>
    connection.run(async db => {
      await db
        .insertInto('consent_notice')
        .values({ portal_id: portalId, ...notice })
        .onConflict(conflict => conflict.columns(['portal_id', 'hash']).doNothing())
        .execute()
    }),

  notice: (portalId, hash) =>
    connection.run(async db => {
      const row = await db
        .selectFrom('consent_notice')
        .select(['hash', 'language', 'body'])
        .where('portal_id', '=', portalId)
        .where('hash', '=', hash)
        .executeTakeFirst()
      return row ?? null
    }),
})

const refusalMethods = (connection: Connection): Pick<ConsentStore, 'countRefusal' | 'refusals'> => ({
  countRefusal: (portalId, day) =>
    connection.run(async db => {
      await db
        .insertInto('consent_refusal')
        .values({ portal_id: portalId, day, refusals: 1 })
        .onConflict(conflict =>
          conflict.columns(['portal_id', 'day']).doUpdateSet({ refusals: sql`consent_refusal.refusals + 1` }),
        )
        .execute()
    }),

  refusals: (portalId, days) =>
    connection.run(db =>
      db
        .selectFrom('consent_refusal')
        .select(['day', 'refusals'])
        .where('portal_id', '=', portalId)
        .orderBy('day', 'desc')
        .limit(days)
        .execute(),
    ),
})
