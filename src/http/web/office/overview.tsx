import type { IdentityServices } from '../../../app/account/identity-sign-in.ts'
import type { ConsentStore } from '../../../app/ports/consent-store.ts'
import type { CountedReason } from '../../security-events.ts'
import type { AccountWeb, OwnAsked } from '../account/asked.ts'
import type { PageRows } from '../account/rows.tsx'
import { OverviewPage } from '../back/overview-page.tsx'
import { officeRows } from './office-rows.ts'

/** What the back office works with. */
export interface OfficeWeb extends AccountWeb {
  readonly accounts: IdentityServices
  readonly consent: ConsentStore
  /** Security events of a portal in this process, most frequent first. */
  readonly securityCounts: (portalId: number) => readonly CountedReason[]
}

async function show(web: OfficeWeb, { ctx, context }: OwnAsked) {
  const { accounts, groups, keys, clock } = web.accounts
  const { id, config } = context.portal.stored
  const waiting = { search: null, state: 'unapproved', offset: 0, limit: 1 } as const
  const now = clock.now().getTime()
  const [people, { total }, ofGroups, allKeys] = await Promise.all([
    accounts.countUsers(id),
    accounts.listUsers(id, waiting),
    groups.listGroups(id),
    keys.listKeys(id),
  ])
  const open = allKeys.filter(
    ({ revokedAt, expiresAt }) => revokedAt === null && (expiresAt === null || Date.parse(expiresAt) > now),
  )
  const model = {
    ...{ people, waiting: total, groups: ofGroups.length, keys: open.length },
    providers: config.identityProviders?.length ?? 0,
    banner: context.portal.consent.asked.length > 0,
    events: web.securityCounts(id).reduce((sum, { count }) => sum + count, 0),
  }
  return <OverviewPage ctx={ctx} model={model} />
}

export const overviewRows = (web: OfficeWeb): PageRows =>
  officeRows(web, { page: 'overview' }, { page: asked => show(web, asked) })
