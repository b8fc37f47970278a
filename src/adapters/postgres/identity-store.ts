import type { IdentityStore } from '../../app/ports/identity-store.ts'
import type { Connection } from './connection.ts'
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
        .executeTakeFirst()
      return row === undefined ? null : userOf(row)
    }),

  link: (portalId, userId, { issuer, subject, provider }, at) =>
    connection.transaction(async tx => {
      await tx
        .insertInto('external_identity')
        .values({ portal_id: portalId, issuer, subject, user_id: userId, provider, created_at: at })
        .onConflict(conflict => conflict.doNothing())
        .execute()
      const row = await tx
        .selectFrom('external_identity')
        .select('user_id')
        .where('portal_id', '=', portalId)
        .where('issuer', '=', issuer)
        .where('subject', '=', subject)
        .executeTakeFirst()
      return row?.user_id === userId
    }),

  identitiesOf: (portalId, userId) =>
    connection.run(db =>
      db
        .selectFrom('external_identity')
        .select(['issuer', 'subject', 'provider'])
        .where('portal_id', '=', portalId)
        .where('user_id', '=', userId)
        .orderBy('issuer')
        .execute(),
    ),

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
