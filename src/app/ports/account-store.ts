import type { AccountState } from '../../core/account/account.ts'
import type { RoleName } from '../../core/account/roles.ts'
import type { TokenPurpose } from '../../core/account/token-life.ts'

/** A person to keep. */
export interface NewUser {
  readonly portalId: number
  /** As written; two spellings that differ by letter case are the same. */
  readonly email: string
  readonly name: string
  /** Language of the profile; null when none was chosen. */
  readonly language: string | null
  readonly state: AccountState
  /** Hash of the password, a PHC string; null when there is none (invited, single sign-on). */
  readonly password: string | null
  readonly roles: readonly RoleName[]
}

/** A person of one portal. */
export interface StoredUser extends NewUser {
  readonly id: number
  /** ISO 8601 instant. */
  readonly createdAt: string
  /** The day alone. */
  readonly signedInOn: string | null
  /** Rises with every change of what the person may do: what is remembered of an earlier one is no longer true. */
  readonly rightsEpoch: number
  /** Rises when all sessions of the person end: nothing proven before opens one any more. */
  readonly sessionEpoch: number
}

/** Members to change; what is left out stays. */
export interface UserChange extends Partial<Omit<NewUser, 'portalId'>> {
  readonly signedInOn?: string
  /** `state` changes from this one alone, whatever was read before; the rest of the change holds all the same. */
  readonly onlyFrom?: AccountState
  /** Ends all sessions of the person, on every node, at their next request. */
  readonly endSessions?: true
}

/** What a one-time token is for. */
export type TokenKind = TokenPurpose

/** A one-time token as kept: never itself, only its digest. */
export interface NewToken {
  readonly portalId: number
  readonly kind: TokenKind
  /** SHA-256 of the token, lower-case hex. */
  readonly digest: string
  /** Null for a token that makes a person. */
  readonly userId: number | null
  /** The new address, for `change_email`; else null. */
  readonly email: string | null
  readonly expiresAt: Date
}

/** Which token is meant. */
export interface TokenProof {
  readonly portalId: number
  readonly kind: TokenKind
  readonly digest: string
}

/** What a good token says. */
export interface GoodToken {
  readonly userId: number | null
  readonly email: string | null
}

/** A page of people. */
export interface UserPage {
  readonly users: readonly StoredUser[]
  readonly total: number
}

export interface UserQuestion {
  /** Part of an address or name, any letter case; null for all. */
  readonly search: string | null
  readonly state: AccountState | null
  readonly offset: number
  readonly limit: number
}

/**
 * People of portals and their one-time tokens. Every method is one transaction; faults `user_unknown`, `email_taken`,
 * `last_administrator` for what would leave a portal without anybody active who is one, `catalog_unavailable`. A person
 * of another portal is not there.
 */
export interface AccountStore {
  /** Takes the place of an account of the same address that nobody has confirmed, unless nobody has this one either. */
  addUser(user: NewUser, at: Date): Promise<StoredUser>
  findUser(portalId: number, id: number): Promise<StoredUser | null>
  findUserByEmail(portalId: number, email: string): Promise<StoredUser | null>
  /** By address. */
  listUsers(portalId: number, question: UserQuestion): Promise<UserPage>
  /** People of any state. */
  countUsers(portalId: number): Promise<number>
  /** Those who may sign in with this role. */
  countActive(portalId: number, role: RoleName): Promise<number>
  /**
   * A change of roles raises the person's rights at their next request; one of password or address, and being
   * suspended, ends open links. An account that nobody has confirmed gives its address up to who changes theirs to
   * it.
   */
  changeUser(portalId: number, id: number, change: UserChange): Promise<StoredUser>
  /** Puts another hash of the same password in the place of `from`, unless it has changed meanwhile. */
  renewHash(portalId: number, id: number, hash: { readonly from: string; readonly to: string }): Promise<void>
  /** Forgets accounts made before then that nobody confirmed, once no link of theirs is good; returns how many. */
  removeUnconfirmed(before: Date, now: Date): Promise<number>
  /** Says that what somebody may do has changed elsewhere (groups): their sessions get new identifiers. */
  touchRights(portalId: number, ids: readonly number[]): Promise<void>
  /** Takes the person away with sessions, tokens and factors; their keys end, and name nobody any more. */
  removeUser(portalId: number, id: number, at: Date): Promise<void>
  /** The same for somebody who still waits (`unapproved`); false, and nothing happens, when they do not. */
  refuseUser(portalId: number, id: number, at: Date): Promise<boolean>

  /** Keeps a token; earlier ones of the same kind and person are no good any more. */
  addToken(token: NewToken): Promise<void>
  /** What a token says while it is good, without using it. */
  peekToken(proof: TokenProof, now: Date): Promise<GoodToken | null>
  /** Uses a token: exactly one caller gets it. */
  takeToken(proof: TokenProof, now: Date): Promise<GoodToken | null>
  /** Whether the portal has a good token of this kind. */
  hasToken(portalId: number, kind: TokenKind, now: Date): Promise<boolean>
  /** Forgets what has expired; returns how many. */
  removeExpiredTokens(now: Date): Promise<number>
}
