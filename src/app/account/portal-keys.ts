import { readName } from '../../core/account/account.ts'
import { VitrineError } from '../../core/errors.ts'
import { makeKey } from '../permission/manage-keys.ts'
import type { StoredPortal } from '../ports/catalog-store.ts'
import type { StoredKey } from '../ports/key-store.ts'
import type { AccountServices } from './account-services.ts'
import { type Actor, holds, requireFresh, requirePermission } from './actor.ts'

/** Days after which a key ends at the latest. */
const MOST_DAYS = 3650

/** A key of the portal itself to make. */
export interface PortalKeyToMake {
  readonly actor: Actor
  readonly name: string
  /** Identifiers of datasets; null for all, those to come with them. */
  readonly datasets: readonly string[] | null
  /** Days until it ends; null for never. */
  readonly days: number | null
}

/** Every key of a portal, newest first, those that have ended with them. `access_forbidden`. */
export async function portalKeys(
  { keys }: Pick<AccountServices, 'keys'>,
  portal: StoredPortal,
  actor: Actor,
): Promise<readonly StoredKey[]> {
  requirePermission(actor, 'portal.manage')
  return (await keys.listKeys(portal.id)).toReversed()
}

/**
 * Makes a key that is nobody's, and outlives who made it. A sensitive act, of somebody who may read everything. It is in
 * the answer and nowhere else. Faults: `access_forbidden`, `proof_needed`, `name_invalid`, `dataset_unknown`.
 */
export async function makePortalKey(
  services: AccountServices,
  portal: StoredPortal,
  { actor, ...asked }: PortalKeyToMake,
): Promise<{ readonly key: string; readonly stored: StoredKey }> {
  requirePermission(actor, 'portal.manage')
  requireFresh(services, actor)
  if (actor !== 'operator' && !holds(actor.caller.grants, 'records.read'))
    throw new VitrineError('access_forbidden')
  const name = readName(asked.name)
  if (name === null) throw new VitrineError('name_invalid')
  const days = asked.days === null ? null : Math.min(MOST_DAYS, Math.max(1, Math.floor(asked.days)))
  const now = services.clock.now().getTime()
  return makeKey(services, portal, {
    ...{ name, datasets: asked.datasets, where: null, fields: null, callsPerDay: null },
    expiresAt: days === null ? null : new Date(now + days * 86_400_000).toISOString(),
  })
}

/** Ends a key of the portal, or of one of its people, for ever. Faults: `access_forbidden`, `proof_needed`, `key_unknown`. */
export async function revokePortalKey(
  services: Pick<AccountServices, 'keys' | 'clock'>,
  portal: StoredPortal,
  { actor, key }: { readonly actor: Actor; readonly key: number },
): Promise<StoredKey> {
  requirePermission(actor, 'portal.manage')
  requireFresh(services, actor)
  return services.keys.revokeKey(portal.id, key, services.clock.now())
}
