import { sql } from 'kysely'
import type { AuditStore, KeptAudit } from '../../app/ports/audit-store.ts'
import type { PublicAudit } from '../../core/audit/public-audit.ts'
import type { Connection } from './connection.ts'

/** Audits in PostgreSQL. */
export const auditStore = (connection: Connection): AuditStore => ({
  add: (portalId, audit) =>
    connection.transaction(async tx => {
      // two audits that end at once wait for each other
      await sql`select id from portal where id = ${portalId} for update`.execute(tx)
      const day = audit.startedAt.slice(0, 10)
      const { count } = await tx
        .selectFrom('audit')
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .where('portal_id', '=', portalId)
        .where('name', 'like', `${day}%`)
        .executeTakeFirstOrThrow()
      const name = Number(count) === 0 ? day : `${day}.${Number(count) + 1}`
      await tx
        .insertInto('audit')
        .values({ portal_id: portalId, name, summary: JSON.stringify(audit) })
        .execute()
      return { name, audit }
    }),

  last: portalId =>
    connection.run(async db => {
      const row = await db
        .selectFrom('audit')
        .select(['name', 'summary'])
        .where('portal_id', '=', portalId)
        .orderBy('id', 'desc')
        .limit(1)
        .executeTakeFirst()
      return keptOf(row)
    }),

  find: (portalId, name) =>
    connection.run(async db => {
      const row = await db
        .selectFrom('audit')
        .select(['name', 'summary'])
        .where('portal_id', '=', portalId)
        .where('name', '=', name)
        .executeTakeFirst()
      return keptOf(row)
    }),
})

const keptOf = (
  row: { readonly name: string; readonly summary: PublicAudit } | undefined,
): KeptAudit | null => (row === undefined ? null : { name: row.name, audit: row.summary })
