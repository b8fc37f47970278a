import type { ColumnType, GeneratedAlways } from 'kysely'
import type { LanguageMap } from '../../core/i18n/language-map.ts'
import type { Grant } from '../../core/permission/caller.ts'

export interface UserGroupTable {
  id: GeneratedAlways<number>
  portal_id: number
  slug: string
  name: ColumnType<LanguageMap, string, string>
  /** Names of roles; checked when it is read. */
  roles: ColumnType<unknown, string, string>
  grants: ColumnType<readonly Grant[], string, string>
  created_at: ColumnType<Date, Date, never>
}

export interface GroupMemberTable {
  group_id: number
  user_id: number
  provider: string | null
}

export interface ExternalIdentityTable {
  portal_id: number
  issuer: string
  subject: string
  user_id: number
  provider: string
  created_at: ColumnType<Date, Date, Date>
  /** When its person took it away; such a row opens nothing. */
  unlinked_at: ColumnType<Date | null, never, Date | null>
}

export interface LogoutTokenTable {
  portal_id: number
  provider: string
  token: string
  expires_at: Date
}

/** Tables of groups and of identities that providers vouch for. */
export interface GroupTables {
  external_identity: ExternalIdentityTable
  logout_token: LogoutTokenTable
  user_group: UserGroupTable
  group_member: GroupMemberTable
}
