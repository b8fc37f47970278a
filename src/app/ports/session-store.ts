import type { StoredUser } from './account-store.ts'

/** 0: before sign-in, nobody; 1 and 2 as of `AuthLevel`. */
export type SessionLevel = 0 | 1 | 2

/** What a session before sign-in holds: small JSON. */
export type PreData = Readonly<Record<string, unknown>>

interface SessionBase {
  /** SHA-256 of the identifier, lower-case hex. */
  readonly hash: string
  readonly portalId: number
  readonly host: string
  readonly level: SessionLevel
  /** Unix milliseconds. */
  readonly createdAt: number
  /** Unix milliseconds. */
  readonly absoluteExpiry: number
  readonly idleSeconds: number
  /** `Firefox on Linux`. */
  readonly label: string
  /** Whether the browser keeps the cookie when it closes. */
  readonly kept: boolean
}

/** A session to open. */
export interface NewSession extends SessionBase {
  /** Null before sign-in. */
  readonly userId: number | null
  /** The person's counter of sessions when they were looked up; a session does not begin behind the end of all. */
  readonly epoch: number
  readonly data: PreData | null
  /** When the person proved who they are, Unix milliseconds; as it begins when left out. */
  readonly authenticatedAt?: number
  /** Of `providerSession`: the session of an identity provider that it began with; none when left out. */
  readonly providerSession?: string | null
}

/** A session as it stands. Instants are Unix milliseconds. */
export interface StoredSession extends SessionBase {
  readonly id: number
  readonly authenticatedAt: number
  readonly renewedAt: number
  /** To five minutes. */
  readonly lastSeen: number
  /** The identifier before, as hash, and until when it opens. */
  readonly graceHash: string | null
  readonly graceUntil: number | null
  readonly data: PreData | null
  readonly providerSession: string | null
}

/** What one query finds. */
export interface FoundRow {
  readonly session: StoredSession
  /** Null before sign-in. */
  readonly user: StoredUser | null
  /** Whether no session of the person, or of the portal, was ended since it began. */
  readonly current: boolean
  /** Whether the person's rights have changed since the identifier was given. */
  readonly rightsChanged: boolean
}

/** A new identifier for a session that goes on. */
export interface Rotation {
  readonly id: number
  /** Only from this identifier; null: whatever it is. */
  readonly from: string | null
  readonly hash: string
  /** Until when the former identifier opens, Unix milliseconds; null: it is dead at once. */
  readonly graceUntil: number | null
  /** Unix milliseconds. */
  readonly at: number
  /** Lowers what it began with, never raises it. */
  readonly limits?: { readonly idleSeconds: number; readonly absoluteExpiry: number }
  /** A proof given now: `authenticatedAt` becomes `at`; the level may only rise. */
  readonly proven?: SessionLevel
  /** Ends all other sessions of the person in the same step. */
  readonly endOthers?: true
  /** The session of an identity provider that it belongs to from now on, if it belonged to one before. */
  readonly providerSession?: string
}

/**
 * Sessions (privacy.md §1.2). Every method is one transaction. No method writes to a session that has ended: what is gone
 * stays gone, and the answer says so.
 */
export interface SessionStore {
  /** Null when the person may not sign in (any more). */
  open(session: NewSession): Promise<StoredSession | null>
  /** By the hash of the identifier, or of the one before; `corrupted` when what stands there makes no sense. */
  find(hash: string): Promise<FoundRow | 'corrupted' | null>
  /** Writes use down, never backwards. */
  seen(id: number, at: number): Promise<void>
  /** False when the session has ended or has another identifier by now. */
  rotate(rotation: Rotation): Promise<boolean>
  end(id: number): Promise<void>
  /** Lets a session hold something small for a while; false when it has ended. */
  hold(id: number, data: PreData): Promise<boolean>
  /** Takes from a session of somebody what it held: once. */
  takeHeld(id: number): Promise<PreData | null>
  /** Ends whatever session this identifier, or its successor, opens. */
  endByHash(hash: string): Promise<void>
  /** Sessions of a person, last used first; those that were ended from afar are not there. */
  listOf(portalId: number, userId: number): Promise<readonly StoredSession[]>
  /** False when the person has no such session. */
  endOf(portalId: number, userId: number, id: number): Promise<boolean>
  /** Ends every session of a person. `user_unknown`. */
  endAllOf(portalId: number, userId: number): Promise<void>
  /** Ends every session of a portal that began with this session of an identity provider; returns how many. */
  endOfProvider(portalId: number, providerSession: string): Promise<number>
  /** Ends every session of a portal. */
  endAllOfPortal(portalId: number): Promise<void>
  /** Forgets sessions that have expired or were ended from afar; returns how many. */
  removeExpired(now: number): Promise<number>
}
