import type { Selectable } from 'kysely'
import type { FoundRow, PreData, SessionLevel, StoredSession } from '../../app/ports/session-store.ts'
import { ACCOUNT_STATES } from '../../core/account/account.ts'
import type { SessionTable } from './account-tables.ts'
import { userOrNull } from './user-rows.ts'

/** Columns of a session with those of its person and the counters of today, as the look-up reads them. */
export interface FoundColumns extends Selectable<SessionTable> {
  readonly email: string | null
  readonly name: string | null
  readonly language: string | null
  readonly state: string | null
  readonly password: string | null
  readonly roles: unknown
  readonly user_created_at: Date | null
  readonly signed_in_on: string | null
  readonly user_epoch: number | null
  readonly user_rights_epoch: number | null
  readonly portal_epoch_now: number
}

/** What is selected for {@link FoundColumns}. */
export const FOUND_COLUMNS = `s.*, u.email, u.name, u.language, u.state, u.password, u.roles,
  u.created_at as user_created_at, u.signed_in_on, u.session_epoch as user_epoch,
  u.rights_epoch as user_rights_epoch, p.session_epoch as portal_epoch_now`

/** Where they come from, beside a session `s`. */
export const FOUND_JOINS = 'join portal p on p.id = s.portal_id left join portal_user u on u.id = s.user_id'

const levelOf = (level: number): SessionLevel => (level === 2 ? 2 : level === 1 ? 1 : 0)

const isPreData = (data: unknown): data is PreData =>
  typeof data === 'object' && data !== null && !Array.isArray(data)

/** What a session holds, typed; null when it is nothing, or makes no sense. */
export const preData = (data: unknown): PreData | null => (isPreData(data) ? data : null)

/** A row of sessions; null when what a session before sign-in holds makes no sense. */
export function sessionOf(row: Selectable<SessionTable>): StoredSession | null {
  const level = levelOf(row.auth_level)
  const data = preData(row.data)
  if (level === 0 && data === null) return null
  return {
    ...{ id: row.id, hash: row.hash, portalId: row.portal_id, host: row.host, level, data },
    ...{ label: row.label, kept: row.kept, idleSeconds: row.idle_seconds },
    createdAt: row.created_at.getTime(),
    authenticatedAt: row.authenticated_at.getTime(),
    renewedAt: row.renewed_at.getTime(),
    lastSeen: row.last_seen.getTime(),
    absoluteExpiry: row.absolute_expiry.getTime(),
    graceHash: row.grace_hash,
    providerSession: row.provider_session,
    graceUntil: row.grace_until?.getTime() ?? null,
  }
}

/** What the look-up found, or that it makes no sense. */
export function foundOf(row: FoundColumns): FoundRow | 'corrupted' {
  const session = sessionOf(row)
  if (session === null) return 'corrupted'
  const portalCurrent = row.portal_epoch === row.portal_epoch_now
  if (row.user_id === null) return { session, user: null, current: portalCurrent, rightsChanged: false }
  const user = userIn(row, row.user_id)
  if (user === null) return 'corrupted'
  return {
    ...{ session, user },
    current: portalCurrent && row.epoch === row.user_epoch,
    rightsChanged: row.rights_epoch !== row.user_rights_epoch,
  }
}

function userIn(row: FoundColumns, id: number) {
  const { portal_id, email, name, language, password, roles, signed_in_on, user_created_at } = row
  const state = ACCOUNT_STATES.find(one => one === row.state)
  const { user_rights_epoch: rights_epoch, user_epoch: session_epoch } = row
  if (email === null || name === null || state === undefined) return null
  if (user_created_at === null || rights_epoch === null || session_epoch === null) return null
  const columns = { id, portal_id, email, name, language, state, password, roles, signed_in_on }
  return userOrNull({ ...columns, rights_epoch, session_epoch, created_at: user_created_at })
}
