import type { PortalConfig } from '../core/portal/portal.ts'
import { contentSecurityPolicy, REPORTING_ENDPOINTS } from '../core/privacy/content-security-policy.ts'
import { entriesOf } from '../core/privacy/services/service-entries.ts'
import { servicesOf } from '../core/privacy/services/services-of.ts'

const ALWAYS = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'strict-origin-when-cross-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
}

/** One year, this host only (privacy.md I8). */
const HSTS = 'max-age=31536000'

type Headers = Readonly<Record<string, string>>

function made(surface: 'page' | 'data', secure: boolean, config: PortalConfig | undefined): Headers {
  const entries = config === undefined ? [] : entriesOf(servicesOf(config))
  return {
    ...ALWAYS,
    'content-security-policy': contentSecurityPolicy({ entries, surface, secure }),
    ...(surface === 'page'
      ? {
          'reporting-endpoints': REPORTING_ENDPOINTS,
          'cross-origin-opener-policy': 'same-origin',
          'cross-origin-resource-policy': 'same-origin',
        }
      : { 'cross-origin-resource-policy': 'cross-origin' }),
    ...(secure ? { 'strict-transport-security': HSTS } : {}),
  }
}

/** The policy of a page with a form that leads to another host of the portal, and to nobody else. */
export const leadingPolicy = (config: PortalConfig, origin: string): string =>
  contentSecurityPolicy({
    entries: entriesOf(servicesOf(config)),
    ...{ surface: 'page', secure: origin.startsWith('https:'), forms: [origin] },
  })

type Variants = Map<string, Headers>

/** What belongs to no portal: built files, faults of unknown hosts. */
const ofNoPortal: Variants = new Map()
const ofPortals = new WeakMap<PortalConfig, Variants>()

function variantsOf(config: PortalConfig | undefined): Variants {
  if (config === undefined) return ofNoPortal
  const known = ofPortals.get(config) ?? new Map()
  ofPortals.set(config, known)
  return known
}

/** Headers that every answer carries; `surface` tells pages from data. Worked out once a configuration of a portal. */
export function securityHeaders(surface: 'page' | 'data', secure: boolean, config?: PortalConfig): Headers {
  const variants = variantsOf(config)
  const name = `${surface} ${secure}`
  const known = variants.get(name) ?? made(surface, secure, config)
  variants.set(name, known)
  return known
}

/** CORS of the API: readable from anywhere, without credentials (explore-api §3.1). */
export const CORS_HEADERS = {
  'access-control-allow-origin': '*',
  'access-control-allow-methods': 'POST, GET, OPTIONS',
  'access-control-expose-headers':
    'ODS-Explore-API-Deprecation, Link, X-RateLimit-Remaining, X-RateLimit-Limit, X-RateLimit-Reset, X-RateLimit-dataset-Remaining, X-RateLimit-dataset-Limit, X-RateLimit-dataset-Reset',
} as const
