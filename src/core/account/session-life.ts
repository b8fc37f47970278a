import type { PortalAccounts } from './account-settings.ts'

const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** Longest lives of sessions (privacy.md §1.2); a portal may shorten each. */
const READER = { idle: 14 * DAY, absolute: 30 * DAY }
const OFFICE = { idle: 12 * HOUR, absolute: 7 * DAY }

/** Life of a session before sign-in: one round trip to an identity provider, or the second step of signing in. */
export const PRE_SESSION_MS = 10 * MINUTE
/** Use is written down no more often: the row says when somebody was here to five minutes. */
export const SEEN_MS = 5 * MINUTE
/** An identifier is renewed after so much use. */
export const RENEWAL_MS = 24 * HOUR
/** How long a renewed identifier's predecessor still opens, for requests that were on their way. */
export const GRACE_MS = 60 * SECOND
/** How fresh the proof must be for sensitive acts. */
export const FRESH_MS = 15 * MINUTE
/** By how much the clocks of machines may differ; further back, somebody has set one. */
const SKEW_MS = 5 * MINUTE

/** How long a session may live, milliseconds. */
export interface SessionLimits {
  readonly idle: number
  readonly absolute: number
}

/** Limits of a portal's sessions: of people with back-office rights, or of all others. */
export function sessionLimits(accounts: PortalAccounts | undefined, office: boolean): SessionLimits {
  const said = accounts?.sessions ?? {}
  const [most, idle, absolute] = office
    ? [OFFICE, said.officeIdleHours && said.officeIdleHours * HOUR, said.officeAbsoluteDays]
    : [READER, said.readerIdleDays && said.readerIdleDays * DAY, said.readerAbsoluteDays]
  return {
    idle: Math.min(most.idle, idle ?? most.idle),
    absolute: Math.min(most.absolute, (absolute ?? Number.POSITIVE_INFINITY) * DAY),
  }
}

/** Instants of a session, Unix milliseconds. */
export interface SessionTimes {
  readonly createdAt: number
  readonly renewedAt: number
  readonly lastSeen: number
  readonly absoluteExpiry: number
  readonly idleSeconds: number
}

/** Whether a session goes on; else why not. `clock`: the clock says that the session is used before it was. */
export type SessionLife = 'live' | 'idle' | 'absolute' | 'clock'

/**
 * Decides by the row alone, never by the cookie (privacy.md §1.2). The portal's limits of today count beside those that
 * the session began with, so that shortening them takes hold at once; a clock that was set back extends nothing.
 */
export function sessionLife(times: SessionTimes, limits: SessionLimits, now: number): SessionLife {
  if (now < times.lastSeen - SKEW_MS) return 'clock'
  if (now >= Math.min(times.absoluteExpiry, times.createdAt + limits.absolute)) return 'absolute'
  const idle = Math.min(times.idleSeconds * SECOND, limits.idle)
  return now - times.lastSeen > idle ? 'idle' : 'live'
}

/** Whether use is to be written down again. */
export const isSeenDue = ({ lastSeen }: SessionTimes, now: number): boolean => now - lastSeen >= SEEN_MS

/** Whether the identifier is to be renewed. */
export const isRenewalDue = ({ renewedAt }: SessionTimes, now: number): boolean =>
  now - renewedAt >= RENEWAL_MS

/** Whether who is signed in proved it lately enough for a sensitive act: keys, roles, password, e-mail, deletion, domains. */
export const isFresh = (authenticatedAt: number, now: number): boolean =>
  now - authenticatedAt <= FRESH_MS && authenticatedAt - now <= SKEW_MS

/** When a session that is used now has ended for sure, milliseconds from now. */
export const remaining = ({ absoluteExpiry }: Pick<SessionTimes, 'absoluteExpiry'>, now: number): number =>
  Math.max(0, absoluteExpiry - now)
