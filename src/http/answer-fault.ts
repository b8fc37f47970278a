import type { FastifyReply, FastifyRequest } from 'fastify'
import { asVitrineError, VitrineError } from '../core/errors.ts'
import { quotaFault } from './api/quota-fault.ts'
import { askerOf, header, hostOf, requestId, splitUrl } from './asker.ts'
import type { Doors, FaultedRequest } from './doors.ts'
import { retryAfter, statusOf } from './errors.ts'
import { readHost } from './host.ts'
import { json } from './reply.ts'
import type { Route, Surface } from './route.ts'
import { materialise, sendKept } from './send.ts'

/** Faults raised by the framework itself, in our terms. */
export function frameworkFault(error: unknown): VitrineError {
  const code = typeof error === 'object' && error !== null ? Reflect.get(error, 'code') : undefined
  const status = typeof error === 'object' && error !== null ? Reflect.get(error, 'statusCode') : undefined
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE')
    return new VitrineError(
      'media_type_unsupported',
      { expected: 'application/x-www-form-urlencoded' },
      error,
    )
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') return new VitrineError('request_too_large', {}, error)
  if (typeof status === 'number' && status >= 400 && status < 500)
    return new VitrineError('request_malformed', {}, error)
  return asVitrineError(error)
}

interface Faulted {
  readonly error: VitrineError
  readonly surface: Surface
  /** The route's own way to say it. */
  readonly fault?: Route['fault']
  /** What the answer says beside: what is left of quotas, which methods there are. */
  readonly headers?: Readonly<Record<string, string>>
  /** Cookies that must leave all the same: a session that was renewed or is over. */
  readonly setCookies?: readonly string[]
  /** Who asked, as far as it is known; nobody when left out. */
  readonly asker?: FaultedRequest['asker']
  /** Whether a session had a part in it (privacy.md G8). */
  readonly personal?: boolean
}

/** The one way out for faults, whatever raised them; a connection that already carries an answer is broken off. */
export function answerFault(
  doors: Doors,
  request: FastifyRequest,
  reply: FastifyReply,
  { error, surface, fault, headers = {}, setCookies = [], asker = 'nobody', personal = false }: Faulted,
): void {
  reply.hijack()
  if (reply.raw.headersSent) {
    reply.raw.destroy()
    return
  }
  const id = requestId()
  if (error.kind === 'bug') doors.log.error('request_failed', { request: id }, error)
  doors.metrics.faults.inc({ code: error.code })
  const host = readHost(hostOf(request))
  const quota = surface === 'data' ? quotaFault(error) : null
  const portal = host === null ? null : (doors.portals.byHost(host.name) ?? null)
  const said = fault?.(error)
  const own =
    quota === null ? said : json(quota, said?.headers === undefined ? {} : { headers: said.headers })
  const answer =
    own ??
    doors.fault(error, {
      id,
      surface,
      portal,
      path: splitUrl(request.url)[0],
      search: request.method === 'GET' ? request.url.slice(splitUrl(request.url)[0].length) : '',
      acceptLanguage: header(request, 'accept-language'),
      asker,
    })
  const after = retryAfter(error)
  // what is mended elsewhere leads there
  const status = answer.headers?.location === undefined ? statusOf(error) : answer.status
  const kept = materialise({
    ...answer,
    status,
    caching: 'none',
    headers: {
      ...answer.headers,
      ...headers,
      ...(after === undefined ? {} : { 'retry-after': after }),
      // no scheme that a browser asks its user for
      ...(status === 401 ? { 'www-authenticate': 'Apikey' } : {}),
    },
  })
  if (kept !== null)
    sendKept(
      reply.raw,
      kept,
      askerOf(request, {
        ...{ id, surface, secure: doors.secure, vary: [], setCookies, personal },
        ...(portal === null ? {} : { config: portal.stored.config }),
      }),
    )
}
