import type { IdentityServices } from '../app/account/identity-sign-in.ts'
import { exploreAliases, exploreRoutes } from '../http/api/explore/routes.ts'
import { exploreRoutes20 } from '../http/api/explore-v2.0/routes.ts'
import { searchRoutes } from '../http/api/search-v1/routes.ts'
import type { Doors } from '../http/doors.ts'
import { type ConsentServices, consentAction } from '../http/visitor/consent-action.ts'
import { consentStyleRoute } from '../http/visitor/consent-style.ts'
import { csrfRoute } from '../http/visitor/csrf-route.ts'
import { gpcRoute } from '../http/visitor/gpc-route.ts'
import { languageAction, type SaveLanguage } from '../http/visitor/language-action.ts'
import { receiptRoute } from '../http/visitor/receipt-route.ts'
import { accountRows } from '../http/web/account/account-rows.ts'
import { providerRows } from '../http/web/account/provider-sign-in.tsx'
import { auditPlanRoute } from '../http/web/audit-plan.ts'
import type { OfficeWeb } from '../http/web/office/overview.tsx'
import { officePages } from '../http/web/office/rows.ts'
import { type WebServices, webRoutes } from '../http/web/routes.tsx'

/** What the rows of portals work with. */
export interface RowServices
  extends WebServices,
    ConsentServices,
    Pick<OfficeWeb, 'consent' | 'securityCounts'> {
  /** Rows that serve content of others. */
  readonly content: Pick<Doors, 'routes' | 'actions'>
  readonly accounts: IdentityServices
}

/** Every row that answers for a portal, those that read and those that change something. */
export function portalRows(services: RowServices): Pick<Doors, 'routes' | 'actions'> {
  const explore = exploreRoutes(services)
  const accounts = accountRows(services)
  const providers = providerRows(services)
  const office = officePages(services)
  const rows = [
    ...explore,
    ...exploreAliases(explore),
    ...exploreRoutes20(services),
    ...searchRoutes(services),
    ...webRoutes(services),
    csrfRoute,
    ...accounts.routes,
    ...providers.routes,
    ...office.routes,
    consentStyleRoute,
    receiptRoute(services),
    gpcRoute,
    ...services.content.routes,
  ]
  return {
    routes: [...rows, auditPlanRoute(rows, services)],
    actions: [
      languageAction(saveLanguage(services.accounts)),
      consentAction(services),
      ...accounts.actions,
      ...providers.actions,
      ...office.actions,
      ...services.content.actions,
    ],
  }
}

/** A language that was chosen is that of the profile too (privacy.md §1.4). */
const saveLanguage =
  (services: IdentityServices): SaveLanguage =>
  async (portal, { signedIn }, language) => {
    await services.accounts.changeUser(portal.id, signedIn.user.id, { language })
  }
