/** What a person can prove beside a password. */
export interface FactorSummary {
  readonly totp: boolean
  readonly passkeys: number
  /** Recovery codes that are left. */
  readonly recoveryCodes: number
}

/** The secret of one-time codes, encrypted. */
export interface SealedTotp {
  readonly sealed: string
  /** Generation of the key that it is encrypted with. */
  readonly keyVersion: number
  /** Whether a code of it was shown once: until then it proves nothing. */
  readonly confirmed: boolean
}

/** A passkey to keep. */
export interface NewPasskey {
  readonly userId: number
  readonly portalId: number
  /** base64url. */
  readonly credentialId: string
  /** COSE, base64url. */
  readonly publicKey: string
  readonly counter: number
  readonly transports: readonly string[]
  /** The host that it is bound to. */
  readonly host: string
  readonly name: string
}

export interface StoredPasskey extends NewPasskey {
  readonly id: number
  /** ISO 8601 instant. */
  readonly createdAt: string
  /** The day alone. */
  readonly lastUsedOn: string | null
}

/** Second factors of people. Every method is one transaction. */
export interface FactorStore {
  summaryOf(userId: number): Promise<FactorSummary>

  /** Keeps a secret that proves nothing yet; false when there is one that does. */
  proposeTotp(userId: number, totp: Omit<SealedTotp, 'confirmed'>, at: Date): Promise<boolean>
  findTotp(userId: number): Promise<SealedTotp | null>
  /** Uses the code of a step of time: true once a step, and never for an earlier one. `confirm` makes the secret count. */
  useTotpStep(userId: number, step: number, options?: { readonly confirm: boolean }): Promise<boolean>
  removeTotp(userId: number): Promise<void>

  /** Codes made before are no good any more. */
  replaceRecoveryCodes(userId: number, digests: readonly string[]): Promise<void>
  /** True once a code. */
  useRecoveryCode(userId: number, digest: string): Promise<boolean>

  /** `passkey_refused` when the portal has this credential already. */
  addPasskey(passkey: NewPasskey, at: Date): Promise<StoredPasskey>
  listPasskeys(userId: number): Promise<readonly StoredPasskey[]>
  findPasskey(portalId: number, credentialId: string): Promise<StoredPasskey | null>
  /** False when the counter did not rise: then the passkey was copied. Both 0: it does not count. */
  usePasskey(id: number, use: { readonly counter: number; readonly day: string }): Promise<boolean>
  /** False when the person has no such passkey. */
  removePasskey(userId: number, id: number): Promise<boolean>
}
