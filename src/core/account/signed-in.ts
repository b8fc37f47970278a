import type { UserCaller } from '../permission/caller.ts'

/** How sure we are of who is signed in: a password or an identity provider alone, or a second factor beside it. */
export type AuthLevel = 1 | 2

/** Who is signed in, as a request finds them. */
export interface SignedIn {
  readonly user: {
    readonly id: number
    readonly email: string
    readonly name: string
    /** Language of the profile; null when none was chosen. */
    readonly language: string | null
  }
  /** The session's row, for lists of sessions; never the cookie. */
  readonly session: number
  readonly level: AuthLevel
  /** When they last proved who they are, Unix milliseconds: sensitive acts ask again after 15 minutes. */
  readonly authenticatedAt: number
  /** Whether back-office rights wait for a second factor, which the portal asks for. */
  readonly secondFactorDue: boolean
  /** What they may do. */
  readonly caller: UserCaller
}
