import {
  type AccountOptions,
  type AccountServices,
  accountServices,
} from '../app/account/account-services.ts'
import { groupGrants } from '../app/account/group-grants.ts'
import { sessionDesk } from '../app/account/session-desk.ts'
import type { Deployment } from './open-deployment.ts'
import { portalOrigin } from './portal-origin.ts'

/** Accounts over the ports of a deployment, the rights of groups with them. */
export const deploymentAccounts = (
  { ports, secrets, settings }: Pick<Deployment, 'ports' | 'secrets' | 'settings'>,
  own: Partial<AccountOptions> = {},
): AccountServices =>
  accountServices(ports, {
    ...{ secrets, originOf: portalOrigin(settings), desk: sessionDesk(ports, groupGrants(ports)) },
    ...own,
  })
