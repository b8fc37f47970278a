import type { StoredUser } from './account-store.ts'

/** Somebody as a provider names them. */
export interface LinkedIdentity {
  readonly issuer: string
  readonly subject: string
  /** Of the portal's providers, by which they came first. */
  readonly provider: string
}

/** Who at which provider is who on a portal. Every method is one transaction. */
export interface IdentityStore {
  /** Null when nobody of the portal is linked to it. */
  findLinked(portalId: number, identity: Omit<LinkedIdentity, 'provider'>): Promise<StoredUser | null>
  /**
   * Links somebody. False when the identity is somebody else's, or the person has another one of the same issuer: an address
   * may have gone to somebody new.
   */
  link(portalId: number, userId: number, identity: LinkedIdentity, at: Date): Promise<boolean>
  /** By issuer. */
  identitiesOf(portalId: number, userId: number): Promise<readonly LinkedIdentity[]>
  /** Uses a logout token: true once a token, until it has expired and is no good anyway. */
  useLogoutToken(
    portalId: number,
    token: { readonly provider: string; readonly token: string; readonly expiresAt: Date },
    now: Date,
  ): Promise<boolean>
}
