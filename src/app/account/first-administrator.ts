import type { StoredPortal } from '../ports/catalog-store.ts'
import type { AccountServices } from './account-services.ts'
import { oneTimeLink } from './send-mail.ts'

/**
 * A link to make the first administrator of a portal that has none; null for one that has. It is good
 * for a day and once; an earlier one is no good any more. For the terminal of the operator, never for a log.
 */
export async function firstAdministratorLink(
  services: Pick<AccountServices, 'accounts' | 'mailer' | 'clock' | 'originOf'>,
  portal: StoredPortal,
): Promise<string | null> {
  if ((await services.accounts.countActive(portal.id, 'administrator')) > 0) return null
  const [language] = portal.config.languages
  return oneTimeLink(services, portal, { kind: 'first_administrator', userId: null, language })
}
