import type { Grant } from '../consent-value.ts'
import type { EntryText, HostMode, Lifetime, Purpose, RegistryEntry, StorageKind } from '../registry-entry.ts'

/** What a service shows or does; each kind has its sentences: `service.<kind>.function`, `service.<kind>.purpose`. */
export const SERVICE_KINDS = ['video', 'audio', 'map', 'chart', 'post', 'other'] as const
export type ServiceKind = (typeof SERVICE_KINDS)[number]

/** Identifiers of services: at most 20 of lower-case letters, digits and `-` (privacy.md §2.5). */
export const SERVICE_ID = /^[a-z0-9-]{1,20}$/

/** Something that a service leaves in the visitor's browser once it may be loaded. */
export interface ServiceStorage {
  readonly kind: Exclude<StorageKind, 'request'>
  /** Exact, or a pattern that ends in `*`. */
  readonly name: string
  readonly purposeText: EntryText
  readonly valueText: EntryText
  readonly identifies: RegistryEntry['identifies']
  readonly lifetime: Lifetime
}

/** Patterns of the parts of a reference, by name: what may stand for `{id}`. Never a `?`, `#`, `%` or white space. */
export type ReferenceParts = Readonly<Record<string, string>>

/** One shape of the pieces of a service, such as a map with a marker; `{name}` stands for a part. */
export interface EmbedForm {
  /** What is kept of an address: `/embed/svc/<service>/<reference>`. */
  readonly reference: string
  /** Full address that the frame loads. */
  readonly frame: string
  /** The same piece on the provider's own site, for a plain link. */
  readonly page: string
  /** Further full addresses of the same piece, as people paste them; `?a={a}` asks for that parameter, others may be there. */
  readonly known: readonly string[]
}

/** How addresses of a service become references, and references addresses (`embed-address.ts`). */
export interface EmbedRule {
  readonly parts: ReferenceParts
  /** The fullest form first. */
  readonly forms: readonly EmbedForm[]
  /** What the frame may do beyond showing itself: values of `allow`, such as `fullscreen`. */
  readonly allow: readonly string[]
}

/** Something of another provider that a portal shows or uses: of the catalogue, or declared by the portal. */
export interface Service {
  readonly id: string
  /** The provider's own name for it, in no language. */
  readonly name: string
  readonly kind: ServiceKind
  /** How its hosts are reached (privacy.md §2.1). Only what is behind a `gate` waits for consent. */
  readonly mode: HostMode
  readonly provider: RegistryEntry['provider']
  readonly purposes: readonly Purpose[]
  readonly functionText: EntryText
  readonly purposeText: EntryText
  /** What the provider learns when it is reached. */
  readonly disclosesText: EntryText
  /** Hosts that a browser (`proxy`: this server) reaches; the first one is where frames come from. */
  readonly hosts: readonly [string, ...string[]]
  readonly storage: readonly ServiceStorage[]
  /** Who else receives what is disclosed, by name. */
  readonly recipients: readonly string[]
  /** Countries outside the European Economic Area, ISO 3166-1 alpha-2. */
  readonly transfers: readonly string[]
  /** Null for what is no frame: images of a host, tiles. */
  readonly embed: EmbedRule | null
  readonly since: string
  /** Source file that declares it; `portal` for what an owner declared. */
  readonly owner: string
  /** Page of the provider, or of whoever looked, that the facts are from. */
  readonly source?: string
}

/** What a decision has to hold for a service to be loaded (privacy.md §2.5). */
export function grantOf({ id, purposes }: Pick<Service, 'id' | 'purposes'>): Grant {
  if (purposes.every(purpose => purpose === 'statistics')) return 's'
  return purposes.includes('comfort') ? `c:${id}` : `e:${id}`
}
