import { createPrivateKey, createPublicKey, sign } from 'node:crypto'
import { canonicalJson } from '../../core/privacy/policy/content-hash.ts'
import type { PolicyJson } from '../../core/privacy/policy/policy-json.ts'
import { portalKey } from '../../core/privacy/portal-key.ts'

/** What stands before the 32 bytes of an Ed25519 key in PKCS #8 (RFC 8410 §7). */
const PKCS8_HEAD = Buffer.from('302e020100300506032b657004220420', 'hex')
/** An SPKI of Ed25519 ends in the key. */
const PUBLIC_BYTES = 32

/** The machine-readable policy, whole. */
export type SignedPolicy = PolicyJson & { readonly signature: string }

/**
 * Signs a portal's policy with a key of its own, derived from the deployment's secret. The public key stands beside the
 * signature: that proves nothing to who sees it for the first time, but whoever noted the key can tell later that a copy
 * was published here, unchanged. It changes when the deployment's secret does.
 */
export function signPolicy(master: Uint8Array, portalId: number, policy: PolicyJson): SignedPolicy {
  const seed = portalKey(master, { purpose: 'policy', portal: `p_${portalId}`, version: 1 })
  const key = createPrivateKey({ key: Buffer.concat([PKCS8_HEAD, seed]), format: 'der', type: 'pkcs8' })
  const spki = createPublicKey(key).export({ format: 'der', type: 'spki' })
  const signature = sign(null, Buffer.from(canonicalJson(policy)), key)
  const parts = [spki.subarray(-PUBLIC_BYTES), signature].map(bytes => bytes.toString('base64url'))
  return { ...policy, signature: ['ed25519', ...parts].join('.') }
}
