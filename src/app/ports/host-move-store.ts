import type { FoundRow } from './session-store.ts'

/** `code`: on its way between two hosts. `arrival`: on the other host, waiting for its visitor's word. */
export type MoveStage = 'code' | 'arrival'

/** A session on its way to another host of its portal. */
export interface HostMove {
  /** SHA-256 of the code, lower-case hex. */
  readonly digest: string
  /** The session that goes; it stays where it is as well. */
  readonly session: number
  readonly portalId: number
  readonly fromHost: string
  readonly toHost: string
  readonly stage: MoveStage
  readonly expiresAt: Date
}

/** A code that was used, and what its session is by now. */
export interface TakenMove extends FoundRow {
  readonly move: HostMove
}

/** Codes that take sessions from host to host (privacy.md I7); none outlives its session. Every method is one transaction. */
export interface HostMoveStore {
  /** Keeps a code; an earlier one of the same session is no good any more. False when the session has ended. */
  add(move: HostMove): Promise<boolean>
  /** Uses a code up, whatever it is good for: exactly one caller gets it. Null when there is no such code. */
  take(digest: string): Promise<TakenMove | null>
  /** Forgets what has expired; returns how many. */
  removeExpired(now: Date): Promise<number>
}
