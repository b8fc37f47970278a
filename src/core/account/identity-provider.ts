import type { LanguageMap } from '../i18n/language-map.ts'

/** Where the secret of a client is, never the secret itself: a variable `OIDC_…`, or a file in the data folder's `secrets`. */
export type SecretSource = { readonly env: string } | { readonly file: string }

/** Who may sign in: whom the portal knows, or everybody of the provider's domains, who then reads. */
export const NEWCOMERS = ['refused', 'reader'] as const
export type Newcomers = (typeof NEWCOMERS)[number]

/** An OpenID Connect provider that people of a portal may sign in with: one of `identityProviders` of its file. */
export interface IdentityProvider {
  /** Part of addresses that are told to the provider; never changes. */
  readonly id: string
  /** What its button says: the name of the organisation. */
  readonly title: LanguageMap
  /** `https://id.example.org/realms/town`; its metadata is found below it. */
  readonly issuer: string
  readonly clientId: string
  /** Left out by public clients, which prove themselves by PKCE alone. */
  readonly secret?: SecretSource
  /** Beside `openid email profile`. */
  readonly scopes?: readonly string[]
  /**
   * Domains of e-mail addresses that the provider speaks for. Nobody else is let in by it: who may write any address into
   * a provider must not take over accounts with it.
   */
  readonly domains: readonly [string, ...string[]]
  /** `refused` when left out. */
  readonly newcomers?: Newcomers
  /** Groups of the portal by what a claim of the provider says. */
  readonly groups?: { readonly claim: string; readonly map: Readonly<Record<string, string>> }
}

/** Whether the provider speaks for an address: its domain exactly, no domain below it. */
export function speaksFor({ domains }: Pick<IdentityProvider, 'domains'>, email: string): boolean {
  const domain = email.slice(email.lastIndexOf('@') + 1).toLowerCase()
  return email.includes('@') && domains.some(one => one.toLowerCase() === domain)
}

/** Groups of the portal that the values of the claim stand for. */
export const mappedGroups = (
  { groups }: Pick<IdentityProvider, 'groups'>,
  values: readonly string[],
): readonly string[] => [
  ...new Set(
    values.flatMap(value => {
      const slug = groups !== undefined && Object.hasOwn(groups.map, value) ? groups.map[value] : undefined
      return slug === undefined ? [] : [slug]
    }),
  ),
]

/** Why an issuer is none that people can be sent to: only development may do without TLS. */
export function issuerFault(issuer: string): 'no_address' | 'no_tls' | null {
  const url = URL.parse(issuer)
  if (url === null || url.search !== '' || url.hash !== '' || url.username !== '') return 'no_address'
  if (url.protocol === 'https:') return null
  const isLocal =
    url.hostname === 'localhost' || url.hostname.endsWith('.localhost') || url.hostname === '127.0.0.1'
  return url.protocol === 'http:' && isLocal ? null : 'no_tls'
}
