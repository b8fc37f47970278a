import { randomBytes } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import type { PortalConfig } from '../core/portal/portal.ts'
import { negotiateCoding } from './content-encoding.ts'
import { ownTags } from './entity-tag.ts'
import { isLoopbackAddress } from './host.ts'
import type { Surface } from './route.ts'
import { CORS_HEADERS, securityHeaders } from './security-headers.ts'
import type { Asker } from './send.ts'

/** This process among all: so that no two requests of a deployment share a name. */
const PROCESS_NAME = randomBytes(6).toString('base64url')
let requests = 0

/** A name for one request, for its log lines and its visitor: `process-number`. */
export const requestId = (): string => `${PROCESS_NAME}-${(++requests).toString(36)}`

/** Path and query of a request target, as sent. */
export const splitUrl = (url: string): readonly [path: string, query: string] => {
  const at = url.indexOf('?')
  return at < 0 ? [url, ''] : [url.slice(0, at), url.slice(at + 1)]
}

type ReadHeader =
  | 'accept-language'
  | 'if-none-match'
  | 'if-modified-since'
  | 'range'
  | 'if-range'
  | 'accept-encoding'

/** One header, or undefined. */
export const header = (request: FastifyRequest, name: ReadHeader): string | undefined => {
  const value = request.raw.headers[name]
  return typeof value === 'string' ? value : undefined
}

/** Host as the visitor asked for it: the header, or what a trusted proxy says it was. */
export const hostOf = (request: FastifyRequest): string | undefined => request.host || undefined

/** Whether the visitor sits at this machine; what a proxy passes on does not count as here. */
export const isLocal = (request: FastifyRequest): boolean =>
  isLoopbackAddress(request.raw.socket.remoteAddress ?? '') &&
  request.headers.forwarded === undefined &&
  request.headers['x-forwarded-for'] === undefined

/** Whether a browser fetches the page before anybody asked for it: `Sec-Purpose: prefetch`. */
export const looksAhead = (request: FastifyRequest): boolean =>
  /\bprefetch\b/.test(String(request.raw.headers['sec-purpose'] ?? request.raw.headers.purpose ?? ''))

/** What a request's fault looks like when no route was found for it. */
export const surfaceOf = (url: string): Surface =>
  /^\/+(?:api|healthz|readyz|metrics)\b/.test(url) ? 'data' : 'page'

/** Doubled slashes lead to the same routes (explore-api §1.2). */
const IS_API = /^\/+api\//

interface Asked {
  readonly id: string
  readonly surface: Surface
  readonly secure: boolean
  /** Of the portal, whose open hosts its policy lets in. */
  readonly config?: PortalConfig
  readonly vary: readonly string[]
  /** Of the caller (`core/permission/caller.ts`). */
  readonly rights?: string
  /** What is left of the caller's quotas. */
  readonly balance?: Readonly<Record<string, string>>
  readonly personal?: boolean
  readonly setCookies?: readonly string[]
}

/** What the writer of the answer needs to know of a request. */
export const askerOf = (
  request: FastifyRequest,
  { id, surface, secure, config, vary, rights = '', balance = {}, personal = false, setCookies = [] }: Asked,
): Asker => ({
  head: request.method === 'HEAD',
  coding: negotiateCoding(header(request, 'accept-encoding')),
  ifNoneMatch: ownTags(header(request, 'if-none-match'), rights),
  ifModifiedSince: header(request, 'if-modified-since'),
  range: request.method === 'GET' ? header(request, 'range') : undefined,
  ifRange: header(request, 'if-range'),
  headers: {
    ...securityHeaders(surface, secure, config),
    // what a cookie had a part in is no other page's business
    ...(IS_API.test(request.url) && !personal && setCookies.length === 0 ? CORS_HEADERS : {}),
    ...balance,
    'x-request-id': id,
  },
  vary,
  rights,
  personal,
  setCookies,
})
