import type { LanguageMap } from '../../i18n/language-map.ts'
import type { HostMode, RegistryEntry } from '../registry-entry.ts'
import type { ServiceKind, ServiceStorage } from './service.ts'

/** Who answers for a service. */
type Provider = RegistryEntry['provider']

/** A server of a software that many run: `{ "like": "peertube", "host": "videos.example.org", … }`. */
export interface HostedService {
  readonly like: 'peertube' | 'mastodon'
  readonly host: string
  readonly provider: Provider
  readonly transfers?: readonly string[]
}

/** Something that an own service keeps in browsers. */
export interface OwnStorage {
  readonly kind: ServiceStorage['kind']
  readonly name: string
  /** What it is for. */
  readonly purpose: LanguageMap
  /** What is inside. */
  readonly value: LanguageMap
  readonly identifies: ServiceStorage['identifies']
  /** Seconds; 0 until the browser is closed, null until it is cleared. */
  readonly seconds: number | null
}

/** A service that the portal declares by itself. */
export interface OwnService {
  readonly name: string
  readonly kind?: ServiceKind
  /** `gate` when it is not said. */
  readonly mode?: HostMode
  readonly provider: Provider
  readonly hosts: readonly [string, ...string[]]
  /** `embed` when it is not said. */
  readonly purposes?: readonly ('embed' | 'statistics' | 'comfort' | 'marketing')[]
  /** What it is. */
  readonly function: LanguageMap
  /** What it is for. */
  readonly purpose: LanguageMap
  /** What the provider learns. */
  readonly discloses: LanguageMap
  readonly storage?: readonly OwnStorage[]
  readonly recipients?: readonly string[]
  readonly transfers?: readonly string[]
  /** Address of its frames, with `{reference}`: `https://maps.example.org/embed/{reference}`. */
  readonly frame?: string
  /** The same piece on the provider's own site; its frame when it is not said. */
  readonly page?: string
}

/** Services of other providers on a portal: `services` of `portal.json`. */
export interface ServiceSettings {
  /** Of the catalogue, by identifier. */
  readonly known?: readonly string[]
  /** Servers of a software that many run, by an identifier of the portal's choice. */
  readonly hosted?: Readonly<Record<string, HostedService>>
  /** What the catalogue does not have, by an identifier of the portal's choice. */
  readonly own?: Readonly<Record<string, OwnService>>
}
