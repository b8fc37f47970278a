import { createHash } from 'node:crypto'
import type { KeyCaller } from '../../core/permission/caller.ts'
import type { StoredPortal } from '../ports/catalog-store.ts'
import type { KeyStore, StoredKey } from '../ports/key-store.ts'
import type { Ports } from '../ports/ports.ts'
import { isKeyText, keyDigest } from './key-text.ts'

/** The keys of portals, in memory. */
export interface KeyRing {
  /** Who holds this key of this portal; null for what is no key of it, or one that has ended. */
  callerOf(portal: StoredPortal, key: string): Promise<KeyCaller | null>
}

interface Ring {
  readonly version: number
  readonly keys: Promise<ReadonlyMap<string, Held>>
}

interface Held {
  readonly caller: KeyCaller
  /** Unix milliseconds. */
  readonly expires: number
}

/**
 * Remembers all the keys of a portal from the first one that is shown, until the portal's counter of keys moves; so a
 * revoked key ends at the next look at the counters, and who tries keys never reaches the database.
 */
export function keyRing({ keys, clock }: Pick<Ports, 'keys' | 'clock'>): KeyRing {
  const rings = new Map<number, Ring>()
  const ringOf = (portal: StoredPortal): Ring => {
    const known = rings.get(portal.id)
    if (known !== undefined && known.version === portal.keyVersion) return known
    const ring = { version: portal.keyVersion, keys: readKeys(keys, portal.id) }
    rings.set(portal.id, ring)
    // a failure is not remembered
    ring.keys.catch(() => {
      if (rings.get(portal.id) === ring) rings.delete(portal.id)
    })
    return ring
  }
  return {
    callerOf: async (portal, key) => {
      if (!isKeyText(key)) return null
      const held = (await ringOf(portal).keys).get(keyDigest(key))
      return held === undefined || held.expires <= clock.now().getTime() ? null : held.caller
    },
  }
}

async function readKeys(keys: KeyStore, portalId: number): Promise<ReadonlyMap<string, Held>> {
  const stored = await keys.listKeys(portalId)
  return new Map(stored.filter(key => key.revokedAt === null).map(key => [key.digest, heldOf(key)]))
}

const heldOf = ({ id, grants, callsPerDay, expiresAt }: StoredKey): Held => ({
  caller: { kind: 'key', id, grants, callsPerDay, rights: nameOf(grants) },
  expires: expiresAt === null ? Number.POSITIVE_INFINITY : Date.parse(expiresAt),
})

/** A short name for equal grants. */
const nameOf = (grants: StoredKey['grants']): string =>
  createHash('sha256').update(JSON.stringify(grants)).digest('base64url').slice(0, 16)
