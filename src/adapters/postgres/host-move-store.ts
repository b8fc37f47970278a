import { sql } from 'kysely'
import type { HostMove, HostMoveStore, MoveStage, TakenMove } from '../../app/ports/host-move-store.ts'
import type { Connection } from './connection.ts'
import { FOUND_COLUMNS, FOUND_JOINS, type FoundColumns, foundOf } from './session-rows.ts'

interface TakenColumns extends FoundColumns {
  readonly move_portal: number
  readonly from_host: string
  readonly to_host: string
  readonly stage: MoveStage
  readonly expires_at: Date
}

const TAKE = `
  with taken as (delete from host_move where digest = $1 returning *)
  select ${FOUND_COLUMNS}, t.portal_id as move_portal, t.from_host, t.to_host, t.stage, t.expires_at
  from taken t join session s on s.id = t.session_id ${FOUND_JOINS}`

/** Codes between hosts in PostgreSQL. */
export const hostMoveStore = (connection: Connection): HostMoveStore => ({
  add: ({ digest, session, portalId, fromHost, toHost, stage, expiresAt }) =>
    connection.run(async db => {
      const { numAffectedRows } = await sql`
        insert into host_move (session_id, digest, portal_id, from_host, to_host, stage, expires_at)
        select id, ${digest}, ${portalId}, ${fromHost}, ${toHost}, ${stage}, ${expiresAt}
        from session where id = ${session}
        on conflict (session_id) do update set digest = excluded.digest, portal_id = excluded.portal_id,
          from_host = excluded.from_host, to_host = excluded.to_host, stage = excluded.stage,
          expires_at = excluded.expires_at
      `.execute(db)
      return numAffectedRows === 1n
    }),

  take: digest =>
    connection.run(async () => {
      const { rows } = await connection.pool.query<TakenColumns>(TAKE, [digest])
      const [row] = rows
      return row === undefined ? null : takenOf(row, digest)
    }),

  removeExpired: now =>
    connection.run(async db => {
      const { numDeletedRows } = await db
        .deleteFrom('host_move')
        .where('expires_at', '<=', now)
        .executeTakeFirst()
      return Number(numDeletedRows)
    }),
})

function takenOf(row: TakenColumns, digest: string): TakenMove | null {
  const found = foundOf(row)
  if (found === 'corrupted') return null
  const move: HostMove = {
    ...{ digest, session: found.session.id, portalId: row.move_portal },
    ...{ fromHost: row.from_host, toHost: row.to_host, stage: row.stage, expiresAt: row.expires_at },
  }
  return { ...found, move }
}
