import { type AccountOptions, accountServices } from '../app/account/account-services.ts'
import { groupGrants } from '../app/account/group-grants.ts'
import { type IdentityServices, TRIP_RATE } from '../app/account/identity-sign-in.ts'
import { sessionDesk } from '../app/account/session-desk.ts'
import { RateLimiter } from '../core/account/rate-limiter.ts'
import type { Deployment } from './open-deployment.ts'
import { portalOrigin } from './portal-origin.ts'

/** Accounts over the ports of a deployment, the rights of groups and identity providers with them. */
export const deploymentAccounts = (
  { ports, secrets, settings }: Pick<Deployment, 'ports' | 'secrets' | 'settings'>,
  own: Partial<AccountOptions> = {},
): IdentityServices => ({
  ...accountServices(ports, {
    ...{ secrets, originOf: portalOrigin(settings), desk: sessionDesk(ports, groupGrants(ports)) },
    ...own,
  }),
  ...{ groups: ports.groups, providers: ports.providers },
  tripRate: new RateLimiter(TRIP_RATE),
})
