import type { EmbedRule, Service, ServiceKind } from './service.ts'

/** What is said of a service of the catalogue; the rest follows from its kind. */
export interface KnownFacts
  extends Pick<Service, 'id' | 'name' | 'provider' | 'hosts' | 'storage' | 'recipients'> {
  readonly kind: Exclude<ServiceKind, 'other'>
  readonly transfers: readonly string[]
  readonly embed: EmbedRule
  /** Page of the provider, or of whoever looked, that the facts are from. */
  readonly source: string
}

/** A service of the catalogue: its frames wait behind a click. */
export const knownService = (facts: KnownFacts): Service => ({
  ...facts,
  mode: 'gate',
  purposes: ['embed'],
  functionText: `service.${facts.kind}.function`,
  purposeText: `service.${facts.kind}.purpose`,
  disclosesText: 'service.discloses.frame',
  since: '0.1.0',
  owner: 'core/privacy/services/catalogue.ts',
})
