import type { PortalAccounts } from '../account/account-settings.ts'
import type { IdentityProvider } from '../account/identity-provider.ts'
import type { TemplateSettings } from '../dataset/metadata-templates.ts'
import type { LanguageMap } from '../i18n/language-map.ts'
import type { PortalAccess } from '../permission/decide.ts'
import type { ServiceSettings } from '../privacy/services/service-settings.ts'

/** Who answers for a portal; printed on its legal pages. */
export interface LegalIdentity {
  readonly name: string
  readonly address: string
  readonly email: string
  readonly country: string
  /** How to reach who watches over personal data there: an e-mail address. */
  readonly dataProtectionOfficer?: string
  /** The authority that people may complain to. */
  readonly authority?: { readonly name: string; readonly url: string }
}

/** Texts of the portal that its owner may write in Markdown; what is not written follows a template, or is left out. */
export const PORTAL_TEXTS = ['legal', 'privacy', 'accessibility', 'cookies-before', 'cookies-after'] as const
export type PortalText = (typeof PORTAL_TEXTS)[number]

/** One portal: everything that an operator may set, as read from `portals/<slug>/portal.json`. */
export interface PortalConfig {
  readonly slug: string
  /** Hosts it answers under, the canonical one first. */
  readonly hosts: readonly [string, ...string[]]
  readonly title: LanguageMap
  readonly description: LanguageMap
  /** Enabled interface languages, the default one first. */
  readonly languages: readonly [string, ...string[]]
  /** The one brand colour, `#rrggbb`; refused when text on it would fall below WCAG AA. */
  readonly brand: string
  readonly legal: LegalIdentity
  /** Who may enter; everyone when it is not said. */
  readonly access?: PortalAccess
  /** Calls a day; what is not said has no limit (explore-api §3). */
  readonly quotas?: PortalQuotas
  /** How its own cookies are kept and called; what is not said is as of privacy.md §7. */
  readonly cookies?: PortalCookies
  /** Metadata that datasets may have beside the template that all have. */
  readonly metadataTemplates?: TemplateSettings
  /** Services of other providers that its pages may show. None by itself. */
  readonly services?: ServiceSettings
  /** Who may sign up, how long sessions live; as the types say when left out. */
  readonly accounts?: PortalAccounts
  /** Whom else people may sign in with. */
  readonly identityProviders?: readonly IdentityProvider[]
  /** Texts of the owner's own, Markdown by language; also read from `texts/<name>.<language>.md`. */
  readonly texts?: { readonly [name in PortalText]?: LanguageMap }
}

/** Calls to the API a day: of each anonymous address, of each key that has no limit of its own, of all together. */
export interface PortalQuotas {
  readonly anonymous?: number
  readonly key?: number
  readonly portal?: number
}

/** What a portal may say of its own cookies. */
export interface PortalCookies {
  /** Names of the founding policies, or with the prefix that browsers guard; where portals share a domain only the latter. */
  readonly names?: 'plain' | 'hardened'
  /** Whether a chosen language is remembered for six months, or until the browser is closed. */
  readonly language?: 'six-months' | 'session'
  /** Language that visitors of a host find first, by host. */
  readonly hostLanguages?: Readonly<Record<string, string>>
}
