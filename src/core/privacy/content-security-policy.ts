import type { RegistryEntry } from './registry-entry.ts'

/**
 * - `page`: a page of the portal;
 * - `embed`: a document made for pages of other sites, which may frame it;
 * - `service`: the portal's own document in front of a piece of a service (privacy.md §2.6, layer 2);
 * - `data`: what is no page: API, files, proxied images.
 */
export type PolicySurface = 'page' | 'embed' | 'service' | 'data'

export interface PolicyRequest {
  /** The registry of the portal; only hosts of mode `open` enter the policy. */
  readonly entries: readonly Pick<RegistryEntry, 'hosts' | 'mode'>[]
  readonly surface: PolicySurface
  /** Whether visitors reach the portal over TLS. */
  readonly secure: boolean
  /** Other origins that forms of this page may be sent to: other hosts of the same portal (I7). */
  readonly forms?: readonly string[]
  /** Of `service`: the one origin that its frame may load; none where it asks first. */
  readonly frame?: string
}

/** Where browsers tell what a policy held back. */
export const REPORTS_PATH = '/csp-reports'

/** Names the group `csp` of the policy (Reporting API). */
export const REPORTING_ENDPOINTS = `csp="${REPORTS_PATH}"`

/**
 * The content security policy of an answer: nothing inline, nothing foreign but hosts that the portal declared as open, and
 * these for images, films and data only (privacy.md §2.6, layer 3; design.md §7: no nonce).
 */
export function contentSecurityPolicy(request: PolicyRequest): string {
  const { surface, secure, forms = [] } = request
  if (surface === 'data') return "default-src 'none'; frame-ancestors 'none'; sandbox"
  const directives = surface === 'service' ? serviceDirectives(request) : pageDirectives(request)
  return [
    "default-src 'none'",
    ...directives,
    "style-src 'self'",
    "font-src 'self'",
    ["form-action 'self'", ...forms].join(' '),
    "base-uri 'none'",
    "object-src 'none'",
    // 'self' around a service: a page of somebody else must not have its visitors press buttons they do not see
    surface === 'embed' ? 'frame-ancestors *' : "frame-ancestors 'self'",
    ...(secure ? ['upgrade-insecure-requests'] : []),
    // for browsers that do not know the other
    `report-uri ${REPORTS_PATH}`,
    'report-to csp',
  ].join('; ')
}

function pageDirectives({ entries }: PolicyRequest): readonly string[] {
  const hosts = entries.flatMap(entry => (entry.mode === 'open' ? entry.hosts : []))
  const open = [...new Set(hosts)].filter(host => HOST.test(host)).map(host => ` https://${host}`)
  const also = open.sort().join('')
  return [
    "script-src 'self'",
    `img-src 'self' data: blob:${also}`,
    `connect-src 'self'${also}`,
    `media-src 'self'${also}`,
    "frame-src 'self'",
    "worker-src 'self'",
    "manifest-src 'self'",
  ]
}

const serviceDirectives = ({ frame }: PolicyRequest): readonly string[] => [
  "img-src 'self'",
  `frame-src ${frame === undefined ? "'none'" : frame}`,
]

/** A host, its subdomains, or a host with a port; whatever else would be another directive is left out. */
const HOST = /^(?:\*\.)?[a-z0-9-]+(?:\.[a-z0-9-]+)*(?::\d{1,5})?$/i
