import { resolveText } from '../../../core/i18n/language-map.ts'
import type { PortalConfig } from '../../../core/portal/portal.ts'

/** A way to sign in with an identity provider: a form that is posted with the page's token, and `next` when there is one. */
export interface ProviderLink {
  readonly id: string
  /** Name of the organisation. */
  readonly title: string
  /** Where the form goes. */
  readonly action: string
}

/** Identity providers that a portal's people may sign in with; none for most portals. */
export const providersOf = (
  { identityProviders = [], languages: [fallback] }: Pick<PortalConfig, 'identityProviders' | 'languages'>,
  language: string,
): readonly ProviderLink[] =>
  identityProviders.map(({ id, title }) => ({
    id,
    title: resolveText(title, language, fallback),
    action: `/${language}/account/oidc/${id}/`,
  }))
