import { randomBytes } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import fastifyStatic from '@fastify/static'
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import type { LivePortal, LivePortals } from '../app/portal/live-portals.ts'
import type { Log } from '../app/ports/log.ts'
import { asVitrineError, VitrineError } from '../core/errors.ts'
import type { AnswerCache } from './answer-cache.ts'
import { negotiateCoding } from './content-encoding.ts'
import type { RequestContext } from './context.ts'
import { retryAfter, statusOf } from './errors.ts'
import { isLoopbackAddress, isLoopbackName, readHost } from './host.ts'
import type { InFlight } from './in-flight.ts'
import type { Metrics } from './operator/metrics.ts'
import type { Reply } from './reply.ts'
import type { HostlessRoute, Route, Surface } from './route.ts'
import { CORS_HEADERS, securityHeaders } from './security-headers.ts'
import { type Asker, materialise, sendKept, sendStream } from './send.ts'

/** What the doors need; handed in once. */
export interface Doors {
  readonly portals: LivePortals
  readonly cache: AnswerCache
  readonly inFlight: InFlight
  readonly metrics: Metrics
  readonly log: Log
  readonly limits: { readonly bodyBytes: number; readonly headerBytes: number }
  /** Whether visitors reach the portals over TLS, ended here or in front of us. */
  readonly secure: boolean
  /** Folder of the built files under `/assets/`, names with content hashes, compressed forms beside them. */
  readonly assetsFolder: string
  /** Rows of portals: pages and API. */
  readonly routes: readonly Route[]
  /** Rows that answer under any host. */
  readonly hostlessRoutes: readonly HostlessRoute[]
  /** The deployment's list of portals, on loopback only. */
  readonly lobby: (origin: string, acceptLanguage: string | undefined) => Reply
  /** One door out for faults. `portal` is null when no portal could be told. */
  readonly fault: (error: VitrineError, request: FaultedRequest) => Reply
}

/** What a fault's page may say of the request. */
export interface FaultedRequest {
  readonly id: string
  readonly surface: Surface
  readonly portal: LivePortal | null
  readonly path: string
  readonly acceptLanguage: string | undefined
}

const MAX_FORM_FIELDS = 1000

export const requestId = (): string => randomBytes(9).toString('base64url')

const splitUrl = (url: string): readonly [path: string, query: string] => {
  const at = url.indexOf('?')
  return at < 0 ? [url, ''] : [url.slice(0, at), url.slice(at + 1)]
}

function readQuery(request: FastifyRequest): URLSearchParams {
  const query = new URLSearchParams(splitUrl(request.url)[1])
  if (typeof request.body === 'string')
    for (const [name, value] of new URLSearchParams(request.body)) query.append(name, value)
  if (query.size > MAX_FORM_FIELDS) throw new VitrineError('request_too_large')
  return query
}

const header = (request: IncomingMessage, name: 'accept-language' | 'if-none-match' | 'accept-encoding') => {
  const value = request.headers[name]
  return typeof value === 'string' ? value : undefined
}

const stringParams = (params: unknown): Readonly<Record<string, string>> =>
  typeof params === 'object' && params !== null
    ? Object.fromEntries(Object.entries(params).map(([name, value]) => [name, String(value)]))
    : {}

/** Builds the server; nothing listens yet. */
export function buildServer(doors: Doors): FastifyInstance {
  const server = fastify({
    logger: false,
    bodyLimit: doors.limits.bodyBytes,
    requestTimeout: 30_000,
    keepAliveTimeout: 72_000,
    http: { maxHeaderSize: doors.limits.headerBytes },
    routerOptions: {
      ignoreTrailingSlash: true,
      ignoreDuplicateSlashes: true,
      maxParamLength: 1000,
    },
    exposeHeadRoutes: false,
    return503OnClosing: false,
    frameworkErrors: (error, request, reply) =>
      void answerFault(doors, request, reply, frameworkFault(error), surfaceOf(request.url)),
  })
  server.removeAllContentTypeParsers()
  server.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string' },
    (_request, body, done) => done(null, body),
  )
  server.setErrorHandler((error, request, reply) =>
    answerFault(doors, request, reply, frameworkFault(error), surfaceOf(request.url)),
  )
  server.setNotFoundHandler((request, reply) =>
    answerFault(doors, request, reply, new VitrineError('uri_unknown'), surfaceOf(request.url)),
  )
  server.register(fastifyStatic, {
    root: doors.assetsFolder,
    prefix: '/assets/',
    preCompressed: true,
    immutable: true,
    maxAge: '365d',
    index: false,
    decorateReply: false,
    setHeaders: response => {
      for (const [name, value] of Object.entries(securityHeaders('page', doors.secure)))
        response.header(name, value)
    },
  })
  for (const route of doors.hostlessRoutes) addHostlessRoute(server, doors, route)
  server.options('/api/*', (request, reply) => answerPreflight(doors, request, reply))
  for (const route of doors.routes) addRoute(server, doors, route)
  return server
}

/** Faults raised by the framework itself, in our terms. */
function frameworkFault(error: unknown): VitrineError {
  const code = typeof error === 'object' && error !== null ? Reflect.get(error, 'code') : undefined
  const status = typeof error === 'object' && error !== null ? Reflect.get(error, 'statusCode') : undefined
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') return new VitrineError('request_too_large', {}, error)
  if (typeof status === 'number' && status >= 400 && status < 500)
    return new VitrineError('request_malformed', {}, error)
  return asVitrineError(error)
}

const surfaceOf = (url: string): Surface =>
  /^\/+(?:api|healthz|readyz|metrics)\b/.test(url) ? 'data' : 'page'

function askerOf(
  doors: Doors,
  request: FastifyRequest,
  id: string,
  surface: Surface,
  vary: readonly string[],
): Asker {
  return {
    head: request.method === 'HEAD',
    coding: negotiateCoding(header(request.raw, 'accept-encoding')),
    ifNoneMatch: header(request.raw, 'if-none-match'),
    headers: {
      ...securityHeaders(surface, doors.secure),
      ...(request.url.startsWith('/api/') ? CORS_HEADERS : {}),
      'x-request-id': id,
    },
    vary,
  }
}

function answerPreflight(doors: Doors, request: FastifyRequest, reply: FastifyReply): void {
  reply.hijack()
  reply.raw
    .writeHead(204, {
      ...securityHeaders('data', doors.secure),
      ...CORS_HEADERS,
      'access-control-allow-headers': String(
        request.headers['access-control-request-headers'] ?? 'Authorization, Accept, Content-Type',
      ).replace(/[^A-Za-z0-9,\- ]/g, ''),
      'access-control-max-age': '86400',
      vary: 'Access-Control-Request-Headers',
    })
    .end()
}

function answerFault(
  doors: Doors,
  request: FastifyRequest,
  reply: FastifyReply,
  error: VitrineError,
  surface: Surface,
): void {
  reply.hijack()
  if (reply.raw.headersSent) {
    reply.raw.destroy()
    return
  }
  const id = requestId()
  const host = readHost(request.headers.host)
  const portal = host === null ? null : (doors.portals.byHost(host.name) ?? null)
  if (error.kind === 'bug') doors.log.error('request_failed', { request: id }, error)
  doors.metrics.faults.inc({ code: error.code })
  const [path] = splitUrl(request.url)
  const answer = doors.fault(error, {
    id,
    surface,
    portal,
    path,
    acceptLanguage: header(request.raw, 'accept-language'),
  })
  const after = retryAfter(error)
  const kept = materialise({
    ...answer,
    status: statusOf(error),
    caching: 'none',
    ...(after === undefined ? {} : { headers: { ...answer.headers, 'retry-after': after } }),
  })
  if (kept !== null) sendKept(reply.raw, kept, askerOf(doors, request, id, surface, []))
}

function addHostlessRoute(server: FastifyInstance, doors: Doors, route: HostlessRoute): void {
  server.get(route.path, async (request, reply) => {
    const answer = await route.handle({
      local: isLoopbackAddress(request.raw.socket.remoteAddress ?? ''),
      authorization: request.headers.authorization,
      path: splitUrl(request.url)[0],
    })
    const kept = materialise(answer)
    reply.hijack()
    if (kept !== null) sendKept(reply.raw, kept, askerOf(doors, request, requestId(), 'data', []))
  })
}

function addRoute(server: FastifyInstance, doors: Doors, route: Route): void {
  server.route({
    method: route.post === true ? ['GET', 'HEAD', 'POST'] : ['GET', 'HEAD'],
    url: route.path,
    handler: (request, reply) => answer(doors, route, request, reply),
  })
}

async function answer(
  doors: Doors,
  route: Route,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<void> {
  const started = performance.now()
  const abort = new AbortController()
  reply.raw.once('close', () => abort.abort())
  let leave = (): void => {}
  try {
    leave = doors.inFlight.enter()
    await answerPortal(doors, route, request, reply, abort)
  } catch (thrown) {
    if (abort.signal.aborted) reply.raw.destroy()
    else answerFault(doors, request, reply, asVitrineError(thrown), route.surface)
  } finally {
    leave()
    const seconds = (performance.now() - started) / 1000
    doors.metrics.observe(route.name, reply.raw.statusCode, seconds)
  }
}

async function answerPortal(
  doors: Doors,
  route: Route,
  request: FastifyRequest,
  reply: FastifyReply,
  abort: AbortController,
): Promise<void> {
  const host = readHost(request.headers.host)
  if (host === null) throw new VitrineError('host_unknown')
  const origin = `${doors.secure ? 'https' : 'http'}://${request.headers.host?.toLowerCase()}`
  const acceptLanguage = header(request.raw, 'accept-language')
  const id = requestId()
  const vary = route.negotiatesLanguage === true ? ['Accept-Language'] : []
  const asker = askerOf(doors, request, id, route.surface, vary)
  const portal = doors.portals.byHost(host.name)
  if (portal === undefined) {
    const local = isLoopbackName(host.name) && isLoopbackAddress(request.raw.socket.remoteAddress ?? '')
    if (!local || splitUrl(request.url)[0] !== '/') throw new VitrineError('host_unknown')
    const lobby = materialise(doors.lobby(origin, acceptLanguage))
    reply.hijack()
    if (lobby !== null) sendKept(reply.raw, lobby, asker)
    return
  }
  const key = [
    portal.stored.id,
    portal.stored.configVersion,
    portal.version,
    origin,
    request.url,
    route.negotiatesLanguage === true ? acceptLanguage : '',
  ].join('\n')
  const keepable = request.method !== 'POST'
  const known = keepable ? doors.cache.get(key) : undefined
  if (known !== undefined) {
    doors.metrics.cacheHits.inc()
    reply.hijack()
    sendKept(reply.raw, known, asker)
    return
  }
  const context: RequestContext = {
    id,
    portal,
    origin,
    path: splitUrl(request.url)[0],
    params: stringParams(request.params),
    query: readQuery(request),
    acceptLanguage,
    ifNoneMatch: asker.ifNoneMatch,
    signal: abort.signal,
  }
  const answered = await route.handle(context)
  const kept = materialise(answered)
  reply.hijack()
  if (kept === null) return sendStream(reply.raw, answered, asker, abort.signal)
  if (keepable && answered.caching === 'revalidate' && answered.status !== 304) doors.cache.put(key, kept)
  sendKept(reply.raw, kept, asker)
}
