import { hkdfSync } from 'node:crypto'

/** What a key is for; a key of one purpose says nothing about that of another. */
export type KeyPurpose = 'csrf' | 'consent' | 'reset' | 'embed' | 'policy' | 'totp'

/** Whose key, for what, in which generation: two generations are valid while keys are changed. */
export interface KeyName {
  readonly purpose: KeyPurpose
  /** Identifier of the portal that never changes: `p_7`. */
  readonly portal: string
  readonly version: number
}

const SALT = new Uint8Array(32)
const KEY_BYTES = 32

/** The key of a portal for one purpose, derived from the deployment's own: HKDF-SHA256, 32 bytes (privacy.md §1.0). */
export const portalKey = (master: Uint8Array, { purpose, portal, version }: KeyName): Uint8Array =>
  new Uint8Array(hkdfSync('sha256', master, SALT, `vitrine/${purpose}/${portal}/${version}`, KEY_BYTES))
