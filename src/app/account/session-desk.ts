import type { AuthLevel, SignedIn } from '../../core/account/signed-in.ts'
import type { StoredUser } from '../ports/account-store.ts'
import type { StoredPortal } from '../ports/catalog-store.ts'
import type { Ports } from '../ports/ports.ts'
import type { PreData, StoredSession } from '../ports/session-store.ts'
import type { ExtraGrants } from './caller-of.ts'
import { findSession } from './find-session.ts'
import { type OwnSession, sessionKeeper } from './keep-sessions.ts'

/** Where a request arrived: sessions belong to one host of one portal (privacy.md I2). */
export interface Place {
  readonly portal: StoredPortal
  /** The host asked for, without port, lower case. */
  readonly host: string
}

/** Why an identifier opens nothing. The door clears the cookie, and counts the reason, for every one of them. */
export type NoSession =
  /** No identifier by its form: no query was made. */
  | 'malformed'
  | 'unknown'
  | 'expired'
  /** Ended from afar: everywhere signed out, suspended, password reset. */
  | 'revoked'
  | 'other_portal'
  | 'other_host'
  /** An identifier that was renewed long ago: the whole session has been ended. */
  | 'replayed'
  /** The clock says that it was used in the future. */
  | 'clock'
  | 'corrupted'

/** A session before sign-in: it holds a little, and nobody. */
export interface PreSession {
  readonly session: number
  readonly data: PreData
  /** Unix milliseconds. */
  readonly expiresAt: number
}

/** What an identifier opens. */
export type FoundSession =
  | {
      readonly state: 'live'
      readonly signedIn: SignedIn
      /** The identifier to set from now on, whatever the answer is; null: as it was. */
      readonly renewedId: string | null
      /** `Max-Age` for {@link renewedId}; null for a browser session. */
      readonly keptSeconds: number | null
      /** What the session was asked to hold for a while; null for nothing. */
      readonly held: PreData | null
      /** SHA-256 of the identifier before the last renewal, lower-case hex: forms of that time are its own too. */
      readonly formerHash: string | null
    }
  | { readonly state: 'pre'; readonly pre: PreSession }
  | { readonly state: 'none'; readonly reason: NoSession }

/** A session that has just begun, or goes on under a new identifier. */
export interface StartedSession {
  /** The value of the cookie: it is nowhere else. */
  readonly id: string
  /** `Max-Age` of the cookie; null for a browser session. */
  readonly keptSeconds: number | null
}

/** Somebody about to be signed in. */
export interface SignInOrder {
  readonly user: StoredUser
  readonly level: AuthLevel
  /** Whether the browser keeps the cookie when it closes. */
  readonly kept: boolean
  /** Of `deviceLabel`. */
  readonly label: string
  /** The identifier that the browser sent, whatever it is: it ends (privacy.md S03 to S05). */
  readonly presented: string | null
  /** The session that this one goes on from: it proves nothing anew, and lasts no longer. */
  readonly continues?: Pick<StoredSession, 'authenticatedAt' | 'absoluteExpiry' | 'providerSession'>
  /** Of an identity provider's session, see `providerSession`. */
  readonly providerSession?: string | null
}

/** A proof that somebody who is signed in gave. */
export interface GivenProof {
  readonly level: AuthLevel
  /** Of `providerSession`: where it was given, if at an identity provider. */
  readonly providerSession?: string | null
}

/** Sessions as doors and use cases know them. */
export interface SessionDesk {
  /** Who this identifier signs in: one query, none for what is no identifier by its form. */
  find(place: Place, id: string): Promise<FoundSession>
  /** Signs somebody in under a new identifier. `session_gone` when they may not sign in any more. */
  start(place: Place, order: SignInOrder): Promise<StartedSession>
  /** Begins a session before sign-in; the identifier that the browser sent ends. */
  startPre(place: Place, data: PreData, presented: string | null): Promise<StartedSession>
  /** A new identifier after a proof given now. `session_gone`. */
  prove(portal: StoredPortal, signedIn: SignedIn, proof: GivenProof): Promise<StartedSession>
  /** Ends all other sessions of the person; this one goes on under a new identifier. `session_gone`. */
  endOthers(portal: StoredPortal, signedIn: SignedIn): Promise<StartedSession>
  /** Signs out: ends what the identifier opens, and nothing when it opens nothing. */
  end(id: string): Promise<void>
  /** Own sessions, last used first. */
  list(portal: StoredPortal, signedIn: SignedIn): Promise<readonly OwnSession[]>
  /** Ends one own session. `session_gone`. */
  revoke(portal: StoredPortal, signedIn: SignedIn, session: number): Promise<void>
}

/** What the desk works with. */
export interface DeskPorts extends Pick<Ports, 'sessions' | 'clock'> {
  readonly extraGrants: ExtraGrants
}

const NO_EXTRA: ExtraGrants = () => []

/** The one desk of a process; `extraGrants` are those of groups. */
export function sessionDesk(
  ports: Pick<Ports, 'sessions' | 'clock'>,
  extraGrants: ExtraGrants = NO_EXTRA,
): SessionDesk {
  const { sessions, clock } = ports
  const own: DeskPorts = { sessions, clock, extraGrants }
  return { find: (place, id) => findSession(own, place, id), ...sessionKeeper(own) }
}

/** `Max-Age` of a session's cookie. */
export const keptSeconds = (
  { kept, absoluteExpiry }: Pick<StoredSession, 'kept' | 'absoluteExpiry'>,
  now: number,
): number | null => (kept ? Math.max(0, Math.floor((absoluteExpiry - now) / 1000)) : null)
