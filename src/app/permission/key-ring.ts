import { narrowGrants, rightsName } from '../../core/account/merge-grants.ts'
import type { Grant, KeyCaller } from '../../core/permission/caller.ts'
import { type ExtraGrants, grantsOf } from '../account/caller-of.ts'
import type { StoredPortal } from '../ports/catalog-store.ts'
import type { StoredKey } from '../ports/key-store.ts'
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

type RingPorts = Pick<Ports, 'keys' | 'accounts' | 'clock'>

/**
 * Remembers all the keys of a portal from the first one that is shown, until the portal's counter of keys moves; so a
 * revoked key ends at the next look at the counters, and who tries keys never reaches the database.
 */
export function keyRing(ports: RingPorts, extraGrants: ExtraGrants = () => []): KeyRing {
  const { clock } = ports
  const rings = new Map<number, Ring>()
  const ringOf = (portal: StoredPortal): Ring => {
    const known = rings.get(portal.id)
    if (known !== undefined && known.version === portal.keyVersion) return known
    const ring = { version: portal.keyVersion, keys: readKeys(ports, portal, extraGrants) }
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

async function readKeys(
  { keys, accounts }: RingPorts,
  portal: StoredPortal,
  extraGrants: ExtraGrants,
): Promise<ReadonlyMap<string, Held>> {
  const stored = (await keys.listKeys(portal.id)).filter(key => key.revokedAt === null)
  const owners = new Map<number, readonly Grant[]>()
  for (const userId of new Set(stored.map(key => key.userId)))
    if (userId !== null) {
      const user = await accounts.findUser(portal.id, userId)
      if (user?.state === 'active') owners.set(userId, grantsOf(user, await extraGrants(portal, user)))
    }
  return new Map(
    stored.flatMap(key => {
      const grants = key.userId === null ? key.grants : withinRights(key.grants, owners.get(key.userId))
      return grants === null ? [] : [[key.digest, heldOf({ ...key, grants })] as const]
    }),
  )
}

/** A person's key opens at most what the person may see now; nothing when they may not sign in. */
const withinRights = (
  grants: readonly Grant[],
  owner: readonly Grant[] | undefined,
): readonly Grant[] | null => (owner === undefined ? null : narrowGrants(grants, owner))

const heldOf = ({ id, grants, callsPerDay, expiresAt }: StoredKey): Held => ({
  caller: { kind: 'key', id, grants, callsPerDay, rights: rightsName(grants) },
  expires: expiresAt === null ? Number.POSITIVE_INFINITY : Date.parse(expiresAt),
})
