import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { portalKey } from '../../core/privacy/portal-key.ts'

const IV_BYTES = 12
const TAG_BYTES = 16
/** Generation of the key that new secrets are encrypted with. */
export const TOTP_KEY_VERSION = 1

/** Whose secret: it opens for nobody else, whatever row it is copied to. */
export interface SecretOwner {
  readonly portalId: number
  readonly userId: number
  readonly keyVersion: number
}

const keyOf = (master: Uint8Array, { portalId, keyVersion }: SecretOwner): Uint8Array =>
  portalKey(master, { purpose: 'totp', portal: `p_${portalId}`, version: keyVersion })

const ownerText = ({ portalId, userId }: SecretOwner): Buffer => Buffer.from(`totp/${portalId}/${userId}`)

/** Encrypts a secret (AES-256-GCM) under a key that is derived from the deployment's: a database copy gives no codes. */
export function sealSecret(master: Uint8Array, owner: SecretOwner, secret: Uint8Array): string {
  const iv = randomBytes(IV_BYTES)
  const cipher = createCipheriv('aes-256-gcm', keyOf(master, owner), iv)
  cipher.setAAD(ownerText(owner))
  const body = Buffer.concat([cipher.update(secret), cipher.final()])
  return Buffer.concat([iv, cipher.getAuthTag(), body]).toString('base64url')
}

/**
 * What was sealed, by any of the deployment's secrets; null when it was changed, belongs to somebody else or to another
 * deployment.
 */
export function openSealed(
  masters: readonly Uint8Array[],
  owner: SecretOwner,
  sealed: string,
): Uint8Array | null {
  const bytes = Buffer.from(sealed, 'base64url')
  if (bytes.length <= IV_BYTES + TAG_BYTES) return null
  for (const master of masters) {
    const opened = openWith(master, owner, bytes)
    if (opened !== null) return opened
  }
  return null
}

function openWith(master: Uint8Array, owner: SecretOwner, bytes: Buffer): Uint8Array | null {
  const decipher = createDecipheriv('aes-256-gcm', keyOf(master, owner), bytes.subarray(0, IV_BYTES))
  decipher.setAAD(ownerText(owner))
  decipher.setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES))
  try {
    return Buffer.concat([decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES)), decipher.final()])
  } catch {
    return null
  }
}
