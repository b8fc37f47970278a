import type { Selectable } from 'kysely'
import type { StoredUser } from '../../app/ports/account-store.ts'
import { readRoles } from '../../core/account/roles.ts'
import type { PortalUserTable } from './account-tables.ts'

type UserRow = Omit<Selectable<PortalUserTable>, 'email_folded'>

/** A person as stored; null when the roles make no sense. */
export function userOrNull(row: UserRow): StoredUser | null {
  const roles = readRoles(row.roles)
  if (roles === null) return null
  return {
    ...{ id: row.id, portalId: row.portal_id, email: row.email, name: row.name, language: row.language },
    ...{ state: row.state, password: row.password, roles, signedInOn: row.signed_in_on },
    createdAt: row.created_at.toISOString(),
    rightsEpoch: row.rights_epoch,
    sessionEpoch: row.session_epoch,
  }
}

/** A person as stored; roles that make no sense open nothing. */
export const userOf = (row: UserRow): StoredUser =>
  userOrNull(row) ?? userOrNull({ ...row, roles: [] }) ?? unreadable()

const unreadable = (): never => {
  throw new TypeError('no roles at all are always readable')
}
