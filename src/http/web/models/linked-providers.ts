import type { StoredIdentity } from '../../../app/ports/identity-store.ts'
import type { PortalConfig } from '../../../core/portal/portal.ts'
import { type ProviderLink, providersOf } from './provider-links.ts'

/** An identity of somebody, as they see it. */
export interface ListedIdentity {
  readonly issuer: string
  /** Name of the organisation; its identifier where the portal has the provider no more. */
  readonly title: string
  /** ISO 8601 instant. */
  readonly linkedAt: string
}

/** Providers of a portal as one person sees them: those that know them, and those that could. */
export interface ProvidersOfPerson {
  readonly linked: readonly ListedIdentity[]
  readonly linkable: readonly ProviderLink[]
}

/** Sorts providers by whether they know somebody; one issuer knows a person once, whatever it is declared as. */
export function providersIn(
  config: Pick<PortalConfig, 'identityProviders' | 'languages'>,
  language: string,
  identities: readonly StoredIdentity[],
): ProvidersOfPerson {
  const all = providersOf(config, language)
  const issuers = new Map((config.identityProviders ?? []).map(({ id, issuer }) => [id, issuer]))
  const known = new Set(identities.map(({ issuer }) => issuer))
  return {
    linked: identities.map(({ issuer, provider, linkedAt }) => ({
      ...{ issuer, linkedAt },
      title: all.find(({ id }) => id === provider)?.title ?? provider,
    })),
    linkable: all.filter(({ id }) => !known.has(issuers.get(id) ?? '')),
  }
}
