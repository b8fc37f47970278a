import { type Kysely, type SqlBool, sql, type Transaction } from 'kysely'
import type { AccountStore, StoredUser, UserChange, UserQuestion } from '../../app/ports/account-store.ts'
import { foldEmail } from '../../core/account/account.ts'
import type { RoleName } from '../../core/account/roles.ts'
import { VitrineError } from '../../core/errors.ts'
import type { Connection } from './connection.ts'
import { codeOf } from './faults.ts'
import type { Tables } from './tables.ts'
import { tokenMethods } from './tokens.ts'
import { touchKeys, touchRights } from './touch-rights.ts'
import { userOf } from './user-rows.ts'

const UNIQUE_VIOLATION = '23505'

/** People of portals, in PostgreSQL. */
export const accountStore = (connection: Connection): AccountStore => ({
  ...tokenMethods(connection),

  addUser: ({ portalId, email, roles, ...user }, at) =>
    refusingTaken(email, () =>
      connection.transaction(async tx => {
        if (user.state !== 'unconfirmed') await freeAddress(tx, { portalId, email, keeper: null })
        const row = await tx
          .insertInto('portal_user')
          .values({
            ...{ ...user, portal_id: portalId, email: email.trim(), email_folded: foldEmail(email) },
            ...{ roles: JSON.stringify(roles), created_at: at },
          })
          .returningAll()
          .executeTakeFirstOrThrow()
        return userOf(row)
      }),
    ),

  findUser: (portalId, id) =>
    connection.run(async db => {
      const row = await users(db, portalId).where('id', '=', id).executeTakeFirst()
      return row === undefined ? null : userOf(row)
    }),

  findUserByEmail: (portalId, email) =>
    connection.run(async db => {
      const row = await users(db, portalId).where('email_folded', '=', foldEmail(email)).executeTakeFirst()
      return row === undefined ? null : userOf(row)
    }),

  listUsers: (portalId, question) => connection.run(db => listUsers(db, portalId, question)),

  countUsers: portalId => connection.run(db => countUsers(db, portalId)),

  countActive: (portalId, role) => connection.run(db => countActive(db, portalId, role)),

  changeUser: (portalId, id, change) =>
    refusingTaken(change.email ?? '', () =>
      connection.transaction(async tx => {
        const { email } = change
        if (email !== undefined) await freeAddress(tx, { portalId, email, keeper: id })
        const work = (): Promise<StoredUser> => changeUser(tx, portalId, id, change)
        const takesRights = change.roles !== undefined || (change.state ?? 'active') !== 'active'
        return takesRights ? keepingAdministrator(tx, portalId, work) : work()
      }),
    ),

  renewHash: (portalId, id, { from, to }) =>
    connection.run(async db => {
      await db
        .updateTable('portal_user')
        .set({ password: to })
        .where('portal_id', '=', portalId)
        .where('id', '=', id)
        .where('password', '=', from)
        .execute()
    }),

  removeUnconfirmed: (before, now) => connection.run(db => removeUnconfirmed(db, before, now)),

  touchRights: (portalId, ids) => connection.transaction(tx => touchRights(tx, portalId, ids)),

  removeUser: (portalId, id, at) =>
    connection.transaction(tx =>
      keepingAdministrator(tx, portalId, () => removeUser(tx, portalId, { id, at })),
    ),

  refuseUser: (portalId, id, at) => connection.transaction(tx => refuseUser(tx, portalId, { id, at })),
})

const users = (db: Kysely<Tables>, portalId: number) =>
  db.selectFrom('portal_user').selectAll().where('portal_id', '=', portalId)

async function refusingTaken<T>(email: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (thrown) {
    const cause = thrown instanceof VitrineError ? thrown.cause : thrown
    if (codeOf(cause) === UNIQUE_VIOLATION) throw new VitrineError('email_taken', { email })
    throw thrown
  }
}

async function countUsers(db: Kysely<Tables>, portalId: number): Promise<number> {
  const { count } = await db
    .selectFrom('portal_user')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('portal_id', '=', portalId)
    .executeTakeFirstOrThrow()
  return count
}

async function countActive(db: Kysely<Tables>, portalId: number, role: RoleName): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from portal_user
    where portal_id = ${portalId} and state = 'active' and roles::jsonb @> ${JSON.stringify([role])}::jsonb
  `.execute(db)
  return rows[0]?.count ?? 0
}

/** Refuses what would take away the last administrator; the portal's row is held, so that two do not go at once. */
async function keepingAdministrator<T>(
  tx: Transaction<Tables>,
  portalId: number,
  work: () => Promise<T>,
): Promise<T> {
  await touchKeys(tx, portalId)
  const before = await countActive(tx, portalId, 'administrator')
  const done = await work()
  if (before > 0 && (await countActive(tx, portalId, 'administrator')) === 0)
    throw new VitrineError('last_administrator')
  return done
}

async function listUsers(db: Kysely<Tables>, portalId: number, question: UserQuestion) {
  const { search, state, offset, limit } = question
  const part = `%${(search ?? '').toLowerCase().replaceAll(/[\\%_]/g, '\\$&')}%`
  const meant = sql<SqlBool>`(email_folded like ${part} or lower(name) like ${part})`
  const asked = db
    .selectFrom('portal_user')
    .where('portal_id', '=', portalId)
    .$if(search !== null, query => query.where(meant))
    .$if(state !== null, query => query.where('state', '=', state ?? 'active'))
  const { total } = await asked
    .select(({ fn }) => fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow()
  const rows = await asked.selectAll().orderBy('email_folded').offset(offset).limit(limit).execute()
  return { users: rows.map(userOf), total }
}

interface WantedAddress {
  readonly portalId: number
  readonly email: string
  /** Who may have it already, in whatever letters. */
  readonly keeper: number | null
}

/** An account that nobody has confirmed holds no address against whoever has it. */
async function freeAddress(
  tx: Transaction<Tables>,
  { portalId, email, keeper }: WantedAddress,
): Promise<void> {
  await tx
    .deleteFrom('portal_user')
    .where('portal_id', '=', portalId)
    .where('email_folded', '=', foldEmail(email))
    .where('state', '=', 'unconfirmed')
    .where('id', 'is distinct from', keeper)
    .execute()
}

async function removeUnconfirmed(db: Kysely<Tables>, before: Date, now: Date): Promise<number> {
  const { numAffectedRows } = await sql`
    delete from portal_user u where u.state = 'unconfirmed' and u.created_at <= ${before}
      and not exists (select from account_token t where t.user_id = u.id and t.expires_at > ${now})
  `.execute(db)
  return Number(numAffectedRows ?? 0n)
}

async function changeUser(
  tx: Transaction<Tables>,
  portalId: number,
  id: number,
  { email, roles, signedInOn, endSessions, state, onlyFrom, ...plain }: UserChange,
): Promise<StoredUser> {
  // the portal's row first, as everywhere, so that two never wait for each other
  if (roles !== undefined || state !== undefined) await touchKeys(tx, portalId)
  const row = await tx
    .updateTable('portal_user')
    .set({
      ...plain,
      // so that there is always something to set
      portal_id: portalId,
      ...(state !== undefined && {
        state:
          onlyFrom === undefined ? state : sql`case when state = ${onlyFrom} then ${state} else state end`,
      }),
      ...(email !== undefined && { email: email.trim(), email_folded: foldEmail(email) }),
      ...(roles !== undefined && { roles: JSON.stringify(roles), rights_epoch: sql`rights_epoch + 1` }),
      ...(signedInOn !== undefined && { signed_in_on: signedInOn }),
      ...(endSessions && { session_epoch: sql`session_epoch + 1` }),
    })
    .where('portal_id', '=', portalId)
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirst()
  if (row === undefined) throw new VitrineError('user_unknown', { user: id })
  // links in a mailbox that somebody else may read, or that somebody else asked for
  if (plain.password !== undefined || email !== undefined || state === 'suspended')
    await tx.deleteFrom('account_token').where('user_id', '=', id).execute()
  return userOf(row)
}

/** Keys of the person end and lose the name they gave them; processes that remember keys look again. */
async function removeUser(
  tx: Transaction<Tables>,
  portalId: number,
  { id, at }: { readonly id: number; readonly at: Date },
): Promise<void> {
  await sql`
    update api_key set revoked_at = coalesce(revoked_at, ${at}), name = ''
    where portal_id = ${portalId} and user_id = ${id}
  `.execute(tx)
  const { numDeletedRows } = await tx
    .deleteFrom('portal_user')
    .where('portal_id', '=', portalId)
    .where('id', '=', id)
    .executeTakeFirst()
  if (numDeletedRows !== 1n) throw new VitrineError('user_unknown', { user: id })
}

/** Takes away who waits; the portal's row is held, so that nobody lets them in meanwhile. */
async function refuseUser(
  tx: Transaction<Tables>,
  portalId: number,
  { id, at }: { readonly id: number; readonly at: Date },
): Promise<boolean> {
  await touchKeys(tx, portalId)
  const waits = await users(tx, portalId)
    .where('id', '=', id)
    .where('state', '=', 'unapproved')
    .forUpdate()
    .executeTakeFirst()
  if (waits === undefined) return false
  await removeUser(tx, portalId, { id, at })
  return true
}
