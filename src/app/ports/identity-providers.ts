import type { IdentityProvider } from '../../core/account/identity-provider.ts'

/** What ties the way back from a provider to the browser that went there; kept in the session before sign-in. */
export interface TripChecks {
  readonly state: string
  readonly nonce: string
  /** Of PKCE. */
  readonly verifier: string
  /** When they left, Unix seconds. */
  readonly began: number
}

/** What a provider says of somebody. */
export interface Identity {
  readonly issuer: string
  /** Theirs for ever, unlike an address. */
  readonly subject: string
  readonly email: string | null
  /** Whether the provider has seen to it that the address is theirs. */
  readonly emailVerified: boolean
  readonly name: string | null
  /** Values of the claim that groups are mapped from. */
  readonly groups: readonly string[]
  /** Of their session there (`sid`); null when the provider does not say. */
  readonly session: string | null
}

/** Whom a provider signs out: somebody, a session of somebody, or both, of which the person counts. */
export interface SignedOutIdentity {
  readonly issuer: string
  readonly subject: string | null
  /** As of {@link Identity}. */
  readonly session: string | null
  /** Identifier of the token, used once. */
  readonly token: string
  /** Until when the token would be good. */
  readonly expiresAt: Date
}

/** A way to a provider and back. */
export interface IdentityTrip {
  /** Where they come back to. */
  readonly callback: string
  /** Whether they have to prove there who they are, even if they are signed in. */
  readonly fresh: boolean
}

/**
 * OpenID Connect, towards the providers. Faults: `identity_unavailable` when the provider does not answer, or not as one;
 * `identity_refused` when what it says does not hold.
 */
export interface IdentityProviders {
  /** Where to send the visitor. */
  begin(
    provider: IdentityProvider,
    trip: IdentityTrip,
  ): Promise<{ readonly url: string; readonly checks: TripChecks }>
  /**
   * Who somebody is who came back to this address. Everything that binds the answer to the question is checked, and of a
   * `fresh` one that they proved who they are since they left.
   */
  finish(
    provider: IdentityProvider,
    arrived: URL,
    checks: TripChecks & Pick<IdentityTrip, 'fresh'>,
  ): Promise<Identity>
  /** Whom a signed logout token names (OpenID Connect Back-Channel Logout 1.0 §2.6). */
  readLogout(provider: IdentityProvider, token: string): Promise<SignedOutIdentity>
}
