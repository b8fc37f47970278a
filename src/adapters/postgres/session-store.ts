import { type Kysely, sql, type Transaction } from 'kysely'
import type { NewSession, Rotation, SessionStore, StoredSession } from '../../app/ports/session-store.ts'
import { VitrineError } from '../../core/errors.ts'
import type { Connection } from './connection.ts'
import { FOUND_COLUMNS, FOUND_JOINS, type FoundColumns, foundOf, preData, sessionOf } from './session-rows.ts'
import type { Tables } from './tables.ts'

/** Everything that a request of somebody who is signed in needs to know, in one query. */
const FIND = `select ${FOUND_COLUMNS} from session s ${FOUND_JOINS} where s.hash = $1 or s.grace_hash = $1`

/** Sessions in PostgreSQL. */
export const sessionStore = (connection: Connection): SessionStore => ({
  open: session => connection.transaction(tx => open(tx, session)),

  find: hash =>
    connection.run(async () => {
      const { rows } = await connection.pool.query<FoundColumns>({
        name: 'find-session',
        text: FIND,
        values: [hash],
      })
      const [row] = rows
      return row === undefined ? null : foundOf(row)
    }),

  seen: (id, at) =>
    connection.run(async db => {
      await db
        .updateTable('session')
        .set({ last_seen: sql`greatest(last_seen, ${new Date(at)})` })
        .where('id', '=', id)
        .execute()
    }),

  rotate: rotation => connection.transaction(tx => rotate(tx, rotation)),

  end: id =>
    connection.run(async db => {
      await db.deleteFrom('session').where('id', '=', id).execute()
    }),

  hold: (id, data) =>
    connection.run(async db => {
      const { numUpdatedRows } = await db
        .updateTable('session')
        .set({ data: JSON.stringify(data) })
        .where('id', '=', id)
        .executeTakeFirst()
      return numUpdatedRows === 1n
    }),

  takeHeld: id =>
    connection.run(async db => {
      const { rows } = await sql<{ data: unknown }>`
        with held as (select id, data from session where id = ${id} and auth_level > 0 for update)
        update session set data = null from held where session.id = held.id returning held.data
      `.execute(db)
      return preData(rows[0]?.data)
    }),

  endByHash: hash =>
    connection.run(async db => {
      await db
        .deleteFrom('session')
        .where(({ or, eb }) => or([eb('hash', '=', hash), eb('grace_hash', '=', hash)]))
        .execute()
    }),

  listOf: (portalId, userId) => connection.run(db => listOf(db, portalId, userId)),

  endOf: (portalId, userId, id) =>
    connection.run(async db => {
      const { numDeletedRows } = await db
        .deleteFrom('session')
        .where('id', '=', id)
        .where('portal_id', '=', portalId)
        .where('user_id', '=', userId)
        .executeTakeFirst()
      return numDeletedRows === 1n
    }),

  ...endings(connection),

  removeExpired: now => connection.run(db => removeExpired(db, new Date(now))),
})

type Endings = Pick<SessionStore, 'endAllOf' | 'endOfProvider' | 'endAllOfPortal'>

/** Raises counters: every session that began before is over, on every node. */
const endings = (connection: Connection): Endings => ({
  endAllOf: (portalId, userId) =>
    connection.run(async db => {
      const { numUpdatedRows } = await db
        .updateTable('portal_user')
        .set({ session_epoch: sql`session_epoch + 1` })
        .where('portal_id', '=', portalId)
        .where('id', '=', userId)
        .executeTakeFirst()
      if (numUpdatedRows !== 1n) throw new VitrineError('user_unknown', { user: userId })
    }),

  endOfProvider: (portalId, providerSession) =>
    connection.run(async db => {
      const { numDeletedRows } = await db
        .deleteFrom('session')
        .where('portal_id', '=', portalId)
        .where('provider_session', '=', providerSession)
        .executeTakeFirst()
      return Number(numDeletedRows)
    }),

  endAllOfPortal: portalId =>
    connection.run(async db => {
      await db
        .updateTable('portal')
        .set({ session_epoch: sql`session_epoch + 1` })
        .where('id', '=', portalId)
        .execute()
    }),
})

/** Takes the counters in the same transaction, so that no session begins behind the end of all. */
async function open(tx: Transaction<Tables>, session: NewSession): Promise<StoredSession | null> {
  const { data } = session
  const at = new Date(session.createdAt)
  const counters = await countersOf(tx, session)
  if (counters === null) return null
  const row = await tx
    .insertInto('session')
    .values({
      ...{ hash: session.hash, portal_id: session.portalId, host: session.host, user_id: session.userId },
      ...{ auth_level: session.level, label: session.label, kept: session.kept },
      ...{ created_at: at, renewed_at: at, last_seen: at },
      authenticated_at: new Date(session.authenticatedAt ?? session.createdAt),
      provider_session: session.providerSession ?? null,
      absolute_expiry: new Date(session.absoluteExpiry),
      idle_seconds: session.idleSeconds,
      ...counters,
      data: data === null ? null : JSON.stringify(data),
    })
    .returningAll()
    .executeTakeFirstOrThrow()
  return sessionOf(row)
}

interface Counters {
  readonly epoch: number
  readonly portal_epoch: number
  readonly rights_epoch: number
}

/**
 * Counters of today, held until the transaction ends; null when the person may not sign in, or all their sessions have
 * ended since they proved who they are.
 */
async function countersOf(
  tx: Transaction<Tables>,
  { portalId, userId, epoch }: Pick<NewSession, 'portalId' | 'userId' | 'epoch'>,
): Promise<Counters | null> {
  const portal = await tx
    .selectFrom('portal')
    .select('session_epoch')
    .where('id', '=', portalId)
    .forShare()
    .executeTakeFirst()
  if (portal === undefined) return null
  if (userId === null) return { epoch: 0, portal_epoch: portal.session_epoch, rights_epoch: 0 }
  const user = await tx
    .selectFrom('portal_user')
    .select(['session_epoch', 'rights_epoch'])
    .where('id', '=', userId)
    .where('portal_id', '=', portalId)
    .where('state', '=', 'active')
    .where('session_epoch', '=', epoch)
    .forShare()
    .executeTakeFirst()
  if (user === undefined) return null
  return {
    epoch: user.session_epoch,
    portal_epoch: portal.session_epoch,
    rights_epoch: user.rights_epoch,
  }
}

/** One statement moves the identifier; a session that has ended, here or from afar, gets none. */
async function rotate(tx: Transaction<Tables>, rotation: Rotation): Promise<boolean> {
  const { id, from, hash, graceUntil, at, limits, proven, providerSession } = rotation
  if (rotation.endOthers) await endOthers(tx, id)
  const rotated = await tx
    .updateTable('session')
    .from('portal_user as u')
    .set({
      hash,
      grace_hash: graceUntil === null ? null : sql`session.hash`,
      grace_until: graceUntil === null ? null : new Date(graceUntil),
      renewed_at: new Date(at),
      last_seen: sql`greatest(session.last_seen, ${new Date(at)})`,
      rights_epoch: sql`u.rights_epoch`,
      ...(providerSession !== undefined && {
        provider_session: sql`case when session.provider_session is not null then ${providerSession} end`,
      }),
      ...(proven !== undefined && {
        authenticated_at: new Date(at),
        auth_level: sql`greatest(session.auth_level, ${proven}::smallint)`,
      }),
      ...(limits !== undefined && {
        idle_seconds: sql`least(session.idle_seconds, ${limits.idleSeconds}::integer)`,
        absolute_expiry: sql`least(session.absolute_expiry, ${new Date(limits.absoluteExpiry)})`,
      }),
    })
    .where('session.id', '=', id)
    .whereRef('u.id', '=', 'session.user_id')
    .whereRef('u.session_epoch', '=', 'session.epoch')
    .$if(from !== null, query => query.where('session.hash', '=', from))
    .executeTakeFirst()
  return rotated.numUpdatedRows === 1n
}

/** Ends all sessions of a session's person and takes this one along, unless it had ended before. */
async function endOthers(tx: Transaction<Tables>, id: number): Promise<void> {
  await sql`
    with raised as (
      update portal_user u set session_epoch = u.session_epoch + 1
      from session s where s.id = ${id} and u.id = s.user_id and u.session_epoch = s.epoch
      returning u.session_epoch
    )
    update session set epoch = raised.session_epoch from raised where session.id = ${id}
  `.execute(tx)
}

async function listOf(
  db: Kysely<Tables>,
  portalId: number,
  userId: number,
): Promise<readonly StoredSession[]> {
  const rows = await db
    .selectFrom('session')
    .innerJoin('portal_user as u', 'u.id', 'session.user_id')
    .innerJoin('portal as p', 'p.id', 'session.portal_id')
    .selectAll('session')
    .where('session.portal_id', '=', portalId)
    .where('session.user_id', '=', userId)
    .whereRef('session.epoch', '=', 'u.session_epoch')
    .whereRef('session.portal_epoch', '=', 'p.session_epoch')
    .orderBy('session.last_seen', 'desc')
    .orderBy('session.id', 'desc')
    .execute()
  return rows.map(sessionOf).filter(one => one !== null)
}

async function removeExpired(db: Kysely<Tables>, now: Date): Promise<number> {
  const { numAffectedRows } = await sql`
    delete from session s using portal p
    where p.id = s.portal_id and (
      s.absolute_expiry <= ${now}
      or s.last_seen + s.idle_seconds * interval '1 second' < ${now}
      or s.portal_epoch <> p.session_epoch
      or exists (
        select from portal_user u where u.id = s.user_id and (u.session_epoch <> s.epoch or u.state <> 'active')
      )
    )
  `.execute(db)
  return Number(numAffectedRows ?? 0n)
}
