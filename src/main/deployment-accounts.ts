import {
  type AccountOptions,
  type AccountServices,
  accountServices,
} from '../app/account/account-services.ts'
import type { Deployment } from './open-deployment.ts'
import { portalOrigin } from './portal-origin.ts'

/** Accounts over the ports of a deployment. */
export const deploymentAccounts = (
  { ports, secrets, settings }: Pick<Deployment, 'ports' | 'secrets' | 'settings'>,
  own: Partial<AccountOptions> = {},
): AccountServices => accountServices(ports, { secrets, originOf: portalOrigin(settings), ...own })
