import { resolveText } from '../../../core/i18n/language-map.ts'
import { serviceNeedsConsent } from '../../../core/privacy/services/service-entries.ts'
import { servicesOf } from '../../../core/privacy/services/services-of.ts'
import type { OwnAsked } from '../account/asked.ts'
import type { PageRows } from '../account/rows.tsx'
import { EventsPage } from '../back/events-page.tsx'
import { ProvidersPage } from '../back/providers-page.tsx'
import { ServicesPage } from '../back/services-page.tsx'
import { officeRows } from './office-rows.ts'
import type { OfficeWeb } from './overview.tsx'

/** Days of refusals that are shown. */
const DAYS = 30

async function services(web: OfficeWeb, { ctx, context }: OwnAsked) {
  const { id, config } = context.portal.stored
  const [{ base, head }, refusals, materials] = await Promise.all([
    web.consent.ledgerEnds(id),
    web.consent.refusals(id, DAYS),
    web.consent.materials(id),
  ])
  const model = {
    services: servicesOf(config).map(service => ({
      ...{ id: service.id, name: service.name, provider: service.provider.name, hosts: service.hosts },
      asks: serviceNeedsConsent(service),
    })),
    revision: materials.at(-1)?.detail.revision ?? null,
    rows: head.seq - base.seq,
    head: head.hash,
    refusals,
  }
  return <ServicesPage ctx={ctx} model={model} />
}

const events = (web: OfficeWeb, { ctx, context }: OwnAsked) => (
  <EventsPage ctx={ctx} reasons={web.securityCounts(context.portal.stored.id)} />
)

function providers({ ctx, context }: OwnAsked) {
  const { config } = context.portal.stored
  const shown = (config.identityProviders ?? []).map(one => ({
    ...{ id: one.id, issuer: one.issuer, domains: one.domains, newcomers: one.newcomers ?? 'refused' },
    title: resolveText(one.title, ctx.language, config.languages[0]),
    callback: `${context.origin}/account/oidc/${one.id}/callback`,
    logout: `${context.origin}/account/oidc/${one.id}/logout`,
    groups:
      one.groups === undefined ? null : { claim: one.groups.claim, pairs: Object.entries(one.groups.map) },
  }))
  return <ProvidersPage ctx={ctx} providers={shown} />
}

/** Pages that only tell: what they tell of is decided in the portal's file, or happened. */
export const toldRows = (web: OfficeWeb): readonly PageRows[] => [
  officeRows(web, { page: 'services' }, { page: asked => services(web, asked) }),
  officeRows(web, { page: 'events' }, { page: asked => events(web, asked) }),
  officeRows(web, { page: 'providers' }, { page: providers }),
]
