import type { StoredUser } from './account-store.ts'

/** Somebody as a provider names them. */
export interface LinkedIdentity {
  readonly issuer: string
  readonly subject: string
  /** Of the portal's providers, by which they came first. */
  readonly provider: string
}

/** An identity of somebody, as it stands. */
export interface StoredIdentity extends LinkedIdentity {
  /** ISO 8601 instant. */
  readonly linkedAt: string
}

/**
 * - `linked`: it is theirs;
 * - `taken`: it is somebody else's, or they have another one of the same issuer: an address may have gone to somebody new;
 * - `unlinked`: its person took it away, and has not asked for it again.
 */
export type LinkOutcome = 'linked' | 'taken' | 'unlinked'

/** Who at which provider is who on a portal. Every method is one transaction. */
export interface IdentityStore {
  /** Null when nobody of the portal is linked to it. */
  findLinked(portalId: number, identity: Omit<LinkedIdentity, 'provider'>): Promise<StoredUser | null>
  /** Links somebody as they come. */
  link(portalId: number, userId: number, identity: LinkedIdentity, at: Date): Promise<LinkOutcome>
  /** Links somebody who asks for it, whatever was taken away before: never `unlinked`. */
  linkAgain(portalId: number, userId: number, identity: LinkedIdentity, at: Date): Promise<LinkOutcome>
  /** Takes an identity away; it opens nothing, until {@link linkAgain}. False when they have none of this issuer. */
  unlink(portalId: number, userId: number, issuer: string, at: Date): Promise<boolean>
  /** By issuer. */
  identitiesOf(portalId: number, userId: number): Promise<readonly StoredIdentity[]>
  /** Uses a logout token: true once a token, until it has expired and is no good anyway. */
  useLogoutToken(
    portalId: number,
    token: { readonly provider: string; readonly token: string; readonly expiresAt: Date },
    now: Date,
  ): Promise<boolean>
}
