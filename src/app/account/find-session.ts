import { hasOfficeRights } from '../../core/account/roles.ts'
import { isSecretText, secretDigest } from '../../core/account/session-id.ts'
import {
  GRACE_MS,
  isRenewalDue,
  isSeenDue,
  type SessionLimits,
  sessionLife,
  sessionLimits,
} from '../../core/account/session-life.ts'
import type { SignedIn } from '../../core/account/signed-in.ts'
import type { Grant } from '../../core/permission/caller.ts'
import type { StoredUser } from '../ports/account-store.ts'
import type { FoundRow, StoredSession } from '../ports/session-store.ts'
import { grantsOf, provenRights } from './caller-of.ts'
import { newSecret } from './new-secret.ts'
import { type DeskPorts, type FoundSession, keptSeconds, type NoSession, type Place } from './session-desk.ts'

const none = (reason: NoSession): FoundSession => ({ state: 'none', reason })

/** See `SessionDesk.find`. Strict: what the server did not issue, for this host of this portal, opens nothing. */
export async function findSession(ports: DeskPorts, place: Place, id: string): Promise<FoundSession> {
  if (!isSecretText(id)) return none('malformed')
  const hash = secretDigest(id)
  const row = await ports.sessions.find(hash)
  if (row === null) return none('unknown')
  if (row === 'corrupted') return none('corrupted')
  const { session } = row
  if (session.portalId !== place.portal.id) return none('other_portal')
  if (session.host !== place.host) return none('other_host')
  const now = ports.clock.now().getTime()
  const isFormer = session.hash !== hash
  if (isFormer && now > (session.graceUntil ?? 0)) return ended(ports, session, 'replayed')
  if (!row.current) return ended(ports, session, 'revoked')
  return row.user === null || session.level === 0
    ? preSession(ports, session, now)
    : live(ports, place, { row, user: row.user, now, isFormer })
}

async function ended(
  { sessions }: DeskPorts,
  { id }: StoredSession,
  reason: NoSession,
): Promise<FoundSession> {
  await sessions.end(id)
  return none(reason)
}

function preSession(
  ports: DeskPorts,
  session: StoredSession,
  now: number,
): Promise<FoundSession> | FoundSession {
  const { id, data, absoluteExpiry: expiresAt, level } = session
  if (level !== 0 || data === null) return none('corrupted')
  if (now >= expiresAt) return ended(ports, session, 'expired')
  return { state: 'pre', pre: { session: id, data, expiresAt } }
}

interface Used {
  readonly row: FoundRow
  readonly user: StoredUser
  readonly now: number
  /** Whether it was opened by the identifier before, within its grace. */
  readonly isFormer: boolean
}

async function live(ports: DeskPorts, { portal }: Place, used: Used): Promise<FoundSession> {
  const { row, user, now } = used
  const { session } = row
  if (user.state !== 'active') return ended(ports, session, 'revoked')
  const grants = grantsOf(user, await ports.extraGrants(portal, user))
  const limits = sessionLimits(portal.config.accounts, hasOfficeRights(grants))
  const life = sessionLife(session, limits, now)
  if (life === 'clock') return none('clock')
  if (life !== 'live') return ended(ports, session, 'expired')
  const renewedId = await renewed(ports, used, limits)
  if (renewedId === null && isSeenDue(session, now)) await ports.sessions.seen(session.id, now)
  const signedIn = signedInOf(portal, { session, user, grants })
  const { data: held, graceHash } = session
  const formerHash = used.isFormer ? null : graceHash
  return { state: 'live', signedIn, renewedId, keptSeconds: keptSeconds(session, now), held, formerHash }
}

/**
 * A new identifier when its day is over, or when the person's rights changed, which may shorten the session too. Of
 * requests at once, one gets it; the others go on with the former one, which opens for a minute more.
 */
async function renewed(
  { sessions }: DeskPorts,
  { row: { session, rightsChanged }, now, isFormer }: Used,
  limits: SessionLimits,
): Promise<string | null> {
  if (isFormer || !(rightsChanged || isRenewalDue(session, now))) return null
  const { text, digest } = newSecret()
  const done = await sessions.rotate({
    ...{ id: session.id, from: session.hash, hash: digest, at: now, graceUntil: now + GRACE_MS },
    limits: {
      idleSeconds: Math.floor(limits.idle / 1000),
      absoluteExpiry: session.createdAt + limits.absolute,
    },
  })
  return done ? text : null
}

function signedInOf(
  portal: Place['portal'],
  { session, user, grants }: { session: StoredSession; user: StoredUser; grants: readonly Grant[] },
): SignedIn {
  const { id, email, name, language } = user
  const level = session.level === 2 ? 2 : 1
  return {
    user: { id, email, name, language },
    session: session.id,
    level,
    authenticatedAt: session.authenticatedAt,
    ...provenRights(portal, { user, grants, level }),
  }
}
