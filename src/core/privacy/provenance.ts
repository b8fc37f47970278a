/** What a request says of where it came from; undefined for a header that is not there. */
export interface ProvenanceHeaders {
  readonly secFetchSite: string | undefined
  readonly origin: string | undefined
  readonly referer: string | undefined
}

/** Why a request is not believed to come from the portal's own pages. */
export type ForeignReason = 'fetch_site' | 'origin' | 'referer'

/** Values that a page of the portal, or a visitor without a page, can cause; siblings are strangers (privacy.md §1.3). */
const OWN_SITES = new Set(['same-origin', 'none'])

/**
 * Whether an unsafe request comes from the portal's own pages (privacy.md §1.3, checks 3 to 5); null when it does.
 * `origin` is the portal's canonical one, never what the request calls itself. What says nothing at all is foreign:
 * a check that can be switched off by leaving out a header is none.
 */
export function foreignReason(headers: ProvenanceHeaders, origin: string): ForeignReason | null {
  const { secFetchSite, referer } = headers
  if (secFetchSite !== undefined && !OWN_SITES.has(secFetchSite)) return 'fetch_site'
  if (headers.origin !== undefined) return headers.origin === origin ? null : 'origin'
  if (secFetchSite !== undefined) return null
  return originOf(referer) === origin ? null : 'referer'
}

/** What the browser says of a page of another origin that sent a form. */
const OTHER_SITES = new Set(['same-site', 'cross-site'])

/**
 * Whether an unsafe request comes from a page of the portal under another of its hosts (privacy.md I7); null when it does.
 * `origins` are those of its other hosts. What says nothing of its origin, or is of this host, does not.
 */
export function aliasReason(headers: ProvenanceHeaders, origins: readonly string[]): ForeignReason | null {
  const { secFetchSite, origin } = headers
  if (secFetchSite !== undefined && !OTHER_SITES.has(secFetchSite)) return 'fetch_site'
  return origin !== undefined && origins.includes(origin) ? null : 'origin'
}

function originOf(referer: string | undefined): string | null {
  if (referer === undefined || !URL.canParse(referer)) return null
  return new URL(referer).origin
}
