import type { IdentityProvider } from '../../core/account/identity-provider.ts'
import { providerSession } from '../../core/account/provider-session.ts'
import { VitrineError } from '../../core/errors.ts'
import type { StoredPortal } from '../ports/catalog-store.ts'
import type { IdentityServices } from './identity-sign-in.ts'

/**
 * Signs somebody out everywhere because their provider says so, or ends what began with one session of theirs there: class W of privacy.md §1.3, proved by the signature of the
 * token, which counts once. Somebody whom the portal does not know is signed out already. Faults: `logout_refused`,
 * `identity_unavailable`.
 */
export async function signOutByProvider(
  services: Pick<IdentityServices, 'providers' | 'identities' | 'sessions' | 'clock' | 'security' | 'log'>,
  portal: StoredPortal,
  { provider, token }: { readonly provider: IdentityProvider; readonly token: string },
): Promise<void> {
  const { providers, identities, sessions, clock, security, log } = services
  const said = await providers.readLogout(provider, token).catch((thrown: unknown) => {
    if (thrown instanceof VitrineError && thrown.code === 'logout_refused') security('logout_token_refused')
    throw thrown
  })
  const use = { provider: provider.id, token: said.token, expiresAt: said.expiresAt }
  if (!(await identities.useLogoutToken(portal.id, use, clock.now()))) {
    security('logout_token_replayed')
    throw new VitrineError('logout_refused')
  }
  const { issuer, subject, session } = said
  if (subject === null) {
    const ended =
      session === null ? 0 : await sessions.endOfProvider(portal.id, providerSession(issuer, session))
    log.info('signed_out_by_provider', { portal: portal.id, sessions: ended })
    return
  }
  const user = await identities.findLinked(portal.id, { issuer, subject })
  if (user === null) return
  await sessions.endAllOf(portal.id, user.id)
  log.info('signed_out_by_provider', { portal: portal.id, user: user.id })
}
