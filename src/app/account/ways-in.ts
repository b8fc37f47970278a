import type { IdentityProvider } from '../../core/account/identity-provider.ts'
import { VitrineError } from '../../core/errors.ts'
import type { StoredPortal } from '../ports/catalog-store.ts'
import type { StoredIdentity } from '../ports/identity-store.ts'
import type { AccountServices } from './account-services.ts'

/** An identity of somebody, and the provider that vouches for it, where the portal still has it. */
export interface OwnIdentity extends StoredIdentity {
  readonly by: IdentityProvider | null
}

/** Identities of somebody. */
export async function ownIdentities(
  { identities }: Pick<AccountServices, 'identities'>,
  portal: StoredPortal,
  userId: number,
): Promise<readonly OwnIdentity[]> {
  const declared = portal.config.identityProviders ?? []
  return (await identities.identitiesOf(portal.id, userId)).map(identity => ({
    ...identity,
    by: declared.find(({ id, issuer }) => id === identity.provider && issuer === identity.issuer) ?? null,
  }))
}

/** What is about to be taken away from somebody. */
export interface LostWay {
  readonly userId: number
  /** Identities of this issuer. */
  readonly issuer?: string
  readonly passkeys?: number
}

/** Refuses to take the last way into an account: a password, a passkey or a provider that the portal has. `last_way_in`. */
export async function requireAnotherWay(
  services: Pick<AccountServices, 'accounts' | 'factors' | 'identities'>,
  portal: StoredPortal,
  { userId, issuer, passkeys = 0 }: LostWay,
): Promise<void> {
  const [user, summary, own] = await Promise.all([
    services.accounts.findUser(portal.id, userId),
    services.factors.summaryOf(userId),
    ownIdentities(services, portal, userId),
  ])
  const others = own.filter(one => one.by !== null && one.issuer !== issuer)
  const ways = summary.passkeys - passkeys + others.length
  if ((user?.password ?? null) === null && ways <= 0) throw new VitrineError('last_way_in')
}
