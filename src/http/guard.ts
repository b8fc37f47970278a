import type { FastifyRequest } from 'fastify'
import { VitrineError } from '../core/errors.ts'
import {
  aliasReason,
  type ForeignReason,
  foreignReason,
  type ProvenanceHeaders,
} from '../core/privacy/provenance.ts'
import { type CsrfDesk, tokenFault } from './cookies/csrf.ts'
import type { ActionRoute } from './route.ts'

/** Name of the field that carries the token in forms, as clients of the platform know it. */
export const TOKEN_FIELD = 'csrfmiddlewaretoken'

const MEDIA_TYPES: Readonly<Record<ActionRoute['takes'], readonly [string, ...string[]]>> = {
  form: ['application/x-www-form-urlencoded'],
  json: ['application/json'],
  report: ['application/reports+json', 'application/csp-report', 'application/json'],
}

const headerOf = (request: FastifyRequest, name: string): string | undefined => {
  const value = request.raw.headers[name]
  return typeof value === 'string' ? value : undefined
}

interface Guarded {
  readonly request: FastifyRequest
  readonly csrf: CsrfDesk
  /** Fields of the form; null for JSON. */
  readonly form: URLSearchParams | null
}

/** Two origins may be read differently by whoever passed them on (privacy.md C27). */
export function refuseDoubledOrigin(request: FastifyRequest): void {
  const { rawHeaders } = request.raw
  const origins = rawHeaders.filter((name, at) => at % 2 === 0 && name.toLowerCase() === 'origin')
  if (origins.length > 1) throw new VitrineError('request_malformed')
}

/** Which header says that a request was sent by somebody else's page: checks 3 to 5 of privacy.md §1.3; null for none. */
export const foreignHeader = (request: FastifyRequest, origin: string): ForeignReason | null =>
  foreignReason(provenanceOf(request), origin)

/** Which header says that a request was not sent by a page of the portal under another of its hosts; null for none. */
export const aliasHeader = (request: FastifyRequest, origins: readonly string[]): ForeignReason | null =>
  aliasReason(provenanceOf(request), origins)

const provenanceOf = (request: FastifyRequest): ProvenanceHeaders => ({
  secFetchSite: headerOf(request, 'sec-fetch-site'),
  origin: headerOf(request, 'origin'),
  referer: headerOf(request, 'referer'),
})

/** The page that sent a form, `https://host[:port]`; null when the browser does not say. */
export const sentFrom = (request: FastifyRequest): string | null => headerOf(request, 'origin') ?? null

/**
 * Lets an action in that a page of the portal sent, or throws: checks 6 and 7 of privacy.md §1.3. Faults: `csrf_*`,
 * `media_type_unsupported`.
 */
export function guardAction({ guard, takes }: ActionRoute, { request, csrf, form }: Guarded): void {
  if (guard === 'token') {
    const field = form?.get(TOKEN_FIELD)
    const fault = tokenFault(csrf, field ? field : headerOf(request, 'x-csrftoken'))
    if (fault !== null) throw new VitrineError(fault)
  }
  checkMediaType(request, takes)
}

/** Forms that any page can send must not pass for JSON (privacy.md C59). */
export function checkMediaType(request: FastifyRequest, takes: ActionRoute['takes']): void {
  const [expected] = MEDIA_TYPES[takes]
  if (!isOfType(request, takes)) throw new VitrineError('media_type_unsupported', { expected })
}

/** Whether the body is what a row takes, or not there at all. */
export function isOfType(request: FastifyRequest, takes: ActionRoute['takes']): boolean {
  const type = (headerOf(request, 'content-type') ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? ''
  const isEmpty = request.body === undefined || request.body === null || request.body === ''
  return MEDIA_TYPES[takes].some(known => known === type) || (type === '' && isEmpty)
}
