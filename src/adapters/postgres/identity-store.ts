import type { Transaction } from 'kysely'
import type { IdentityStore, LinkedIdentity, LinkOutcome } from '../../app/ports/identity-store.ts'
import type { Connection } from './connection.ts'
import type { Tables } from './tables.ts'
import { userOf } from './user-rows.ts'

/** Identities in PostgreSQL. */
export const identityStore = (connection: Connection): IdentityStore => ({
  findLinked: (portalId, { issuer, subject }) =>
    connection.run(async db => {
      const row = await db
        .selectFrom('external_identity')
        .innerJoin('portal_user', 'portal_user.id', 'external_identity.user_id')
        .selectAll('portal_user')
        .where('external_identity.portal_id', '=', portalId)
        .where('issuer', '=', issuer)
        .where('subject', '=', subject)
        .where('unlinked_at', 'is', null)
        .executeTakeFirst()
      return row === undefined ? null : userOf(row)
    }),

  link: (portalId, userId, identity, at) =>
    connection.transaction(tx => link(tx, { portalId, userId, identity, at })),

  linkAgain: (portalId, userId, identity, at) =>
    connection.transaction(async tx => {
      await tx
        .deleteFrom('external_identity')
        .where('portal_id', '=', portalId)
        .where('issuer', '=', identity.issuer)
        .where('unlinked_at', 'is not', null)
        .where(({ or, eb }) => or([eb('user_id', '=', userId), eb('subject', '=', identity.subject)]))
        .execute()
      return link(tx, { portalId, userId, identity, at })
    }),

  unlink: (portalId, userId, issuer, at) =>
    connection.run(async db => {
      const { numUpdatedRows } = await db
        .updateTable('external_identity')
        .set({ unlinked_at: at })
        .where('portal_id', '=', portalId)
        .where('user_id', '=', userId)
        .where('issuer', '=', issuer)
        .where('unlinked_at', 'is', null)
        .executeTakeFirst()
      return numUpdatedRows === 1n
    }),

  identitiesOf: (portalId, userId) =>
    connection.run(async db => {
      const rows = await db
        .selectFrom('external_identity')
        .select(['issuer', 'subject', 'provider', 'created_at'])
        .where('portal_id', '=', portalId)
        .where('user_id', '=', userId)
        .where('unlinked_at', 'is', null)
        .orderBy('issuer')
        .execute()
      return rows.map(({ created_at, ...identity }) => ({ ...identity, linkedAt: created_at.toISOString() }))
    }),

  useLogoutToken: (portalId, { provider, token, expiresAt }, now) =>
    connection.transaction(async tx => {
      await tx.deleteFrom('logout_token').where('expires_at', '<=', now).execute()
      const { numInsertedOrUpdatedRows } = await tx
        .insertInto('logout_token')
        .values({ portal_id: portalId, provider, token, expires_at: expiresAt })
        .onConflict(conflict => conflict.doNothing())
        .executeTakeFirst()
      return numInsertedOrUpdatedRows === 1n
    }),
})

interface Linking {
  readonly portalId: number
  readonly userId: number
  readonly identity: LinkedIdentity
  readonly at: Date
}

/** Whatever is there already stays: of an identity, and of an issuer for one person. */
async function link(
  tx: Transaction<Tables>,
  { portalId, userId, identity: { issuer, subject, provider }, at }: Linking,
): Promise<LinkOutcome> {
  await tx
    .insertInto('external_identity')
    .values({ portal_id: portalId, issuer, subject, user_id: userId, provider, created_at: at })
    .onConflict(conflict => conflict.doNothing())
    .execute()
  const row = await tx
    .selectFrom('external_identity')
    .select(['user_id', 'unlinked_at'])
    .where('portal_id', '=', portalId)
    .where('issuer', '=', issuer)
    .where('subject', '=', subject)
    .executeTakeFirst()
  if (row !== undefined && row.unlinked_at !== null) return 'unlinked'
  return row?.user_id === userId ? 'linked' : 'taken'
}
