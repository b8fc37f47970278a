import { type KeyPurpose, portalKey } from '../core/privacy/portal-key.ts'

/** The deployment's secrets, the one in force first. */
export type Secrets = readonly [Uint8Array, ...Uint8Array[]]

/** Keys of a portal for one purpose, the one in force first (privacy.md §1.0). */
export function portalKeys(
  [current, ...before]: Secrets,
  purpose: KeyPurpose,
  portal: { readonly id: number },
): readonly [Uint8Array, ...Uint8Array[]] {
  const name = { purpose, portal: `p_${portal.id}`, version: 1 }
  return [portalKey(current, name), ...before.map(secret => portalKey(secret, name))]
}
