/** Content security policy of pages: nothing inline, nothing foreign (web.md §6). */
export const PAGE_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "worker-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'self'",
  "object-src 'none'",
] as const

const DATA_POLICY = "default-src 'none'; frame-ancestors 'none'; sandbox"

const ALWAYS = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'strict-origin-when-cross-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
}

/** One year, this host only (privacy.md I8). */
const HSTS = 'max-age=31536000'

const pagePolicy = PAGE_POLICY.join('; ')

function made(surface: 'page' | 'data', secure: boolean): Readonly<Record<string, string>> {
  return {
    ...ALWAYS,
    ...(surface === 'page'
      ? {
          'content-security-policy': secure ? `${pagePolicy}; upgrade-insecure-requests` : pagePolicy,
          'cross-origin-opener-policy': 'same-origin',
          'cross-origin-resource-policy': 'same-origin',
        }
      : { 'content-security-policy': DATA_POLICY, 'cross-origin-resource-policy': 'cross-origin' }),
    ...(secure ? { 'strict-transport-security': HSTS } : {}),
  }
}

const MADE = {
  page: { true: made('page', true), false: made('page', false) },
  data: { true: made('data', true), false: made('data', false) },
}

/** Headers that every answer carries; `surface` tells pages from data. */
export const securityHeaders = (
  surface: 'page' | 'data',
  secure: boolean,
): Readonly<Record<string, string>> => MADE[surface][secure ? 'true' : 'false']

/** CORS of the API: readable from anywhere, without credentials (explore-api §3.1). */
export const CORS_HEADERS = {
  'access-control-allow-origin': '*',
  'access-control-allow-methods': 'POST, GET, OPTIONS',
  'access-control-expose-headers':
    'ODS-Explore-API-Deprecation, Link, X-RateLimit-Remaining, X-RateLimit-Limit, X-RateLimit-Reset, X-RateLimit-dataset-Remaining, X-RateLimit-dataset-Limit, X-RateLimit-dataset-Reset',
} as const
