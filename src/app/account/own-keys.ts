import { readName } from '../../core/account/account.ts'
import type { SignedIn } from '../../core/account/signed-in.ts'
import { VitrineError } from '../../core/errors.ts'
import { decideDataset } from '../../core/permission/decide.ts'
import { makeKey } from '../permission/manage-keys.ts'
import { accessOf } from '../portal/live-portals.ts'
import type { StoredPortal } from '../ports/catalog-store.ts'
import type { StoredKey } from '../ports/key-store.ts'
import type { AccountServices } from './account-services.ts'
import { requireFresh } from './actor.ts'

/** Days after which a key ends at the latest. */
const MOST_DAYS = 365
/** Keys of one person that have not ended. */
const MOST_KEYS = 50

/** A key to make for oneself. */
export interface OwnKeyToMake {
  readonly name: string
  /** Identifiers of datasets; null for all that the person may see, those to come with them. */
  readonly datasets: readonly string[] | null
  /** Days until it ends, 1 to 365. */
  readonly days: number
}

/** Own keys, newest first, those that have ended with them. Sessions ending does not end them. */
export async function ownKeys(
  { keys }: Pick<AccountServices, 'keys'>,
  portal: StoredPortal,
  { user }: SignedIn,
): Promise<readonly StoredKey[]> {
  return (await keys.listKeys(portal.id)).filter(({ userId }) => userId === user.id).toReversed()
}

/**
 * Makes a key that opens what the person may see, at most and at any time: when their rights change, so do its. It is in
 * the answer and nowhere else. A sensitive act. Faults: `proof_needed`, `name_invalid`, `dataset_unknown`,
 * `access_forbidden` past the fiftieth.
 */
export async function makeOwnKey(
  services: AccountServices,
  portal: StoredPortal,
  { signedIn, ...asked }: OwnKeyToMake & { readonly signedIn: SignedIn },
): Promise<{ readonly key: string; readonly stored: StoredKey }> {
  requireFresh(services, signedIn)
  const name = readName(asked.name)
  if (name === null) throw new VitrineError('name_invalid')
  const now = services.clock.now().getTime()
  const open = (await ownKeys(services, portal, signedIn)).filter(
    ({ revokedAt, expiresAt }) => revokedAt === null && Date.parse(expiresAt ?? '') > now,
  )
  if (open.length >= MOST_KEYS) throw new VitrineError('access_forbidden')
  for (const dataset of asked.datasets ?? []) await requireSeen(services, portal, { signedIn, dataset })
  const days = Math.min(MOST_DAYS, Math.max(1, Math.floor(asked.days)))
  return makeKey(services, portal, {
    ...{ name, datasets: asked.datasets, where: null, fields: null, callsPerDay: null },
    expiresAt: new Date(now + days * 86_400_000).toISOString(),
    userId: signedIn.user.id,
  })
}

/** A dataset that the person may not see is not there. */
async function requireSeen(
  { catalog }: Pick<AccountServices, 'catalog'>,
  portal: StoredPortal,
  { signedIn, dataset }: { readonly signedIn: SignedIn; readonly dataset: string },
): Promise<void> {
  const found = await catalog.resolveDataset(portal.id, dataset)
  if (found.found !== 'nothing' && decideDataset(accessOf(portal), signedIn.caller, found.dataset) !== null)
    return
  throw new VitrineError('dataset_unknown', { dataset })
}

/** Ends an own key for ever. `key_unknown`. */
export async function revokeOwnKey(
  services: Pick<AccountServices, 'keys' | 'clock'>,
  portal: StoredPortal,
  { signedIn, key }: { readonly signedIn: SignedIn; readonly key: number },
): Promise<StoredKey> {
  const own = await ownKeys(services, portal, signedIn)
  if (!own.some(({ id }) => id === key)) throw new VitrineError('key_unknown', { key })
  return services.keys.revokeKey(portal.id, key, services.clock.now())
}
