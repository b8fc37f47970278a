import { type Kysely, type Selectable, sql, type Transaction } from 'kysely'
import type { GroupChange, GroupStore, Provided, StoredGroup } from '../../app/ports/group-store.ts'
import { readRoles } from '../../core/account/roles.ts'
import { VitrineError } from '../../core/errors.ts'
import type { Connection } from './connection.ts'
import { codeOf } from './faults.ts'
import type { UserGroupTable } from './group-tables.ts'
import type { Tables } from './tables.ts'
import { touchRights } from './touch-rights.ts'
import { userOf } from './user-rows.ts'

const UNIQUE_VIOLATION = '23505'

/** Which group is meant. */
interface Meant {
  readonly portalId: number
  readonly slug: string
}

/** Groups in PostgreSQL. */
export const groupStore = (connection: Connection): GroupStore => ({
  addGroup: async ({ portalId, slug, name, roles, grants }, at) => {
    try {
      const row = await connection.run(db =>
        db
          .insertInto('user_group')
          .values({
            ...{ portal_id: portalId, slug, name: JSON.stringify(name), created_at: at },
            ...{ roles: JSON.stringify(roles), grants: JSON.stringify(grants) },
          })
          .returningAll()
          .executeTakeFirstOrThrow(),
      )
      return groupOf({ ...row, members: 0 })
    } catch (thrown) {
      const cause = thrown instanceof VitrineError ? thrown.cause : thrown
      if (codeOf(cause) === UNIQUE_VIOLATION) throw new VitrineError('group_taken', { group: slug })
      throw thrown
    }
  },

  listGroups: portalId =>
    connection.run(async db => {
      const rows = await groups(db, portalId).orderBy('user_group.slug').execute()
      return rows.map(groupOf)
    }),

  findGroup: (portalId, slug) => connection.run(db => findGroup(db, { portalId, slug })),

  changeGroup: (portalId, slug, change) =>
    connection.transaction(tx => changeGroup(tx, { portalId, slug }, change)),

  removeGroup: (portalId, slug) =>
    connection.transaction(async tx => {
      const id = await idOf(tx, { portalId, slug })
      await touchRights(tx, portalId, await membersOf(tx, id))
      await tx.deleteFrom('user_group').where('id', '=', id).execute()
    }),

  listMembers: (portalId, slug) =>
    connection.run(async db => {
      const rows = await db
        .selectFrom('group_member')
        .innerJoin('user_group', 'user_group.id', 'group_member.group_id')
        .innerJoin('portal_user', 'portal_user.id', 'group_member.user_id')
        .selectAll('portal_user')
        .select('group_member.provider')
        .where('user_group.portal_id', '=', portalId)
        .where('user_group.slug', '=', slug)
        .orderBy('portal_user.email_folded')
        .execute()
      return rows.map(({ provider, ...row }) => ({ user: userOf(row), provider }))
    }),

  addMember: (portalId, slug, userId) =>
    connection.transaction(tx => addMember(tx, { portalId, slug }, userId)),

  removeMember: (portalId, slug, userId) =>
    connection.transaction(async tx => {
      const id = await idOf(tx, { portalId, slug })
      const { numDeletedRows } = await tx
        .deleteFrom('group_member')
        .where('group_id', '=', id)
        .where('user_id', '=', userId)
        .executeTakeFirst()
      if (numDeletedRows > 0n) await touchRights(tx, portalId, [userId])
    }),

  groupsOf: (portalId, userId) =>
    connection.run(async db => {
      const rows = await groups(db, portalId)
        .where('user_group.id', 'in', ofUser(db, userId))
        .orderBy('user_group.slug')
        .execute()
      return rows.map(groupOf)
    }),

  setProvided: (portalId, userId, provided) =>
    connection.transaction(tx => setProvided(tx, { portalId, userId }, provided)),
})

const groups = (db: Kysely<Tables>, portalId: number) =>
  db
    .selectFrom('user_group')
    .selectAll('user_group')
    .select(({ selectFrom }) =>
      selectFrom('group_member')
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .whereRef('group_member.group_id', '=', 'user_group.id')
        .as('members'),
    )
    .where('user_group.portal_id', '=', portalId)

const ofUser = (db: Kysely<Tables>, userId: number) =>
  db.selectFrom('group_member').select('group_id').where('user_id', '=', userId)

async function findGroup(db: Kysely<Tables>, { portalId, slug }: Meant): Promise<StoredGroup | null> {
  const row = await groups(db, portalId).where('user_group.slug', '=', slug).executeTakeFirst()
  return row === undefined ? null : groupOf(row)
}

/** Held until the transaction ends, so that what changes a group's rights and its members is in order. */
async function idOf(tx: Transaction<Tables>, { portalId, slug }: Meant): Promise<number> {
  const row = await tx
    .selectFrom('user_group')
    .select('id')
    .where('portal_id', '=', portalId)
    .where('slug', '=', slug)
    .forUpdate()
    .executeTakeFirst()
  if (row === undefined) throw new VitrineError('group_unknown', { group: slug })
  return row.id
}

async function membersOf(tx: Transaction<Tables>, id: number): Promise<readonly number[]> {
  const rows = await tx.selectFrom('group_member').select('user_id').where('group_id', '=', id).execute()
  return rows.map(row => row.user_id)
}

async function changeGroup(
  tx: Transaction<Tables>,
  meant: Meant,
  { name, roles, grant, withdraw }: GroupChange,
): Promise<StoredGroup> {
  const id = await idOf(tx, meant)
  const changed = grant?.dataset ?? withdraw
  // read once the row is held: of two changes at once, neither brings back what the other took
  const others = ((await findGroup(tx, meant))?.grants ?? []).filter(({ dataset }) => dataset !== changed)
  const grants = changed === undefined ? undefined : [...others, ...(grant === undefined ? [] : [grant])]
  await tx
    .updateTable('user_group')
    .set({
      // so that there is always something to set
      slug: meant.slug,
      ...(name !== undefined && { name: JSON.stringify(name) }),
      ...(roles !== undefined && { roles: JSON.stringify(roles) }),
      ...(grants !== undefined && { grants: JSON.stringify(grants) }),
    })
    .where('id', '=', id)
    .execute()
  if (roles !== undefined || grants !== undefined)
    await touchRights(tx, meant.portalId, await membersOf(tx, id))
  return (await findGroup(tx, meant)) ?? unknown(meant)
}

const unknown = ({ slug }: Meant): never => {
  throw new VitrineError('group_unknown', { group: slug })
}

async function addMember(tx: Transaction<Tables>, meant: Meant, userId: number): Promise<void> {
  const id = await idOf(tx, meant)
  const user = await tx
    .selectFrom('portal_user')
    .select('id')
    .where('portal_id', '=', meant.portalId)
    .where('id', '=', userId)
    .executeTakeFirst()
  if (user === undefined) throw new VitrineError('user_unknown', { user: userId })
  await tx
    .insertInto('group_member')
    .values({ group_id: id, user_id: userId, provider: null })
    .onConflict(conflict => conflict.columns(['group_id', 'user_id']).doUpdateSet({ provider: null }))
    .execute()
  await touchRights(tx, meant.portalId, [userId])
}

/** Nobody's session gets a new identifier when a provider says what it said before. */
async function setProvided(
  tx: Transaction<Tables>,
  { portalId, userId }: { readonly portalId: number; readonly userId: number },
  { provider, slugs }: Provided,
): Promise<void> {
  const wanted = sql`select id from user_group where portal_id = ${portalId} and slug = any(${[...slugs]}::text[])`
  const left = await sql`
    delete from group_member
    where user_id = ${userId} and provider = ${provider} and group_id not in (${wanted})
  `.execute(tx)
  const joined = await sql`
    insert into group_member (group_id, user_id, provider)
    select id, ${userId}::integer, ${provider}::text from (${wanted}) as wanted
    on conflict (group_id, user_id) do nothing
  `.execute(tx)
  if ((left.numAffectedRows ?? 0n) + (joined.numAffectedRows ?? 0n) > 0n)
    await touchRights(tx, portalId, [userId])
}

/** A group as stored; roles that make no sense open nothing. */
const groupOf = (row: Selectable<UserGroupTable> & { readonly members: number | null }): StoredGroup => ({
  ...{ id: row.id, portalId: row.portal_id, slug: row.slug, name: row.name, grants: row.grants },
  roles: readRoles(row.roles) ?? [],
  createdAt: row.created_at.toISOString(),
  members: row.members ?? 0,
})
