import { randomBytes } from 'node:crypto'
import { SESSION_ID_BYTES, secretDigest } from '../../core/account/session-id.ts'

/** Something that only its holder knows, and what is kept of it. */
export interface NewSecret {
  /** 43 characters of base64url. */
  readonly text: string
  readonly digest: string
}

/** A new identifier or one-time token: 256 random bits, which nobody finds by trying. */
export function newSecret(): NewSecret {
  const text = randomBytes(SESSION_ID_BYTES).toString('base64url')
  return { text, digest: secretDigest(text) }
}
