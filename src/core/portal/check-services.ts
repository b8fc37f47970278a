import type { Diagnostic } from '../parsed.ts'
import { KNOWN_SERVICES } from '../privacy/services/catalogue.ts'
import type { OwnService, ServiceSettings } from '../privacy/services/service-settings.ts'
import { missingTexts } from '../privacy/services/service-texts.ts'
import { declaredServices } from '../privacy/services/services-of.ts'
import type { PortalConfig } from './portal.ts'

/** Faults of the services that a portal declares, beyond the shape of the file. */
export function checkServices(
  place: string,
  config: Pick<PortalConfig, 'services' | 'languages'>,
): readonly Diagnostic[] {
  const own = Object.entries(config.services?.own ?? {})
  return [
    ...takenIds(config.services ?? {}).map(member => invalid(place, member, 'another identifier')),
    ...own.flatMap(([id, service]) =>
      ownFaults(service).map(([member, expected]) =>
        invalid(place, `services.own.${id}.${member}`, expected),
      ),
    ),
    ...textFaults(place, config),
  ]
}

const invalid = (place: string, member: string, expected: string): Diagnostic => ({
  code: 'member_invalid',
  place: `${place}: ${member}`,
  params: { member, expected },
})

/** An identifier stands for one service: decisions that were made of it say no more (privacy.md §2.5). */
function takenIds({ hosted = {}, own = {} }: ServiceSettings): readonly string[] {
  const known = new Set(KNOWN_SERVICES.map(({ id }) => id))
  return [
    ...Object.keys(hosted)
      .filter(id => known.has(id))
      .map(id => `services.hosted.${id}`),
    ...Object.keys(own)
      .filter(id => known.has(id) || Object.hasOwn(hosted, id))
      .map(id => `services.own.${id}`),
  ]
}

function* framesOf({ frame, page }: OwnService): Generator<readonly [member: string, address: string]> {
  if (frame !== undefined) yield ['frame', frame]
  if (page !== undefined) yield ['page', page]
}

function ownFaults(service: OwnService): readonly (readonly [member: string, expected: string])[] {
  const faults: (readonly [string, string])[] = []
  if (service.mode === 'open' && (service.storage ?? []).length > 0) faults.push(['storage', '[]'])
  if (service.mode !== undefined && service.mode !== 'gate' && service.purposes !== undefined)
    faults.push(['purposes', '-'])
  for (const [member, address] of framesOf(service))
    if (!URL.canParse(address.replace('{reference}', 'a'))) faults.push([member, 'https://host/{reference}'])
  if (service.frame !== undefined && URL.parse(service.frame)?.hostname !== service.hosts[0])
    faults.push(['frame', `https://${service.hosts[0]}/…`])
  return faults
}

/** A text that a language of the portal lacks keeps the service from being published (privacy.md B18, P14). */
function textFaults(
  place: string,
  config: Pick<PortalConfig, 'services' | 'languages'>,
): readonly Diagnostic[] {
  return declaredServices(config).flatMap(service =>
    missingTexts(service, config.languages).map(({ member: text, language }) => {
      const member = `services.own.${service.id}.${text}.${language}`
      return { code: 'member_missing', place: `${place}: ${member}`, params: { member } }
    }),
  )
}
