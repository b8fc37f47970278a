import { type Selectable, sql } from 'kysely'
import type { FactorStore, StoredPasskey } from '../../app/ports/factor-store.ts'
import { VitrineError } from '../../core/errors.ts'
import type { PasskeyTable } from './account-tables.ts'
import type { Connection } from './connection.ts'

/** Second factors in PostgreSQL. */
export const factorStore = (connection: Connection): FactorStore => ({
  summaryOf: userId =>
    connection.run(async db => {
      const { rows } = await sql<{ totp: boolean; passkeys: number; codes: number }>`
        select exists (select from totp_factor where user_id = ${userId} and confirmed) as totp,
          (select count(*) from passkey where user_id = ${userId}) as passkeys,
          (select count(*) from recovery_code where user_id = ${userId}) as codes
      `.execute(db)
      const [row] = rows
      return { totp: row?.totp ?? false, passkeys: row?.passkeys ?? 0, recoveryCodes: row?.codes ?? 0 }
    }),
  ...totpMethods(connection),
  ...recoveryMethods(connection),
  ...passkeyMethods(connection),
})

type TotpMethods = Pick<FactorStore, 'proposeTotp' | 'findTotp' | 'useTotpStep' | 'removeTotp'>

const totpMethods = (connection: Connection): TotpMethods => ({
  proposeTotp: (userId, { sealed, keyVersion }, at) =>
    connection.run(async db => {
      const { numInsertedOrUpdatedRows } = await db
        .insertInto('totp_factor')
        .values({ user_id: userId, secret: sealed, key_version: keyVersion, created_at: at })
        .onConflict(conflict =>
          conflict
            .column('user_id')
            .doUpdateSet({ secret: sealed, key_version: keyVersion, last_step: 0 })
            .where('totp_factor.confirmed', '=', false),
        )
        .executeTakeFirstOrThrow()
      return numInsertedOrUpdatedRows === 1n
    }),

  findTotp: userId =>
    connection.run(async db => {
      const row = await db
        .selectFrom('totp_factor')
        .select(['secret', 'key_version', 'confirmed'])
        .where('user_id', '=', userId)
        .executeTakeFirst()
      return row === undefined
        ? null
        : { sealed: row.secret, keyVersion: row.key_version, confirmed: row.confirmed }
    }),

  useTotpStep: (userId, step, { confirm } = { confirm: false }) =>
    connection.run(async db => {
      const { numUpdatedRows } = await db
        .updateTable('totp_factor')
        .set({ last_step: step, ...(confirm && { confirmed: true }) })
        .where('user_id', '=', userId)
        .where('last_step', '<', step)
        .executeTakeFirst()
      return numUpdatedRows === 1n
    }),

  removeTotp: userId =>
    connection.run(async db => {
      await db.deleteFrom('totp_factor').where('user_id', '=', userId).execute()
    }),
})

type RecoveryMethods = Pick<FactorStore, 'replaceRecoveryCodes' | 'useRecoveryCode'>

const recoveryMethods = (connection: Connection): RecoveryMethods => ({
  replaceRecoveryCodes: (userId, digests) =>
    connection.transaction(async tx => {
      await tx.deleteFrom('recovery_code').where('user_id', '=', userId).execute()
      if (digests.length === 0) return
      await tx
        .insertInto('recovery_code')
        .values(digests.map(digest => ({ user_id: userId, digest })))
        .execute()
    }),

  useRecoveryCode: (userId, digest) =>
    connection.run(async db => {
      const { numDeletedRows } = await db
        .deleteFrom('recovery_code')
        .where('user_id', '=', userId)
        .where('digest', '=', digest)
        .executeTakeFirst()
      return numDeletedRows === 1n
    }),
})

type PasskeyMethods = Pick<
  FactorStore,
  'addPasskey' | 'listPasskeys' | 'findPasskey' | 'usePasskey' | 'removePasskey'
>

const passkeyMethods = (connection: Connection): PasskeyMethods => ({
  addPasskey: (passkey, at) =>
    connection.run(async db => {
      const row = await db
        .insertInto('passkey')
        .values({
          ...{ user_id: passkey.userId, portal_id: passkey.portalId, credential_id: passkey.credentialId },
          ...{ public_key: passkey.publicKey, counter: passkey.counter, host: passkey.host },
          ...{ name: passkey.name, transports: JSON.stringify(passkey.transports), created_at: at },
        })
        .onConflict(conflict => conflict.columns(['portal_id', 'credential_id']).doNothing())
        .returningAll()
        .executeTakeFirst()
      if (row === undefined) throw new VitrineError('passkey_refused')
      return passkeyOf(row)
    }),

  listPasskeys: userId =>
    connection.run(async db => {
      const rows = await db
        .selectFrom('passkey')
        .selectAll()
        .where('user_id', '=', userId)
        .orderBy('id')
        .execute()
      return rows.map(passkeyOf)
    }),

  findPasskey: (portalId, credentialId) =>
    connection.run(async db => {
      const row = await db
        .selectFrom('passkey')
        .selectAll()
        .where('portal_id', '=', portalId)
        .where('credential_id', '=', credentialId)
        .executeTakeFirst()
      return row === undefined ? null : passkeyOf(row)
    }),

  usePasskey: (id, { counter, day }) =>
    connection.run(async db => {
      const { numUpdatedRows } = await db
        .updateTable('passkey')
        .set({ counter, last_used_on: day })
        .where('id', '=', id)
        .where(({ or, and, eb }) =>
          or([eb('counter', '<', counter), and([eb('counter', '=', 0), eb(sql.val(counter), '=', 0)])]),
        )
        .executeTakeFirst()
      return numUpdatedRows === 1n
    }),

  removePasskey: (userId, id) =>
    connection.run(async db => {
      const { numDeletedRows } = await db
        .deleteFrom('passkey')
        .where('user_id', '=', userId)
        .where('id', '=', id)
        .executeTakeFirst()
      return numDeletedRows === 1n
    }),
})

const passkeyOf = (row: Selectable<PasskeyTable>): StoredPasskey => ({
  ...{ id: row.id, userId: row.user_id, portalId: row.portal_id, credentialId: row.credential_id },
  ...{ publicKey: row.public_key, counter: row.counter, transports: row.transports, host: row.host },
  ...{ name: row.name, createdAt: row.created_at.toISOString(), lastUsedOn: row.last_used_on },
})
