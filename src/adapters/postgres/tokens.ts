import type { AccountStore, GoodToken } from '../../app/ports/account-store.ts'
import type { Connection } from './connection.ts'

type TokenMethods = Pick<
  AccountStore,
  'addToken' | 'peekToken' | 'takeToken' | 'hasToken' | 'removeExpiredTokens'
>

/** One-time tokens, by digest. */
export const tokenMethods = (connection: Connection): TokenMethods => ({
  addToken: ({ portalId, kind, digest, userId, email, expiresAt }) =>
    connection.transaction(async tx => {
      await tx
        .deleteFrom('account_token')
        .where('portal_id', '=', portalId)
        .where('kind', '=', kind)
        .where('user_id', 'is not distinct from', userId)
        .execute()
      await tx
        .insertInto('account_token')
        .values({
          ...{ portal_id: portalId, kind, digest, user_id: userId, expires_at: expiresAt },
          data: email === null ? null : JSON.stringify({ email }),
        })
        .execute()
    }),

  peekToken: ({ portalId, kind, digest }, now) =>
    connection.run(async db =>
      goodToken(
        await db
          .selectFrom('account_token')
          .select(['user_id', 'data'])
          .where('digest', '=', digest)
          .where('portal_id', '=', portalId)
          .where('kind', '=', kind)
          .where('expires_at', '>', now)
          .executeTakeFirst(),
      ),
    ),

  takeToken: ({ portalId, kind, digest }, now) =>
    connection.run(async db =>
      goodToken(
        await db
          .deleteFrom('account_token')
          .where('digest', '=', digest)
          .where('portal_id', '=', portalId)
          .where('kind', '=', kind)
          .where('expires_at', '>', now)
          .returning(['user_id', 'data'])
          .executeTakeFirst(),
      ),
    ),

  hasToken: (portalId, kind, now) =>
    connection.run(async db => {
      const row = await db
        .selectFrom('account_token')
        .select('digest')
        .where('portal_id', '=', portalId)
        .where('kind', '=', kind)
        .where('expires_at', '>', now)
        .limit(1)
        .executeTakeFirst()
      return row !== undefined
    }),

  removeExpiredTokens: now =>
    connection.run(async db => {
      const { numDeletedRows } = await db
        .deleteFrom('account_token')
        .where('expires_at', '<=', now)
        .executeTakeFirst()
      return Number(numDeletedRows)
    }),
})

function goodToken(row: { user_id: number | null; data: unknown } | undefined): GoodToken | null {
  if (row === undefined) return null
  const email: unknown =
    typeof row.data === 'object' && row.data !== null ? Reflect.get(row.data, 'email') : null
  return { userId: row.user_id, email: typeof email === 'string' ? email : null }
}
