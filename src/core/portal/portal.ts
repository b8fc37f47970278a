import type { LanguageMap } from '../i18n/language-map.ts'

/** Who answers for a portal; printed on its legal pages. */
export interface LegalIdentity {
  readonly name: string
  readonly address: string
  readonly email: string
  readonly country: string
}

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
}
