import { needsConsent, type RegistryEntry } from '../registry-entry.ts'
import type { Service, ServiceStorage } from './service.ts'

/**
 * What services leave in a browser, and the hosts they bring it to, as rows of the registry: for each service one of kind
 * `request`, `svc.<service>.request`, and one for each thing stored, `svc.<service>.<name>`.
 */
export const entriesOf = (services: readonly Service[]): readonly RegistryEntry[] =>
  services.flatMap(service => [
    requestEntry(service),
    ...service.storage.map(stored => storageEntry(service, stored)),
  ])

/** Whether a service waits for the visitor's consent. */
export const serviceNeedsConsent = (service: Service): boolean => needsConsent(entryBase(service))

/** What is reached without a click stores nothing, so only transmission is left of it (privacy.md §2.1). */
function entryBase(service: Service) {
  const base = {
    hosts: service.hosts,
    mode: service.mode,
    provider: service.provider,
    party: 'third',
    functionText: service.functionText,
    locations: ['front', 'embed'],
    setWhen: `service.when.${service.mode}`,
    recipients: service.recipients,
    transfers: service.transfers,
    since: service.since,
    owner: service.owner,
  } as const
  return service.mode === 'gate'
    ? { ...base, purposes: service.purposes }
    : { ...base, purposes: ['necessary'] as const, exemption: 'transmission' as const }
}

const requestEntry = (service: Service): RegistryEntry => ({
  ...entryBase(service),
  id: `svc.${service.id}.request`,
  kind: 'request',
  name: service.hosts[0],
  purposeText: service.purposeText,
  valueText: service.disclosesText,
  identifies: service.mode === 'proxy' ? 'nobody' : 'browser',
  lifetime: { type: 'session' },
  withdrawal: 'reload',
})

const storageEntry = (service: Service, stored: ServiceStorage): RegistryEntry => ({
  ...entryBase(service),
  id: `svc.${service.id}.${stored.name}`,
  kind: stored.kind,
  name: stored.name,
  purposeText: stored.purposeText,
  valueText: stored.valueText,
  identifies: stored.identifies,
  lifetime: stored.lifetime,
  withdrawal: 'third-party',
})
