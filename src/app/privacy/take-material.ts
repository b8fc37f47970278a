import { type ConsentOffer, consentOffer } from '../../core/privacy/consent-state.ts'
import { materialOf, NO_MATERIAL, nextMaterial } from '../../core/privacy/material-revision.ts'
import { servicesOf } from '../../core/privacy/services/services-of.ts'
import type { StoredPortal } from '../ports/catalog-store.ts'
import type { ConsentStore, StoredMaterial } from '../ports/consent-store.ts'

/** A portal that asks for nothing and never did. */
export const NOTHING_ASKED: ConsentOffer = consentOffer([], NO_MATERIAL)

/**
 * What a portal asks its visitors for, taken in where the portal is: a configuration or a release that reaches further
 * makes the next material revision (privacy.md §2.4). `newest` is what was on offer before. A process whose configuration
 * is older than the one that was taken in last changes nothing.
 */
export async function takeMaterial(
  store: Pick<ConsentStore, 'addMaterial'>,
  portal: Pick<StoredPortal, 'id' | 'config' | 'configVersion'>,
  newest: StoredMaterial | undefined,
): Promise<ConsentOffer> {
  const services = servicesOf(portal.config)
  const before = newest?.detail ?? NO_MATERIAL
  if (newest !== undefined && newest.configVersion > portal.configVersion)
    return consentOffer(services, before)
  const next = nextMaterial(before, materialOf(services))
  if (next === before)
    return services.length === 0 && newest === undefined ? NOTHING_ASKED : consentOffer(services, before)
  const kept = await store.addMaterial({
    portalId: portal.id,
    seq: (newest?.seq ?? 0) + 1,
    configVersion: portal.configVersion,
    detail: next,
  })
  return consentOffer(services, kept.detail)
}
