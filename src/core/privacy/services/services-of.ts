import type { PortalConfig } from '../../portal/portal.ts'
import { HOSTED_SERVICES, KNOWN_SERVICES } from './catalogue.ts'
import { ownService } from './own-service.ts'
import type { EmbedForm, Service } from './service.ts'
import type { HostedService } from './service-settings.ts'
import { missingTexts } from './service-texts.ts'

type Settings = Pick<PortalConfig, 'services' | 'languages'>

const worked = new WeakMap<Settings, readonly Service[]>()

/**
 * Services that a portal has switched on, in the order of their identifiers. One that lacks a text in an enabled language
 * is left out until it has it (privacy.md B18, P14); `vitrine check` says which.
 */
export function servicesOf(config: Settings): readonly Service[] {
  const known = worked.get(config)
  if (known !== undefined) return known
  const services = declaredServices(config).filter(
    service => missingTexts(service, config.languages).length === 0,
  )
  worked.set(config, services)
  return services
}

/** Every service that a portal's settings name, whether it may be published or not. */
export function declaredServices({ services }: Pick<PortalConfig, 'services'>): readonly Service[] {
  const { known = [], hosted = {}, own = {} } = services ?? {}
  return [
    ...KNOWN_SERVICES.filter(({ id }) => known.includes(id)),
    ...Object.entries(hosted).flatMap(([id, declared]) => hostedService(id, declared)),
    ...Object.entries(own).map(([id, declared]) => ownService(id, declared)),
  ].sort((a, b) => (a.id < b.id ? -1 : 1))
}

function hostedService(id: string, declared: HostedService): readonly Service[] {
  const known = HOSTED_SERVICES.find(service => service.id === declared.like)
  if (known === undefined) return []
  const onHost = (template: string): string => template.replace('{host}', declared.host)
  return [
    {
      ...known,
      id,
      provider: declared.provider,
      hosts: [declared.host],
      transfers: declared.transfers ?? [],
      embed: known.embed && { ...known.embed, forms: known.embed.forms.map(form => formOn(form, onHost)) },
    },
  ]
}

const formOn = (form: EmbedForm, onHost: (template: string) => string): EmbedForm => ({
  reference: form.reference,
  frame: onHost(form.frame),
  page: onHost(form.page),
  known: form.known.map(onHost),
})
