import type { ColumnType, Generated, GeneratedAlways } from 'kysely'
import type { TokenKind } from '../../app/ports/account-store.ts'
import type { MoveStage } from '../../app/ports/host-move-store.ts'
import type { AccountState } from '../../core/account/account.ts'

type Json<T> = ColumnType<T, string, string>

export interface PortalUserTable {
  id: GeneratedAlways<number>
  portal_id: number
  email: string
  email_folded: string
  name: string
  language: string | null
  state: AccountState
  password: string | null
  /** Names of roles; checked when it is read. */
  roles: Json<unknown>
  session_epoch: Generated<number>
  rights_epoch: Generated<number>
  created_at: ColumnType<Date, Date, never>
  signed_in_on: ColumnType<string | null, never, string>
}

export interface SessionTable {
  id: GeneratedAlways<number>
  hash: string
  portal_id: number
  host: string
  user_id: number | null
  auth_level: number
  created_at: ColumnType<Date, Date, never>
  authenticated_at: Date
  renewed_at: Date
  last_seen: Date
  absolute_expiry: Date
  idle_seconds: number
  epoch: number
  portal_epoch: number
  rights_epoch: number
  grace_hash: string | null
  grace_until: Date | null
  label: string
  kept: boolean
  /** What a session before sign-in holds. */
  data: ColumnType<unknown, string | null, string | null>
  provider_session: ColumnType<string | null, string | null | undefined, string>
}

export interface HostMoveTable {
  session_id: number
  digest: string
  portal_id: number
  from_host: string
  to_host: string
  stage: MoveStage
  expires_at: Date
}

export interface AccountTokenTable {
  digest: string
  portal_id: number
  kind: TokenKind
  user_id: number | null
  data: ColumnType<unknown, string | null, never>
  expires_at: Date
}

export interface TotpFactorTable {
  user_id: number
  secret: string
  key_version: number
  confirmed: Generated<boolean>
  last_step: Generated<number>
  created_at: ColumnType<Date, Date, never>
}

export interface RecoveryCodeTable {
  user_id: number
  digest: string
}

export interface PasskeyTable {
  id: GeneratedAlways<number>
  user_id: number
  portal_id: number
  credential_id: string
  public_key: string
  counter: number
  transports: Json<readonly string[]>
  host: string
  name: string
  created_at: ColumnType<Date, Date, never>
  last_used_on: ColumnType<string | null, never, string>
}

/** Tables of people and their sessions. */
export interface AccountTables {
  portal_user: PortalUserTable
  session: SessionTable
  host_move: HostMoveTable
  account_token: AccountTokenTable
  totp_factor: TotpFactorTable
  recovery_code: RecoveryCodeTable
  passkey: PasskeyTable
}
